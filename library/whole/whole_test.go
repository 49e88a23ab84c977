package whole_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"culler/library/whole"
)

func TestAFileIsTheNewOneOrAsItWas(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "list.csv")
	says := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, failed := io.WriteString(w, text)
			return errors.Join(failed, err)
		}
	}
	holds := func(want string) {
		t.Helper()
		if b, err := os.ReadFile(path); err != nil || string(b) != want {
			t.Errorf("%q, %v; want %q", b, err, want)
		}
		if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
			t.Errorf("%v beside it, %v", files, err)
		}
	}
	if err := whole.Write(path, says("old", nil)); err != nil {
		t.Fatal(err)
	}
	holds("old")
	full := errors.New("the disk is full")
	if err := whole.Write(path, says("half of the n", full)); !errors.Is(err, full) {
		t.Errorf("%v", err)
	}
	holds("old")
	if err := whole.Write(path, says("new", nil)); err != nil {
		t.Fatal(err)
	}
	holds("new")
	if err := whole.Write(filepath.Join(dir, "nowhere", "list.csv"), says("", nil)); err == nil {
		t.Error("a file in a folder that is not there was written")
	}
}

// A name may be as long as file systems allow.
func TestALongNameIsWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), strings.Repeat("n", 255))
	if err := whole.Write(path, func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err }); err != nil {
		t.Error(err)
	}
}
