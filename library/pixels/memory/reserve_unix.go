//go:build unix

package memory

import "golang.org/x/sys/unix"

// Reserve returns n bytes, all zero, of which only those that are touched take
// memory, and what gives them back. There are none where the system refuses.
func Reserve(n int) (b []byte, free func()) {
	b, err := unix.Mmap(-1, 0, n, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE|unix.MAP_NORESERVE)
	if err != nil {
		return nil, func() {}
	}
	large(b)
	return b, func() { _ = unix.Munmap(b) }
}
