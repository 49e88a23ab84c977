package profile

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"culler/prompts"
	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/scoring/learn"
	"culler/scoring/rank"
)

func weddings() Profile {
	return Profile{
		Title: "Weddings: Ana & Bo", Keys: "Lightroom", Prompts: prompts.Default(),
		Settings: board.Settings{
			Aggregation: rank.PromptsOnly, Weights: map[string]float64{"measure/sharpness": 0.5, "prompt/pleasing": -1},
			Muted: map[string]bool{"prompt/depth": true, "prompt/noise": false}, Solo: map[string]bool{"prompt/pleasing": true}, FaultsOff: []judge.Fault{judge.EyesClosed},
		},
		Taste: &learn.Taste{Model: "m", Direction: learn.Direction{0.6, -0.8}, Within: 0.1, Weight: 0.7, Bursts: 40, Likes: []string{"airy"}},
	}
}

func TestAProfileIsReadAsItWasWritten(t *testing.T) {
	for _, want := range []Profile{weddings(), {Title: "Plain", Prompts: prompts.Default()}} {
		var b bytes.Buffer
		if err := want.Write(&b); err != nil {
			t.Fatal(err)
		}
		got, err := Parse(&b, "x.yaml")
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v\nis read as %+v, %v", want, got, err)
		}
	}
}

func TestWhatIsNoProfileIsRefused(t *testing.T) {
	var b bytes.Buffer
	if err := weddings().Write(&b); err != nil {
		t.Fatal(err)
	}
	good := b.String()
	for says, text := range map[string]string{
		"empty":                "",
		"culler_profile":       strings.Replace(good, "culler_profile: 1", "culler_profile: 2", 1),
		"must be -2 to 2":      strings.Replace(good, "sharpness: 0.5", "sharpness: .nan", 1),
		"needs a name":         strings.Replace(good, "title: 'Weddings: Ana & Bo'", "title: ' '", 1),
		"the taste varies":     strings.Replace(good, "within: 0.1", "within: 0", 1),
		"no fault \"of mine\"": strings.Replace(good, "eyes closed", "of mine", 1),
		"not found in type":    good + "more: 1\n",
		"too large":            good + strings.Repeat("#", 1<<20),
	} {
		if text == good {
			t.Fatalf("nothing was changed for %q", says)
		}
		if _, err := Parse(strings.NewReader(text), "x.yaml"); err == nil || !strings.Contains(err.Error(), says) || !strings.HasPrefix(err.Error(), "x.yaml: ") {
			t.Errorf("%s: %v", says, err)
		}
	}
}

func TestProfilesOnTheShelf(t *testing.T) {
	s := Shelf{filepath.Join(t.TempDir(), "profiles")}
	if list, err := s.List(); len(list) != 0 || err != nil {
		t.Fatal(list, err)
	}
	p := weddings()
	for _, title := range []string{"Birds", "a/../b: x?", "AUX", p.Title, "birds"} { // the last one over the first
		p.Title = title
		if err := s.Save(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(s.Dir, "mine.yaml"), []byte("culler_profile: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := s.List()
	var titles, problems []string
	for _, e := range list {
		if filepath.Dir(e.Path) != s.Dir {
			t.Errorf("%s lies outside", e.Path)
		}
		if titles = append(titles, e.Title); e.Problem != "" {
			problems = append(problems, e.Problem)
		}
	}
	if err != nil || len(list) != 5 || len(problems) != 1 || !strings.Contains(strings.Join(titles, "|"), "birds") || strings.Contains(strings.Join(titles, "|"), "Birds") {
		t.Errorf("%q, %q, %v", titles, problems, err)
	}
	if got, err := s.Load("BIRDS"); err != nil || got.Title != "birds" || got.Taste == nil {
		t.Errorf("%+v, %v", got, err)
	}
	if err := s.Remove("birds"); err != nil {
		t.Error(err)
	}
	for _, err := range []error{s.Remove("birds"), func() error { _, err := s.Load("birds"); return err }()} {
		if err == nil || !strings.Contains(err.Error(), `there is no profile "birds"`) {
			t.Error(err)
		}
	}
}

func FuzzParse(f *testing.F) {
	var b bytes.Buffer
	if err := weddings().Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("culler_profile: 1\ntitle: x\nprompts: ''\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := Parse(bytes.NewReader(text), "x")
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := p.Write(&b); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		if again, err := Parse(&b, "x"); err != nil || again.Title != p.Title || len(again.Prompts.Prompts) != len(p.Prompts.Prompts) {
			t.Fatalf("%+v is read as %+v, %v", p, again, err)
		}
	})
}
