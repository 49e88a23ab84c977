//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package sidecar

import (
	"os"
	"syscall"
)

func flock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX) }
