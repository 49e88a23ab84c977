package sidecar

import (
	"strings"
	"testing"

	"culler/library/photo"
)

// The words that Lightroom and Bridge write in other languages are colours,
// and no word is two of them.
func TestLabelWords(t *testing.T) {
	for word, want := range map[string]photo.Label{
		"レッド": photo.Red, "红色": photo.Red, "빨강": photo.Red, "Rød": photo.Red, "Kırmızı": photo.Red, "ŻÓŁTY": photo.Yellow,
		"Select": photo.Red, "Second": photo.Yellow, "Approved": photo.Green, "Review": photo.Blue, "To Do": photo.Purple,
		"Grön": photo.Green, "Синий": photo.Blue, "Fialová": photo.Purple, "to_do": photo.NoLabel, "Sold": photo.NoLabel,
	} {
		if got := (Fields{Label: &word}).Decision().Label; got != want {
			t.Errorf("%s is %v, want %v", word, got, want)
		}
	}
	for _, words := range labelWords {
		for k, same := range words {
			for _, word := range strings.Fields(same) {
				word = strings.ReplaceAll(word, "_", " ")
				if want := photo.Red + photo.Label(k); colours[word] != want {
					t.Errorf("%s is both %v and %v", word, want, colours[word])
				}
			}
		}
	}
}
