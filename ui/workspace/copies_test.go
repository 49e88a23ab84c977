package workspace_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"culler/library/copies"
	"culler/library/photo"
	"culler/scoring"
	"culler/ui/keys"
	"culler/ui/workspace"
	"culler/ui/workspace/snapshot"
)

func TestCopiesAreSeenSideBySide(t *testing.T) {
	tb := sit(t)
	tb.Grouping().ShowCopies(nil)
	tb.says("none", "There are no duplicates.")
	if tb.Now().AreCopies() {
		t.Fatal("no copies are shown")
	}
	all := tops(tb.Workspace)
	tb.Grouping().ShowCopies([]copies.Group{{Photos: []int{4, 0}, Kind: copies.Near}, {Photos: []int{9, 11, 14}, Kind: copies.SameFile}})
	tb.says("found", "2 photos exist more than once, which is 3 copies too many. Ctrl+Shift+P keeps one of each group and rejects the others; Ctrl+Shift+U goes back.")
	tb.shows("copies", 4, 9)
	if tb.Shown().Count() != 5 {
		t.Errorf("%d photos are shown, want 5", tb.Shown().Count())
	}
	tb.Select(9)
	if s := tb.Now().Strip(tb.Cursor()); !slices.Equal(s.Frames, []int{9, 11, 14}) || s.Verdict != "Equal files, 3 of them." || s.Acceptable {
		t.Errorf("the strip is %+v", s)
	}
	tb.Select(4)
	tb.press(keys.Compare)
	tb.duel("side by side", 4, 0)
	tb.press(keys.KeepOnly)
	tb.flagged("kept", []int{4}, []int{0})
	tb.press(keys.Undo)
	tb.flagged("undone", nil, nil)

	tb.press(keys.Grid)
	bursts := len(tb.shoot.Bursts())
	tb.press(keys.Merge)
	if !strings.Contains(tb.last(), "These are duplicates, not bursts") || len(tb.shoot.Bursts()) != bursts {
		t.Errorf("duplicates were merged: %q", tb.last())
	}
	tb.press(keys.Accept)
	if !strings.Contains(tb.last(), "These are duplicates, which have no verdict") {
		t.Errorf("a verdict of duplicates was accepted: %q", tb.last())
	}
	tb.flagged("no verdict", nil, nil)
	tb.press(keys.FilterClear)
	tb.shows("all filters cleared", all...)
	if tb.Now().AreCopies() {
		t.Error("the duplicates are still shown")
	}
}

// A filter shows what it lets pass of the copies, and decisions stay when they are
// left.
func TestCopiesAreFiltered(t *testing.T) {
	tb := sit(t)
	tb.Grouping().ShowCopies([]copies.Group{{Photos: []int{4, 0}}, {Photos: []int{9, 11}}})
	tb.Select(9)
	tb.press(keys.KeepOnly)
	tb.SetFilter(snapshot.Filter{Undecided: true})
	tb.shows("undecided copies", 4)
	tb.Grouping().HideCopies()
	tb.SetFilter(snapshot.Filter{Rejected: true})
	tb.shows("rejected, among all", 11)
	if tb.Now().Decision(9).Flag != photo.Picked {
		t.Error("the copy that was kept is not picked")
	}
}

// Copies lie beside each other even where bursts are no stacks.
func TestCopiesWithoutStacks(t *testing.T) {
	tb := sit(t)
	tb.press(keys.Stacks)
	tb.Grouping().ShowCopies([]copies.Group{{Photos: []int{0, 14}}, {Photos: []int{9, 11}}})
	tb.shows("all copies", 0, 14, 9, 11)
}

// Who looked at the duplicates and goes back stands where he stood, unless he went
// to a photo meanwhile.
func TestCopiesLeadBackToThePlace(t *testing.T) {
	tb := sit(t)
	groups := []copies.Group{{Photos: []int{0, 14}}, {Photos: []int{9, 11}}}
	tb.Select(5)
	tb.Grouping().ShowCopies(groups)
	tb.Grouping().HideCopies()
	tb.at("nothing was gone to", 5)
	tb.Grouping().ShowCopies(groups)
	tb.Select(9)
	tb.Grouping().HideCopies()
	tb.at("another was gone to, whose stack it is now", 8)
}

