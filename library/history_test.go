package library

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"culler/library/photo"
)

// The history goes on where the last session ended: decisions, bursts and what
// others note, in one order, with the place where each was made.
func TestTheHistorySurvivesARestart(t *testing.T) {
	dir, db := folderOf(t, 8, time.Second), database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db})
	s.Stand(3)
	check(t, s.Decide("", []int{3, 4}, pick))
	s.Stand(5)
	check(t, s.SplitBefore(5))
	s.Note("weight of Sharpness", Change{"weights", json.RawMessage(`1`), json.RawMessage(`2`)})
	s.Stand(-1)
	check(t, s.Decide("", []int{0}, reject))
	check(t, s.Close())

	s = opened(t, dir, Options{Store: db})
	var took []string
	s.Travelled(func(c Change) error {
		took = append(took, c.Kind+string(c.Before)+string(c.After))
		return nil
	})
	for _, want := range []struct {
		what   string
		photos []int
		stood  int
	}{{"reject of IMG_0000", []int{0}, -1}, {"weight of Sharpness", nil, 5}, {"split before IMG_0005", []int{5}, 5}, {"pick of 2 photos", []int{3, 4}, 3}} {
		what, photos, err := s.Undo()
		check(t, err)
		if what != want.what || !slices.Equal(photos, want.photos) || s.Stood() != want.stood {
			t.Errorf("undone is %q of %v at %d, want %+v", what, photos, s.Stood(), want)
		}
	}
	for i := range 8 {
		if !s.Decision(i).Same(photo.Decision{}) {
			t.Errorf("photo %d is %+v", i, s.Decision(i))
		}
	}
	if len(s.Bursts()) != 1 {
		t.Errorf("the burst is still split: %v", s.Bursts())
	}
	if !slices.Equal(took, []string{"weights21"}) {
		t.Errorf("taken back was %v", took)
	}
	check(t, s.Close())

	// What was undone can be done again after a restart, and a photo that went is
	// left out.
	check(t, os.Remove(filepath.Join(dir, "IMG_0004.jpg")))
	s = opened(t, dir, Options{Store: db})
	what, photos, err := s.Redo()
	check(t, err)
	if what != "pick of 2 photos" || !slices.Equal(photos, []int{3}) || s.Decision(3).Flag != photo.Picked {
		t.Errorf("done again is %q of %v: %+v", what, photos, s.Decision(3))
	}
}

// A drag is one step, and what cannot be taken back stays in the history.
func TestNotedStepsJoinAndMayFail(t *testing.T) {
	s := opened(t, folderOf(t, 1, time.Second), Options{})
	for _, c := range []Change{
		{"weights", json.RawMessage(`1`), json.RawMessage(`2`)},
		{"weights", json.RawMessage(`2`), json.RawMessage(`3`)},
		{"weights", json.RawMessage(`3`), json.RawMessage(`4`)},
	} {
		s.Note("weight of Sharpness", c)
	}
	s.Note("weight of Contrast", Change{"weights", json.RawMessage(`4`), json.RawMessage(`5`)})
	var got Change
	s.Travelled(func(c Change) error { got = c; return errors.New("no") })
	if _, _, err := s.Undo(); err == nil || s.CanUndo() != "weight of Contrast" {
		t.Errorf("after an error undo takes back %q (%v)", s.CanUndo(), err)
	}
	s.Travelled(func(c Change) error { got = c; return nil })
	_, _, err := s.Undo()
	check(t, err)
	_, _, err = s.Undo()
	check(t, err)
	if string(got.Before) != "4" || string(got.After) != "1" || s.CanUndo() != "" {
		t.Errorf("the drag is taken back by %s -> %s; left is %q", got.Before, got.After, s.CanUndo())
	}
	_, _, err = s.Redo()
	check(t, err)
	if string(got.Before) != "1" || string(got.After) != "4" {
		t.Errorf("and done again by %s -> %s", got.Before, got.After)
	}
}

