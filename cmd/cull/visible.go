package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"
)

// screen is what a command writes to: a terminal sees no control characters,
// because names and what cameras say may hold some that would move the cursor,
// set its title or worse.
func screen(f *os.File) io.Writer {
	if !term.IsTerminal(int(f.Fd())) {
		return f
	}
	return &visibly{to: f, file: f}
}

// visibly shows control characters as they are written in programs, but for tabs
// and ends of lines.
type visibly struct {
	to   io.Writer
	file *os.File // the terminal
	rest []byte   // the beginning of a character whose end has not come yet
}

func (v *visibly) Write(b []byte) (int, error) {
	all := append(v.rest, b...)
	end := len(all)
	for k := 1; k <= min(utf8.UTFMax-1, len(all)); k++ {
		if c := all[len(all)-k]; utf8.RuneStart(c) {
			if !utf8.FullRune(all[len(all)-k:]) {
				end = len(all) - k
			}
			break
		}
	}
	text := visible(string(all[:end]), "\n\t")
	v.rest = append([]byte(nil), all[end:]...)
	if _, err := io.WriteString(v.to, text); err != nil {
		return 0, err
	}
	return len(b), nil
}

// visible is a text with its control characters written out, but for those to be
// kept. What is not a text becomes a question mark.
func visible(s, kept string) string {
	var out strings.Builder
	for _, r := range s {
		if unicode.IsControl(r) && !strings.ContainsRune(kept, r) || unicode.Is(unicode.Bidi_Control, r) {
			fmt.Fprintf(&out, "\\x%02x", r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// inLine is a name in one line.
func inLine(s string) string { return visible(s, "") }
