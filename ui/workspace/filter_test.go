package workspace_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"culler/library/photo"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/faces"
	"culler/scoring/language"
	"culler/scoring/rank"
	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace"
	"culler/ui/workspace/arrange"
	"culler/ui/workspace/snapshot"
)

func TestFiltersShowWhatTheySay(t *testing.T) {
	tb := sit(t)
	tb.press(keys.Stacks)
	for i, m := range map[int][]keys.ID{0: {keys.Reject}, 1: {keys.Pick, keys.Stars5, keys.LabelRed}, 4: {keys.Stars3}, 7: {keys.Reject, keys.Stars1}, 9: {keys.LabelBlue}, 13: {keys.Pick}} {
		tb.Select(i)
		tb.press(m...)
	}
	f := func(change func(*snapshot.Filter)) snapshot.Filter {
		var f snapshot.Filter
		change(&f)
		return f
	}
	for _, c := range []struct {
		what   string
		filter snapshot.Filter
		want   []int
	}{
		{"undecided", f(func(f *snapshot.Filter) { f.Undecided = true }), []int{2, 3, 5, 6, 8, 9, 10, 11, 12, 14}},
		{"picked", f(func(f *snapshot.Filter) { f.Picked = true }), []int{1, 13}},
		{"rejected", f(func(f *snapshot.Filter) { f.Rejected = true }), []int{0, 7}},
		{"picked or rejected", f(func(f *snapshot.Filter) { f.Picked, f.Rejected = true, true }), []int{0, 1, 7, 13}},
		{"three stars and more", f(func(f *snapshot.Filter) { f.Stars = 3 }), []int{1, 4}},
		{"red or blue", f(func(f *snapshot.Filter) { f.Labels = []photo.Label{photo.Red, photo.Blue} }), []int{1, 9}},
		{"single photos", f(func(f *snapshot.Filter) { f.Frames = snapshot.Lone }), []int{4, 14}},
		{"bursts", f(func(f *snapshot.Filter) { f.Frames = snapshot.InBurst }), []int{0, 1, 2, 3, 5, 6, 7, 11, 12, 13}},
		{"brackets", f(func(f *snapshot.Filter) { f.Frames = snapshot.InBracket }), []int{8, 9, 10}},
		{"large bursts", f(func(f *snapshot.Filter) { f.Frames = snapshot.LargeBurst }), nil},
		{"too close to call", f(func(f *snapshot.Filter) { f.Frames = snapshot.TooClose }), []int{5, 6, 7}},
		{"a camera", f(func(f *snapshot.Filter) { f.Camera = "Culler Two" }), []int{11, 12, 13, 14}},
		{"a lens", f(func(f *snapshot.Filter) { f.Lens = "35 mm" }), []int{5, 6, 7, 8, 9, 10}},
		{"a day", f(func(f *snapshot.Filter) { f.Day = "2026-05-02" }), []int{14}},
		{"words of the name", f(func(f *snapshot.Filter) { f.Text = "img 0012" }), []int{12}},
		{"two at once", f(func(f *snapshot.Filter) { f.Undecided, f.Camera = true, "Culler Two" }), []int{11, 12, 14}},
	} {
		tb.SetFilter(c.filter)
		tb.shows(c.what, c.want...)
	}
	if tb.Cursor() < 0 {
		t.Error("the cursor is lost")
	}
	tb.press(keys.FilterClear)
	if n := len(tb.Shown().Items()); n != 15 {
		t.Errorf("without a filter %d photos are shown", n)
	}
	c := tb.Now().Choices()
	if !slices.Equal(c.Cameras, []string{"Culler One", "Culler Two"}) || !slices.Equal(c.Lenses, []string{"35 mm", "50 mm"}) || !slices.Equal(c.Days, []string{"2026-05-01", "2026-05-02"}) {
		t.Errorf("to choose from are %+v", c)
	}
}

func TestPlaceAndSelectionSurviveFiltersAndOrders(t *testing.T) {
	tb := sit(t)
	tb.press(keys.Stacks)
	tb.Select(5)
	tb.Toggle(12)
	for _, id := range []keys.ID{keys.SortName, keys.SortScore, keys.SortBurst, keys.SortReverse, keys.SortTime, keys.Stacks, keys.Stacks, keys.FilterUndecided, keys.FilterAll} {
		tb.press(id)
		tb.at(string(id), 12)
		// A closed stack shows one frame as chosen: the one on top.
		if got := slices.Sorted(slices.Values(tb.Selection())); !slices.Equal(got, []int{5, 12}) && !tb.Stacks() {
			t.Errorf("%s: selected are %v", id, got)
		}
	}
	tb.press(keys.FilterPicked)
	tb.shows("none is picked")
	tb.press(keys.Pick)
	tb.flagged("where nothing is shown nothing is marked", nil, nil)
	tb.press(keys.FilterAll)
	tb.at("and the place is there again", 12)
	tb.SetFilter(snapshot.Filter{Camera: "Culler One"})
	tb.at("a hidden photo gives its place to one that is near", 10)
}

