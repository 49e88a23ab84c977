package keys

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestParseSpellsAlike(t *testing.T) {
	for in, want := range map[string]Chord{
		"p": "P", "shift+p": "Shift+P", "Shift+Ctrl+z": "Ctrl+Shift+Z", " cmd + O ": "Ctrl+O", "esc": "Escape", "return": "Enter",
		"?": "?", "+": "+", "Ctrl++": "Ctrl++", "[": "[", "pgdn": "PageDown", "f5": "F5", "Shift+?": "?",
	} {
		got, err := Parse(in)
		if err != nil || got != want {
			t.Errorf("Parse(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"", "Hyper+P", "PP", "Ctrl+", "Ctrl+Nowhere"} {
		if got, err := Parse(in); err == nil {
			t.Errorf("Parse(%q) = %q, want an error", in, got)
		}
	}
}

func TestDefaultsAreSpelledWellAndNotSharedBetweenActions(t *testing.T) {
	ids, taken := map[ID]bool{}, map[Chord]ID{}
	for _, a := range Actions() {
		if ids[a.ID] {
			t.Errorf("two actions are called %s", a.ID)
		}
		ids[a.ID] = true
		if len(a.Keys) == 0 {
			t.Errorf("%s has no key", a.ID)
		}
		for _, c := range a.Keys {
			if spelled, err := Parse(string(c)); err != nil || spelled != c {
				t.Errorf("%s: %q is spelled %q (%v)", a.ID, c, spelled, err)
			}
			if other := taken[c]; other != "" {
				t.Errorf("%q belongs to %s and %s", c, other, a.ID)
			}
			taken[c] = a.ID
		}
	}
}

func TestShiftAdvancesWhereItMeansNothingElse(t *testing.T) {
	m := Default()
	for c, want := range map[Chord]struct {
		id      ID
		advance bool
	}{"P": {"pick", false}, "Shift+P": {"pick", true}, "Shift+X": {"reject", true}, "Shift+3": {"stars-3", true}, "Ctrl+Shift+Z": {"redo", false}} {
		a, advance, ok := m.Find(c)
		if !ok || a.ID != want.id || advance != want.advance {
			t.Errorf("%s does %q, advance %v", c, a.ID, advance)
		}
	}
	if a, _, ok := m.Find("Shift+G"); ok {
		t.Errorf("Shift+G does %q, though G marks nothing", a.ID)
	}
}

func TestLoadTakesOverWhatItCanAndNamesTheLinesItCannot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.yaml")
	text := "pick: K\nreject: [X, Delete]\ndance: D\nloupe: Hyper+E\nquit: []\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := Load(path, Culler)
	if err == nil || !strings.Contains(err.Error(), "line 3") || !strings.Contains(err.Error(), "line 4") {
		t.Errorf("the error %v should name lines 3 and 4", err)
	}
	for c, id := range map[Chord]ID{"K": "pick", "Delete": "reject", "E": "loupe"} {
		if a, _, _ := m.Find(c); a.ID != id {
			t.Errorf("%s does %q, want %s", c, a.ID, id)
		}
	}
	if a, _, ok := m.Find("P"); ok {
		t.Errorf("P still does %s", a.ID)
	}
	if len(m.Keys("split")) != 0 {
		t.Errorf("K was given to pick, but split still shows %v", m.Keys("split"))
	}
	if m.Key("quit") != "" {
		t.Error("quit kept its key")
	}
}

func TestTheTemplateWithoutItsMarksIsTheDefault(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config", "keys.yaml")
	if err := Default().WriteTemplate(path); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, line := range strings.Split(string(b), "\n") {
		if strings.HasPrefix(line, "#") && strings.Contains(line, ": [") {
			line = line[1:]
		}
		lines = append(lines, line)
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := Load(path, Culler)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range Actions() {
		if got := m.Keys(a.ID); len(got) != len(a.Keys) || got[0] != a.Keys[0] {
			t.Errorf("%s: %v, want %v", a.ID, got, a.Keys)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("pick: P\n")
	f.Add("pick: [P, Shift+Q]\nreject:\n")
	f.Add(Lightroom.Map().template())
	f.Fuzz(func(t *testing.T, s string) {
		m := Default()
		_ = m.read([]byte(s))
		for c, id := range m.does {
			if Of(id).ID == "" {
				t.Fatalf("%s does %q, which is no action", c, id)
			}
		}
	})
}

func TestEverySetHasAKeyForEachActionAndSharesNone(t *testing.T) {
	for _, set := range Sets() {
		m, taken := set.Map(), map[Chord]ID{}
		for _, a := range Actions() {
			if m.Key(a.ID) == "" {
				t.Errorf("%s: %s has no key", set, a.ID)
			}
			for _, c := range m.Keys(a.ID) {
				if spelled, err := Parse(string(c)); err != nil || spelled != c {
					t.Errorf("%s: %s: %q is spelled %q (%v)", set, a.ID, c, spelled, err)
				}
				if other := taken[c]; other != "" {
					t.Errorf("%s: %q belongs to %s and %s", set, c, other, a.ID)
				}
				taken[c] = a.ID
				if found, _, _ := m.Find(c); found.ID != a.ID {
					t.Errorf("%s: %q does %q, want %s", set, c, found.ID, a.ID)
				}
			}
		}
		// Shift with what marks always marks and goes on: nobody rejects a burst
		// who is used to that.
		for _, a := range Actions() {
			for _, c := range m.Keys(a.ID) {
				if got, advance, ok := m.Find("Shift+" + c); a.Marks && !c.Has("Ctrl") && !c.Has("Alt") && !c.IsSymbol() && (!ok || got.ID != a.ID || !advance) {
					t.Errorf("%s: Shift+%s does %q, advance %t", set, c, got.ID, advance)
				}
			}
		}
	}
}

func TestTheFileOfKeysComesOverTheSet(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.yaml")
	if err := os.WriteFile(path, []byte("reject: R\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := Load(path, PhotoMechanic)
	if err != nil {
		t.Fatal(err)
	}
	for c, id := range map[Chord]ID{"R": Reject, "T": ToggleFlag, "2": LabelRed, "Alt+2": Stars2} {
		if a, _, _ := m.Find(c); a.ID != id {
			t.Errorf("%s does %q, want %s", c, a.ID, id)
		}
	}
	if _, _, ok := m.Find("X"); ok {
		t.Error("X still rejects")
	}
}
