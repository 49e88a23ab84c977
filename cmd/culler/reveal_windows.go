package main

import (
	"os/exec"
	"syscall"
)

// reveal shows a file in the Explorer, which reads its command line in its own way:
// quotes stand around the path alone.
func reveal(path string) error {
	c := exec.Command("explorer.exe")
	c.SysProcAttr = &syscall.SysProcAttr{CmdLine: `explorer.exe /select,"` + path + `"`}
	return begin(c)
}
