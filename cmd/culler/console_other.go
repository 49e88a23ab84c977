//go:build !windows

package main

// console is for Windows: elsewhere every program speaks where it was started.
func console() {}
