package workspace_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"culler/library/photo"
	"culler/scoring/shortlist"
	"culler/ui/keys"
)

// What is suggested is decided by one key, which says how many, and undone by one;
// what was decided before stays.
func TestWhatIsSuggestedIsPickedByOneKey(t *testing.T) {
	tb := sit(t)
	l := tb.Shortlist()
	if l.On() || l.Has(1) || len(l.Photos()) != 0 {
		t.Fatal("something is suggested before it was asked for")
	}
	tb.press(keys.AcceptShortlist)
	if tb.Now().Tally().Picked != 0 {
		t.Error("what nobody asked for was picked")
	}
	tb.Select(0)
	tb.press(keys.Pick, keys.Strictness)
	first := slices.Clone(l.Photos())
	if !l.On() || len(first) == 0 || l.Has(1) || l.Has(0) {
		t.Fatalf("one of each burst is %v, with photo 0 picked before", first)
	}
	l.Ask(shortlist.Goal{Unit: shortlist.PerBurst, N: 2})
	if two := l.Photos(); len(two) <= len(first) || !l.Has(1) {
		t.Errorf("two of each burst are %v, one is %v", two, first)
	}
	if n := tb.Now().Tally().Picked; n != 1 {
		t.Errorf("by asking alone %d are picked", n)
	}
	want := slices.Clone(l.Photos())
	tb.press(keys.AcceptShortlist)
	for _, i := range append(want, 0) {
		if tb.Now().Decision(i).Flag != photo.Picked {
			t.Errorf("photo %d is not picked", i)
		}
	}
	if n := tb.Now().Tally().Picked; n != len(want)+1 || l.On() {
		t.Errorf("%d are picked, not %d; suggestions are still shown: %v", n, len(want)+1, l.On())
	}
	tb.press(keys.Undo)
	if n := tb.Now().Tally().Picked; n != 1 || tb.Now().Decision(0).Flag != photo.Picked {
		t.Errorf("taken back, %d are picked", n)
	}
}

func TestWhatIsGoneIsNotSuggested(t *testing.T) {
	tb := sit(t)
	if err := os.Remove(filepath.Join(tb.dir, "IMG_0004.jpg")); err != nil {
		t.Fatal(err)
	}
	if _, err := tb.shoot.Rescan(t.Context()); err != nil {
		t.Fatal(err)
	}
	tb.Refresh()
	tb.Shortlist().Ask(shortlist.Goal{Unit: shortlist.PerBurst, N: 1})
	if got := tb.Shortlist().Photos(); slices.Contains(got, 4) {
		t.Errorf("suggested are %v", got)
	}
}
