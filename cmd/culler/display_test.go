package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/ui/keys"
)

// display is a screen without a monitor, and a keyboard.
type display struct {
	t    *testing.T
	name string // such as ":7"
	home string
}

// patience is how long the tests wait for what must come. Only a test that
// fails waits for so long.
const patience = 2 * time.Minute

// newDisplay starts Xvfb on a display that is free; the test is skipped where
// there are no tools for it.
func newDisplay(t *testing.T) *display {
	t.Helper()
	for _, tool := range []string{"Xvfb", "xdotool"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	read, write, err := os.Pipe()
	check(t, err)
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1440x900x24", "-r", "-nolisten", "tcp")
	x.ExtraFiles = []*os.File{write}
	check(t, x.Start())
	t.Cleanup(func() {
		x.Process.Kill()
		x.Wait()
	})
	write.Close()
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb does not start: %v", err)
	}
	return &display{t: t, name: ":" + strings.TrimSpace(number), home: t.TempDir()}
}

// command is a command on the display, with a home of its own.
func (d *display) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, args...)
	c.Env = append(os.Environ(), "DISPLAY="+d.name, "WAYLAND_DISPLAY=", "LANG=C.UTF-8", "LIBGL_ALWAYS_SOFTWARE=1",
		"HOME="+d.home, "XDG_CONFIG_HOME="+d.home, "XDG_DATA_HOME="+d.home)
	return c
}

// tool runs xdotool and returns what it says.
func (d *display) tool(args ...string) string {
	d.t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	out, err := d.command(ctx, "xdotool", args...).CombinedOutput()
	if err != nil {
		d.t.Fatalf("xdotool %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

var symbols = map[string]string{
	"[": "bracketleft", "]": "bracketright", ",": "comma", ".": "period", "?": "question", "/": "slash", "+": "plus", "=": "equal", "-": "minus",
	"`": "grave", "Enter": "Return", "Space": "space", "Backspace": "BackSpace", "CapsLock": "Caps_Lock", "PageUp": "Prior", "PageDown": "Next",
}

// keysym spells a chord as xdotool does.
func keysym(c keys.Chord) string {
	key, ok := symbols[c.Key()]
	if !ok {
		key = c.Key()
		if len(key) == 1 {
			key = strings.ToLower(key)
		}
	}
	for _, m := range []string{"Shift", "Alt", "Ctrl"} {
		if c.Has(m) {
			key = strings.ToLower(m) + "+" + key
		}
	}
	return key
}

// press presses keys one after the other.
func (d *display) press(chords ...keys.Chord) {
	d.t.Helper()
	args := []string{"key", "--delay", "25"}
	for _, c := range chords {
		args = append(args, keysym(c))
	}
	d.tool(args...)
}

// running is Culler as it runs on a display.
type running struct {
	*exec.Cmd
	ended  chan error
	log    string // the file of what it says
	window string // as xdotool names it
}

// start starts Culler and waits until its window has the keyboard.
func (d *display) start(program string, args ...string) *running {
	d.t.Helper()
	a := &running{Cmd: d.command(context.Background(), program, args...), ended: make(chan error, 1)}
	log, err := os.Create(filepath.Join(d.t.TempDir(), "log"))
	check(d.t, err)
	a.Stdout, a.Stderr, a.log = log, log, log.Name()
	check(d.t, a.Start())
	go func() {
		a.ended <- a.Wait()
		log.Close()
	}()
	d.t.Cleanup(func() {
		a.Process.Kill()
		if said, err := os.ReadFile(log.Name()); err == nil && d.t.Failed() {
			d.t.Logf("culler said:\n%s", said)
		}
	})
	a.window = d.tool("search", "--sync", "--onlyvisible", "--limit", "1", "--name", "Culler")
	d.tool("windowfocus", "--sync", a.window)
	return a
}

// kill ends Culler as a power cut does.
func (a *running) kill() {
	a.Process.Kill()
	<-a.ended
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// eventually waits for something that Culler does.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("in vain waited until " + what)
		}
	}
}
