package workspace_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"culler/library"
	"culler/ui/keys"
	"culler/ui/uitest"
)

// Photos may join bursts, at their beginning too, before the workspace hears of
// them: until then the bursts are those of the photos that it knows.
func TestBurstsWithPhotosThatAreNotKnownYet(t *testing.T) {
	tb := sit(t)
	all, err := os.ReadDir(tb.dir)
	if err != nil {
		t.Fatal(err)
	}
	aside := t.TempDir()
	for k := range all { // every other photo comes later
		if k%2 == 0 || k < 3 {
			if err := os.Rename(filepath.Join(tb.dir, all[k].Name()), filepath.Join(aside, all[k].Name())); err != nil {
				t.Fatal(err)
			}
		}
	}
	tb.db = uitest.Database(t)
	tb.open()
	known := tb.Len()
	for _, e := range all {
		os.Rename(filepath.Join(aside, e.Name()), filepath.Join(tb.dir, e.Name()))
	}
	if _, err := tb.shoot.Rescan(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := tb.shoot.Read(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	tb.Heard(library.Event{Kind: library.Grouped})
	tb.Refresh()
	if tb.Len() != known || tb.shoot.Len() != len(all) {
		t.Fatalf("%d photos are known, of %d", tb.Len(), tb.shoot.Len())
	}
	seen := map[int]bool{}
	for i := range known {
		tb.Select(i)
		for _, f := range tb.Strip().Frames {
			if f >= known {
				t.Errorf("the burst of photo %d shows photo %d, which is not known yet", i, f)
			}
			seen[f] = true
		}
		tb.press(keys.SelectBurst, keys.Survey, keys.Compare, keys.Grid)
	}
	if len(seen) != known {
		t.Errorf("bursts show %d photos of %d", len(seen), known)
	}
}
