package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"culler/ui/keys"
	"culler/ui/uitest"
)

// spelled is a shortcut as the menu shows it, in the words of the cheat sheet.
func spelled(s fyne.Shortcut) keys.Chord {
	k, ok := s.(fyne.KeyboardShortcut)
	if !ok {
		return ""
	}
	m, name := k.Mod(), keyName(k.Key())
	if name == "" {
		name = string(k.Key())
	}
	return keys.New(m&fyne.KeyModifierShortcutDefault != 0, m&fyne.KeyModifierAlt != 0, m&fyne.KeyModifierShift != 0, name)
}

func TestEveryMenuEntryShowsItsKey(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	titles := map[string]int{}
	for _, m := range s.menu.main.Items {
		for _, e := range m.Items {
			// What lists something of the shoot has no key of its own.
			if e.IsSeparator || e.ChildMenu != nil {
				continue
			}
			titles[e.Label]++
			if e.Shortcut == nil {
				t.Errorf("the entry %q of %s shows no key", e.Label, m.Label)
			}
		}
	}
	for _, a := range keys.Actions() {
		e := s.menu.items[a.ID]
		if e == nil || titles[e.Label] == 0 {
			t.Errorf("%s is in no menu", a.ID)
			continue
		}
		if got := spelled(e.Shortcut); got != a.Keys[0] {
			t.Errorf("the entry %q shows %q, its key is %q", e.Label, got, a.Keys[0])
		}
		if strings.HasPrefix(e.Shortcut.ShortcutName(), "CustomDesktop") {
			t.Errorf("Fyne would trigger %q by itself, also while words are typed", e.Label)
		}
	}
}

func TestMenusSayWhatCanBeDone(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	entry := func(id keys.ID, label string, disabled, checked bool) {
		t.Helper()
		e := s.menu.items[id]
		if e.Label != label || e.Disabled != disabled || e.Checked != checked {
			t.Errorf("%s reads %q, disabled %v, checked %v", id, e.Label, e.Disabled, e.Checked)
		}
	}
	entry(keys.Undo, "Undo", true, false)
	s.ws.Select(4)
	s.press("P")
	entry(keys.Undo, "Undo pick of IMG_0004", false, false)
	s.press("Ctrl+Z")
	entry(keys.Undo, "Undo", true, false)
	entry(keys.Redo, "Redo pick of IMG_0004", false, false)
	entry(keys.Grid, "Grid", false, true)
	s.press("E")
	entry(keys.Grid, "Grid", false, false)
	entry(keys.Loupe, "Loupe", false, true)
	s.menu.items[keys.Grid].Action()
	entry(keys.Grid, "Grid", false, true)
	if e := s.menu.items["taste"]; e.Disabled || e.Label != "How well does Culler know my taste?" {
		t.Errorf("the menu says %q", e.Label)
	}
	if got := s.menu.main.Items[0].Items[2].ChildMenu.Items; len(got) != 1 || got[0].Label != s.folder+" (15 photos)" {
		t.Errorf("the recent shoots are %v", got[0].Label)
	}
}

func TestTheFileOfKeysIsWhatMenusAndKeysFollow(t *testing.T) {
	s := onScreen(t, uitest.Frames(), func(d *Deps) {
		write(t, d.KeysFile, "pick: K\nreject: [Delete, X]\n")
	})
	s.ws.Select(4)
	s.press("P")
	if s.ws.Now().Decision(4).Flag != 0 {
		t.Error("P still picks")
	}
	s.press("K")
	if s.ws.Now().Decision(4).Flag.String() != "picked" || spelled(s.menu.items[keys.Pick].Shortcut) != "K" {
		t.Errorf("K made photo 4 %q and the menu says %q", s.ws.Now().Decision(4).Flag, spelled(s.menu.items[keys.Pick].Shortcut))
	}
	s.press("Delete")
	if s.ws.Now().Decision(4).Flag.String() != "rejected" {
		t.Error("Delete does not reject")
	}
	s.press("Ctrl+Z", "X")
	if s.ws.Now().Decision(4).Flag.String() != "rejected" {
		t.Error("X does not reject")
	}
	if s.menu.items[keys.Split].Shortcut != nil {
		t.Error("the split of bursts still shows the key that was given away")
	}
}
