package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestProfilesInTheTerminal(t *testing.T) {
	data := t.TempDir()
	file := filepath.Join(t.TempDir(), "out.yaml")
	for _, c := range []struct {
		args   string
		status int
		says   string
	}{
		{"profile", 0, "There are no profiles yet"},
		{"profile add Birds", 0, ""},
		{"profile add Weddings", 0, ""},
		{"profile add weddings", 1, `there is a profile "weddings" already`},
		{"profile list", 0, "  Birds\n  My own\n* Weddings\n"},
		{"profile use Birds", 0, ""},
		{"profile remove Birds", 1, "is in use"},
		{"profile export Weddings " + file, 0, ""},
		{"profile remove Weddings", 0, ""},
		{"profile import " + file, 0, "Added the profile Weddings."},
		{"profile import " + file, 0, "Added the profile Weddings 2."},
		{"profile", 0, "* Birds\n  My own\n  Weddings\n  Weddings 2\n"},
		{"profile use Portraits", 1, `there is no profile "Portraits"`},
		{"--no-cache profile", 1, "close the app"},
	} {
		out, errs, status := cull(t, data, strings.Fields(c.args)...)
		if status != c.status || !strings.Contains(out+errs, c.says) {
			t.Errorf("cull %s: status %d, said %q, wrote %q", c.args, status, errs, out)
		}
	}
}
