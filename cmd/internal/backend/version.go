package backend

import "runtime/debug"

// version is what make build says, by way of the linker; .ci/version takes it
// from git.
var version string

// Version is the version that this program was built as.
func Version() string {
	if version != "" {
		return version
	}
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" {
		return b.Main.Version
	}
	return "(unknown)"
}
