//go:build !windows

package store

import "syscall"

const (
	diskFull       = syscall.ENOSPC
	writeProtected = syscall.EROFS
)
