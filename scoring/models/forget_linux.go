package models

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// forget tells the system that text of the program itself is not needed soon. It
// stays what it is, is read anew when it is, and counts no longer as memory in use.
func forget(text string) {
	page := uintptr(os.Getpagesize())
	from := uintptr(unsafe.Pointer(unsafe.StringData(text)))
	to := (from + uintptr(len(text))) &^ (page - 1) // what shares a page with others stays
	from = (from + page - 1) &^ (page - 1)
	if from < to {
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, from, to-from, unix.MADV_DONTNEED) // it is as right without
	}
}
