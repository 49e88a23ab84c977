package handover

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

func isFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

// free is the room on a folder's disk for this user, in bytes.
func free(dir string) (uint64, error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var room uint64
	err = windows.GetDiskFreeSpaceEx(name, &room, nil, nil)
	return room, err
}

// syncDir does nothing: Windows writes a folder with the files in it.
func syncDir(string) error { return nil }

// sameDisk tells whether a file lies on the disk of a folder.
func sameDisk(path, dir string) bool {
	return strings.EqualFold(filepath.VolumeName(path), filepath.VolumeName(dir))
}

// names is how many names a file has on its disk; here nobody is asked, since
// files cannot be mounted onto names.
func names(fs.FileInfo) uint64 { return 2 }
