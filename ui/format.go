package ui

import (
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
)

func base(path string) string { return filepath.Base(path) }

// folderOf is a folder itself, or the folder that a file is in.
func folderOf(path string) string {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return filepath.Dir(path)
	}
	return path
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func listable(folder string) fyne.ListableURI {
	u, err := storage.ListerForURI(storage.NewFileURI(folder))
	if err != nil {
		return nil
	}
	return u
}

// lines joins what is not empty.
func lines(s ...string) string {
	var out []string
	for _, l := range s {
		if l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}
