//go:build !windows

package sidecar

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// What is named like a sidecar and is none is refused at once, and stays as it
// is.
func TestWhatIsNoFileIsNeitherReadNorWritten(t *testing.T) {
	dir := t.TempDir()
	kinds := map[string]func(path string) error{
		"pipe":           func(path string) error { return syscall.Mkfifo(path, 0o644) },
		"folder":         func(path string) error { return os.Mkdir(path, 0o755) },
		"endless device": func(path string) error { return os.Symlink("/dev/zero", path) },
		"empty device":   func(path string) error { return os.Symlink("/dev/null", path) },
		"link to a pipe": func(path string) error {
			if err := syscall.Mkfifo(path+".pipe", 0o644); err != nil {
				return err
			}
			return os.Symlink(path+".pipe", path)
		},
		"socket": func(path string) error { return unix.Mknod(path, unix.S_IFSOCK|0o644, 0) },
	}
	five := 5
	for name, make := range kinds {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, name+".xmp")
			if err := make(path); err != nil {
				t.Skip("not allowed here:", err)
			}
			if _, err := Load(path); !errors.Is(err, ErrNoFile) {
				t.Errorf("reading: %v", err)
			}
			if _, err := update(path, Fields{Rating: &five}); !errors.Is(err, ErrNoFile) {
				t.Errorf("writing: %v", err)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() {
				t.Errorf("it became %v, %v", info, err)
			}
		})
	}
}

func TestADiskThatDoesNotAnswerIsLeft(t *testing.T) {
	was := answer
	answer = time.Millisecond
	defer func() { answer = was }()
	never := make(chan struct{})
	defer close(never)
	_, err := inTime("a.xmp", func() (int, error) { <-never; return 0, nil })
	if !errors.Is(err, ErrSlow) {
		t.Error(err)
	}
}

func TestARewrittenSidecarKeepsWhatIsBesideItsBytes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xmp")
	one, five := 1, 5
	if _, err := update(path, Fields{Rating: &one}); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	tagged := unix.Setxattr(path, "user.tag", []byte("keep"), 0) == nil
	owned := os.Chown(path, 1234, 4321) == nil
	if _, err := update(path, Fields{Rating: &five}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if s := info.Sys().(*syscall.Stat_t); owned && (s.Uid != 1234 || s.Gid != 4321) {
		t.Errorf("owner %d, group %d", s.Uid, s.Gid)
	}
	var b [8]byte
	if n, err := unix.Getxattr(path, "user.tag", b[:]); tagged && (err != nil || string(b[:n]) != "keep") {
		t.Errorf("attribute %q, %v", b[:n], err)
	}
	if !tagged || !owned {
		t.Logf("tried here: attributes %v, owner %v", tagged, owned)
	}
}
