package main

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"culler/library/handover"
)

// hostile are names that would do something to a terminal.
var hostile = []string{
	"\x1b]0;title\x07.jpg", "\x1b[2J.jpg", "a\rb.jpg", "a\x08b.jpg", "\u009b31m.jpg", "a\x7fb.jpg", "gpj.\u202eexe", "\x9b\xff.jpg", "é日本\x1b.jpg",
}

func TestATerminalSeesNoControlCharacters(t *testing.T) {
	for _, name := range hostile {
		for cut := range len(name) + 1 { // wherever a writer cuts it
			var b bytes.Buffer
			v := &visibly{to: &b}
			for _, part := range []string{name[:cut], name[cut:], "\n"} {
				if n, err := v.Write([]byte(part)); err != nil || n != len(part) {
					t.Fatal(n, err)
				}
			}
			if strings.ContainsFunc(b.String(), func(r rune) bool {
				return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
			}) || !utf8.Valid(b.Bytes()) {
				t.Fatalf("%q cut at %d comes as %q", name, cut, b.String())
			}
		}
	}
	var b bytes.Buffer
	v := &visibly{to: &b}
	v.Write([]byte("Gr\xc3"))
	v.Write([]byte("\xb6ße\t日本\n"))
	if b.String() != "Größe\t日本\n" {
		t.Errorf("%q", b.String())
	}
}

func TestATableHasOneLineForEachPhotoWhateverItsName(t *testing.T) {
	var entries []handover.Entry
	for k, name := range append(hostile, "two\nlines\tand tabs.jpg") {
		entries = append(entries, handover.Entry{Photo: name, Burst: k, Of: 1, Kind: "single", Problem: name})
	}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"table": func(b *bytes.Buffer) error { return writeTable(b, entries) },
		"best":  func(b *bytes.Buffer) error { return writeBest(b, entries) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		lines := strings.Count(b.String(), "\n")
		if name == "table" {
			lines--
		}
		if lines != len(entries) || strings.ContainsAny(b.String(), "\x1b\r\t\x07\x08") {
			t.Errorf("%s has %d lines for %d photos: %q", name, lines, len(entries), b.String())
		}
	}
}
