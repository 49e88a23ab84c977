package phrase

import (
	"os"
	"path/filepath"
)

// Folder names a folder for people: by its last part, or, where it is a drive, a
// card or a share as a whole, by all of its path.
func Folder(path string) string {
	if base := filepath.Base(path); len(base) != 1 || !os.IsPathSeparator(base[0]) {
		return base
	}
	return path
}
