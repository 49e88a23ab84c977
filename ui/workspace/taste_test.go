package workspace_test

import (
	"math"
	"testing"

	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/ui/keys"
	"culler/ui/workspace"
)

func TestTasteIsAskedOfDecidedBurstsOnly(t *testing.T) {
	tb := sit(t)
	tb.press(keys.Stacks)
	if taste, _ := tb.Now().Taste(); taste.Bursts != 0 {
		t.Errorf("nothing is decided and %d bursts count", taste.Bursts)
	}
	// 1 and 13 are the best of their bursts and 7 is the last of its own; a single
	// and a frame of a bracket have no rivals
	for i, m := range map[int]keys.ID{1: keys.Pick, 7: keys.Stars2, 4: keys.Pick, 9: keys.Pick, 11: keys.Reject, 13: keys.Pick} {
		tb.Select(i)
		tb.press(m)
	}
	taste, unscored := tb.Now().Taste()
	if taste.Bursts != 3 || taste.Frames != 10 || math.Abs(float64(taste.Score.Value)-2./3) > 1e-9 || unscored != 0 {
		t.Errorf("%d bursts of %d frames, Top-1 %v, %d without a score", taste.Bursts, taste.Frames, taste.Score.Value, unscored)
	}
	// what sharpness alone finds does not depend on the weights
	tb.Tuning().SetWeight(board.MeasureRow("sharpness"), -1)
	tb.Tuning().SetFault(judge.Soft, false)
	if taste, _ = tb.Now().Taste(); math.Abs(float64(taste.Score.Value)-1./3) > 1e-9 || math.Abs(float64(taste.Sharpness.Value)-2./3) > 1e-9 {
		t.Errorf("turned round: Top-1 %v, sharpness %v", taste.Score.Value, taste.Sharpness.Value)
	}
	unread := workspace.New(tb.shoot, board.New(tb.shoot.Len()))
	if taste, unscored = unread.Now().Taste(); taste.Bursts != 3 || unscored != 10 {
		t.Errorf("before anything is read: %d bursts, %d photos without a score", taste.Bursts, unscored)
	}
}
