package backend

import (
	"math"
	"path/filepath"
	"slices"
	"testing"

	"culler/library/setting"
	"culler/prompts"
	"culler/scoring/board"
	"culler/scoring/learn"
)

// Changing to another profile and back, each counts as it did, by prompts,
// weights, taste and keys; and so it does in another house.
func TestProfilesCountAsTheyDid(t *testing.T) {
	h := house(t, t.TempDir(), Options{})
	s, b := shoot(t, h)
	score(t, h, s, b)
	set := func(key string, v any) {
		t.Helper()
		if err := h.Store.SetSetting(key, v); err != nil {
			t.Fatal(err)
		}
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	scores := func() []float64 {
		t.Helper()
		do(h.Retune(t.Context(), b))
		return slices.Clone(b.Ranking().Scores())
	}
	near := func(a, b []float64) bool {
		return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) < 1e-9 })
	}
	plain := scores()
	do(h.AddProfile("Birds"))

	mine := prompts.Default()
	mine.ID, mine.Title = "weddings", "Weddings"
	mine.Prompts = mine.Prompts[:3]
	if _, err := h.Prompts.Save(mine); err != nil {
		t.Fatal(err)
	}
	set(setting.Prompts, mine.ID)
	set(setting.Weights, board.Settings{Weights: map[string]float64{"measure/sharpness": 0.25, learn.TasteRow: 1}})
	set(setting.Window, map[string]any{"keySet": "Lightroom", "width": 900})
	do(h.SetTaste(b, &learn.Taste{Model: b.ModelKey(), Direction: b.Vector(1), Within: 0.1, Weight: 1, Bursts: 30}))
	weddings := scores()
	do(h.AddProfile("Weddings"))

	if near(plain, weddings) {
		t.Fatal("both profiles give the same scores")
	}
	file := filepath.Join(t.TempDir(), "weddings.yaml")
	do(h.ExportProfile("weddings", file))
	do(h.AddProfile("Third"))
	set(setting.Prompts, "")
	set(setting.Weights, board.Settings{})
	set(setting.Window, map[string]any{"keySet": "", "width": 900})
	do(h.SetTaste(b, nil))
	if got := scores(); !near(got, plain) {
		t.Errorf("the third profile scores %v, not %v", got, plain)
	}
	do(h.UseProfile("Weddings"))
	if got := scores(); !near(got, weddings) {
		t.Errorf("weddings score %v, not %v", got, weddings)
	}
	var window map[string]any
	if _, err := h.Store.Setting(setting.Window, &window); err != nil || window["keySet"] != "Lightroom" || window["width"] != 900. {
		t.Errorf("%v, %v", window, err)
	}
	if now, err := h.Profile(); now != "Weddings" || err != nil {
		t.Errorf("%q, %v", now, err)
	}
	do(h.UseProfile("third"))
	if got := scores(); !near(got, plain) {
		t.Errorf("going back gives %v, not %v", got, plain)
	}
	do(h.UseProfile("")) // what counted before the first was named
	if got := scores(); !near(got, plain) {
		t.Errorf("what counted before scores %v, not %v", got, plain)
	}
	do(h.UseProfile("third"))
	for _, title := range []string{"Third", "nothing"} {
		if h.RemoveProfile(title) == nil {
			t.Errorf("%s could be removed", title)
		}
	}
	if h.AddProfile("birds") == nil || h.UseProfile("nothing") == nil {
		t.Error("a name is given twice, or what is not there is used")
	}

	other := house(t, t.TempDir(), Options{})
	s2, b2 := shoot(t, other)
	score(t, other, s2, b2)
	for _, want := range []string{"Weddings", "Weddings 2"} {
		if title, err := other.ImportProfile(file); err != nil || title != want {
			t.Fatalf("%q, %v", title, err)
		}
	}
	do(other.UseProfile("Weddings"))
	do(other.Retune(t.Context(), b2))
	if got := b2.Ranking().Scores(); !near(got, weddings) {
		t.Errorf("in another house weddings score %v, not %v", got, weddings)
	}
}

// A profile that came from elsewhere under the name that unnamed settings get is
// neither written over when it is changed to nor when another one goes out.
func TestAnImportedProfileOfTheUsualNameStays(t *testing.T) {
	from := house(t, t.TempDir(), Options{})
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	do(from.Store.SetSetting(setting.Weights, board.Settings{Weights: map[string]float64{"measure/sharpness": 1.5}}))
	do(from.AddProfile("Birds")) // what counted before is "My own"
	file := filepath.Join(t.TempDir(), "mine.yaml")
	do(from.ExportProfile("My own", file))

	h := house(t, t.TempDir(), Options{})
	title, err := h.ImportProfile(file)
	do(err)
	holds := func() {
		t.Helper()
		if p, err := h.Profiles.Load(title); err != nil || title != "My own" || p.Settings.Weights["measure/sharpness"] != 1.5 {
			t.Errorf("%s says %+v, %v", title, p.Settings, err)
		}
	}
	do(h.ExportProfile(title, filepath.Join(t.TempDir(), "out.yaml")))
	holds()
	do(h.UseProfile(title))
	holds()
}
