package workspace_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"culler/ui/keys"
	"culler/ui/uitest"
)

// Photos may join bursts, at their beginning too, before the workspace looks again:
// until then the bursts are those of the photos that it knows.
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
	known := tb.Now().Len()
	for _, e := range all {
		os.Rename(filepath.Join(aside, e.Name()), filepath.Join(tb.dir, e.Name()))
	}
	if _, err := tb.shoot.Rescan(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := tb.shoot.Read(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	if tb.shoot.Len() != len(all) {
		t.Fatalf("the shoot has %d photos of %d", tb.shoot.Len(), len(all))
	}
	check := func(n int, more ...keys.ID) {
		t.Helper()
		if tb.Now().Len() != n {
			t.Fatalf("%d photos are known, want %d", tb.Now().Len(), n)
		}
		seen := map[int]bool{}
		for i := range n {
			tb.Select(i)
			for _, f := range tb.Now().Strip(tb.Cursor()).Frames {
				if f >= n {
					t.Errorf("the burst of photo %d shows photo %d, which is not known yet", i, f)
				}
				seen[f] = true
			}
			tb.press(more...)
		}
		if len(seen) != n {
			t.Errorf("bursts show %d photos of %d", len(seen), n)
		}
	}
	check(known)
	tb.Refresh()
	check(len(all), keys.SelectBurst, keys.Survey, keys.Compare, keys.Grid)
}
