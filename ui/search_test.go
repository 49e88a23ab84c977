package ui

import (
	"context"
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

// slowly reads some words late.
type slowly struct {
	uitest.Sighted
	words string
	until chan struct{}
}

func (m slowly) EmbedTexts(ctx context.Context, texts []string) ([][]float32, error) {
	for _, t := range texts {
		if strings.Contains(t, m.words) {
			<-m.until
		}
	}
	return m.Sighted.EmbedTexts(ctx, texts)
}

// Words that the model reads late take the place of none that were asked for since,
// and are nothing any more once Escape left the search.
func TestTheLastWordsCount(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	until := make(chan struct{})
	if err := s.ws.Board().SetModel(t.Context(), slowly{words: "dog", until: until}, ""); err != nil {
		t.Fatal(err)
	}
	s.filters.byWords("dog")
	s.app.Run()
	s.filters.byWords("cat")
	close(until)
	s.app.Wait(t, "it is sorted", func() bool { return s.ws.Words() == "cat" })
	s.settle()
	if s.ws.Words() != "cat" {
		t.Errorf("it is sorted by %q", s.ws.Words())
	}
	// Who searches again meanwhile goes on typing.
	s.filters.byWords("bird")
	s.press("Ctrl+F")
	s.app.Wait(t, "it is sorted", func() bool { return s.ws.Words() == "bird" })
	if s.win.Canvas().Focused() != s.filters.text {
		t.Error("the keys left the field")
	}
	s.filters.byWords("dog")
	s.press("Ctrl+F", "Escape")
	s.settle()
	if s.ws.Words() != "" || s.notice() != "" {
		t.Errorf("after Escape it is sorted by %q, and the line says %q", s.ws.Words(), s.notice())
	}
}