func TestScenes(t *testing.T) {
	tb := sit(t)
	vectors := map[int][]float32{4: {1, 0}, 5: {1, 0}, 6: {1, 0}, 7: {1, 0}, 0: {0, 1}, 1: {0, 1}, 2: {0, 1}, 3: {0, 1}}
	for i, v := range vectors {
		tb.board.Put([]scoring.Update{{Photo: i, Embedding: v}})
	}
	byTime := len(tb.Now().Bursts())
	if _, n := tb.Grouping().CountBy(true); n != byTime-1 {
		t.Errorf("the preview says %d groups of %d, want one less", n, byTime)
	}
	if len(tb.Now().Bursts()) != byTime || tb.Grouping().Scenes() {
		t.Error("the preview changed the bursts")
	}
	tb.Select(4)
	tb.press(keys.Scenes)
	if s := tb.Now().Strip(tb.Cursor()); len(s.Frames) != 4 || !tb.Grouping().Scenes() || len(tb.Now().Bursts()) != byTime-1 {
		t.Errorf("the scene has %d frames, and there are %d groups", len(s.Frames), len(tb.Now().Bursts()))
	}
	if !strings.HasPrefix(tb.last(), "Grouped by scene") {
		t.Errorf("it says %q", tb.last())
	}
	tb.press(keys.Undo)
	if s := tb.Now().Strip(tb.Cursor()); len(s.Frames) != 1 || tb.Grouping().Scenes() {
		t.Errorf("undone, the burst has %d frames", len(s.Frames))
	}
	tb.press(keys.Redo)
	tb.press(keys.Scenes)
	if tb.Grouping().Scenes() || len(tb.Now().Bursts()) != byTime {
		t.Errorf("by time again there are %d groups, want %d", len(tb.Now().Bursts()), byTime)
	}
}

// Where pictures are compared, a slider that is dragged waits for nothing: the last
// rules that it asked for are followed in the background, and what they were is
// known at once.
func TestRulesAreFollowedInTheBackground(t *testing.T) {
	tb := sit(t)
	for i := range tb.Now().Len() {
		tb.board.Put([]scoring.Update{{Photo: i, Embedding: []float32{1, 0}}})
	}
	var works, thens []func()
	tb.Background = func(work, then func()) { works, thens = append(works, work), append(thens, then) }
	byTime := len(tb.Now().Bursts())
	tb.Grouping().SetGap(3 * time.Second)
	if len(works) != 0 || tb.Grouping().Gap() != 3*time.Second {
		t.Error("grouping by time does not happen at once")
	}
	tb.press(keys.Scenes)
	for _, gap := range []time.Duration{4, 5, 6} {
		tb.Grouping().SetGap(gap * time.Second)
	}
	if !tb.Grouping().Scenes() || tb.Grouping().Gap() != 6*time.Second || len(tb.Now().Bursts()) != byTime || strings.HasPrefix(tb.last(), "Grouped") {
		t.Errorf("scenes %v, gap %v, %d bursts", tb.Grouping().Scenes(), tb.Grouping().Gap(), len(tb.Now().Bursts()))
	}
	undone := false
	tb.Tuning().WhenAsked(func() { undone = true })
	for n := 0; n < len(works); n++ {
		if undone {
			t.Error("Undo does not wait")
		}
		works[n]()
		thens[n]()
	}
	if len(works) != 2 || !undone {
		t.Errorf("the bursts were formed %d times, and Undo went on: %v", len(works), undone)
	}
	if o := tb.shoot.BurstOptions(); !o.Scenes || o.Gap != 6*time.Second || len(tb.Now().Bursts()) >= byTime || !strings.HasPrefix(tb.last(), "Grouped by scene") {
		t.Errorf("the rules are %+v, there are %d bursts, and it says %q", o, len(tb.Now().Bursts()), tb.last())
	}
	tb.Grouping().SetGap(7 * time.Second)
	tb.Grouping().Settle()
	if tb.shoot.BurstOptions().Gap != 7*time.Second {
		t.Error("the last rule is lost when the shoot is closed")
	}
}

func TestDuplicatesDoNotChangeWhatIsLearnedAndHandedOver(t *testing.T) {
	tb := sit(t)
	for _, i := range []int{1, 5, 13} {
		tb.SelectFrame(i)
		tb.press(keys.Pick)
	}
	taste, _ := tb.Now().Taste()
	lesson, _ := tb.Now().Lesson()(t.Context())
	best := tb.Shared(workspace.TheBest, 0)
	tb.Grouping().ShowCopies([]copies.Group{{Photos: []int{1, 6}}})
	if got, _ := tb.Now().Taste(); got.Score != taste.Score {
		t.Errorf("picks are found in %v, with duplicates shown in %v", taste.Score, got.Score)
	}
	if got, _ := tb.Now().Lesson()(t.Context()); got.Old != lesson.Old {
		t.Errorf("the weights find %v, with duplicates shown %v", lesson.Old, got.Old)
	}
	if got := tb.Shared(workspace.TheBest, 0); !slices.Equal(got, best) {
		t.Errorf("the best are %v, with duplicates shown %v", best, got)
	}
}
