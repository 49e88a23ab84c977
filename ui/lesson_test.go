package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"culler/library/setting"
	"culler/scoring/board"
	"culler/scoring/learn"
	"culler/ui/uitest"
)

// A photographer decides bursts, has weights learned, takes them, and takes them
// back.
func TestWeightsAreLearnedFromMyPicks(t *testing.T) {
	frames := uitest.Bursts(160)
	s := onScreen(t, frames)
	sharpness := board.MeasureRow("sharpness")
	s.ws.Tuning().SetWeight(sharpness, 0.2)
	s.ws.Tuning().SetWeight(board.MeasureRow("noise"), 2)
	told := func() string { return uitest.Told(s.win) }
	s.press("Ctrl+Shift+H")
	s.app.Wait(t, "it says how many are missing", func() bool { return strings.Contains(told(), "30 bursts more") })
	s.press("Escape")
	for k := range 40 {
		best := 4 * k
		for i := 4 * k; i < 4*k+4; i++ {
			if frames[i].Good > frames[best].Good {
				best = i
			}
		}
		s.ws.Select(best)
		s.press("P")
	}
	s.press("Ctrl+Shift+H")
	s.app.Wait(t, "the lesson is there", func() bool { return strings.Contains(told(), "held out of the learning") })
	box := s.boxes.Top()
	if box.First.Disabled() {
		t.Fatalf("nothing is to be taken:\n%s", told())
	}
	test.Tap(box.First)
	weight := func() float64 {
		for _, w := range s.ws.Now().Weights() {
			if w.ID == sharpness {
				return w.Weight
			}
		}
		return -1
	}
	if s.dialog() || weight() <= 0.2 {
		t.Errorf("who picks the sharpest has a weight of %v", weight())
	}
	s.press("Ctrl+Z")
	if weight() != 0.2 {
		t.Errorf("taken back, sharpness weighs %v", weight())
	}
	s.kept.weightsNow()
	var kept board.Settings
	if _, err := s.db.Setting(setting.Weights, &kept); err != nil || kept.Weights[sharpness] != 0.2 {
		t.Errorf("kept are the weights %v, %v", kept.Weights, err)
	}
	// What was changed since is not taken back with the lesson.
	s.ws.Tuning().TakeLesson(learn.Lesson{Rows: []learn.Row{{ID: sharpness, Weight: 0.2, Learned: 1.5}}})
	s.ws.Tuning().SetSolo(sharpness, true)
	s.press("Ctrl+Z")
	if weight() != 1.5 {
		t.Errorf("after another change Undo made the weight %v", weight())
	}
}