func TestAWeightKeepsThePlace(t *testing.T) {
	tb := sit(t)
	tb.press(keys.Stacks, keys.SortScore)
	tb.Select(7)
	before := tops(tb.Workspace)
	tb.Tuning().SetWeight(board.MeasureRow("sharpness"), -1)
	after := tops(tb.Workspace)
	slices.Reverse(after)
	if !slices.Equal(before, after) {
		t.Errorf("the order turned round would be %v, but is %v", before, after)
	}
	tb.at("a weight moves", 7)
	tb.press(keys.WeightsReset)
	tb.shows("reset", before...)
}

func TestSortedByHowFarTheBestFrameLeads(t *testing.T) {
	tb := sit(t)
	tb.press(keys.SortBurst)
	// Leads: burst 11-13 (4.5 before 1.8), burst 0-3 (5 before 3), the close one;
	// singles have none.
	if got := tops(tb.Workspace); !slices.Equal(got[:2], []int{13, 1}) || got[5] != 4 && got[5] != 14 {
		t.Errorf("by score in the burst: %v", got)
	}
}

// words is a model that knows two words: "sharp", which it sees in photos 4 and
// 6, and "soft".
type words struct{}

func (words) LogitScale() float64 { return 10 }

func (words) EmbedTexts(_ context.Context, texts []string) ([][]float32, error) {
	var out [][]float32
	for _, s := range texts {
		v := []float32{0, 1}
		if strings.Contains(s, "sharp") {
			v = []float32{1, 0}
		}
		out = append(out, v)
	}
	return out, nil
}

func (words) UnknownWords(text string) (unknown []string, total int) {
	for _, w := range strings.Fields(text) {
		if total++; w != "sharp" && w != "soft" {
			unknown = append(unknown, w)
		}
	}
	return unknown, total
}

func TestSortedByLikenessToWords(t *testing.T) {
	tb := sit(t)
	if err := tb.SetWords(t.Context(), "sharp"); err == nil {
		t.Error("without a model photos were sorted by words")
	}
	if err := tb.board.SetModel(t.Context(), words{}, ""); err != nil {
		t.Fatal(err)
	}
	updates := uitest.Results(tb.shoot.Photos(), uitest.Frames())
	for k := range updates {
		updates[k].Embedding = []float32{0, 1}
		if i := updates[k].Photo; i == 4 || i == 6 {
			updates[k].Embedding = []float32{1, 0}
		}
	}
	tb.board.Put(updates)
	tb.Refresh()
	if err := tb.SetWords(t.Context(), "purple prose"); err == nil {
		t.Error("unknown words were searched for")
	}
	if err := tb.SetWords(t.Context(), "sharp"); err != nil {
		t.Fatal(err)
	}
	if got := tops(tb.Workspace)[:2]; !slices.Equal(got, []int{4, 6}) || tb.Words() != "sharp" {
		t.Errorf("most alike are %v to %q", got, tb.Words())
	}
	tb.reopen()
	if o, _ := tb.Order(); o != arrange.ByTime {
		t.Errorf("after a restart the order is %s, though the likeness is forgotten", o)
	}
}

func TestARestartRestoresThePlace(t *testing.T) {
	tb := sit(t)
	tb.press(keys.Stacks, keys.SortName, keys.SortReverse, keys.RunnerUp)
	tb.SetFilter(snapshot.Filter{Camera: "Culler One", Undecided: true})
	tb.Grouping().SetGap(5e9)
	tb.Select(3)
	tb.press(keys.Stars3)
	tb.at("a rated photo leaves the undecided", 2)
	tb.Toggle(9)
	tb.press(keys.Loupe, keys.Advance)
	tb.SetView(workspace.Loupe)
	shown := tops(tb.Workspace)
	tb.reopen()
	tb.shows("after a restart", shown...)
	tb.at("after a restart", 9)
	tb.chosen("after a restart", 9, 2)
	if o, r := tb.Order(); o != arrange.ByName || !r || tb.View() != workspace.Loupe || tb.Against() != snapshot.TheRunnerUp || tb.Grouping().Gap() != 5e9 {
		t.Errorf("after a restart: by %s, turned %v, %s, against %q, gap %v", o, r, tb.View(), tb.Against(), tb.Grouping().Gap())
	}
	if tb.Now().Decision(3).Stars != 3 {
		t.Error("the stars are gone")
	}
	tb.press(keys.Back)
	if tb.View() != workspace.Grid {
		t.Errorf("Escape leads from the loupe to %s", tb.View())
	}
}

