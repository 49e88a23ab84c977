package busy

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/windows"
)

const heldErrno = windows.ERROR_SHARING_VIOLATION

// hold opens a file for this program alone.
func hold(t *testing.T, path string) (letGo func()) {
	t.Helper()
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	h, err := windows.CreateFile(name, windows.GENERIC_READ, 0, nil, windows.OPEN_EXISTING, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		t.Fatal(err)
	}
	return func() { windows.CloseHandle(h) }
}

func TestAFileThatIsHeldIsWaitedFor(t *testing.T) {
	path, other := filepath.Join(t.TempDir(), "held"), filepath.Join(t.TempDir(), "other")
	for _, p := range []string{path, other} {
		if err := os.WriteFile(p, []byte(p), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	letGo := hold(t, path)
	if _, err := Open(path); !errors.Is(err, Err) {
		t.Errorf("open a held file: %v", err)
	}
	if err := Rename(other, path); !errors.Is(err, Err) {
		t.Errorf("rename onto a held file: %v", err)
	}
	if err := Remove(path); !errors.Is(err, Err) {
		t.Errorf("remove a held file: %v", err)
	}
	time.AfterFunc(50*time.Millisecond, letGo)
	if err := Rename(other, path); err != nil {
		t.Errorf("rename onto a file that is let go of: %v", err)
	}
}
