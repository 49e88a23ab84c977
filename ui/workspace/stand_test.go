package workspace_test

import (
	"slices"
	"testing"
	"time"

	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/ui/keys"
	"culler/ui/uitest"
)

// judge puts other scores on the board: frame best of the first burst is far
// ahead.
func (tb *table) judge(best int) {
	frames := uitest.Frames()
	frames[best].Good = 9
	tb.board.Put(uitest.Results(tb.shoot.Photos(), frames))
	tb.Refresh()
}

func TestAStackShowsItsBestFrameUntilAnotherIsChosen(t *testing.T) {
	tb := sit(t)
	check := func(what string, want int) {
		t.Helper()
		if top := tb.Shown().Items()[0].Photo; top != want || tb.Cursor() != want || !tb.Selected(want) || len(tb.Selection()) != 1 {
			t.Errorf("%s: %d is on top, the cursor on %d and selected are %v; want %d", what, top, tb.Cursor(), tb.Selection(), want)
		}
	}
	check("opened", 1)
	tb.judge(3)
	check("another frame is the best", 3)
	tb.press(keys.Right, keys.Left)
	tb.judge(0)
	check("another is the best after the cursor came back", 0)
	tb.SelectFrame(2)
	tb.judge(3)
	check("a frame was chosen in the strip", 2)
	tb.press(keys.Right, keys.Left)
	check("the cursor came back", 3)
	tb.press(keys.Reject)
	tb.judge(0)
	check("the frame on top was rejected", 3)
	tb.press(keys.Loupe, keys.Grid)
	check("it was looked at closely", 3)
}

func TestSelectedStacksStaySelectedWhenOtherFramesComeToTheTop(t *testing.T) {
	tb := sit(t)
	tb.Select(4)
	tb.Toggle(6)
	tb.Toggle(1)
	tb.Toggle(4) // out again; the stacks are those of 1, 6 and 13
	tb.Toggle(13)
	frames := uitest.Frames()
	for _, best := range []int{3, 7, 12} {
		frames[best].Good = 9
	}
	tb.board.Put(uitest.Results(tb.shoot.Photos(), frames))
	tb.Refresh()
	tb.press(keys.Pick)
	tb.flagged("three stacks", []int{3, 7, 13}, nil) // 13 is under the cursor and stays on top
}

func TestTheOrderOfTimeFollowsTheClocks(t *testing.T) {
	tb := sit(t)
	tb.press(keys.Stacks)
	if first := tb.Shown().Items()[0].Photo; first != 0 {
		t.Fatalf("photo %d comes first", first)
	}
	tb.Grouping().SetOffset("Two#2", -time.Hour) // the camera of photos 11 to 14 was fast
	if first := tb.Shown().Items()[0].Photo; first != 11 {
		t.Errorf("photo %d comes first, want 11 by the clock that is right", first)
	}
	f := tb.Filter()
	f.Hour = "11"
	tb.SetFilter(f)
	if n := tb.Shown().Count(); n != 4 {
		t.Errorf("%d photos of the hour before noon, want 4", n)
	}
	if n := tb.Now().TakenBy("Two#2"); n != 4 {
		t.Errorf("%d photos by camera Two, want 4", n)
	}
}

// A slider turns every stack round; what was selected is marked, and nothing else.
func TestASliderLeavesTheSelectionToItsStacks(t *testing.T) {
	tb := sit(t)
	tb.Select(4)
	for _, i := range []int{1, 6, 13, 4} { // 4 goes out again
		tb.Toggle(i)
	}
	tb.Tuning().SetFault(judge.Soft, false)
	tb.Tuning().SetWeight(board.MeasureRow("sharpness"), -1)
	chosen := slices.Clone(tb.Selection())
	if slices.Contains(chosen, 1) || slices.Contains(chosen, 6) || len(chosen) != 3 {
		t.Fatalf("after the slider %v are selected, in the same three stacks others should lie on top", chosen)
	}
	for k, first := range []int{0, 5, 11} {
		if !slices.Contains(tb.Now().Frames(first), chosen[k]) {
			t.Errorf("%d is not of the burst of %d", chosen[k], first)
		}
	}
	tb.press(keys.Pick)
	tb.flagged("three stacks", chosen, nil)
}
