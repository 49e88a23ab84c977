//go:build linux || darwin

package download

import (
	"os"

	"golang.org/x/sys/unix"
)

// lock keeps other processes off an open file; closing it, or the end of the
// process, unlocks it.
func lock(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }

// freeBytes is the room on a folder's disk for users who are not root.
func freeBytes(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil
}

func diskFull(error) bool { return false }
