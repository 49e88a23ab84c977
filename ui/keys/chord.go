// Package keys says which key does what: the list of all actions that have a
// key, the photographer's own choice of keys in a readable file, and the
// spelling of keys.
package keys

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Chord is a key with the modifiers held down, spelled as people do and always
// alike: "P", "Shift+P", "Ctrl+Shift+Z", "Left", "?". On macOS "Ctrl" is the
// Command key. A character that needs Shift is written without it: "?", "+".
type Chord string

// The order in which modifiers are written.
var modifiers = []string{"Ctrl", "Alt", "Shift"}

// named are the keys that have a name instead of a character, by their name in
// lower case.
var named = map[string]string{}

func init() {
	for _, n := range []string{"Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown",
		"Space", "Enter", "Escape", "Tab", "Delete", "Backspace", "Insert", "CapsLock",
		"F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12"} {
		named[strings.ToLower(n)] = n
	}
	named["return"], named["esc"], named["del"] = "Enter", "Escape", "Delete"
	named["pgup"], named["pgdn"] = "PageUp", "PageDown"
}

// Parse reads a chord however its case and order; the error says what is wrong.
func Parse(s string) (Chord, error) {
	rest := strings.TrimSpace(s)
	held := map[string]bool{}
	for {
		before, after, found := strings.Cut(rest, "+")
		if !found || after == "" || before == "" {
			break
		}
		switch strings.ToLower(strings.TrimSpace(before)) {
		case "ctrl", "control", "cmd", "command":
			held["Ctrl"] = true
		case "alt", "option":
			held["Alt"] = true
		case "shift":
			held["Shift"] = true
		default:
			return "", fmt.Errorf("%q: %q is not Ctrl, Alt or Shift", s, before)
		}
		rest = strings.TrimSpace(after)
	}
	key := rest
	if n, ok := named[strings.ToLower(rest)]; ok {
		key = n
	} else if utf8.RuneCountInString(rest) == 1 {
		key = strings.ToUpper(rest)
	} else {
		return "", fmt.Errorf("%q: there is no key %q", s, rest)
	}
	return New(held["Ctrl"], held["Alt"], held["Shift"], key), nil
}

// New spells a chord. key is a name such as "Left" or one character.
func New(ctrl, alt, shift bool, key string) Chord {
	var b strings.Builder
	for i, held := range []bool{ctrl, alt, shift && !(isSymbol(key) && !ctrl && !alt)} {
		if held {
			b.WriteString(modifiers[i] + "+")
		}
	}
	b.WriteString(key)
	return Chord(b.String())
}

// Key is the chord's key without modifiers.
func (c Chord) Key() string {
	s := string(c)
	for _, m := range modifiers {
		s = strings.TrimPrefix(s, m+"+")
	}
	return s
}

// Has tells whether a modifier, "Ctrl", "Alt" or "Shift", belongs to the chord.
func (c Chord) Has(modifier string) bool {
	s := strings.TrimSuffix(string(c), c.Key())
	return strings.Contains(s, modifier+"+")
}

// Without returns the chord with one modifier less.
func (c Chord) Without(modifier string) Chord {
	return New(modifier != "Ctrl" && c.Has("Ctrl"), modifier != "Alt" && c.Has("Alt"), modifier != "Shift" && c.Has("Shift"), c.Key())
}

// IsSymbol tells whether the chord is a character other than a letter or digit
// alone: keyboards have it in different places, so it is told by what is typed.
func (c Chord) IsSymbol() bool { return isSymbol(string(c)) }

func isSymbol(key string) bool {
	r, n := utf8.DecodeRuneInString(key)
	return n == len(key) && n > 0 && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}
