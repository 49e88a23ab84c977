package workspace_test

import (
	"slices"
	"testing"

	"culler/library"
	"culler/library/photo"
	"culler/library/store"
	"culler/scoring/board"
	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace"
)

// table is a workspace with a shoot on it and all that was said.
type table struct {
	*workspace.Workspace
	t     *testing.T
	dir   string
	db    *store.DB
	shoot *library.Shoot
	board *board.Board
	said  []string
}

// sit opens the shoot that uitest.Frames describes.
func sit(t *testing.T) *table {
	t.Helper()
	tb := &table{t: t, dir: t.TempDir(), db: uitest.Database(t)}
	uitest.Write(t, tb.dir, uitest.Frames())
	tb.open()
	return tb
}

func (tb *table) open() {
	tb.shoot = uitest.Open(tb.t, tb.dir, tb.db)
	tb.board = uitest.Board(tb.shoot, uitest.Frames())
	tb.Workspace = workspace.New(tb.shoot, tb.board)
	tb.Say = func(s string) { tb.said = append(tb.said, s) }
	tb.SetGeometry(3, 2)
}

// reopen closes the shoot and opens it again, as a restart does.
func (tb *table) reopen() {
	tb.t.Helper()
	if err := tb.shoot.Close(); err != nil {
		tb.t.Fatal(err)
	}
	tb.open()
}

// press does actions one after the other.
func (tb *table) press(ids ...keys.ID) {
	tb.t.Helper()
	for _, id := range ids {
		if !tb.Do(id, false) {
			tb.t.Fatalf("the workspace does not know %s", id)
		}
	}
}

// shows checks which photos are on top of the items, in order.
func (tb *table) shows(what string, want ...int) {
	tb.t.Helper()
	got := tops(tb.Workspace)
	if !slices.Equal(got, want) {
		tb.t.Errorf("%s: shown are %v, want %v", what, got, want)
	}
}

func (tb *table) at(what string, want int) {
	tb.t.Helper()
	if tb.Cursor() != want {
		tb.t.Errorf("%s: the cursor is on %d, want %d", what, tb.Cursor(), want)
	}
}

func (tb *table) chosen(what string, want ...int) {
	tb.t.Helper()
	if got := tb.Selection(); !slices.Equal(got, want) {
		tb.t.Errorf("%s: selected are %v, want %v", what, got, want)
	}
}

// last is the last sentence.
func (tb *table) last() string {
	if len(tb.said) == 0 {
		return ""
	}
	return tb.said[len(tb.said)-1]
}

func (tb *table) says(what, want string) {
	tb.t.Helper()
	if tb.last() != want {
		tb.t.Errorf("%s says %q, want %q", what, tb.last(), want)
	}
}

// flags are the photos of each flag.
func (tb *table) flags() (picked, rejected []int) {
	for i := range tb.Now().Len() {
		switch tb.Now().Decision(i).Flag {
		case photo.Picked:
			picked = append(picked, i)
		case photo.Rejected:
			rejected = append(rejected, i)
		}
	}
	return picked, rejected
}

func (tb *table) flagged(what string, picked, rejected []int) {
	tb.t.Helper()
	if p, r := tb.flags(); !slices.Equal(p, picked) || !slices.Equal(r, rejected) {
		tb.t.Errorf("%s: picked are %v and rejected %v, want %v and %v", what, p, r, picked, rejected)
	}
}

func tops(d *workspace.Workspace) []int {
	var out []int
	for _, it := range d.Shown().Items() {
		out = append(out, it.Photo)
	}
	return out
}

func TestBurstsAreStacksWithTheirBestFrameOnTop(t *testing.T) {
	tb := sit(t)
	tb.shows("at the beginning", 1, 4, 6, 8, 13, 14)
	tb.press(keys.FrameNext)
	tb.shows("the frame under the cursor lies on top", 3, 4, 6, 8, 13, 14)
	tb.press(keys.Last)
	tb.shows("until the cursor is elsewhere", 1, 4, 6, 8, 13, 14)
	for k, want := range []int{4, 1, 3, 3, 3, 1} {
		if got := tb.Shown().Items()[k].Stack; got != want {
			t.Errorf("item %d stands for %d frames, want %d", k, got, want)
		}
	}
	if n := tb.Now().CountBursts(); n != 4 {
		t.Errorf("%d bursts are counted, want 4", n)
	}
	// A pick takes the top, a rejected frame leaves it.
	tb.Select(2)
	tb.press(keys.Pick, keys.Last)
	tb.shows("after a pick", 2, 4, 6, 8, 13, 14)
	tb.Select(13)
	tb.press(keys.Reject, keys.First)
	tb.shows("after a reject", 2, 4, 6, 8, 12, 14)
}

func TestStacksOpenAndAreLeftOut(t *testing.T) {
	tb := sit(t)
	tb.press(keys.Last, keys.First, keys.Expand)
	tb.shows("one stack open, best first", 1, 3, 2, 0, 4, 6, 8, 13, 14)
	tb.press(keys.Expand)
	tb.press(keys.Stacks)
	tb.shows("all photos by time", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)
	tb.press(keys.SortScore)
	if got := tops(tb.Workspace)[:4]; !slices.Equal(got, []int{1, 13, 6, 5}) {
		t.Errorf("the best photos are %v", got)
	}
	tb.press(keys.Stacks, keys.SortTime, keys.SortReverse, keys.Last)
	tb.shows("turned round", 14, 13, 8, 6, 4, 1)
}

