package ui

import (
	"testing"

	"culler/ui/uitest"
	"culler/ui/workspace"
)

func TestTheFieldSaysWhatIsSearchedFor(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.press("/")
	uitest.Type(s.win, "0004")
	s.app.Run()
	if n := s.ws.Shown(); n != 1 {
		t.Fatalf("%d photos are shown, want one", n)
	}
	s.press("Ctrl+L") // a field keeps its own keys; this one means nothing in it
	s.win.Canvas().Focus(s.keyboard)
	s.press("Ctrl+L")
	if s.filters.text.Text != "" || s.ws.Shown() != 15 {
		t.Errorf("without filters the field says %q and %d photos are shown", s.filters.text.Text, s.ws.Shown())
	}
	s.ws.SetFilter(workspace.Filter{Text: "000"}) // as an earlier session left it
	s.show()
	if s.filters.text.Text != "000" || s.ws.Shown() != 10 {
		t.Errorf("the field says %q and %d photos are shown", s.filters.text.Text, s.ws.Shown())
	}
}

func TestTheFilterMenusOfferWhatTheShootHas(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	// choose taps an entry of a filter's menu in the menu bar.
	choose := func(menu, entry string) {
		t.Helper()
		for _, m := range s.menu.filters.Items {
			if m.Label != menu {
				continue
			}
			for _, e := range m.ChildMenu.Items {
				if e.Label == entry {
					e.Action()
					return
				}
			}
		}
		t.Fatalf("the menu %s offers no %q", menu, entry)
	}
	for _, test := range []struct {
		menu, entry, all string
		shown            int
	}{
		{"Camera", "Culler Two", "All", 4},
		{"Lens", "35 mm", "All", 6},
		{"Day", "2026-05-02", "All", 1},
		{"Hour", "12:00 to 12:59", "All", 15},
		{"Frames", "Brackets", "All frames", 3},
		{"Frames", "Too close to call", "All frames", 3},
		{"Frames", "Single photos", "All frames", 2},
	} {
		choose(test.menu, test.entry)
		if n := s.ws.Shown(); n != test.shown {
			t.Errorf("%s %s shows %d photos, want %d", test.menu, test.entry, n, test.shown)
		}
		choose(test.menu, test.all)
		if n := s.ws.Shown(); n != 15 {
			t.Errorf("%s %s shows %d photos, want all", test.menu, test.all, n)
		}
	}
	s.ws.Select(4)
	s.press("4", "6")
	for _, test := range []struct{ menu, entry, back string }{{"Stars", "3 stars or more", "Any stars"}, {"Label", "Red", "Red"}} {
		choose(test.menu, test.entry)
		if n := s.ws.Shown(); n != 1 {
			t.Errorf("%s %s shows %d photos, want 1", test.menu, test.entry, n)
		}
		choose(test.menu, test.back)
	}
	choose("Label", "No label")
	if n := s.ws.Shown(); n != 14 {
		t.Errorf("without a label are %d photos, want 14", n)
	}
}
