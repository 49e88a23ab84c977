package onnx

/*
#include <malloc.h>

// While it runs, glibc raises the size from which memory comes from the system
// by itself, and goes back to it, up to 32 MB. Thereafter little of what a closed
// session had is ever given back. Setting the sizes, here to those that it
// starts with, ends that.
static void give_back(void) {
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, 128 << 10);
	mallopt(M_TRIM_THRESHOLD, 128 << 10);
#endif
}
*/
import "C"

// giveBack has the C library give memory back to the system when it is freed.
func giveBack() { C.give_back() }
