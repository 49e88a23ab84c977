package busy

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// held is what the system says of a file that another program holds.
func held(path string) error { return &fs.PathError{Op: "open", Path: path, Err: heldErrno} }

func TestABusyFileIsAskedForAgain(t *testing.T) {
	asked, waited := 0, time.Duration(0)
	err := retry(func() error {
		if asked++; asked < 4 {
			return held("a.jpg")
		}
		return nil
	}, func(d time.Duration) { waited += d })
	if err != nil || asked != 4 || waited != 7*pause {
		t.Errorf("asked %d times in %v: %v", asked, waited, err)
	}
}

func TestAFileThatStaysBusyIsSaidToBeOpenElsewhere(t *testing.T) {
	asked, waited := 0, time.Duration(0)
	err := retry(func() error { asked++; return held("a.jpg") }, func(d time.Duration) { waited += d })
	if !errors.Is(err, Err) || !errors.Is(err, heldErrno) || !strings.HasPrefix(err.Error(), "another program has it open") {
		t.Errorf("it says: %v", err)
	}
	if asked != tries || waited < 500*time.Millisecond || waited > 2*time.Second {
		t.Errorf("asked %d times in %v", asked, waited)
	}
}

func TestOtherErrorsComeAtOnce(t *testing.T) {
	for _, want := range []error{fs.ErrNotExist, fs.ErrPermission, errors.New("other")} {
		asked := 0
		err := retry(func() error { asked++; return want }, func(time.Duration) { t.Error("it waits") })
		if err != want || asked != 1 {
			t.Errorf("asked %d times: %v", asked, err)
		}
	}
}

func TestFilesThatNobodyHoldsAreOpenedRenamedAndRemoved(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	for _, path := range []string{a, b} {
		if err := os.WriteFile(path, []byte(path), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := Open(a)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	if err := Rename(a, b); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(b); err != nil || string(got) != a {
		t.Errorf("%q, %v", got, err)
	}
	if err := Remove(b); err != nil {
		t.Error(err)
	}
	if _, err := Open(b); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, Err) {
		t.Errorf("open what is gone: %v", err)
	}
}
