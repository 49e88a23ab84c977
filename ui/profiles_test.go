package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"culler/library/setting"
	"culler/prompts"
	"culler/scoring/board"
	"culler/scoring/measure"
	"culler/scoring/profile"
	"culler/ui/dialogs"
	"culler/ui/keys"
	"culler/ui/uitest"
)

// counts is what counts in a profile.
type counts struct {
	set    prompts.Set
	weight float64
	taste  bool
	keys   keys.Set
}

// aShelf is a shelf of profiles over the settings of a screen.
type aShelf struct {
	dialogs.ProfileShelf
	s   *screen
	all map[string]counts
	now string
	set prompts.Set
	own bool // a taste counts
	ask chan struct{}
}

func (a *aShelf) Profile() (string, error) { return a.now, nil }

func (a *aShelf) ListProfiles() (list []profile.Entry, err error) {
	for title := range a.all {
		list = append(list, profile.Entry{Title: title})
	}
	slices.SortFunc(list, func(x, y profile.Entry) int { return strings.Compare(x.Title, y.Title) })
	return list, nil
}

// UseProfile keeps what counts in the profile in use first.
func (a *aShelf) UseProfile(title string) error {
	to, ok := a.all[title]
	if !ok {
		return errors.New("there is no such profile")
	}
	var weights board.Settings
	if _, err := a.s.db.Setting(setting.Weights, &weights); err != nil {
		return err
	}
	a.all[a.now] = counts{a.set, weights.Weights[sharpness], a.own, a.s.Window.set.KeySet}
	a.now, a.set, a.own = title, to.set, to.taste
	window := a.s.Window.set
	window.KeySet = to.keys
	return errors.Join(a.s.db.SetSetting(setting.Window, window),
		a.s.db.SetSetting(setting.Weights, board.Settings{Weights: map[string]float64{sharpness: to.weight}}))
}

var sharpness = board.MeasureRow(measure.Names()[measure.Sharpness].ID)

// A change of profile is a step like others: prompts, weights, taste and keys are as
// they were, also where Undo is pressed while the prompts are still asked.
func TestAChangeOfProfileIsUndone(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	set := func(id string) prompts.Set {
		return prompts.Set{ID: id, Title: id, Prompts: []prompts.Prompt{{ID: id, Title: id, Kind: prompts.Positive, Weight: 1, Positive: []string{"a " + id}}}}
	}
	a := &aShelf{s: s, now: "Birds", set: set("bird"), own: true, all: map[string]counts{"Birds": {}, "Weddings": {set("bride"), 0.25, false, keys.Lightroom}}, ask: make(chan struct{}, 9)}
	s.Window.deps.Profiles = a
	s.Window.deps.Reweigh = func(b *board.Board) error {
		var weights board.Settings
		_, err := s.db.Setting(setting.Weights, &weights)
		b.SetSettings(weights)
		return err
	}
	s.Window.deps.AskAgain = func(ctx context.Context, b *board.Board) error {
		to := a.set
		<-a.ask
		return b.SetPrompts(ctx, to)
	}
	if err := s.ws.Board().SetPrompts(t.Context(), a.set); err != nil {
		t.Fatal(err)
	}
	s.ws.Tuning().SetWeight(sharpness, 0.5)
	s.ws.Tuning().SetWeight(sharpness, 1.5)
	s.ws.Select(1)
	s.press("P")
	s.Window.kept.weightsSoon()

	is := func(what string, prompt string, weight float64, taste bool, set keys.Set) {
		t.Helper()
		s.app.Wait(t, what, func() bool {
			p := s.ws.Tuning().Prompts().Prompts
			return len(p) == 1 && p[0].ID == prompt && s.ws.Board().Settings().Weights[sharpness] == weight && a.own == taste && s.Window.set.KeySet == set
		})
	}
	s.press("Ctrl+Shift+M")
	uitest.Tap(t, s.win, "Weddings")
	if says := s.notice(); says != `The profile "Weddings" counts now. Ctrl+Z goes back.` {
		t.Errorf("it says %q", says)
	}
	a.ask <- struct{}{}
	is("the profile counts", "bride", 0.25, false, keys.Lightroom)

	s.press("Ctrl+Z")
	if says := s.notice(); says != `Undone: change to the profile "Weddings".` {
		t.Errorf("it says %q", says)
	}
	s.press("Ctrl+Z", "Ctrl+Z") // before the model answers
	if s.ws.Now().Decision(1).Flag == 0 {
		t.Error("the step before is undone although the prompts are not those of then")
	}
	a.ask <- struct{}{}
	is("all is as it was, and the weight too", "bird", 0, true, "")
	if s.ws.Now().Decision(1).Flag != 0 {
		t.Error("the pick is not undone")
	}

	for range 3 {
		s.press("Ctrl+Shift+Z")
	}
	a.ask <- struct{}{}
	is("it is done again", "bride", 0.25, false, keys.Lightroom)
	if got := a.all["Birds"].weight; got != 1.5 {
		t.Errorf("the profile before was kept with the weight %g", got)
	}

	delete(a.all, "Birds")
	s.press("Ctrl+Z")
	if !strings.Contains(uitest.Told(s.win), "has since been removed") || a.now != "Weddings" {
		t.Errorf("of a profile that is gone it tells %q", uitest.Told(s.win))
	}
	s.press("Escape", "Ctrl+Z")
	if s.ws.Now().Decision(1).Flag != 0 {
		t.Error("what was done before a profile that is gone cannot be undone")
	}
}
