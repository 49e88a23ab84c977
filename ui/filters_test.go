package ui

import (
	"strings"
	"testing"

	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace"
	"culler/ui/workspace/snapshot"
)

func TestFiltersSayHowManyPhotosTheyShow(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.press("B", "Home", "5", "Right", "3", "Right", "P", "Right", "X")
	for chip, want := range map[interface{ Text() string }]string{s.filters.undecided: "Undecided  11", s.filters.picked: "Picked  1", s.filters.rejected: "Rejected  1"} {
		if got := chip.Text(); got != want {
			t.Errorf("a chip says %q, want %q", got, want)
		}
	}
	offers := map[string]int{"Any stars  (15)": 15, "No stars  (13)": 13, "3 stars or more  (2)": 2, "Exactly 3 stars  (1)": 1, "Exactly 5 stars  (1)": 1, "Exactly 4 stars  (0)": 0}
	for _, e := range s.filters.starMenu(true).Items {
		want, ok := offers[e.Label]
		if !ok {
			continue
		}
		delete(offers, e.Label)
		e.Action()
		if n := s.ws.Shown().Count(); n != want {
			t.Errorf("%s shows %d photos", e.Label, n)
		}
	}
	if len(offers) > 0 {
		t.Errorf("the menu lacks %v", offers)
	}
	if !s.filters.hidden.Visible() || s.filters.hidden.Text() != "14 hidden: show all" {
		t.Errorf("the bar says %q, visible %t", s.filters.hidden.Text(), s.filters.hidden.Visible())
	}
	s.filters.hidden.Tapped(nil)
	if s.ws.Shown().Count() != 15 || s.filters.hidden.Visible() {
		t.Errorf("a click on it leaves %d photos", s.ws.Shown().Count())
	}
}

// Where no photo passes the filters, nothing is told of one; the place is there again
// once photos do.
func TestNothingIsToldOfAPhotoThatIsNotShown(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.press("Home", "Right", s.keys.Key(keys.Details))
	at := s.ws.Cursor()
	if at < 0 || !s.rooms.below.Open() || len(s.details.shown) == 0 {
		t.Fatalf("at %d, strip %t, details %v", at, s.rooms.below.Open(), s.details.shown)
	}
	s.press(s.keys.Key(keys.FilterPicked))
	if s.rooms.below.Open() || len(s.details.shown) > 0 || s.ws.Cursor() >= 0 {
		t.Errorf("at %d, strip %t, details %v", s.ws.Cursor(), s.rooms.below.Open(), s.details.shown)
	}
	s.press(s.keys.Key(keys.Loupe))
	if s.ws.View() != workspace.Grid || !strings.HasPrefix(s.notice(), "No photo is shown") {
		t.Errorf("%s, and it says %q", s.ws.View(), s.notice())
	}
	s.press(s.keys.Key(keys.FilterAll))
	if s.ws.Cursor() != at || !s.rooms.below.Open() || len(s.details.shown) == 0 {
		t.Errorf("at %d, strip %t, details %v", s.ws.Cursor(), s.rooms.below.Open(), s.details.shown)
	}
}

func TestBurstsToDecideAndDecidedOnesAreFound(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.ws.Select(1)
	s.press("P")
	n := s.ws.Now().CountBursts()
	s.ws.SetFilter(snapshot.Filter{Frames: snapshot.Done})
	if got := s.ws.Shown().Items(); len(got) != 1 || got[0].Burst != s.ws.Now().BurstOf(1) {
		t.Errorf("decided are %v", got)
	}
	s.ws.SetFilter(snapshot.Filter{Frames: snapshot.ToDecide})
	if got := len(s.ws.Shown().Items()); got != n-1 {
		t.Errorf("%d of %d bursts are to be decided", got, n)
	}
}

func TestEnterOnANameThatMatchesIsNoError(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.press("/")
	uitest.Type(s.win, "0012")
	s.press("Enter")
	s.app.Wait(t, "it says what was found", func() bool { return strings.HasPrefix(s.notice(), "1 photo has \"0012\" in the name") })
	if s.ws.Shown().Count() != 1 || s.ws.Filter().Text != "0012" {
		t.Errorf("%d photos are shown by the filter %q", s.ws.Shown().Count(), s.ws.Filter().Text)
	}
	s.do(keys.FilterClear, false)
	if s.filters.text.Text != "" {
		t.Error("the field keeps what filters no more")
	}
}