// things is a model that knows things by name: photos 4 and 6 show a barn owl.
type things struct{ words }

func (things) Meaning([]float32) language.Meaning   { return language.Meaning{} }
func (things) Shows([]float32) func([]float32) bool { return func([]float32) bool { return false } }
func (things) Subjects(picture []float32) (s []language.Subject) {
	if picture[0] == 1 {
		s = append(s, language.Subject{Name: "barn owl", Cosine: 0.9})
	}
	return s
}

func TestWhatAPhotoShowsIsToldAndFound(t *testing.T) {
	tb := sit(t)
	if err := tb.board.SetModel(t.Context(), things{}, ""); err != nil {
		t.Fatal(err)
	}
	updates := uitest.Results(tb.shoot.Photos(), uitest.Frames())
	for k := range updates {
		updates[k].Embedding = []float32{0, 1}
		if i := updates[k].Photo; i == 4 || i == 6 {
			updates[k].Embedding = []float32{1, 0}
		}
	}
	tb.board.Put(updates)
	tb.Refresh()
	if got := tb.Now().Reasons(4, tb.Against()).Subjects; !slices.Equal(got, []string{"barn owl"}) {
		t.Errorf("photo 4 shows %q", got)
	}
	if got := tb.Now().Reasons(5, tb.Against()).Subjects; len(got) > 0 {
		t.Errorf("photo 5 shows %q", got)
	}
	tb.SetStacks(false)
	tb.SetFilter(snapshot.Filter{Text: "Owl"})
	if got := tops(tb.Workspace); !slices.Equal(got, []int{4, 6}) {
		t.Errorf("found are %v", got)
	}
}

func TestFacesCanBeFilteredBy(t *testing.T) {
	tb := sit(t)
	tb.press(keys.Stacks)
	tb.Board().SetExtras([][]rank.Row{faces.Rows()})
	one, shut := faces.Reading{Pixels: 100, Eyes: faces.Open}, faces.Reading{Pixels: 90, Eyes: faces.Closed}
	for i, all := range map[int][]faces.Reading{0: nil, 1: {one}, 2: {one, shut}, 3: {one, one, one}, 4: {one, shut, one, one}, 5: {shut}} {
		tb.Board().Put([]scoring.Update{{Photo: i, Extras: [][]float64{faces.Numbers(all)}}})
	}
	tb.Refresh()
	for p, want := range map[snapshot.People][]int{
		snapshot.ClosedEyes: {2, 4, 5}, snapshot.OneFace: {1, 5}, snapshot.Groups: {3, 4}, snapshot.NoFace: {0},
	} {
		tb.SetFilter(snapshot.Filter{Faces: p})
		tb.shows(string(p), want...) // what was not searched yet is of no kind
	}
}

// No key acts on a photo, or a burst, that is not shown, but those that are about the
// whole shoot.
func TestNoKeyActsOnWhatIsNotShown(t *testing.T) {
	tb := sit(t)
	tb.judge(1)
	tb.Select(1)
	tb.SetFilter(snapshot.Filter{Rejected: true})
	for _, a := range keys.Actions() {
		switch a.Group {
		case keys.Deciding, keys.Going, keys.Bursting, keys.Looking:
			if !slices.Contains([]keys.ID{keys.Duplicates, keys.Scenes, keys.Strictness, keys.AcceptShortlist}, a.ID) {
				tb.Do(a.ID, false)
			}
		}
		if s := tb.last(); strings.Contains(s, "only one frame") || strings.Contains(s, "alone") {
			t.Errorf("%s says %q", a.Title, s)
		}
	}
	tb.SetFilter(snapshot.Filter{})
	tb.flagged("all", nil, nil)
	if edits := tb.shoot.BurstOptions().Edits; !edits.IsZero() {
		t.Errorf("bursts were changed: %v", edits)
	}
	for i := range tb.Now().Len() {
		if d := tb.Now().Decision(i); d.Stars != 0 || d.Label != photo.NoLabel || tb.Now().Photo(i).Turn != 0 {
			t.Errorf("photo %d: %v, turned %d", i, d, tb.Now().Photo(i).Turn)
		}
	}
}
