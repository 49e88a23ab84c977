package workspace_test

import (
	"slices"
	"testing"
	"time"

	"culler/scoring/board"
	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace"
	"culler/ui/workspace/snapshot"
)

// What was looked at closely lies on top in the grid, and a mark there is about it.
func TestAMarkAfterALookAtTheFramesIsAboutTheFrameAtTheCursor(t *testing.T) {
	for _, v := range []workspace.View{workspace.Survey, workspace.Compare} {
		tb := sit(t)
		tb.Select(1)
		tb.SetView(v)
		tb.press(keys.Right, keys.Right)
		at := tb.Cursor()
		tb.press(keys.Grid, keys.Pick)
		tb.flagged(string(v), []int{at}, nil)
	}
	tb := sit(t)
	tb.Select(1)
	tb.press(keys.Loupe)
	tb.judge(3) // another frame is the best meanwhile
	tb.press(keys.Grid, keys.Pick)
	tb.flagged("loupe", []int{tb.Cursor()}, nil)
}

// Frames of a burst need not have rising numbers.
func TestASelectedStackStaysSelectedWhenItIsSplit(t *testing.T) {
	frames := []uitest.Frame{
		{Name: "A", At: 2400 * time.Millisecond, Good: 5}, {Name: "B", At: 2000 * time.Millisecond, Good: 2}, {Name: "C", At: 2800 * time.Millisecond, Good: 1},
		{Name: "D", At: 0, Good: 0.5}, {Name: "E", At: time.Minute, Good: 3}, {Name: "F", At: 300 * time.Millisecond, Good: 0.4},
	}
	dir := t.TempDir()
	uitest.Write(t, dir, frames)
	s := uitest.Open(t, dir, uitest.Database(t))
	ws := workspace.New(s, uitest.Board(s, frames))
	ws.Grouping().SetGap(3 * time.Second)
	ws.Select(0) // the stack of D F B A C, in which A is the best
	ws.Toggle(4)
	ws.Grouping().SetGap(time.Second) // D F, B A C
	if got := ws.Selection(); !slices.Equal(got, []int{0, 4}) {
		t.Errorf("selected are %v", got)
	}
}

func TestMarksUnderAFilterGoThroughTheFramesThatAreLookedAt(t *testing.T) {
	for _, v := range []workspace.View{workspace.Loupe, workspace.Survey, workspace.Compare, workspace.Faces} {
		tb := sit(t)
		tb.press(keys.FilterUndecided)
		tb.Select(1)
		tb.SetView(v)
		tb.press(keys.Reject, keys.Reject, keys.Reject)
		tb.flagged(string(v), nil, []int{1, 2, 3})
	}
}

// The last session's filter is about scores, which come only while photos are read.
func TestThePlaceWaitsForTheScoresThatAFilterIsAbout(t *testing.T) {
	tb := sit(t)
	tb.press(keys.Stacks)
	tb.SetFilter(snapshot.Filter{Frames: snapshot.TooClose})
	tb.Select(7)
	if err := tb.shoot.Close(); err != nil {
		t.Fatal(err)
	}
	tb.shoot = uitest.Open(t, tb.dir, tb.db)
	tb.board = board.New(tb.shoot.Len())
	tb.Workspace = workspace.New(tb.shoot, tb.board)
	tb.board.Put(uitest.Results(tb.shoot.Photos(), uitest.Frames()))
	tb.Refresh()
	tb.at("after a restart", 7)
}

func TestAFrameThatAFilterHidesIsNoWayToTheBeginning(t *testing.T) {
	tb := sit(t)
	tb.SelectFrame(12)
	tb.press(keys.Reject, keys.FilterUndecided)
	tb.Select(13)
	tb.press(keys.FrameNext) // the strip shows what the filter hides
	tb.at("in the strip", 12)
	tb.press(keys.Right)
	tb.at("right", 14)
}
