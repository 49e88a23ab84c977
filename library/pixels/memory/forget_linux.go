package memory

import "golang.org/x/sys/unix"

// Forget tells the system that n bytes from an address on, where a file is mapped
// into memory and is only read, are not needed soon. They stay what they are, and
// count no longer as memory of the program. The address is that of a page.
func Forget(address uintptr, n int64) {
	_, _, _ = unix.Syscall(unix.SYS_MADVISE, address, uintptr(n), unix.MADV_DONTNEED) // it is as right without
}
