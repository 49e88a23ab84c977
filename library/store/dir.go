package store

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// DataVariable is the environment variable that names another data folder.
const DataVariable = "CULLER_DATA"

// DefaultDir is the user's data folder for Culler: $CULLER_DATA if it is set,
// else $XDG_DATA_HOME/culler or ~/.local/share/culler, on macOS
// ~/Library/Application Support/Culler, on Windows %LocalAppData%\Culler.
func DefaultDir() (string, error) { return defaultDir(runtime.GOOS, os.Getenv, os.UserHomeDir) }

func defaultDir(goos string, env func(string) string, home func() (string, error)) (string, error) {
	if dir := env(DataVariable); dir != "" {
		return filepath.Abs(dir)
	}
	switch goos {
	case "windows":
		if dir := env("LocalAppData"); dir != "" {
			return filepath.Join(dir, "Culler"), nil
		}
	case "darwin", "ios":
	default:
		// The XDG Base Directory Specification: a relative path is invalid and ignored.
		if dir := env("XDG_DATA_HOME"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "culler"), nil
		}
	}
	h, err := home()
	if err != nil || h == "" {
		return "", errors.New("Culler does not know where to keep its data, because there is no home folder: name one with the environment variable " + DataVariable)
	}
	switch goos {
	case "windows":
		return filepath.Join(h, "AppData", "Local", "Culler"), nil
	case "darwin", "ios":
		return filepath.Join(h, "Library", "Application Support", "Culler"), nil
	}
	return filepath.Join(h, ".local", "share", "culler"), nil
}
