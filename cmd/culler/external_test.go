package main

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestAProgramThatIsNotThereIsNamed(t *testing.T) {
	notes := filepath.Join(t.TempDir(), "notes.txt")
	check(t, os.WriteFile(notes, nil, 0o644))
	said := map[string]string{
		"no-such-program":                          "there is no program no-such-program on this computer: install it, or choose another",
		filepath.Join(t.TempDir(), "gone", "gimp"): "there is no program gimp on this computer: install it, or choose another",
	}
	if runtime.GOOS != "windows" { // which finds programs by the ends of their names
		said[notes] = "notes.txt is not a program: choose another"
	}
	for program, want := range said {
		if err := openIn(program, []string{"IMG_1.JPG"}); err == nil || err.Error() != want {
			t.Errorf("%s: %v", program, err)
		}
	}
}