func TestTheCursorGoesWhereTheViewLooks(t *testing.T) {
	tb := sit(t)
	tb.Select(1)
	// Items in rows of three: 1 4 6 / 8 13 14.
	for _, step := range []struct {
		id   keys.ID
		want int
	}{
		{keys.Right, 4}, {keys.Down, 13}, {keys.Down, 13}, {keys.Left, 8}, {keys.Up, 1}, {keys.Up, 1}, {keys.Left, 1}, {keys.Last, 14}, {keys.Right, 14},
		{keys.First, 1}, {keys.PageDown, 14}, {keys.PageUp, 1}, {keys.BurstNext, 4}, {keys.BurstNext, 6}, {keys.BurstBefore, 4},
		// Frame by frame in the loupe, through the burst in ranked order.
		{keys.Loupe, 4}, {keys.Right, 6}, {keys.Right, 5}, {keys.Right, 7}, {keys.Right, 8}, {keys.Right, 9}, {keys.Left, 8}, {keys.Left, 7},
		{keys.Down, 8}, {keys.Down, 13}, {keys.Up, 8}, {keys.Grid, 8}, {keys.Last, 14}, {keys.Left, 13}, {keys.FrameNext, 12}, {keys.FrameNext, 11}, {keys.FrameNext, 11},
		{keys.FrameBefore, 12},
	} {
		tb.press(step.id)
		tb.at(string(step.id), step.want)
	}
}

func TestUndecidedPhotosAreFoundAlsoInStacks(t *testing.T) {
	tb := sit(t)
	tb.Select(1)
	tb.press(keys.Pick, keys.UndecidedNext)
	tb.at("next undecided", 3)
	tb.press(keys.Reject, keys.UndecidedNext, keys.Stars3, keys.UndecidedNext)
	tb.at("stars decide, too", 0)
	tb.press(keys.UndecidedBefore)
	tb.at("before it there is none", 0)
	tb.says("a search in vain", "There is no undecided photo further on.")
	tb.press(keys.LabelRed, keys.UndecidedNext)
	tb.at("a label does not decide, but the next one is further on", 4)
	tb.press(keys.UndecidedBefore)
	tb.at("so it is found again", 0)
}

func TestSelectionExtendsAndToggles(t *testing.T) {
	tb := sit(t)
	tb.Select(1)
	tb.press(keys.SelectRight, keys.SelectRight)
	tb.chosen("Shift+Right twice", 1, 4, 6)
	tb.at("the cursor follows", 6)
	tb.press(keys.SelectLeft)
	tb.chosen("and back", 1, 4)
	tb.press(keys.SelectDown)
	tb.chosen("a row down", 1, 4, 6, 8, 13)
	tb.press(keys.SelectUp)
	tb.chosen("and up", 1, 4)
	tb.press(keys.SelectNone)
	tb.chosen("select one", 4)
	tb.Toggle(8)
	tb.Toggle(14)
	tb.chosen("Ctrl adds", 4, 8, 14)
	tb.Toggle(8)
	tb.chosen("and takes out", 4, 14)
	tb.Extend(13)
	tb.chosen("Shift begins at the cursor", 13, 14)
	tb.press(keys.SelectAll)
	tb.chosen("all", 1, 4, 6, 8, 13, 14)
	tb.Select(1)
	tb.press(keys.SelectBurst)
	tb.chosen("a burst opens for it", 1, 3, 2, 0)
	tb.press(keys.Back)
	tb.chosen("Escape selects one", 1)
}

func TestAMarkActsOnWhatIsShownAsChosen(t *testing.T) {
	tb := sit(t)
	tb.Select(1)
	tb.press(keys.SelectRight, keys.Pick)
	tb.flagged("two selected", []int{1, 4}, nil)
	// A closed stack stands for its top frame.
	tb.Select(13)
	tb.press(keys.Reject)
	tb.flagged("one frame of a stack", []int{1, 4}, []int{13})
	tb.press(keys.SelectAll, keys.Loupe, keys.Stars4)
	for i := range tb.Now().Len() {
		if want := i == tb.Cursor(); (tb.Now().Decision(i).Stars == 4) != want {
			t.Errorf("in the loupe a mark acts on the photo that is seen, but photo %d has %d stars", i, tb.Now().Decision(i).Stars)
		}
	}
}

func TestMarksGoOnIfAsked(t *testing.T) {
	tb := sit(t)
	tb.Select(1)
	tb.Do(keys.Stars1, true)
	tb.at("Shift+1", 4)
	tb.press(keys.Stars2)
	tb.at("2 alone stays", 4)
	tb.press(keys.Advance)
	tb.says("Caps Lock", "Auto-advance is on: the next photo comes after each mark.")
	tb.press(keys.Stars3)
	tb.at("Caps Lock, then 3", 6)
	tb.press(keys.StarUp)
	tb.at("] counts up and stays", 6)
	if s := tb.Now().Decision(4).Stars; s != 3 {
		t.Errorf("photo 4 has %d stars", s)
	}
	tb.press(keys.KeepOnly)
	tb.at("Ctrl+Shift+P goes on to the next burst", 8)
	tb.press(keys.Last, keys.Pick)
	tb.at("the last one stays", 14)
}

func TestMarkingGoesOnUnderAFilter(t *testing.T) {
	tb := sit(t)
	tb.press(keys.Stacks, keys.FilterUndecided, keys.First)
	for _, want := range []int{1, 2, 3, 4} {
		tb.press(keys.Reject)
		tb.at("a marked photo leaves the filter and the next one follows", want)
	}
	tb.Select(14)
	tb.press(keys.Pick)
	tb.at("after the last the one before", 13)
	tb.shows("the undecided", 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)
	tb.Do(keys.Pick, true)
	tb.at("with Shift nothing is skipped", 12)
	tb.Select(5)
	tb.Do(keys.Pick, true)
	tb.at("with Shift in the middle nothing is skipped", 6)
}
