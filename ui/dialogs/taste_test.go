package dialogs

import (
	"strings"
	"testing"

	"culler/ui/keys"
	"culler/ui/uitest"
)

// A photographer decides thirty bursts, takes the sharpest frame in twenty-four
// of them, and asks how well Culler knows that.
func TestHowWellCullerKnowsMyTaste(t *testing.T) {
	frames := uitest.Bursts(120)
	s := newHost(t, frames)
	ask := func(says ...string) {
		t.Helper()
		Taste(s)
		told := uitest.Told(s.win)
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
		s.Do(keys.Pick)
		if k == 3 {
			ask("of 4 bursts", "too few to tell anything", "6 bursts more")
		}
	}
	ask("Culler's first choice", "Sharpness alone", "80 % (", "25 %", "in 80 % (", "of 30 bursts",
		"It is clearly better than chance; whether it is better than sharpness alone, these bursts do not tell.", "95 %")
}
