package memory

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// Reserve returns n bytes, all zero, of which only those that are touched take
// memory, and what gives them back. There are none where the system refuses.
func Reserve(n int) (b []byte, free func()) {
	at, err := windows.VirtualAlloc(0, uintptr(n), windows.MEM_RESERVE|windows.MEM_COMMIT, windows.PAGE_READWRITE)
	if err != nil {
		return nil, func() {}
	}
	b = unsafe.Slice((*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&at))), n) // it is not a place in Go's memory
	return b, func() { _ = windows.VirtualFree(at, 0, windows.MEM_RELEASE) }
}
