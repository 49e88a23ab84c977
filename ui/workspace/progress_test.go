package workspace_test

import (
	"testing"

	"culler/library/photo"
	"culler/ui/keys"
	"culler/ui/workspace/snapshot"
)

func TestABurstTellsHowFarItIsDecided(t *testing.T) {
	tb := sit(t)
	is := func(what string, want snapshot.Progress, decided int) {
		t.Helper()
		want.Frames = 4
		if got := tb.Now().Progress(1); got != want {
			t.Errorf("%s: %+v, want %+v", what, got, want)
		}
		if got, of := tb.Now().DecidedBursts(); got != decided || of != tb.Now().CountBursts() {
			t.Errorf("%s: %d of %d bursts are decided", what, got, of)
		}
	}
	is("nothing", snapshot.Progress{}, 0)
	tb.SelectFrame(0)
	tb.press(keys.Reject)
	is("one rejected", snapshot.Progress{State: snapshot.Begun, Rejected: 1}, 0)
	for _, i := range []int{2, 3} {
		tb.SelectFrame(i)
		tb.press(keys.Reject)
	}
	if !tb.Now().Cell(1).Best {
		t.Error("it is not the best frame any more")
	}
	tb.SelectFrame(1)
	tb.press(keys.Stars2)
	is("three rejected, stars for the last", snapshot.Progress{State: snapshot.Decided, Rejected: 3}, 1)
	tb.press(keys.Undo, keys.Undo, keys.Pick)
	is("one picked, two rejected", snapshot.Progress{State: snapshot.Decided, Picked: 1, Rejected: 2}, 1)
}

func TestAMarkOnStacksIsOneOnTheirTopsAndSaysSo(t *testing.T) {
	tb := sit(t)
	tb.Select(1)
	tb.press(keys.Reject)
	tb.says("a stack", "Rejected IMG_0001, the top frame of its stack; the other 3 frames stay as they are. Ctrl+Z takes it back.")
	if tb.Now().Decision(0).Flag != photo.Unflagged {
		t.Error("the frames below are marked")
	}
	tb.press(keys.Undo)
	tb.Select(1)
	tb.press(keys.SelectRight, keys.SelectRight, keys.Pick)
	tb.says("several", "Picked 3 photos, of 2 stacks only the top frame; the other 5 frames stay as they are. Ctrl+Z takes it back.")
	tb.SetStacks(false)
	tb.Select(14)
	n := len(tb.said)
	tb.press(keys.Reject, keys.Reject)
	if len(tb.said) > n {
		t.Errorf("of one photo it says %q", tb.last())
	}
	tb.press(keys.SelectLeft, keys.Pick)
	tb.press(keys.LabelRed)
	tb.says("a label", "Labelled 2 photos red. Ctrl+Z takes it back.")
	tb.press(keys.Stars3)
	tb.says("stars", "Gave 3 stars to 2 photos. Ctrl+Z takes it back.")
	tb.press(keys.Stars0)
	tb.says("no stars", "Cleared the stars of 2 photos. Ctrl+Z takes it back.")
	tb.press(keys.Undo, keys.Undo, keys.Undo, keys.Redo, keys.Undo, keys.Undo, keys.Pick)
	tb.says("two photos", "Picked 2 photos. Ctrl+Z takes it back.")
}
