// Package phototest helps tests that read photographs: it finds those that the
// repository does not hold, and tells what memory reading them takes.
package phototest

import (
	"os"
	"path/filepath"
	"testing"
)

// Shared returns the path of a file or folder in the folder "shared" beside
// the repository, and skips the test where it is not there.
func Shared(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Skip("not inside the repository")
		}
		dir = up
	}
	path := filepath.Join(filepath.Dir(dir), "shared", filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the test material %s is not beside the repository", name)
	}
	return path
}
