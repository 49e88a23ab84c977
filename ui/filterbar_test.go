package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"culler/library/photo"
	"culler/ui/uitest"
	"culler/ui/workspace/snapshot"
)

func TestTheFieldSaysWhatIsSearchedFor(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.press("/")
	uitest.Type(s.win, "0004")
	s.app.Run()
	if n := s.ws.Shown().Count(); n != 1 {
		t.Fatalf("%d photos are shown, want one", n)
	}
	s.press("Ctrl+L") // a field keeps its own keys; this one means nothing in it
	s.win.Canvas().Focus(s.keyboard)
	s.press("Ctrl+L")
	if s.filters.text.Text != "" || s.ws.Shown().Count() != 15 {
		t.Errorf("without filters the field says %q and %d photos are shown", s.filters.text.Text, s.ws.Shown().Count())
	}
	s.ws.SetFilter(snapshot.Filter{Text: "000"}) // as an earlier session left it
	s.show()
	if s.filters.text.Text != "000" || s.ws.Shown().Count() != 10 {
		t.Errorf("the field says %q and %d photos are shown", s.filters.text.Text, s.ws.Shown().Count())
	}
}

// In a small window a filter leaves the views in the bar: what it hides is said in
// fewer words.
func TestAFilterLeavesTheViewsInTheBar(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	for _, c := range []struct {
		room fyne.Size
		says string
	}{{fyne.NewSize(1440, 900), "14 hidden by the search: show all"}, {fyne.NewSize(683, 467), "14 hidden"}} {
		s.win.Resize(c.room)
		s.ws.SetFilter(snapshot.Filter{Text: "0004"})
		s.show()
		views, hidden := s.filters.views[s.ws.View()], s.filters.hidden
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(hidden)
		if !s.filters.chips.groups[0].object.Visible() || views.Size().Width == 0 || hidden.Text() != c.says || at.X+hidden.Size().Width > c.room.Width {
			t.Errorf("in a window of %v the views are shown %t, and %q ends at %v", c.room, s.filters.chips.groups[0].object.Visible(), hidden.Text(), at.X+hidden.Size().Width)
		}
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
		if n := s.ws.Shown().Count(); n != test.shown {
			t.Errorf("%s %s shows %d photos, want %d", test.menu, test.entry, n, test.shown)
		}
		choose(test.menu, test.all)
		if n := s.ws.Shown().Count(); n != 15 {
			t.Errorf("%s %s shows %d photos, want all", test.menu, test.all, n)
		}
	}
	s.ws.Select(4)
	s.press("4", "6")
	for _, test := range []struct{ menu, entry, back string }{{"Stars", "3 stars or more", "Any stars"}, {"Label", "Red", "Red"}} {
		choose(test.menu, test.entry)
		if n := s.ws.Shown().Count(); n != 1 {
			t.Errorf("%s %s shows %d photos, want 1", test.menu, test.entry, n)
		}
		choose(test.menu, test.back)
	}
	choose("Label", "No label")
	if n := s.ws.Shown().Count(); n != 14 {
		t.Errorf("without a label are %d photos, want 14", n)
	}
}

// In a narrow window what has no room goes into a menu, which lights up when a
// filter in it is set, and comes back when there is room.
func TestWhatHasNoRoomInTheFilterBarIsInAMenu(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	bar := s.filters
	inside := func() {
		t.Helper()
		for _, g := range append(bar.chips.groups, &group{object: bar.chips.rest}) {
			if right := g.object.Position().X + g.object.Size().Width; g.object.Visible() && right > bar.text.Position().X {
				t.Errorf("chips end at %v, the search begins at %v", right, bar.text.Position().X)
			}
		}
		if end := bar.text.Position().X + bar.text.Size().Width; end > bar.line.Size().Width || bar.text.Size().Width < searchLeast {
			t.Errorf("the search ends at %v of %v and is %v wide", end, bar.line.Size().Width, bar.text.Size().Width)
		}
	}
	s.win.Resize(fyne.NewSize(1600, 900))
	if bar.chips.rest.Visible() {
		t.Error("a wide window has no room for all")
	}
	inside()
	s.win.Resize(fyne.NewSize(1024, 700))
	s.show()
	inside()
	dots, views := bar.chips.groups[4], bar.chips.groups[0]
	if !bar.chips.rest.Visible() || dots.object.Visible() || !views.object.Visible() || bar.chips.rest.On() {
		t.Fatal("at 1024 the labels are not in a menu, or the views are")
	}
	menu := bar.chips.menu()
	if menu.Items[0].Label != "Label" || len(menu.Items[0].ChildMenu.Items) != 6 {
		t.Fatalf("the menu begins with %q", menu.Items[0].Label)
	}
	menu.Items[0].ChildMenu.Items[0].Action()
	if l := s.ws.Filter().Labels; len(l) != 1 || l[0] != photo.Red || !bar.chips.rest.On() {
		t.Errorf("red in the menu filters by %v, and its chip is lit: %t", l, bar.chips.rest.On())
	}
	s.win.Resize(fyne.NewSize(520, 500))
	s.show()
	inside()
	if n := len(bar.chips.menu().Items); n < 6 {
		t.Errorf("at 520 there are %d entries in the menu", n)
	}
	s.win.Resize(fyne.NewSize(1700, 900))
	s.show()
	if bar.chips.rest.Visible() || !dots.object.Visible() {
		t.Error("what has room again stays in the menu")
	}
	inside()
}
