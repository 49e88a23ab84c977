package workspace_test

import (
	"slices"
	"testing"

	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace"
)

func (tb *table) duel(what string, champion, rival int) {
	tb.t.Helper()
	if c, r := tb.Contest().Duel(); c != champion || r != rival {
		tb.t.Errorf("%s: %d is challenged by %d, want %d by %d", what, c, r, champion, rival)
	}
}

func TestAChampionIsChallengedUntilAnotherIsPromoted(t *testing.T) {
	tb := sit(t)
	tb.Select(0)
	tb.press(keys.Compare)
	tb.duel("the best frame challenges", 0, 1)
	tb.press(keys.Down)
	tb.at("the other of the two", 1)
	tb.press(keys.Right)
	tb.duel("the next challenger, best first", 0, 3)
	tb.press(keys.Reject, keys.Right)
	tb.duel("after a mark", 0, 2)
	tb.flagged("a mark in Compare is about the photo that has the frame", nil, []int{3})
	tb.press(keys.Right)
	tb.says("after the last", "That was the last of the challengers.")
	tb.press(keys.Left, keys.Left, keys.Left, keys.Left)
	tb.duel("back to the first", 0, 1)
	tb.press(keys.Up)
	tb.duel("promoted", 1, 3)
	tb.says("promoting", "IMG_0001 is the champion now.")
	tb.press(keys.Down)
	tb.at("down goes to the champion", 1)
	tb.press(keys.Pick, keys.Down)
	tb.at("and back", 3)
	tb.press(keys.Back)
	if tb.View() != workspace.Grid || tb.Cursor() != 3 {
		t.Errorf("Escape leads to %s on photo %d", tb.View(), tb.Cursor())
	}
	tb.flagged("in the end", []int{1}, []int{3})
}

func TestComparedAreTheSelectedPhotos(t *testing.T) {
	tb := sit(t)
	tb.Select(4)
	tb.press(keys.Compare)
	tb.says("a single", "There is only one frame here: select two photos, or go to a burst.")
	if tb.View() != workspace.Grid {
		t.Errorf("the view is %s", tb.View())
	}
	tb.Toggle(8)
	tb.Toggle(14)
	tb.press(keys.Compare)
	tb.duel("three selected", 14, 4)
	tb.press(keys.Right)
	tb.duel("the next of the selected", 14, 8)
	if got := slices.Sorted(slices.Values(tb.Selection())); !slices.Equal(got, []int{4, 8, 14}) {
		t.Errorf("selected are %v", got)
	}
}

func TestASurveyLosesItsWeakestUntilOneIsLeft(t *testing.T) {
	tb := sit(t)
	tb.Select(1)
	tb.press(keys.DropWeakest)
	if tb.View() != workspace.Grid || len(tb.Shown().Items()) != 6 {
		t.Error("the grid lost a photo")
	}
	tb.press(keys.Survey)
	field := func(what string, want ...int) {
		t.Helper()
		if got := tb.Contest().Field(); !slices.Equal(got, want) {
			t.Errorf("%s: surveyed are %v, want %v", what, got, want)
		}
	}
	field("the burst", 1, 3, 2, 0)
	tb.press(keys.Right)
	tb.at("right", 3)
	tb.press(keys.Left, keys.Left)
	tb.at("round", 0)
	tb.press(keys.DropWeakest)
	field("without the weakest", 1, 3, 2)
	tb.at("the cursor was on it", 2)
	tb.press(keys.Left, keys.Drop)
	field("without the one that had the frame", 1, 2)
	tb.at("the next one has it", 2)
	tb.Do(keys.Stars4, false)
	tb.press(keys.DropWeakest)
	field("one is left", 1)
	tb.says("one is left", "IMG_0001 is left. P picks it, Ctrl+Shift+P rejects the rest of its burst as well.")
	tb.press(keys.DropWeakest, keys.Drop)
	field("it stays", 1)
	tb.press(keys.KeepOnly, keys.Grid)
	tb.flagged("kept", []int{1}, []int{0, 2, 3})
	if tb.Now().Decision(2).Stars != 4 {
		t.Error("a mark in the survey was lost")
	}
}

func TestASurveyShowsAllFramesOnPages(t *testing.T) {
	tb := sit(t)
	tb.press(keys.Stacks)
	tb.Select(11)
	tb.press(keys.SelectAll, keys.Survey)
	if n := len(tb.Contest().Field()); n != 15 {
		t.Fatalf("surveyed are %d of 15 photos", n)
	}
	page := func(what string, first int, want ...int) {
		t.Helper()
		got, at := tb.Contest().Page()
		if at != first || !slices.Equal(got, want) {
			t.Errorf("%s: the page begins at %d with %v, want %d, %v", what, at, got, first, want)
		}
	}
	page("the first", 0, tb.Contest().Field()[:12]...)
	next := tb.Contest().Field()[12]
	tb.press(keys.Drop)
	if got, _ := tb.Contest().Page(); len(got) != 12 || got[11] != next || slices.Contains(got, 11) {
		t.Errorf("after one was taken out, the page has %v, %d should have come in", got, next)
	}
	for tb.Cursor() != tb.Contest().Field()[13] {
		tb.press(keys.Right)
		if got, _ := tb.Contest().Page(); !slices.Contains(got, tb.Cursor()) {
			t.Fatalf("the cursor on %d is not on the page %v", tb.Cursor(), got)
		}
	}
	page("the last", 12, tb.Contest().Field()[12:]...)
}

