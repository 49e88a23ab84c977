package ui

import (
	"testing"

	"culler/ui/keys"
	"culler/ui/uitest"
)

// Escape closes every dialog, wherever Tab has taken the keyboard in it.
func TestEscapeClosesDialogsFromAllTheirParts(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.press("P")
	for _, id := range []keys.ID{
		keys.Export, keys.RejectFolder, keys.Clocks, keys.Settings, keys.Models, keys.PromptNew, keys.PromptSets, keys.Profiles,
		keys.Learn, keys.LearnTaste, keys.Taste, keys.About, keys.CheatSheet, keys.AcceptAll,
	} {
		s.do(id, false)
		s.app.Run()
		if !s.dialog() {
			continue // there is nothing to show here
		}
		for tabs := range 40 {
			for !s.dialog() {
				s.do(id, false)
				s.app.Run()
			}
			for range tabs {
				s.win.Canvas().FocusNext()
			}
			uitest.Press(s.win, "Escape")
			s.app.Run()
			if s.dialog() {
				t.Fatalf("%s: after %d times Tab, on %T, Escape closes nothing", id, tabs, s.win.Canvas().Focused())
			}
		}
	}
}
