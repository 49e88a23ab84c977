package ui

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"culler/library"
	"culler/library/copies"
	"culler/library/photo"
	"culler/scoring"
	"culler/scoring/board"
	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace"
	"culler/ui/workspace/arrange"
	"culler/ui/workspace/snapshot"
)

// stroke says what an action of the cheat sheet must change.
type stroke struct {
	at    int       // the photo under the cursor before; 0 stands for 1
	first []keys.ID // actions done before, by their IDs
	set   func(s *screen)
	fresh bool // it changes the window for good, so it gets one of its own
	// holds is false before the key and true after it.
	holds func(s *screen) bool
}

// strokes has an entry for each action. Photos are those of uitest.Frames.
func strokes() map[keys.ID]stroke {
	flag := func(i int, f photo.Flag) func(*screen) bool {
		return func(s *screen) bool { return s.ws.Now().Decision(i).Flag == f }
	}
	stars := func(n int) func(*screen) bool {
		return func(s *screen) bool { return s.ws.Now().Decision(1).Stars == n }
	}
	label := func(l photo.Label) stroke {
		return stroke{holds: func(s *screen) bool { return s.ws.Now().Decision(1).Label == l }}
	}
	rated := func(n int) stroke { return stroke{holds: stars(n)} }
	kept := func(s *screen) bool {
		for i, f := range []photo.Flag{photo.Rejected, photo.Picked, photo.Rejected, photo.Rejected} {
			if s.ws.Now().Decision(i).Flag != f {
				return false
			}
		}
		return true
	}
	at := func(i int) func(*screen) bool { return func(s *screen) bool { return s.ws.Cursor() == i } }
	view := func(v workspace.View) func(*screen) bool { return func(s *screen) bool { return s.ws.View() == v } }
	dialog := stroke{holds: func(s *screen) bool { return s.dialog() }}
	selected := func(photos ...int) func(*screen) bool {
		return func(s *screen) bool { return slices.Equal(s.ws.Selection(), photos) }
	}
	filter := func(of func(snapshot.Filter) bool) func(*screen) bool {
		return func(s *screen) bool { return of(s.ws.Filter()) }
	}
	order := func(o arrange.Order) func(*screen) bool {
		return func(s *screen) bool { is, _ := s.ws.Order(); return is == o }
	}
	burst := func(i int, photos ...int) func(*screen) bool {
		return func(s *screen) bool {
			return slices.Equal(s.ws.Shoot().Bursts()[s.ws.Shoot().BurstOf(i)].Photos, photos)
		}
	}
	cells := func(is func(now, was float32) bool) stroke {
		was := float32(0)
		return stroke{set: func(s *screen) { was = s.grid.CellWidth() }, holds: func(s *screen) bool { return is(s.grid.CellWidth(), was) }}
	}
	return map[keys.ID]stroke{
		keys.Pick: {holds: flag(1, photo.Picked)}, keys.Reject: {holds: flag(1, photo.Rejected)},
		keys.ClearFlag:  {first: []keys.ID{keys.Pick}, holds: flag(1, photo.Unflagged)},
		keys.ToggleFlag: {holds: flag(1, photo.Picked)}, keys.LabelNone: {first: []keys.ID{keys.LabelRed}, holds: func(s *screen) bool { return s.ws.Now().Decision(1).Label == photo.NoLabel }},
		keys.Stars0: {first: []keys.ID{keys.Stars3}, holds: stars(0)},
		keys.Stars1: rated(1), keys.Stars2: rated(2), keys.Stars3: rated(3), keys.Stars4: rated(4), keys.Stars5: rated(5),
		keys.StarDown: {first: []keys.ID{keys.Stars3}, holds: stars(2)}, keys.StarUp: {first: []keys.ID{keys.Stars3}, holds: stars(4)},
		keys.TurnLeft:  {holds: func(s *screen) bool { return s.ws.Now().Decision(1).Orientation == 8 && s.ws.Now().Photo(1).Turn == 8 }},
		keys.TurnRight: {holds: func(s *screen) bool { return s.ws.Now().Decision(1).Orientation == 6 && s.ws.Now().Photo(1).Turn == 6 }},
		keys.LabelRed:  label(photo.Red), keys.LabelYellow: label(photo.Yellow), keys.LabelGreen: label(photo.Green), keys.LabelBlue: label(photo.Blue),
		keys.LabelPurple: label(photo.Purple),
		keys.KeepOnly:    {holds: kept},
		keys.Accept:      {holds: func(s *screen) bool { return kept(s) && s.ws.Cursor() == 4 }},
		keys.AcceptAll: {holds: func(s *screen) bool {
			// The count is said first; Enter agrees.
			if !s.dialog() || flag(1, photo.Unflagged)(s) == false {
				return false
			}
			s.press("Enter")
			return kept(s) && flag(13, photo.Picked)(s) && !s.dialog()
		}},
		keys.Strictness: {fresh: true, holds: func(s *screen) bool {
			return s.strict.object.Visible() && s.ws.Shortlist().Has(1) && flag(1, photo.Unflagged)(s)
		}},
		keys.AcceptShortlist: {fresh: true, first: []keys.ID{keys.Strictness}, holds: func(s *screen) bool {
			return flag(1, photo.Picked)(s) && flag(13, photo.Picked)(s) && flag(0, photo.Unflagged)(s) && !s.strict.object.Visible()
		}},
		keys.Advance: {holds: func(s *screen) bool { return s.ws.Marks().Advances() }},
		keys.Undo:    {first: []keys.ID{keys.Pick}, holds: flag(1, photo.Unflagged)},
		keys.Redo:    {first: []keys.ID{keys.Pick, keys.Undo}, holds: flag(1, photo.Picked)},

		keys.Left: {at: 4, holds: at(1)}, keys.Right: {holds: at(4)},
		keys.Up:          {at: 14, holds: func(s *screen) bool { return s.ws.Shown().ItemOf(s.ws.Cursor()) < 4 }},
		keys.Down:        {holds: func(s *screen) bool { return s.ws.Shown().ItemOf(s.ws.Cursor()) > 1 }},
		keys.FrameBefore: {at: 3, holds: at(1)}, keys.FrameNext: {holds: at(3)},
		keys.BurstBefore: {at: 4, holds: at(1)}, keys.BurstNext: {at: 3, holds: at(4)},
		keys.UndecidedNext: {first: []keys.ID{keys.Pick}, holds: at(3)}, keys.UndecidedBefore: {at: 4, holds: at(0)},
		keys.PageUp: {at: 14, holds: at(1)}, keys.PageDown: {holds: at(14)}, keys.First: {at: 14, holds: at(1)}, keys.Last: {holds: at(14)},

		keys.Grid: {first: []keys.ID{keys.Loupe}, holds: view(workspace.Grid)}, keys.Loupe: {holds: view(workspace.Loupe)},
		keys.Compare: {holds: view(workspace.Compare)}, keys.Survey: {holds: view(workspace.Survey)}, keys.Faces: {holds: view(workspace.Faces)}, keys.ToggleLoupe: {holds: view(workspace.Loupe)}, keys.Closer: {holds: view(workspace.Loupe)},
		keys.Back:     {first: []keys.ID{keys.Survey}, holds: view(workspace.Grid)},
		keys.Zoom:     {holds: func(s *screen) bool { return view(workspace.Loupe)(s) && s.stage.loupe.Place().Zoom == 1 }},
		keys.Larger:   cells(func(now, was float32) bool { return now > was }),
		keys.Smaller:  cells(func(now, was float32) bool { return now < was }),
		keys.Clipping: {fresh: true, holds: func(s *screen) bool { return s.stage.loupe.Overlays().Clipping }},
		keys.Peaking:  {fresh: true, holds: func(s *screen) bool { return s.stage.loupe.Overlays().Peaking }},
		keys.Histogram: {fresh: true, first: []keys.ID{keys.Loupe}, holds: func(s *screen) bool {
			return s.stage.loupe.Histogram()
		}},
		keys.Drop:        {first: []keys.ID{keys.Survey}, holds: func(s *screen) bool { return slices.Equal(s.ws.Contest().Field(), []int{3, 2, 0}) }},
		keys.DropWeakest: {first: []keys.ID{keys.Survey}, holds: func(s *screen) bool { return slices.Equal(s.ws.Contest().Field(), []int{1, 3, 2}) }},
		keys.Stacks:      {holds: func(s *screen) bool { return !s.ws.Stacks() && len(s.ws.Shown().Items()) == 15 }},
		keys.Expand:      {holds: func(s *screen) bool { return len(s.ws.Shown().Items()) == 9 }},
		keys.RunnerUp: {holds: func(s *screen) bool {
			return s.reasons.Sentence() == "1.08 ahead of IMG_0003." || s.ws.Against() == snapshot.TheRunnerUp
		}},
		keys.Second: {fresh: true, holds: func(s *screen) bool { return s.second != nil && s.second.open && s.set.Second }},
		keys.Details: {fresh: true, holds: func(s *screen) bool {
			return s.details.object.Visible() && !s.reasons.Visible() && len(s.details.form.Objects) > 4
		}},
		keys.Panels:     {fresh: true, holds: func(s *screen) bool { return !s.rooms.across.Open() }},
		keys.Strip:      {fresh: true, holds: func(s *screen) bool { return !s.rooms.below.Open() }},
		keys.FullScreen: {fresh: true, holds: func(s *screen) bool { return s.win.FullScreen() }},

		keys.SelectLeft: {at: 4, holds: selected(1, 4)}, keys.SelectRight: {holds: selected(1, 4)},
		keys.SelectUp:   {at: 14, holds: func(s *screen) bool { return len(s.ws.Selection()) > 2 && s.ws.Selected(14) }},
		keys.SelectDown: {holds: func(s *screen) bool { return len(s.ws.Selection()) > 2 && s.ws.Selected(1) }},
		keys.SelectAll:  {holds: selected(1, 4, 6, 8, 13, 14)}, keys.SelectBurst: {holds: selected(1, 3, 2, 0)},
		keys.SelectNone: {first: []keys.ID{keys.SelectAll}, holds: selected(1)},
		keys.Search:     {holds: func(s *screen) bool { return s.win.Canvas().Focused() == s.filters.text }},

		keys.FilterAll:       {first: []keys.ID{keys.FilterUndecided}, holds: filter(func(f snapshot.Filter) bool { return !f.Undecided })},
		keys.FilterUndecided: {holds: filter(func(f snapshot.Filter) bool { return f.Undecided })},
		keys.FilterPicked:    {holds: filter(func(f snapshot.Filter) bool { return f.Picked })},
		keys.FilterRejected:  {holds: filter(func(f snapshot.Filter) bool { return f.Rejected })},
		keys.FilterClose:     {holds: func(s *screen) bool { return len(s.ws.Shown().Items()) == 1 && s.ws.Shown().Items()[0].Stack == 3 }},
		keys.FilterClear: {set: func(s *screen) { s.ws.SetFilter(snapshot.Filter{Camera: "Culler One", Stars: 2}) },
			holds: filter(snapshot.Filter.IsZero)},
		keys.SortTime: {first: []keys.ID{keys.SortName}, holds: order(arrange.ByTime)}, keys.SortName: {holds: order(arrange.ByName)},
		keys.SortScore: {holds: order(arrange.ByScore)}, keys.SortBurst: {holds: order(arrange.ByBurst)},
		keys.SortReverse: {holds: func(s *screen) bool { _, turned := s.ws.Order(); return turned }},

		keys.Stack:   {at: 4, first: []keys.ID{keys.SelectRight}, holds: burst(4, 4, 5, 6, 7)},
		keys.TakeOut: {holds: burst(1, 1)}, keys.Split: {at: 2, holds: burst(2, 2, 3)}, keys.Merge: {holds: burst(1, 0, 1, 2, 3, 4)},
		keys.ForgetEdits: {at: 2, first: []keys.ID{keys.Split}, holds: burst(2, 0, 1, 2, 3)},

		keys.Scenes: {fresh: true, holds: func(s *screen) bool { return s.ws.Grouping().Scenes() }},
		keys.Duplicates: {set: func(s *screen) {
			s.Window.deps.Copies = func(context.Context, *library.Shoot, func(done, total int)) ([]copies.Group, error) {
				return []copies.Group{{Photos: []int{1, 4}, Kind: copies.Near}}, nil
			}
		}, holds: func(s *screen) bool { return s.ws.Now().AreCopies() && len(s.ws.Shown().Items()) == 1 && !s.busy() }},

		keys.PromptNew: dialog, keys.PromptSets: dialog, keys.Models: dialog, keys.Taste: dialog, keys.Learn: dialog, keys.LearnTaste: dialog, keys.Profiles: dialog,
		keys.WeightsReset: {set: func(s *screen) { s.ws.Tuning().SetWeight(board.MeasureRow("sharpness"), 0.2) }, holds: func(s *screen) bool {
			w := s.ws.Now().Weights()
			return w[slices.IndexFunc(w, func(w snapshot.Weight) bool { return w.ID == board.MeasureRow("sharpness") })].Weight == 1
		}},

		keys.Open: dialog, keys.Export: dialog, keys.Settings: dialog, keys.Clocks: dialog, keys.CheatSheet: dialog, keys.Tour: {fresh: true, holds: func(s *screen) bool { return s.guide.says() != "" }}, keys.About: dialog,
		keys.RejectFolder: {first: []keys.ID{keys.Reject}, holds: func(s *screen) bool { return s.dialog() }},
		keys.Watch:        {fresh: true, holds: func(s *screen) bool { return !s.set.NoWatch }},
		keys.Stop:         {set: func(s *screen) { s.status.start("A long task", s.status.end) }, holds: func(s *screen) bool { return !s.busy() }},
		keys.Demo:         {fresh: true, holds: func(s *screen) bool { return s.ws != nil && filepath.Base(s.ws.Shoot().Folder()) == "demo" }},
		keys.Rescan: {fresh: true, set: func(s *screen) { uitest.Write(s.t, s.folder, append(uitest.Frames(), uitest.Frame{Name: "NEW"})) },
			holds: func(s *screen) bool { return s.ws.Now().Len() == 16 }},
		keys.ShowInFolder: {set: func(s *screen) {
			s.Window.deps.Reveal = func(path string) error { fyne.Do(func() { s.say("shown is " + filepath.Base(path)) }); return nil }
		}, holds: func(s *screen) bool { return s.notice() == "shown is IMG_0001.jpg" }},
		keys.OpenIn: {set: func(s *screen) {
			s.Window.deps.OpenIn = func(program string, paths []string) error { s.say(fmt.Sprint(program, len(paths))); return nil }
			s.set.Editors = []string{"gimp"}
		}, holds: func(s *screen) bool { return s.notice() == "gimp1" }},
		keys.CopyPath: {holds: func(s *screen) bool { return strings.HasSuffix(s.app.Clipboard().Content(), "IMG_0001.jpg") }},
		keys.Problems: {set: func(s *screen) {
			s.ws.Board().Put([]scoring.Update{{Photo: 4, Err: errors.New("it is torn"), Measures: []float64{math.NaN()}}})
			s.refresh()
		}, holds: func(s *screen) bool { return s.dialog() }},
		keys.FontLarger: {fresh: true, holds: func(s *screen) bool { return s.set.Scale > 1 }}, keys.FontSmaller: {fresh: true, holds: func(s *screen) bool { return s.set.Scale < 1 }},
		keys.Theme: {fresh: true, holds: func(s *screen) bool { return s.set.Light }},
		keys.Quit:  {fresh: true, holds: func(s *screen) bool { return s.closed }},
	}
}

