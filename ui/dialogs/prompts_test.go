package dialogs

import (
	"slices"
	"strings"
	"testing"

	"culler/prompts"
	"culler/scoring/faces"
	"culler/scoring/rank"
	"culler/ui/uitest"
)

func TestTheEditorSaysWhatTheModelMakesOfAPrompt(t *testing.T) {
	s := newHost(t, uitest.Frames())
	if err := s.ws.Board().SetModel(t.Context(), uitest.Sighted{}, ""); err != nil {
		t.Fatal(err)
	}
	e := newPromptEditor(Prompts{Host: s}, prompts.Prompt{Kind: prompts.Positive, Weight: 1})
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
	s.Refresh()
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
