package main

import (
	"fmt"
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
	if err := c.Start(); err != nil {
		return fmt.Errorf("start %s: %w", filepath.Base(c.Path), err)
	}
	go func() { _ = c.Wait() }() // what it ends with is its own affair
	return nil
}
