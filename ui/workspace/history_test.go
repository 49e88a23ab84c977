package workspace_test

import (
	"context"
	"slices"
	"testing"

	"culler/prompts"
	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/scoring/learn"
	"culler/scoring/measure"
	"culler/ui/keys"
	"culler/ui/uitest"
)

var sharpness = board.MeasureRow(measure.Names()[measure.Sharpness].ID)

// All that changes what counts is a step of one history, with the decisions and
// the bursts, also after a restart.
func TestEverythingIsUndone(t *testing.T) {
	tb := sit(t)
	set := prompts.Set{ID: "mine", Title: "Mine", Prompts: []prompts.Prompt{
		{ID: "a", Title: "A", Kind: prompts.Positive, Weight: 1, Positive: []string{"a dog"}},
		{ID: "b", Title: "B", Kind: prompts.Positive, Weight: 1, Positive: []string{"a cat"}},
	}}
	if err := tb.Tuning().SetPrompts(context.Background(), set); err != nil {
		t.Fatal(err)
	}
	change := func(to prompts.Set) {
		before := tb.Tuning().Prompts()
		if err := tb.Tuning().SetPrompts(context.Background(), to); err != nil {
			t.Fatal(err)
		}
		tb.Tuning().NotePrompts(before, to)
	}
	begun := tb.board.Settings()
	tb.Select(4)
	tb.Tuning().SetWeight(sharpness, 0.5)
	tb.Tuning().SetMuted(sharpness, true)
	tb.Tuning().SetFault(judge.Faults()[0], false)
	tb.press(keys.Pick)
	tb.Select(14)
	tb.Grouping().SetGap(tb.Grouping().Gap() * 2)
	change(tb.Tuning().WithoutPrompt("a"))
	b, _ := tb.Tuning().Prompts().Find("b")
	b.Title = "A cat"
	change(tb.Tuning().EditPrompt(b))
	change(tb.Tuning().EditPrompt(prompts.Prompt{Title: "New", Kind: prompts.Positive, Weight: 1, Positive: []string{"a bird"}}))

	check := func(what string, said string, at int) {
		t.Helper()
		tb.press(keys.Undo)
		tb.says(what, "Undone: "+said+".")
		tb.at(what, at)
	}
	titles := func() (all []string) {
		for _, p := range tb.Tuning().Prompts().Prompts {
			all = append(all, p.Title)
		}
		return all
	}
	tb.press(keys.First)
	check("a new prompt", `new prompt "New"`, 14)
	check("an edited prompt", `change of the prompt "A cat"`, 14)
	if got := titles(); !slices.Equal(got, []string{"B"}) {
		t.Errorf("the prompts are %v", got)
	}

	settings := tb.board.Settings()
	tb.reopen()
	tb.board.SetSettings(settings) // which the house keeps
	if err := tb.Tuning().SetPrompts(context.Background(), prompts.Set{ID: "mine", Title: "Mine", Prompts: set.Prompts[1:]}); err != nil {
		t.Fatal(err)
	}
	tb.Tuning().SetSolo(sharpness, true)
	check("in this session", "letting Sharpness count alone", 14)
	check("a removed prompt", `removal of the prompt "A"`, 14)
	if got := titles(); !slices.Equal(got, []string{"A", "B"}) {
		t.Errorf("the prompts are %v", got)
	}
	tb.press(keys.Undo)
	tb.press(keys.First)
	check("a pick", "pick of IMG_0004", 4)
	check("a fault", "passing over the fault "+string(judge.Faults()[0]), 4)
	tb.press(keys.Last)
	check("muting", "taking Sharpness out of the score", 4)
	if s := tb.board.Settings(); s.Muted[sharpness] || len(s.FaultsOff) > 0 || s.Weights[sharpness] != 0.5 {
		t.Errorf("the settings are %+v", s)
	}
	check("a weight", "weight of Sharpness", 4)
	if s := tb.board.Settings(); s.Weights[sharpness] != begun.Weights[sharpness] {
		t.Errorf("the settings are %+v", s)
	}
	for range 5 {
		tb.press(keys.Redo)
	}
	if s := tb.board.Settings(); s.Weights[sharpness] != 0.5 || !s.Muted[sharpness] || len(s.FaultsOff) != 1 || tb.Now().Decision(4).Flag == 0 {
		t.Errorf("done again, the settings are %+v", s)
	}
}

// What was changed in another shoot since is left as it is.
func TestUndoOfAWeightLeavesOthers(t *testing.T) {
	tb := sit(t)
	tb.Tuning().SetWeight(sharpness, 0.5)
	tb.board.SetWeight("another", 1.5)
	tb.press(keys.Undo)
	s := tb.board.Settings()
	if _, there := s.Weights[sharpness]; there || s.Weights["another"] != 1.5 {
		t.Errorf("the weights are %v", s.Weights)
	}
}

// A second taste takes the place of the first one, and Undo brings that back as it was.
func TestUndoBringsBackTheTasteOfBefore(t *testing.T) {
	tb := sit(t)
	kept := &uitest.Tastes{}
	tb.Tastes = kept
	take := func(d learn.Direction, weight float64) {
		t.Helper()
		if err := tb.Tuning().TakeTaste(learn.Lesson{Taste: &learn.Taste{Model: "m", Direction: d, Within: 1, Weight: weight}}); err != nil {
			t.Fatal(err)
		}
	}
	take(learn.Direction{1, 0}, 0.5)
	tb.Tuning().SetWeight(sharpness, 0.5)
	take(learn.Direction{0, 1}, 0.5)
	tb.press(keys.Undo)
	tb.says("the second", "Undone: my taste.")
	if !slices.Equal(kept.Kept.Direction, learn.Direction{1, 0}) || tb.board.Settings().Weights[learn.TasteRow] != 0.5 {
		t.Errorf("kept is %+v with the weight %v", kept.Kept, tb.board.Settings().Weights[learn.TasteRow])
	}
	tb.press(keys.Undo)
	tb.press(keys.Undo)
	if len(kept.Kept.Direction) > 0 {
		t.Errorf("kept is %+v", kept.Kept)
	}
	for range 3 {
		tb.press(keys.Redo)
	}
	if !slices.Equal(kept.Kept.Direction, learn.Direction{0, 1}) {
		t.Errorf("done again, kept is %+v", kept.Kept)
	}
}
