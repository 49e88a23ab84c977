//go:build !linux && !darwin && !windows

package download

import (
	"errors"
	"os"
)

func lock(*os.File) error { return nil }

func freeBytes(string) (uint64, error) { return 0, errors.ErrUnsupported }

func diskFull(error) bool { return false }
