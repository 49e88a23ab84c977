//go:build !windows

package busy

import "syscall"

const heldErrno = syscall.EBUSY
