package library

import (
	"slices"
	"testing"
	"time"
)

// Grouping by scene is a step of undo, is kept, and leaves what was changed by hand.
func TestScenesAreAChangeOfTheRules(t *testing.T) {
	dir := folderOf(t, 4, time.Minute)
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db, Sidecars: off})
	check(t, s.Apart([]int{1}))
	byTime, byScene := []int{1, 1, 1, 1}, []int{3, 1}
	o := s.BurstOptions()
	o.Scenes, o.Vector = true, func(int) []float32 { return []float32{1, 0} }
	s.SetBurstOptions(o)
	if got := sizes(s); !slices.Equal(got, byScene) {
		t.Fatalf("bursts of %v, want %v", got, byScene)
	}
	what, _, err := s.Undo()
	if got := sizes(s); err != nil || what != "bursts by scene" || !slices.Equal(got, byTime) {
		t.Fatalf("undone: %q, bursts of %v (%v)", what, got, err)
	}
	_, _, err = s.Redo()
	if got := sizes(s); err != nil || !slices.Equal(got, byScene) {
		t.Fatalf("done again: bursts of %v (%v)", got, err)
	}
	check(t, s.Close())
	s = opened(t, dir, Options{Store: db, Sidecars: off})
	if o = s.BurstOptions(); !o.Scenes {
		t.Fatal("opened again, bursts are by time")
	}
	o.Vector = func(int) []float32 { return []float32{1, 0} }
	s.SetBurstOptions(o)
	if got := sizes(s); !slices.Equal(got, byScene) {
		t.Errorf("opened again: bursts of %v", got)
	}
	what, _, err = s.Undo()
	if got := sizes(s); err != nil || what != "bursts by scene" || !slices.Equal(got, byTime) {
		t.Errorf("undone in the next session: %q, bursts of %v (%v)", what, got, err)
	}
}
