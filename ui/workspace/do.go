package workspace

import "culler/library/photo"

// Do performs an action of the key map by its ID, and tells whether it is one
// of the desk's; others are the window's. advance asks for the next photo after
// a mark.
func (d *Desk) Do(id string, advance bool) bool {
	if act, ok := deeds[id]; ok {
		act(d, advance)
		return true
	}
	return false
}

func simply(f func(*Desk)) func(*Desk, bool) { return func(d *Desk, _ bool) { f(d) } }

func flags(f photo.Flag) func(*Desk, bool) { return func(d *Desk, a bool) { d.SetFlag(f, a) } }
func stars(n int) func(*Desk, bool)        { return func(d *Desk, a bool) { d.SetStars(n, a) } }
func label(l photo.Label) func(*Desk, bool) {
	return func(d *Desk, a bool) { d.SetLabel(l, a) }
}

func views(v View) func(*Desk, bool) { return simply(func(d *Desk) { d.SetView(v) }) }

func filters(change func(*Filter)) func(*Desk, bool) {
	return simply(func(d *Desk) {
		f := d.Filter()
		f.Undecided, f.Picked, f.Rejected = false, false, false
		if f.Frames == TooClose {
			f.Frames = AnyFrames
		}
		change(&f)
		d.SetFilter(f)
	})
}

func orders(o Order) func(*Desk, bool) { return simply(func(d *Desk) { d.SetOrder(o, false) }) }

var deeds = map[string]func(*Desk, bool){
	"pick": flags(photo.Picked), "reject": flags(photo.Rejected), "clear-flag": flags(photo.Unflagged),
	"stars-0": stars(0), "stars-1": stars(1), "stars-2": stars(2), "stars-3": stars(3), "stars-4": stars(4), "stars-5": stars(5),
	"star-down": simply(func(d *Desk) { d.AddStars(-1) }),
	"star-up":   simply(func(d *Desk) { d.AddStars(1) }),
	"label-red": label(photo.Red), "label-yellow": label(photo.Yellow), "label-green": label(photo.Green),
	"label-blue": label(photo.Blue), "label-purple": label(photo.Purple),
	"keep-only": simply((*Desk).KeepOnly),
	"accept":    simply((*Desk).AcceptVerdict),
	"advance": simply(func(d *Desk) {
		d.SetAdvance(!d.advance)
		if d.advance {
			d.say("The next photo follows after each mark.")
		} else {
			d.say("After a mark the photo stays.")
		}
	}),
	"undo": simply((*Desk).Undo),
	"redo": simply((*Desk).Redo),

	"left":  simply(func(d *Desk) { d.Step(-1) }),
	"right": simply(func(d *Desk) { d.Step(1) }),
	"up":    simply(func(d *Desk) { d.upDown(-1) }),
	"down":  simply(func(d *Desk) { d.upDown(1) }),

	"frame-before": simply(func(d *Desk) { d.StepFrame(-1) }), "frame-next": simply(func(d *Desk) { d.StepFrame(1) }),
	"burst-before": simply(func(d *Desk) { d.StepBurst(-1) }), "burst-next": simply(func(d *Desk) { d.StepBurst(1) }),
	"undecided-next":   simply(func(d *Desk) { d.StepUndecided(1) }),
	"undecided-before": simply(func(d *Desk) { d.StepUndecided(-1) }),
	"page-up":          simply(func(d *Desk) { d.Move(-d.columns*d.rows, false) }),
	"page-down":        simply(func(d *Desk) { d.Move(d.columns*d.rows, false) }),
	"first":            simply(func(d *Desk) { d.Move(-len(d.items), false) }),
	"last":             simply(func(d *Desk) { d.Move(len(d.items), false) }),

	"select-left":  simply(func(d *Desk) { d.Move(-1, true) }),
	"select-right": simply(func(d *Desk) { d.Move(1, true) }),
	"select-up":    simply(func(d *Desk) { d.moveRow(-1, true) }),
	"select-down":  simply(func(d *Desk) { d.moveRow(1, true) }),
	"select-all":   simply((*Desk).SelectAll),
	"select-burst": simply((*Desk).SelectBurst),
	"select-none":  simply(func(d *Desk) { d.Select(d.cursor) }),

	"grid": views(Grid), "loupe": views(Loupe), "compare": views(Compare), "survey": views(Survey),
	"toggle-loupe": simply(func(d *Desk) {
		switch {
		case d.view == Grid:
			d.SetView(Loupe)
		case d.view == Loupe && d.before != Loupe:
			d.SetView(d.before)
		default:
			d.SetView(Grid)
		}
	}),
	"back": simply(func(d *Desk) {
		if d.view == Grid {
			d.Select(d.cursor)
			return
		}
		d.SetView(Grid)
	}),
	"drop": simply((*Desk).Drop), "drop-weakest": simply((*Desk).DropWeakest),
	"stacks": simply(func(d *Desk) { d.SetStacks(!d.stacks) }),
	"expand": simply(func(d *Desk) { d.ToggleOpen(d.cursor) }),
	"runner-up": simply(func(d *Desk) {
		if d.against == TheShoot {
			d.SetAgainst(TheRunnerUp)
		} else {
			d.SetAgainst(TheShoot)
		}
	}),

	"filter-all":       filters(func(*Filter) {}),
	"filter-undecided": filters(func(f *Filter) { f.Undecided = true }),
	"filter-picked":    filters(func(f *Filter) { f.Picked = true }),
	"filter-rejected":  filters(func(f *Filter) { f.Rejected = true }),
	"filter-close":     filters(func(f *Filter) { f.Frames = TooClose }),
	"filter-clear":     simply(func(d *Desk) { d.SetFilter(Filter{}) }),

	"sort-time": orders(ByTime), "sort-name": orders(ByName), "sort-score": orders(ByScore), "sort-burst": orders(ByBurst),
	"sort-reverse": simply(func(d *Desk) { d.SetOrder(d.order, !d.reverse) }),

	"stack": simply((*Desk).Stack), "take-out": simply((*Desk).TakeOut), "split": simply((*Desk).Split),
	"merge": simply((*Desk).Merge), "forget-edits": simply((*Desk).ForgetEdits),
	"weights-reset": simply((*Desk).ResetWeights),
}

// upDown goes a row up or down in the grid and a burst in the loupe. In Compare
// up promotes the challenger, and down goes between the two.
func (d *Desk) upDown(by int) {
	switch {
	case d.view == Grid:
		d.moveRow(by, false)
	case d.view == Compare && by < 0:
		d.Promote()
	case d.view == Compare:
		d.Turn()
	case d.view == Survey:
		d.stepContest(by)
	default:
		d.StepBurst(by)
	}
}

// moveRow goes a row up or down; where there is none, it stays.
func (d *Desk) moveRow(by int, extend bool) {
	k := d.ItemOf(d.cursor)
	to := k + by*d.columns
	if last := len(d.items) - 1; by > 0 && to > last && k/d.columns < last/d.columns {
		to = last // the last row is short
	}
	if k >= 0 && to >= 0 && to < len(d.items) {
		d.goTo(d.items[to].Photo, extend)
	}
}
