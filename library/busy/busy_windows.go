package busy

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// isBusy tells whether the system says so. A rename onto an open file is denied in
// the words that a lack of permission has.
func isBusy(err error) bool {
	var rename *os.LinkError
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION) ||
		errors.Is(err, windows.ERROR_USER_MAPPED_FILE) || errors.Is(err, windows.ERROR_DELETE_PENDING) ||
		errors.As(err, &rename) && rename.Op == "rename" && errors.Is(err, windows.ERROR_ACCESS_DENIED)
}