// Every key of the cheat sheet is pressed in a window, and what it is there for
// must happen.
func TestEveryKeyOfTheCheatSheet(t *testing.T) {
	all := strokes()
	shared := onScreen(t, uitest.Frames())
	var fresh []keys.Action
	for _, a := range keys.Actions() {
		k, ok := all[a.ID]
		switch {
		case !ok:
			t.Errorf("the action %q of the cheat sheet has no test: add it to strokes", a.ID)
		case k.fresh:
			fresh = append(fresh, a)
		default:
			tryKeys(t, a, k, func(t *testing.T) *screen { shared.again(t); return shared })
		}
	}
	for _, a := range fresh {
		tryKeys(t, a, all[a.ID], func(t *testing.T) *screen { return onScreen(t, uitest.Frames()) })
	}
	for _, a := range keys.Actions() {
		delete(all, a.ID)
	}
	for id := range all {
		t.Errorf("%s has a test and is no action", id)
	}
}

// tryKeys presses each key of an action on a screen of its own.
func tryKeys(t *testing.T, a keys.Action, k stroke, on func(*testing.T) *screen) {
	for _, c := range a.Keys {
		t.Run(string(a.ID)+" "+string(c), func(t *testing.T) {
			s := on(t)
			s.ws.Select(max(k.at, 1))
			for _, id := range k.first {
				s.do(id, false)
			}
			if k.set != nil {
				k.set(s)
			}
			s.show()
			s.takeKeys()
			if k.holds(s) {
				t.Fatal("what the key is to bring about was so before")
			}
			s.press(c)
			s.app.Wait(t, string(c)+" did its work", func() bool { return k.holds(s) })
		})
	}
}

// again opens the shoot anew, as if nothing had been done.
func (s *screen) again(t testing.TB) {
	s.t = t
	for s.boxes.Len() > 0 {
		s.boxes.Top().Close()
	}
	for s.win.Canvas().Overlays().Top() != nil {
		s.win.Canvas().Overlays().Remove(s.win.Canvas().Overlays().Top())
	}
	s.ws.Tuning().ResetWeights()
	s.open(s.folder)
	s.takeKeys()
}
