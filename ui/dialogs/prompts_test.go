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
	if err := s.ws.Board().SetPrompts(t.Context(), prompts.Set{ID: "mine", Title: "Mine"}); err != nil {
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
	e.first.SetText("eyes")
	if !e.use() {
		t.Fatal("it cannot be used: " + e.warnings.Text)
	}
	want := `"New" takes no part: the model cannot see this. Other models (Ctrl+M) may.`
	s.app.Wait(t, "it is said once more when the prompt is used", func() bool { return s.said == want })
	e.first.SetText("a fine photo")
	s.app.Wait(t, "the model has nothing to say", func() bool { return !e.ways.Visible() && e.warnings.Text == "" })
}

func TestARemovedPromptComesBack(t *testing.T) {
	h := newHost(t, uitest.Frames())
	d := Prompts{Host: h}
	h.ws.Ask = d.BringBack
	set := prompts.Set{ID: "mine", Title: "Mine", Prompts: []prompts.Prompt{
		{ID: "a", Title: "A", Kind: prompts.Positive, Weight: 1, Positive: []string{"a dog"}},
		{ID: "b", Title: "B", Kind: prompts.Positive, Weight: 1, Positive: []string{"a cat"}},
	}}
	has := func(what string, n int) {
		t.Helper()
		h.app.Wait(t, what, func() bool { return len(h.ws.Tuning().Prompts().Prompts) == n && h.ws.Tuning().Prompts().ID == "mine" })
	}
	d.use(set)
	has("the prompts are asked", 2)
	h.app.Wait(t, "it is a step", func() bool { return h.ws.Shoot().CanUndo() != "" })
	d.use(h.ws.Tuning().WithoutPrompt("a"))
	has("one is removed", 1)
	h.app.Wait(t, "that is a step", func() bool { return strings.HasPrefix(h.ws.Shoot().CanUndo(), "removal") })
	h.ws.Marks().Undo()
	has("it is back", 2)
	if h.ws.Tuning().Prompts().Prompts[0].Title != "A" {
		t.Errorf("it stands elsewhere: %v", h.ws.Tuning().Prompts().Prompts)
	}
	h.ws.Marks().Redo()
	has("it is gone again", 1)
}

// Whoever is still writing a prompt is told what is missing, and of no fault.
func TestAPromptThatIsBeingWrittenHasNoFault(t *testing.T) {
	s := newHost(t, uitest.Frames())
	e := newPromptEditor(Prompts{Host: s}, prompts.Prompt{Kind: prompts.Pair, Weight: 1})
	e.title.SetText("Light")
	if got := e.warnings.Text; got != "Still to write: what speaks for a photo and what speaks against it." {
		t.Errorf("after the title it says %q", got)
	}
	e.first.SetText("soft light")
	if got := e.warnings.Text; got != "Still to write: what speaks against it." {
		t.Errorf("after one side it says %q", got)
	}
	e.second.SetText("soft light")
	if got := e.warnings.Text; !strings.Contains(got, "say nearly the same") {
		t.Errorf("of two sides that are alike it says %q", got)
	}
	e.second.SetText("harsh light")
	if got := e.warnings.Text; got != "" {
		t.Errorf("of a prompt that can be asked it says %q", got)
	}
}
