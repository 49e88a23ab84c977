package ui

import (
	"runtime"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"culler/ui/keys"
)

// Letters that are not Latin act by their place; those that are Latin, such as é
// on a Bépo keyboard, do not.
func TestLettersOfOtherScriptsActByTheirPlace(t *testing.T) {
	codeOf := func(letter string) int {
		for code := range 256 {
			if keys.AtPlace(runtime.GOOS, code) == letter {
				return code
			}
		}
		t.Fatalf("no key of %s", letter)
		return 0
	}
	for _, c := range []struct {
		name  fyne.KeyName
		place string
		rune  rune
		want  []keys.Chord
	}{
		{"", "P", 'з', []keys.Chord{"P"}},  // Russian
		{"", "P", 'π', []keys.Chord{"P"}},  // Greek
		{"", "X", 'ס', []keys.Chord{"X"}},  // Hebrew
		{"", "U", 'ع', []keys.Chord{"U"}},  // Arabic
		{"", "U", 'ี', []keys.Chord{"U"}},  // a Thai vowel
		{"", "P", 'ㅔ', []keys.Chord{"P"}},  // Korean
		{"", "W", 'é', nil},                // Bépo
		{"P", "P", 'p', []keys.Chord{"P"}}, // English
		{"A", "Q", 'a', []keys.Chord{"A"}}, // French
	} {
		var got []keys.Chord
		k := newKeyboard(func(c keys.Chord) bool { got = append(got, c); return true }, func(bool) {})
		k.TypedKey(&fyne.KeyEvent{Name: c.name, Physical: fyne.HardwareKey{ScanCode: codeOf(c.place)}})
		k.TypedRune(c.rune)
		if !slices.Equal(got, c.want) {
			t.Errorf("%c at the place of %s is %v, want %v", c.rune, c.place, got, c.want)
		}
	}
}
