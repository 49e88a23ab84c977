package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"culler/ui/uitest"
)

// told is what the dialog on top says.
func (s *screen) told() string {
	var b strings.Builder
	for _, o := range test.LaidOutObjects(s.win.Canvas().Overlays().Top()) {
		switch o := o.(type) {
		case *widget.Label:
			b.WriteString(o.Text + "\n")
		case *share:
			b.WriteString(o.Words() + "\n")
		}
	}
	return b.String()
}

// A photographer decides thirty bursts, takes the sharpest frame in twenty-four
// of them, and asks how well Culler knows that.
func TestHowWellCullerKnowsMyTaste(t *testing.T) {
	frames := uitest.Bursts(120)
	s := onScreen(t, frames)
	ask := func(says ...string) {
		t.Helper()
		s.press("Ctrl+H")
		told := s.told()
		for _, want := range says {
			if !strings.Contains(told, want) {
				t.Errorf("the dialog does not say %q:\n%s", want, told)
			}
		}
		s.press("Escape")
		if s.dialog() {
			t.Fatal("the dialog stays")
		}
	}
	ask("nothing to compare with yet")
	for k := range 30 {
		best, other := 4*k, 4*k+1
		for i := 4 * k; i < 4*k+4; i++ {
			if frames[i].Good > frames[best].Good {
				best, other = i, best
			}
		}
		if k%5 == 4 {
			best = other
		}
		s.ws.Select(best)
		s.press("P")
		if k == 3 {
			ask("of 4 bursts", "too few to tell anything", "6 bursts more")
		}
	}
	ask("Culler's first choice", "Sharpness alone", "80 % (", "25 %", "in 80 % (", "of 30 bursts",
		"It is clearly better than chance; whether it is better than sharpness alone, these bursts do not tell.", "95 %")
	if e := s.menus["taste"]; e.Disabled || e.Label != "How well does Culler know my taste?" {
		t.Errorf("the menu says %q", e.Label)
	}
}