// A long history keeps its last steps, and a step about very many photos is kept
// if it is the last.
func TestALongHistoryKeepsItsEnd(t *testing.T) {
	dir, db := folderOf(t, 3, time.Second), database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db})
	for k := range keptSteps + 20 {
		check(t, s.Decide("", []int{k % 3}, starred(k%5+1)))
	}
	check(t, s.Close())
	s = opened(t, dir, Options{Store: db})
	steps := 0
	for s.CanUndo() != "" {
		_, _, err := s.Undo()
		check(t, err)
		steps++
	}
	if steps != keptSteps {
		t.Errorf("%d steps were kept, want %d", steps, keptSteps)
	}
	many := step{before: make([]photo.Decision, keptDecisions+1), after: make([]photo.Decision, keptDecisions+1), stood: -1}
	if n := len(s.keepSteps([]step{{stood: -1}, many})); n != 1 {
		t.Errorf("of a small step and a huge one %d are kept", n)
	}
}

// Who looks at the folder alone, as cull rank does, takes nothing out of the
// history of the whole shoot.
func TestLookingTakesNothingOutOfTheHistory(t *testing.T) {
	dir, db := folderOf(t, 2, time.Second), database(t, t.TempDir())
	check(t, os.Mkdir(filepath.Join(dir, "sub"), 0o777))
	write(t, filepath.Join(dir, "sub", "z.jpg"), oriented(t, 50, 1))
	s := opened(t, dir, Options{Store: db, Recursive: true})
	check(t, s.Decide("", []int{2}, pick))
	check(t, s.Decide("", []int{0}, pick))
	check(t, s.Close())
	s = opened(t, dir, Options{Store: db, Sidecars: Sidecars{Mode: SidecarsOnExport}})
	check(t, s.Close())
	s = opened(t, dir, Options{Store: db, Recursive: true})
	s.Undo()
	if s.CanUndo() == "" {
		t.Error("the pick in the subfolder cannot be undone any more")
	}
}

// Another program writes a word into the photo's file between two sessions.
func TestTheHistoryFollowsAFileThatWasRewritten(t *testing.T) {
	dir, db := t.TempDir(), database(t, t.TempDir())
	path := filepath.Join(dir, "a.jpg")
	write(t, path, oriented(t, 1, 1))
	write(t, filepath.Join(dir, "b.jpg"), oriented(t, 2, 1))
	s := opened(t, dir, Options{Store: db})
	check(t, s.Decide("", []int{0, 1}, pick))
	check(t, s.Decide("", []int{0}, starred(3)))
	check(t, s.Close())
	b, err := os.ReadFile(path)
	check(t, err)
	write(t, path, remarked(b, "a word"))
	s = opened(t, dir, Options{Store: db})
	if s.Decision(0).Stars != 3 || s.CanUndo() != "rating with 3 stars of a" {
		t.Errorf("%+v, and undo takes back the %q", s.Decision(0), s.CanUndo())
	}
	s.Undo()
	s.Undo()
	if s.Decision(0).Flag != photo.Unflagged || s.Decision(0).Stars != 0 || s.Decision(1).Flag != photo.Unflagged {
		t.Errorf("undone, they are %+v and %+v", s.Decision(0), s.Decision(1))
	}
}

// What another version left is no history, is said once, and is replaced.
func TestAHistoryOfAnotherFormIsReplaced(t *testing.T) {
	dir, db := folderOf(t, 2, time.Second), database(t, t.TempDir())
	check(t, db.SetHistory(dir, map[string]any{"undo": 5}))
	s := opened(t, dir, Options{Store: db})
	check(t, s.Decide("", []int{0}, pick))
	if n := s.Notices(); len(n) != 1 {
		t.Errorf("it says %q", n)
	}
	check(t, s.Close())
	s = opened(t, dir, Options{Store: db})
	if s.CanUndo() == "" {
		t.Error("the pick cannot be undone")
	}
}

// A step of bursts keeps all that was changed by hand, twice: many of them would make
// every mark write megabytes.
func TestTheHistoryIsBounded(t *testing.T) {
	dir, db := folderOf(t, 300, 10*time.Second), database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db, Sidecars: Sidecars{Mode: SidecarsOff}})
	for i := 0; i < 300; i += 2 {
		check(t, s.Join([]int{i, i + 1}))
	}
	check(t, s.Close())
	var kept json.RawMessage
	if _, err := db.History(dir, &kept); err != nil || len(kept) > 1<<20 {
		t.Errorf("after 150 bursts by hand the history is %d bytes long, %v", len(kept), err)
	}
	s = opened(t, dir, Options{Store: db, Sidecars: Sidecars{Mode: SidecarsOff}})
	if s.CanUndo() == "" {
		t.Error("nothing can be undone")
	}
}
