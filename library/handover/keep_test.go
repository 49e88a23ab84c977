//go:build linux || darwin

package handover

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

func TestCopiesKeepPermissionsAndAttributes(t *testing.T) {
	dir, photos, _ := shootOf(t, 3)
	modes := []os.FileMode{0o444, 0o600, 0o755}
	tagged := true
	for k, p := range photos {
		for _, f := range p.Files {
			tagged = unix.Setxattr(f.Path, "user.tag", []byte("keep"), 0) == nil && tagged
			if err := os.Chmod(f.Path, modes[k%3]); err != nil {
				t.Fatal(err)
			}
		}
	}
	to := filepath.Join(filepath.Dir(dir), "handed over")
	r := mustRun(t, mustPlan(t, photos, Options{To: to, Mode: Copy, Sidecars: true}))
	if len(r.Failed) > 0 {
		t.Fatal(r.Failed)
	}
	for k, p := range photos {
		for _, f := range p.Files {
			path := filepath.Join(to, filepath.Base(f.Path))
			info, err := os.Stat(path)
			if err != nil || info.Mode().Perm() != modes[k%3] {
				t.Errorf("%s: %v, %v, want %v", path, info.Mode(), err, modes[k%3])
			}
			var b [8]byte
			if n, err := unix.Getxattr(path, "user.tag", b[:]); tagged && (err != nil || string(b[:n]) != "keep") {
				t.Errorf("%s: attribute %q, %v", path, b[:n], err)
			}
		}
	}
}
