package dialogs

import (
	"errors"
	"strings"
	"testing"

	"culler/scoring/profile"
	"culler/ui/uitest"
)

// shelf is a shelf of titles.
type shelf struct {
	titles []string
	now    string
}

func (s *shelf) ListProfiles() (all []profile.Entry, err error) {
	for _, t := range s.titles {
		all = append(all, profile.Entry{Title: t})
	}
	return append(all, profile.Entry{Title: "broken.yaml", Problem: "broken.yaml: it is empty"}), nil
}
func (s *shelf) Profile() (string, error) { return s.now, nil }
func (s *shelf) AddProfile(title string) error {
	if title == "" {
		return errors.New("a profile needs a name")
	}
	s.titles, s.now = append(s.titles, title), title
	return nil
}
func (s *shelf) UseProfile(title string) error          { s.now = title; return nil }
func (s *shelf) ImportProfile(string) (string, error)   { return "", nil }
func (s *shelf) ExportProfile(title, path string) error { return nil }
func (s *shelf) RemoveProfile(title string) error       { s.titles = s.titles[:len(s.titles)-1]; return nil }

// A photographer names two profiles, goes back to the first and removes the
// second.
func TestProfilesAreNamedAndChanged(t *testing.T) {
	s := newHost(t, uitest.Bursts(4))
	on, before, changed := &shelf{}, 0, 0
	d := Profiles{Host: s, Shelf: on, Before: func() { before++ }, Changed: func(was, now string) {
		changed++
		if was != "Weddings" || now != "Birds" {
			t.Errorf("changed from %q to %q", was, now)
		}
	}}
	told := func(wants ...string) {
		t.Helper()
		for _, w := range wants {
			if !strings.Contains(uitest.Told(s.win), w) {
				t.Errorf("the dialog does not say %q:\n%s", w, uitest.Told(s.win))
			}
		}
	}
	d.Open()
	told("prompts, weights, taste and keys", "it is empty")
	for _, name := range []string{"Birds", "Weddings"} {
		uitest.Type(s.win, name)
		s.press("Return")
	}
	if on.now != "Weddings" || before != 2 || changed != 0 {
		t.Errorf("in use is %q after %d and %d", on.now, before, changed)
	}
	uitest.Tap(t, s.win, "Birds")
	if on.now != "Birds" || changed != 1 || s.dialog() {
		t.Errorf("in use is %q, changed %d times, the dialog stays: %v", on.now, changed, s.dialog())
	}
	d.Open()
	uitest.Tap(t, s.win, "Remove") // the only one that can be pressed
	told("cannot be undone")
	if len(on.titles) != 2 {
		t.Error("it is removed before anybody said so")
	}
	uitest.Tap(t, s.win, "Remove it")
	if len(on.titles) != 1 {
		t.Errorf("left are %q", on.titles)
	}
}
