//go:build !windows

package sidecar

import (
	"errors"
	"os"
	"syscall"
)

// lock keeps other Cullers from replacing sidecars in a folder until the
// function that it returns is called. Where a file system knows no locks,
// comparing right before the rename must do.
func lock(dir string) (unlock func()) {
	f, err := os.Open(dir)
	if err != nil {
		return func() {}
	}
	for {
		err := flock(f)
		if err != syscall.EINTR {
			break
		}
	}
	return func() { f.Close() }
}

// openAtOnce opens a file without waiting for somebody at its other end.
func openAtOnce(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

func readOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

// syncDir makes a rename durable, where the file system can.
func syncDir(dir string) {
	if f, err := os.Open(dir); err == nil {
		f.Sync()
		f.Close()
	}
}
