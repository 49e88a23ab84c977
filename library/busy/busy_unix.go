//go:build !windows

package busy

import (
	"errors"
	"syscall"
)

// isBusy tells whether the system says so, as network disks of Windows do here.
func isBusy(err error) bool {
	return errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.ETXTBSY)
}
