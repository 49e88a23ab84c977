package ui

import (
	"testing"

	"culler/library/photo"
	"culler/ui/uitest"
	"culler/ui/workspace"
)

func TestTheSecondWindowFollowsTheCursorAndTakesKeys(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.ws.Select(1)
	s.press("Shift+F11")
	if !s.second.open || s.second.loupe.Shown() != 1 || s.ws.View() != workspace.Grid {
		t.Fatal("no window shows the photo beside the grid")
	}
	s.press("Right")
	if got := s.second.loupe.Shown(); got != s.ws.Cursor() {
		t.Errorf("it shows photo %d, the cursor is on %d", got, s.ws.Cursor())
	}
	uitest.Press(s.second.win, "X")
	uitest.Press(s.second.win, "Right")
	s.app.Run()
	if s.ws.Now().Decision(4).Flag != photo.Rejected || s.ws.Cursor() != 6 || s.second.loupe.Shown() != 6 {
		t.Errorf("keys in it left %+v and the cursor on %d", s.ws.Now().Decision(4), s.ws.Cursor())
	}
	s.press("?")
	uitest.Press(s.second.win, "P")
	if s.ws.Now().Decision(6).Flag != photo.Unflagged {
		t.Error("keys go through the dialog of the first window")
	}
	s.press("Escape", "Shift+F11")
	if s.second.open || loadSettings(s.db).Second {
		t.Error("it does not close, or comes again")
	}
	s.press("Left")
}
