package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"testing"

	"culler/library/photo/phototest"
	"culler/ui/keys"
)

// A theme has all texts drawn anew, and those of the one before are freed.
func TestThemesTakeNoMemory(t *testing.T) {
	folder := phototest.Shared(t, "photos/shoot")
	program := built(t)
	d := newDisplay(t)
	a := d.start(program, "--data", t.TempDir(), folder)
	theme := keys.Default().Keys(keys.Theme)[0]
	change := func(times int) {
		for range times {
			d.press(theme)
			a.answered(t)
		}
	}
	change(8)
	before := a.heap(t)
	change(40)
	if grown := a.heap(t) - before; grown > 10<<10 {
		t.Errorf("40 changes of the theme take %d kB", grown)
	}
}

// heap is how many kilobytes the libraries that are not Go's have taken from the
// first of their heaps, which is that of the thread that draws.
func (a *running) heap(t *testing.T) int {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps", a.Process.Pid))
	m := regexp.MustCompile(`\[heap\]\nSize:\s+(\d+) kB`).FindSubmatch(b)
	if err != nil || m == nil {
		t.Skip("this system does not tell")
	}
	n, err := strconv.Atoi(string(m[1]))
	check(t, err)
	return n
}
