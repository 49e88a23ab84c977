package ui

import (
	"errors"
	"math"
	"slices"
	"testing"

	"culler/library/photo"
	"culler/scoring"
	"culler/ui/keys"
	"culler/ui/uitest"
	"culler/ui/workspace"
)

// stroke says what an action of the cheat sheet must change.
type stroke struct {
	at    int      // the photo under the cursor before; 0 stands for 1
	first []string // actions done before, by their IDs
	set   func(s *screen)
	fresh bool // it changes the window for good, so it gets one of its own
	// holds is false before the key and true after it.
	holds func(s *screen) bool
}

// strokes has an entry for each action. Photos are those of uitest.Frames.
func strokes() map[string]stroke {
	flag := func(i int, f photo.Flag) func(*screen) bool {
		return func(s *screen) bool { return s.desk.Decision(i).Flag == f }
	}
	stars := func(n int) func(*screen) bool { return func(s *screen) bool { return s.desk.Decision(1).Stars == n } }
	label := func(l photo.Label) stroke {
		return stroke{holds: func(s *screen) bool { return s.desk.Decision(1).Label == l }}
	}
	rated := func(n int) stroke { return stroke{holds: stars(n)} }
	kept := func(s *screen) bool {
		for i, f := range []photo.Flag{photo.Rejected, photo.Picked, photo.Rejected, photo.Rejected} {
			if s.desk.Decision(i).Flag != f {
				return false
			}
		}
		return true
	}
	at := func(i int) func(*screen) bool { return func(s *screen) bool { return s.desk.Cursor() == i } }
	view := func(v workspace.View) func(*screen) bool { return func(s *screen) bool { return s.desk.View() == v } }
	dialog := stroke{holds: func(s *screen) bool { return s.dialog() }}
	selected := func(photos ...int) func(*screen) bool {
		return func(s *screen) bool { return slices.Equal(s.desk.Selection(), photos) }
	}
	filter := func(of func(workspace.Filter) bool) func(*screen) bool {
		return func(s *screen) bool { return of(s.desk.Filter()) }
	}
	order := func(o workspace.Order) func(*screen) bool {
		return func(s *screen) bool { is, _ := s.desk.Order(); return is == o }
	}
	burst := func(i int, photos ...int) func(*screen) bool {
		return func(s *screen) bool {
			return slices.Equal(s.desk.Shoot().Bursts()[s.desk.Shoot().BurstOf(i)].Photos, photos)
		}
	}
	cells := func(is func(now, was float32) bool) stroke {
		was := float32(0)
		return stroke{set: func(s *screen) { was = s.grid.CellWidth() }, holds: func(s *screen) bool { return is(s.grid.CellWidth(), was) }}
	}
	return map[string]stroke{
		"pick": {holds: flag(1, photo.Picked)}, "reject": {holds: flag(1, photo.Rejected)},
		"clear-flag": {first: []string{"pick"}, holds: flag(1, photo.Unflagged)},
		"stars-0":    {first: []string{"stars-3"}, holds: stars(0)},
		"stars-1":    rated(1), "stars-2": rated(2), "stars-3": rated(3), "stars-4": rated(4), "stars-5": rated(5),
		"star-down": {first: []string{"stars-3"}, holds: stars(2)}, "star-up": {first: []string{"stars-3"}, holds: stars(4)},
		"label-red": label(photo.Red), "label-yellow": label(photo.Yellow), "label-green": label(photo.Green), "label-blue": label(photo.Blue),
		"label-purple": label(photo.Purple),
		"keep-only":    {holds: kept},
		"accept":       {holds: func(s *screen) bool { return kept(s) && s.desk.Cursor() == 4 }},
		"accept-all": {holds: func(s *screen) bool {
			// The count is said first; Enter agrees.
			if !s.dialog() || flag(1, photo.Unflagged)(s) == false {
				return false
			}
			s.press("Enter")
			return kept(s) && flag(13, photo.Picked)(s) && !s.dialog()
		}},
		"advance": {holds: func(s *screen) bool { return s.desk.Advances() }},
		"undo":    {first: []string{"pick"}, holds: flag(1, photo.Unflagged)},
		"redo":    {first: []string{"pick", "undo"}, holds: flag(1, photo.Picked)},

		"left": {at: 4, holds: at(1)}, "right": {holds: at(4)},
		"up":           {at: 14, holds: func(s *screen) bool { return s.desk.ItemOf(s.desk.Cursor()) < 4 }},
		"down":         {holds: func(s *screen) bool { return s.desk.ItemOf(s.desk.Cursor()) > 1 }},
		"frame-before": {at: 3, holds: at(1)}, "frame-next": {holds: at(3)},
		"burst-before": {at: 4, holds: at(1)}, "burst-next": {at: 3, holds: at(4)},
		"undecided-next": {first: []string{"pick"}, holds: at(3)}, "undecided-before": {at: 4, holds: at(0)},
		"page-up": {at: 14, holds: at(1)}, "page-down": {holds: at(14)}, "first": {at: 14, holds: at(1)}, "last": {holds: at(14)},

		"grid": {first: []string{"loupe"}, holds: view(workspace.Grid)}, "loupe": {holds: view(workspace.Loupe)},
		"compare": {holds: view(workspace.Compare)}, "survey": {holds: view(workspace.Survey)}, "toggle-loupe": {holds: view(workspace.Loupe)},
		"back":     {first: []string{"survey"}, holds: view(workspace.Grid)},
		"zoom":     {holds: func(s *screen) bool { return view(workspace.Loupe)(s) && s.stage.loupe.Place().Zoom == 1 }},
		"larger":   cells(func(now, was float32) bool { return now > was }),
		"smaller":  cells(func(now, was float32) bool { return now < was }),
		"clipping": {fresh: true, holds: func(s *screen) bool { return s.stage.loupe.Overlays().Clipping }},
		"peaking":  {fresh: true, holds: func(s *screen) bool { return s.stage.loupe.Overlays().Peaking }},
		"histogram": {fresh: true, first: []string{"loupe"}, holds: func(s *screen) bool {
			return s.stage.loupe.Histogram()
		}},
		"drop":         {first: []string{"survey"}, holds: func(s *screen) bool { return slices.Equal(s.desk.Field(), []int{3, 2, 0}) }},
		"drop-weakest": {first: []string{"survey"}, holds: func(s *screen) bool { return slices.Equal(s.desk.Field(), []int{1, 3, 2}) }},
		"stacks":       {holds: func(s *screen) bool { return !s.desk.Stacks() && len(s.desk.Items()) == 15 }},
		"expand":       {holds: func(s *screen) bool { return len(s.desk.Items()) == 9 }},
		"runner-up": {holds: func(s *screen) bool {
			return s.reasons.Sentence() == "1.08 ahead of IMG_0003." || s.desk.Against() == workspace.TheRunnerUp
		}},
		"panels":      {fresh: true, holds: func(s *screen) bool { return s.body.Objects[0] != s.across }},
		"strip":       {fresh: true, holds: func(s *screen) bool { return s.across.Leading != s.below }},
		"full-screen": {fresh: true, holds: func(s *screen) bool { return s.win.FullScreen() }},

		"select-left": {at: 4, holds: selected(1, 4)}, "select-right": {holds: selected(1, 4)},
		"select-up":   {at: 14, holds: func(s *screen) bool { return len(s.desk.Selection()) > 2 && s.desk.Selected(14) }},
		"select-down": {holds: func(s *screen) bool { return len(s.desk.Selection()) > 2 && s.desk.Selected(1) }},
		"select-all":  {holds: selected(1, 4, 6, 8, 13, 14)}, "select-burst": {holds: selected(1, 3, 2, 0)},
		"select-none": {first: []string{"select-all"}, holds: selected(1)},
		"search":      {holds: func(s *screen) bool { return s.win.Canvas().Focused() == s.filters.text }},

		"filter-all":       {first: []string{"filter-undecided"}, holds: filter(func(f workspace.Filter) bool { return !f.Undecided })},
		"filter-undecided": {holds: filter(func(f workspace.Filter) bool { return f.Undecided })},
		"filter-picked":    {holds: filter(func(f workspace.Filter) bool { return f.Picked })},
		"filter-rejected":  {holds: filter(func(f workspace.Filter) bool { return f.Rejected })},
		"filter-close":     {holds: func(s *screen) bool { return len(s.desk.Items()) == 1 && s.desk.Items()[0].Stack == 3 }},
		"filter-clear": {set: func(s *screen) { s.desk.SetFilter(workspace.Filter{Camera: "Culler One", Stars: 2}) },
			holds: filter(workspace.Filter.IsZero)},
		"sort-time": {first: []string{"sort-name"}, holds: order(workspace.ByTime)}, "sort-name": {holds: order(workspace.ByName)},
		"sort-score": {holds: order(workspace.ByScore)}, "sort-burst": {holds: order(workspace.ByBurst)},
		"sort-reverse": {holds: func(s *screen) bool { _, turned := s.desk.Order(); return turned }},

		"stack":    {at: 4, first: []string{"select-right"}, holds: burst(4, 4, 5, 6, 7)},
		"take-out": {holds: burst(1, 1)}, "split": {at: 2, holds: burst(2, 2, 3)}, "merge": {holds: burst(1, 0, 1, 2, 3, 4)},
		"forget-edits": {at: 2, first: []string{"split"}, holds: burst(2, 0, 1, 2, 3)},

		"prompt-new": dialog, "prompt-sets": dialog, "models": dialog, "taste": dialog,
		"weights-reset": {set: func(s *screen) { s.desk.SetWeight(scoring.MeasureRow("sharpness"), 0.2) }, holds: func(s *screen) bool {
			w := s.desk.Weights()
			return w[slices.IndexFunc(w, func(w workspace.Weight) bool { return w.ID == scoring.MeasureRow("sharpness") })].Weight == 1
		}},

		"open": dialog, "export": dialog, "settings": dialog, "clocks": dialog, "cheat-sheet": dialog, "tour": dialog, "about": dialog,
		"reject-folder": {first: []string{"reject"}, holds: func(s *screen) bool { return s.dialog() }},
		"watch":         {fresh: true, holds: func(s *screen) bool { return !s.set.NoWatch }},
		"stop":          {set: func(s *screen) { s.status.start("A long task", s.status.end) }, holds: func(s *screen) bool { return !s.busy() }},
		"demo":          {fresh: true, holds: func(s *screen) bool { return s.desk != nil && base(s.desk.Shoot().Folder()) == "demo" }},
		"rescan": {fresh: true, set: func(s *screen) { uitest.Write(s.t, s.folder, append(uitest.Frames(), uitest.Frame{Name: "NEW"})) },
			holds: func(s *screen) bool { return s.desk.Len() == 16 }},
		"problems": {set: func(s *screen) {
			s.desk.Board().Put([]scoring.Update{{Photo: 4, Err: errors.New("it is torn"), Measures: []float64{math.NaN()}}})
			s.refresh()
		}, holds: func(s *screen) bool { return s.dialog() }},
		"font-larger": {fresh: true, holds: func(s *screen) bool { return s.set.Scale > 1 }}, "font-smaller": {fresh: true, holds: func(s *screen) bool { return s.set.Scale < 1 }},
		"theme": {fresh: true, holds: func(s *screen) bool { return s.set.Light }},
		"quit":  {fresh: true, holds: func(s *screen) bool { return s.closed }},
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
		t.Run(a.ID+" "+string(c), func(t *testing.T) {
			s := on(t)
			s.desk.Select(max(k.at, 1))
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
	for len(s.boxes) > 0 {
		s.boxes[len(s.boxes)-1].close()
	}
	for s.win.Canvas().Overlays().Top() != nil {
		s.win.Canvas().Overlays().Remove(s.win.Canvas().Overlays().Top())
	}
	s.desk.ResetWeights()
	s.open(s.folder)
	s.takeKeys()
}
