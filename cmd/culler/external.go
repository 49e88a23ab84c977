package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"runtime"
)

// openIn opens files with a program; "" stands for the one that the system has
// for the first of them.
func openIn(program string, paths []string) error {
	if program != "" {
		if runtime.GOOS == "darwin" && filepath.Ext(program) == ".app" {
			return begin(exec.Command("open", append([]string{"-a", program}, paths...)...))
		}
		return begin(exec.Command(program, paths...))
	}
	switch runtime.GOOS {
	case "windows":
		return begin(exec.Command("rundll32", "url.dll,FileProtocolHandler", paths[0]))
	case "darwin":
		return begin(exec.Command("open", paths...))
	}
	return begin(exec.Command("xdg-open", paths[0]))
}

// begin starts a program and does not wait for it.
func begin(c *exec.Cmd) error {
	name := filepath.Base(c.Path)
	switch err := c.Start(); {
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no program %s on this computer: install it, or choose another", name)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s is not a program: choose another", name)
	case err != nil:
		return fmt.Errorf("start %s: %w", name, err)
	}
	go func() { _ = c.Wait() }() // what it ends with is its own affair
	return nil
}
