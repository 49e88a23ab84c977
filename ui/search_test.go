package ui

import (
	"strings"
	"testing"

	"culler/ui/uitest"
)

func TestASearchSaysWhatItFound(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	if err := s.ws.Board().SetModel(t.Context(), uitest.Sighted{}, ""); err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]string{"cat": "No photo clearly shows it.", "eyes": "cannot see what"} {
		s.filters.byWords(words)
		s.app.Wait(t, want, func() bool { return strings.Contains(s.notice(), want) })
	}
	// What was told of the words goes with them.
	s.say("")
	s.filters.byWords("cat")
	s.app.Wait(t, "it is sorted", func() bool { return strings.Contains(s.notice(), "Sorted by likeness") })
	s.press("Ctrl+F", "Escape")
	if s.ws.Words() != "" || s.notice() != "" {
		t.Errorf("after Escape it is sorted by %q, and the line says %q", s.ws.Words(), s.notice())
	}
}
