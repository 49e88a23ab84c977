package ui

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"culler/scoring"
	"culler/ui/theme"
	"culler/ui/uitest"
	"culler/ui/widgets"
)

func TestTheLineSaysWhatTheShootAmountsTo(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	says := func(want string) {
		t.Helper()
		if got := s.status.sums.Text(); got != want {
			t.Errorf("the line says %q, want %q", got, want)
		}
	}
	says("15 photos, 4 bursts")
	s.press("P", "Right", "X")
	says("15 photos, 1 of 4 bursts decided · 1 picked · 1 rejected · 13 open")
	s.press("Ctrl+3")
	says("15 photos, 1 of 4 bursts decided · 1 shown · 1 picked · 1 rejected · 13 open")
	s.press("Ctrl+1", "Ctrl+A")
	if !strings.Contains(s.status.sums.Text(), "6 selected") {
		t.Errorf("the line says %q of six selected stacks", s.status.sums.Text())
	}
	text := s.status.sums.Text()
	if room := s.status.sums.Size().Width; widgets.Cut(text, theme.Size(theme.Small), fyne.TextStyle{}, room) != text {
		t.Errorf("%q does not fit into its %.0f points", text, room)
	}
}

func TestWhatGoesOnIsSaidWithTheTimeThatIsLeft(t *testing.T) {
	var p pace
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	at := func(what string, done int, after time.Duration) string {
		return p.estimate(progress{what: what, done: done, total: 100}, now.Add(after)).String()
	}
	for _, step := range []struct {
		what string
		done int
		at   time.Duration
		says string
	}{
		{"Reading", 20, 0, "Reading: 20 of 100"}, // known before, so they tell nothing of the pace
		{"Reading", 30, 10 * time.Second, "Reading: 30 of 100, about 70 seconds left"},
		{"Reading", 90, 20 * time.Second, "Reading: 90 of 100, a few seconds left"},
		{"Scoring", 90, 21 * time.Second, "Scoring: 90 of 100"},
		{"Scoring", 95, 141 * time.Second, "Scoring: 95 of 100, about 2 minutes left"},
	} {
		if got := at(step.what, step.done, step.at); got != step.says {
			t.Errorf("it says %q, want %q", got, step.says)
		}
	}
}

// Photos that cannot be read are announced in the line, which lists them, in
// sentences without paths.
func TestTheLineSaysHowManyPhotosCannotBeRead(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	if s.status.broken.Visible() {
		t.Fatal("it says so although all can be read")
	}
	path := s.ws.Now().Photo(4).Files[0].Path
	s.ws.Board().Put([]scoring.Update{{Photo: 4, Err: fmt.Errorf("read the picture in %s: %w", path, errors.New("the PNG file is damaged"))}})
	s.refresh()
	if !s.status.broken.Visible() || s.status.broken.Text() != "1 cannot be read" {
		t.Errorf("the line says %q", s.status.broken.Text())
	}
	if got := s.ws.Now().Problem(4); got != "The PNG file is damaged." {
		t.Errorf("the problem is %q", got)
	}
	s.status.broken.Tapped(nil)
	if !s.dialog() {
		t.Error("it does not list them")
	}
}
