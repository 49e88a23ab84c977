package ui

import (
	"testing"
	"time"

	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace"
)

// Of keys that wait in a row all are answered, and what they change is shown once;
// a key about what is seen finds it as the keys before left it.
func TestKeysInARowAreShownOnce(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	shown, show := 0, s.haste.show
	s.haste.show = func() { shown++; show() }
	inARow := func(chords ...keys.Chord) {
		for _, k := range chords {
			s.haste.answered = time.Now().Add(time.Minute) // however slow the machine is
			uitest.Press(s.win, k)
		}
	}
	s.press("Home")
	shown = 0
	inARow("Right", "Right", "Right")
	if at := s.ws.Shown().ItemOf(s.ws.Cursor()); at != 3 || shown != 0 {
		t.Errorf("after three keys the cursor is on item %d, and they were shown %d times", at, shown)
	}
	s.app.Run()
	if shown != 1 {
		t.Errorf("they were shown %d times", shown)
	}
	inARow("E", "Z")
	s.app.Run()
	if s.ws.View() != workspace.Loupe || s.stage.loupe.Place().Fits() {
		t.Errorf("%s shows %+v", s.ws.View(), s.stage.loupe.Place())
	}
	s.haste.answered = time.Time{}
	shown = 0
	uitest.Press(s.win, "Right")
	if shown != 1 {
		t.Errorf("a key by itself was shown %d times at once", shown)
	}
}