func TestBurstsByHand(t *testing.T) {
	tb := sit(t)
	burst := func(what string, i int, want ...int) {
		t.Helper()
		tb.t.Helper()
		var got []int
		for _, b := range tb.shoot.Bursts() {
			if slices.Contains(b.Photos, i) {
				got = b.Photos
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the burst of %d is %v, want %v", what, i, got, want)
		}
	}
	tb.Select(2)
	tb.press(keys.Split)
	tb.says("splitting", "Split before IMG_0002.")
	burst("split", 2, 2, 3)
	burst("split", 1, 0, 1)
	tb.press(keys.Split)
	tb.says("at the first frame", "This is the first frame of its burst already: go to the frame that should begin the new burst.")
	tb.Grouping().SetGap(3e9)
	burst("another gap", 2, 2, 3)
	tb.press(keys.Merge)
	burst("merged with what was taken next", 2, 2, 3, 4)
	tb.says("merging", "Merged into a burst of 3 frames.")
	tb.Select(4)
	tb.press(keys.TakeOut)
	burst("taken out", 4, 4)
	tb.Select(4)
	tb.press(keys.Stack)
	tb.says("one photo", "Select two photos or more to make a burst of them.")
	tb.Toggle(14)
	tb.press(keys.Stack)
	burst("made by hand", 4, 4, 14)
	tb.reopen()
	burst("after a restart", 4, 4, 14)
	burst("after a restart", 2, 2, 3)
	tb.press(keys.ForgetEdits)
	tb.says("forgetting", "All changes of bursts by hand are forgotten.")
	burst("as at first", 2, 0, 1, 2, 3)
	burst("as at first", 4, 4)
	tb.press(keys.Undo)
	burst("undone", 4, 4, 14)
	tb.press(keys.Redo, keys.ForgetEdits)
	tb.says("nothing to forget", "No burst was changed by hand.")
	tb.Select(14)
	tb.press(keys.Merge)
	tb.says("the last burst", "This is the last burst: there is none to merge it with.")
}

func TestACameraWithAWrongClock(t *testing.T) {
	tb := sit(t)
	clocks := tb.Now().Clocks()
	if clocks["Two#2"] != "Culler Two" || len(clocks) != 2 {
		t.Fatalf("the clocks are %v", clocks)
	}
	tb.Grouping().SetOffset("Two#2", -5*60e9)
	if got := tops(tb.Workspace)[0]; got != 13 {
		t.Errorf("with the clock put right the shoot begins with %d", got)
	}
	tb.press(keys.Undo)
	if got := tops(tb.Workspace)[0]; got != 1 || tb.Grouping().Offset("Two#2") != 0 {
		t.Errorf("undone the shoot begins with %d, the clock is off by %v", got, tb.Grouping().Offset("Two#2"))
	}
}

func TestPhotosThatAreNotScoredYet(t *testing.T) {
	frames := uitest.Frames()
	for k := range frames {
		frames[k].Good = -1
	}
	dir := t.TempDir()
	uitest.Write(t, dir, frames)
	s := uitest.Open(t, dir, nil)
	d := workspace.New(s, uitest.Board(s, frames))
	d.Select(2)
	if v := d.Now().Strip(d.Cursor()); v.Verdict != "A burst of 4 frames, not scored yet." || v.Acceptable {
		t.Errorf("the strip says %+v", v)
	}
	if r := d.Now().Reasons(2, d.Against()); r.Sentence != "Not scored yet." || len(r.Measures) != 0 {
		t.Errorf("the reasons are %+v", r)
	}
	if a := d.Marks().Acceptable(); a.Bursts != 0 || a.Unscored != 3 {
		t.Errorf("%d verdicts can be accepted, %d bursts are not scored", a.Bursts, a.Unscored)
	}
	d.Do(keys.Survey, false)
	d.Do(keys.DropWeakest, false)
	if len(d.Contest().Field()) != 3 {
		t.Errorf("surveyed are %v", d.Contest().Field())
	}
}

func TestAnEmptyShootTakesEveryKey(t *testing.T) {
	s := uitest.Open(t, t.TempDir(), nil)
	d := workspace.New(s, uitest.Board(s, nil))
	for _, id := range []keys.ID{
		keys.Pick, keys.KeepOnly, keys.Accept, keys.Left, keys.Right, keys.Up, keys.Down, keys.First, keys.Last, keys.PageDown, keys.BurstNext, keys.FrameNext, keys.UndecidedNext,
		keys.SelectAll, keys.SelectBurst, keys.SelectNone, keys.SelectRight, keys.Loupe, keys.Compare, keys.Survey, keys.ToggleLoupe, keys.Back, keys.Drop, keys.DropWeakest,
		keys.Stacks, keys.Expand, keys.Split, keys.Merge, keys.Stack, keys.TakeOut, keys.Undo, keys.Redo, keys.FilterPicked, keys.SortScore, keys.WeightsReset,
	} {
		d.Do(id, true)
	}
	if d.Cursor() != -1 || d.View() != workspace.Grid || len(d.Shown().Items()) != 0 {
		t.Errorf("the cursor is on %d in %s of %d items", d.Cursor(), d.View(), len(d.Shown().Items()))
	}
}

// A frame that was gone to in the survey of a stack lies on top of it in the grid
// afterwards: what the strip tells of is what a mark hits.
func TestTheFrameOfTheSurveyIsThatOfTheGrid(t *testing.T) {
	for _, go2 := range []keys.ID{keys.Drop, keys.Right} {
		tb := sit(t)
		tb.Select(1)
		tb.press(keys.Survey, go2)
		at := tb.Cursor()
		tb.press(keys.Grid)
		if top := tb.Shown().Items()[tb.Shown().ItemOf(at)].Photo; at == 1 || tb.Cursor() != at || top != at {
			t.Errorf("%s: the cursor went from %d to %d, and %d lies on top", go2, at, tb.Cursor(), top)
		}
		tb.press(keys.Pick)
		tb.flagged(string(go2), []int{at}, nil)
	}
}
