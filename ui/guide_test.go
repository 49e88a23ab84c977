package ui

import (
	"strings"
	"testing"

	"culler/library/photo"
	"culler/ui/uitest"
	"culler/ui/workspace"
)

func TestTheTourPointsAtThingsAndTakesNothing(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	if s.guide.says() != "" {
		t.Fatal("the tour comes though it was seen")
	}
	s.set.Toured = false
	s.press("Home")
	if !strings.HasPrefix(s.guide.says(), "Every stack is a burst") || s.dialog() {
		t.Fatalf("with photos there it says %q, a dialog is open: %t", s.guide.says(), s.dialog())
	}
	s.ws.Select(4)
	s.press("P")
	if s.ws.Now().Decision(4).Flag != photo.Picked || s.guide.says() == "" {
		t.Error("keys do not go through the hint")
	}
	s.press("E")
	if s.guide.layer.Visible() {
		t.Error("the hint about stacks is over a single photo")
	}
	s.press("Escape")
	if !s.guide.layer.Visible() || s.ws.View() != workspace.Grid {
		t.Error("back in the grid the hint is gone")
	}
	seen := 0
	for s.guide.says() != "" {
		seen++
		for _, o := range s.guide.layer.Objects {
			if end := o.Position().Add(o.Size()); o.Position().X < 0 || o.Position().Y < 0 || end.X > 1441 || end.Y > 901 {
				t.Errorf("hint %d lies outside the window: %v to %v", seen, o.Position(), end)
			}
		}
		s.guide.goTo(s.guide.step + 1)
	}
	if seen != len(hints) {
		t.Errorf("%d of %d hints were shown", seen, len(hints))
	}
	if !loadSettings(s.db).Toured {
		t.Error("it comes again the next time")
	}
	s.press("F1", "Escape")
	if s.guide.says() != "" || s.ws.Cursor() != 4 {
		t.Error("Escape does not end the tour")
	}
}
