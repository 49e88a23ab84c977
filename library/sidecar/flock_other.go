//go:build !(windows || linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package sidecar

import "os"

func flock(*os.File) error { return nil }
