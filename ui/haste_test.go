package ui

import (
	"testing"
	"time"

	"culler/library/photo"
	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace"

	"fyne.io/fyne/v2"
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

// A click on the grid of before the keys is about nothing that is there now.
func TestAClickIsNeverAboutWhatIsNotShownYet(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.press("Alt+2", "B", "Ctrl+2", "Home") // photo by photo, those that are undecided
	last := len(s.ws.Shown().Items()) - 1
	s.haste.answered = time.Now().Add(time.Minute)
	uitest.Press(s.win, "X")
	if !s.haste.owes || len(s.ws.Shown().Items()) != last {
		t.Fatalf("%d photos are shown, of %d", len(s.ws.Shown().Items()), last+1)
	}
	before := s.ws.Cursor()
	picks := func(d photo.Decision) photo.Decision { d.Flag = photo.Picked; return d }
	s.grid.OnMark(last, picks)
	if s.haste.owes || s.ws.Now().Tally().Picked != 0 || s.ws.Cursor() != before {
		t.Errorf("a click on what is gone left %d picks and the cursor on %d", s.ws.Now().Tally().Picked, s.ws.Cursor())
	}
	s.grid.OnMark(0, picks)
	if s.ws.Now().Tally().Picked != 1 {
		t.Error("a click on what is shown does nothing")
	}
	s.haste.owes = true
	s.grid.OnMenu(last, fyne.Position{})
	if s.dialog() {
		t.Error("a menu opens over nothing")
	}
}
