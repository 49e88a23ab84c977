package ui

import (
	"os"
	"path/filepath"
)

// folderOf is a folder itself, or the folder that a file is in.
func folderOf(path string) string {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return filepath.Dir(path)
	}
	return path
}
