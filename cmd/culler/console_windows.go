package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// console lets the window's program, which Windows gives no console, speak in the
// one that it was started from: --version and --help would be silent. What is
// redirected to a file or another program stays so.
func console() {
	if speaks(windows.STD_OUTPUT_HANDLE) && speaks(windows.STD_ERROR_HANDLE) {
		return
	}
	const parent = ^uintptr(0)
	attach := windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")
	if ok, _, _ := attach.Call(parent); ok == 0 {
		return // it was started with a click
	}
	for id, file := range map[uint32]**os.File{windows.STD_OUTPUT_HANDLE: &os.Stdout, windows.STD_ERROR_HANDLE: &os.Stderr} {
		if speaks(id) {
			continue
		}
		if f, err := os.OpenFile("CONOUT$", os.O_RDWR, 0); err == nil {
			*file = f
			_ = windows.SetStdHandle(id, windows.Handle(f.Fd())) // for what Go's runtime says
		}
	}
}

// speaks tells whether what is written there reaches anything.
func speaks(id uint32) bool {
	h, err := windows.GetStdHandle(id)
	if err != nil || h == 0 || h == windows.InvalidHandle {
		return false
	}
	kind, err := windows.GetFileType(h)
	return err == nil && kind != windows.FILE_TYPE_UNKNOWN
}
