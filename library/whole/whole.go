// Package whole replaces files so that afterwards each is the new one or as it
// was, even after a failure or a power cut.
package whole

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"culler/library/busy"
)

// Write makes a file of what write says, in place of one that is there.
func Write(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".saving-*") // a name beside the file's could be too long
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := errors.Join(write(f), f.Sync(), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return busy.Rename(f.Name(), path)
}
