package ui

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"culler/prompts"
	"culler/scoring"
	"culler/scoring/faces"
	"culler/scoring/rank"
	"culler/ui/uitest"
)

// sighted is a model that knows cats by name and does not see eyes.
type sighted struct{}

func (sighted) LogitScale() float64 { return 1 }

func (sighted) EmbedTexts(_ context.Context, texts []string) ([][]float32, error) {
	var all [][]float32
	for _, t := range texts {
		v := []float32{1, 0}
		if strings.Contains(t, "cat") {
			v = []float32{0, 1}
		}
		all = append(all, v)
	}
	return all, nil
}

func (sighted) UnknownWords(text string) (unknown []string, total int) {
	words := prompts.Words(text)
	for _, w := range words {
		if w == "eyes" {
			unknown = append(unknown, w)
		}
	}
	return unknown, len(words)
}

func (sighted) Meaning(v []float32) scoring.Meaning {
	return scoring.Meaning{Quality: float64(v[0]), Known: math.Abs(float64(v[1])), Acquaintance: scoring.Familiar}
}

func (sighted) Shows([]float32) func([]float32) bool {
	return func(picture []float32) bool { return picture[1] > 0.5 }
}

func (sighted) Subjects([]float32) []scoring.Subject { return nil }

func TestTheEditorSaysWhatTheModelMakesOfAPrompt(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	if err := s.ws.Board().SetModel(t.Context(), sighted{}, ""); err != nil {
		t.Fatal(err)
	}
	e := newPromptEditor(s.Window, prompts.Prompt{Kind: prompts.Positive, Weight: 1})
	e.title.SetText("New")
	e.first.SetText("a photo of a cat")
	s.app.Wait(t, "the model says that it tells what is shown", func() bool { return strings.Contains(e.warnings.Text, "not how good it is") })
	if e.ways.Visible() {
		t.Error("ways out are offered of what the model sees")
	}
	e.first.SetText("eyes")
	s.app.Wait(t, "the model says that it cannot see eyes", func() bool { return strings.Contains(e.warnings.Text, "cannot see that") })
	if !e.ways.Visible() || !e.faces.Visible() {
		t.Error("neither faces nor another model are offered")
	}
	s.ws.Board().SetExtras([][]rank.Row{faces.Rows()})
	s.refresh()
	for words, row := range map[string]string{"open eyes": faces.EyesOpenRow, "a smiling woman": faces.SmilesRow, "a portrait": faces.LargestRow} {
		e.first.SetText(words)
		e.faces.OnTapped()
		if w := s.ws.Board().Ranking().Rows(); !slices.ContainsFunc(w, func(r rank.Ranked) bool { return r.ID == row && r.Weight == 1 }) {
			t.Errorf("%q gives %s no weight", words, row)
		}
	}
	e.first.SetText("a fine photo")
	s.app.Wait(t, "the model has nothing to say", func() bool { return !e.ways.Visible() && e.warnings.Text == "" })
}

func TestASearchSaysWhatItFound(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	if err := s.ws.Board().SetModel(t.Context(), sighted{}, ""); err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]string{"cat": "No photo surely shows it.", "eyes": "cannot see what"} {
		s.filters.byWords(words)
		s.app.Wait(t, want, func() bool { return strings.Contains(s.notice(), want) })
	}
}
