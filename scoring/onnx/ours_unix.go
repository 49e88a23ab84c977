//go:build unix

package onnx

import (
	"io/fs"
	"os"
	"syscall"
)

// ours tells whether nobody but this user and the system can write a file or
// into a folder.
func ours(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && (s.Uid == 0 || int(s.Uid) == os.Getuid()) && info.Mode().Perm()&0o022 == 0
}
