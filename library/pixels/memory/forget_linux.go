package memory

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Forget tells the system that bytes of a file which is mapped into memory, and is
// only read there, are not needed soon. They stay what they are, and count no
// longer as memory of the program.
func Forget(b []byte) {
	if len(b) == 0 {
		return
	}
	page := uintptr(os.Getpagesize())
	first := uintptr(unsafe.Pointer(unsafe.SliceData(b)))
	skip := first & (page - 1)
	whole := unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(b)), -int(skip))), (skip+uintptr(len(b))+page-1)&^(page-1))
	_ = unix.Madvise(whole, unix.MADV_DONTNEED) // it is as right without
}
