package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"culler/library/store"
	"culler/ui/uitest"
)

// built is Culler as a program.
func built(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("it takes a minute")
	}
	program := filepath.Join(t.TempDir(), "culler")
	if out, err := exec.Command("go", "build", "-tags", "migrated_fynedo,gles", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

func TestWithoutAScreenCullerSaysSo(t *testing.T) {
	program := built(t)
	for display, lang := range map[string]string{"": "C.UTF-8", ":4711": "POSIX"} {
		c := exec.Command(program, "--data", t.TempDir())
		c.Env = append(os.Environ(), "DISPLAY="+display, "WAYLAND_DISPLAY=", "LANG="+lang, "LC_ALL=", "LC_MESSAGES=", "HOME="+t.TempDir())
		out, err := c.CombinedOutput()
		if err == nil || strings.Contains(string(out), "goroutine") || !strings.Contains(string(out), "there is no screen to open a window on") {
			t.Errorf("on display %q: %v\n%s", display, err, out)
		}
		if strings.Contains(string(out), "locale") {
			t.Errorf("with LANG=%s it says\n%s", lang, out)
		}
	}
}

// When the system ends Culler it ends in order: without an error, and the databases
// are free.
func TestTheSystemEndsCuller(t *testing.T) {
	program := built(t)
	d := newDisplay(t)
	folder, data := t.TempDir(), t.TempDir()
	uitest.Write(t, folder, uitest.Frames())
	for _, end := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		a := d.start(program, "--data", data, folder)
		var marked []string
		eventually(t, "a photo is marked", func() bool {
			d.press("Escape", "Home", "4", "5") // a mark that is there already writes nothing
			marked, _ = filepath.Glob(filepath.Join(folder, "*.xmp"))
			return len(marked) > 0
		})
		check(t, a.Process.Signal(end))
		<-a.ended
		if !a.ProcessState.Exited() || a.ProcessState.ExitCode() != 0 {
			t.Errorf("%v: %v", end, a.ProcessState)
		}
		db, err := store.Open(data)
		check(t, err)
		check(t, db.Close())
		for _, path := range marked {
			check(t, os.Remove(path))
		}
	}
}
