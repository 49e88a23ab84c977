//go:build !windows

package main

import (
	"net/url"
	"os/exec"
	"path/filepath"
	"runtime"
)

// reveal shows a file in the system's file manager.
func reveal(path string) error {
	if runtime.GOOS == "darwin" {
		return begin(exec.Command("open", "-R", path))
	}
	// File managers that know this call mark the file; else its folder opens.
	uri := (&url.URL{Scheme: "file", Path: path}).String()
	ask := exec.Command("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
		"org.freedesktop.FileManager1.ShowItems", "array:string:"+uri, "string:")
	if ask.Run() == nil {
		return nil
	}
	return begin(exec.Command("xdg-open", filepath.Dir(path)))
}
