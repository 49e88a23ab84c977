package sidecar

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sys/windows"

	"culler/library/busy"
)

// lock keeps other Cullers of this user from replacing sidecars in a folder
// until the function that it returns is called. A mutex belongs to a thread.
func lock(dir string) (unlock func()) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	sum := sha256.Sum256([]byte(strings.ToLower(abs)))
	name, err := windows.UTF16PtrFromString(`Local\Culler-` + hex.EncodeToString(sum[:]))
	if err != nil {
		return func() {}
	}
	runtime.LockOSThread()
	mutex, err := windows.CreateMutex(nil, false, name)
	if err != nil && !errors.Is(err, windows.ERROR_ALREADY_EXISTS) {
		runtime.UnlockOSThread()
		return func() {}
	}
	windows.WaitForSingleObject(mutex, windows.INFINITE)
	return func() {
		windows.ReleaseMutex(mutex)
		windows.CloseHandle(mutex)
		runtime.UnlockOSThread()
	}
}

func readOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }

// syncDir does nothing: Windows keeps renames in its journal.
func syncDir(string) {}

// openAtOnce opens a file; pipes have no place in folders here.
func openAtOnce(path string) (*os.File, error) { return busy.Open(path) }
