//go:build linux || darwin

package keep

import (
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Owner gives a file the owner and the group of another, as far as this user
// may.
func Owner(from, to string) {
	a, ok := owner(from)
	b, both := owner(to)
	if !ok || !both || a.Uid == b.Uid && a.Gid == b.Gid {
		return
	}
	if os.Lchown(to, int(a.Uid), int(a.Gid)) != nil {
		_ = os.Lchown(to, -1, int(a.Gid)) // a group of one's own may be given
	}
}

func owner(path string) (*syscall.Stat_t, bool) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, false
	}
	s, ok := info.Sys().(*syscall.Stat_t)
	return s, ok
}

// Attributes copies the extended attributes that programs and people gave a
// file, such as tags of a file manager, as far as the other disk knows any. What
// the system keeps there for itself is left out.
func Attributes(from, to string) {
	size, err := unix.Listxattr(from, nil)
	if err != nil || size == 0 {
		return
	}
	list := make([]byte, size)
	if size, err = unix.Listxattr(from, list); err != nil {
		return
	}
	for name := range strings.SplitSeq(strings.Trim(string(list[:size]), "\x00"), "\x00") {
		if !ours(name) {
			continue
		}
		n, err := unix.Getxattr(from, name, nil)
		if err != nil {
			continue
		}
		value := make([]byte, n)
		if n, err = unix.Getxattr(from, name, value); err == nil {
			_ = unix.Setxattr(to, name, value[:n], 0)
		}
	}
}
