package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"culler/scoring"
	"culler/ui/uitest"
)

// A photographer decides bursts, has weights learned, takes them, and takes them
// back.
func TestWeightsAreLearnedFromMyPicks(t *testing.T) {
	frames := uitest.Bursts(160)
	s := onScreen(t, frames)
	sharpness := scoring.MeasureRow("sharpness")
	s.ws.SetWeight(sharpness, 0.2)
	s.ws.SetWeight(scoring.MeasureRow("noise"), 2)
	told := func() string { return s.told() }
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
	box := s.boxes[len(s.boxes)-1]
	if box.first.Disabled() {
		t.Fatalf("nothing is to be taken:\n%s", told())
	}
	test.Tap(box.first)
	weight := func() float64 {
		for _, w := range s.ws.Weights() {
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

}
