package workspace

import (
	"culler/library/photo"
	"culler/ui/keys"
)

// Do performs an action of the key map by its ID, and tells whether it is one
// of the workspace's; others are the window's. advance asks for the next photo after
// a mark.
func (ws *Workspace) Do(id keys.ID, advance bool) bool {
	if act, ok := actions[id]; ok {
		act(ws, advance)
		return true
	}
	return false
}

func simply(f func(*Workspace)) func(*Workspace, bool) { return func(ws *Workspace, _ bool) { f(ws) } }

func flags(f photo.Flag) func(*Workspace, bool) {
	return func(ws *Workspace, a bool) { ws.SetFlag(f, a) }
}
func stars(n int) func(*Workspace, bool) { return func(ws *Workspace, a bool) { ws.SetStars(n, a) } }
func label(l photo.Label) func(*Workspace, bool) {
	return func(ws *Workspace, a bool) { ws.SetLabel(l, a) }
}

func views(v View) func(*Workspace, bool) { return simply(func(ws *Workspace) { ws.SetView(v) }) }

func filters(change func(*Filter)) func(*Workspace, bool) {
	return simply(func(ws *Workspace) {
		f := ws.Filter()
		f.Undecided, f.Picked, f.Rejected = false, false, false
		if f.Frames == TooClose {
			f.Frames = AnyFrames
		}
		change(&f)
		ws.SetFilter(f)
	})
}

func orders(o Order) func(*Workspace, bool) {
	return simply(func(ws *Workspace) { ws.SetOrder(o, false) })
}

var actions = map[keys.ID]func(*Workspace, bool){
	keys.Pick: flags(photo.Picked), keys.Reject: flags(photo.Rejected), keys.ClearFlag: flags(photo.Unflagged),
	keys.ToggleFlag: func(ws *Workspace, a bool) { ws.TogglePick(a) },
	keys.Stars0:     stars(0), keys.Stars1: stars(1), keys.Stars2: stars(2), keys.Stars3: stars(3), keys.Stars4: stars(4), keys.Stars5: stars(5),
	keys.StarDown: simply(func(ws *Workspace) { ws.AddStars(-1) }),
	keys.StarUp:   simply(func(ws *Workspace) { ws.AddStars(1) }),
	keys.LabelRed: label(photo.Red), keys.LabelYellow: label(photo.Yellow), keys.LabelGreen: label(photo.Green),
	keys.LabelBlue: label(photo.Blue), keys.LabelPurple: label(photo.Purple),
	keys.LabelNone: func(ws *Workspace, a bool) {
		ws.Mark(a, func(dec photo.Decision) photo.Decision { dec.Label = photo.NoLabel; return dec })
	},
	keys.TurnLeft:  simply(func(ws *Workspace) { ws.Rotate(-1) }),
	keys.TurnRight: simply(func(ws *Workspace) { ws.Rotate(1) }),
	keys.KeepOnly:  simply((*Workspace).KeepOnly),
	keys.Accept:    simply((*Workspace).AcceptVerdict),
	keys.Advance: simply(func(ws *Workspace) {
		ws.SetAdvance(!ws.advance)
		if ws.advance {
			ws.say("The next photo follows after each mark.")
		} else {
			ws.say("After a mark the photo stays.")
		}
	}),
	keys.Undo: simply((*Workspace).Undo),
	keys.Redo: simply((*Workspace).Redo),

	keys.Left:  simply(func(ws *Workspace) { ws.Step(-1) }),
	keys.Right: simply(func(ws *Workspace) { ws.Step(1) }),
	keys.Up:    simply(func(ws *Workspace) { ws.upDown(-1) }),
	keys.Down:  simply(func(ws *Workspace) { ws.upDown(1) }),

	keys.FrameBefore: simply(func(ws *Workspace) { ws.StepFrame(-1) }), keys.FrameNext: simply(func(ws *Workspace) { ws.StepFrame(1) }),
	keys.BurstBefore: simply(func(ws *Workspace) { ws.StepBurst(-1) }), keys.BurstNext: simply(func(ws *Workspace) { ws.StepBurst(1) }),
	keys.UndecidedNext:   simply(func(ws *Workspace) { ws.StepUndecided(1) }),
	keys.UndecidedBefore: simply(func(ws *Workspace) { ws.StepUndecided(-1) }),
	keys.PageUp:          simply(func(ws *Workspace) { ws.Move(-ws.columns*ws.rows, false) }),
	keys.PageDown:        simply(func(ws *Workspace) { ws.Move(ws.columns*ws.rows, false) }),
	keys.First:           simply(func(ws *Workspace) { ws.Move(-len(ws.items), false) }),
	keys.Last:            simply(func(ws *Workspace) { ws.Move(len(ws.items), false) }),

	keys.SelectLeft:  simply(func(ws *Workspace) { ws.Move(-1, true) }),
	keys.SelectRight: simply(func(ws *Workspace) { ws.Move(1, true) }),
	keys.SelectUp:    simply(func(ws *Workspace) { ws.moveRow(-1, true) }),
	keys.SelectDown:  simply(func(ws *Workspace) { ws.moveRow(1, true) }),
	keys.SelectAll:   simply((*Workspace).SelectAll),
	keys.SelectBurst: simply((*Workspace).SelectBurst),
	keys.SelectNone:  simply(func(ws *Workspace) { ws.Select(ws.cursor) }),

	keys.Grid: views(Grid), keys.Loupe: views(Loupe), keys.Compare: views(Compare), keys.Survey: views(Survey), keys.Faces: views(Faces),
	keys.ToggleLoupe: simply(func(ws *Workspace) {
		switch {
		case ws.view != Loupe:
			ws.SetView(Loupe)
		case ws.before != Loupe:
			ws.SetView(ws.before)
		default:
			ws.SetView(Grid)
		}
	}),
	keys.Back: simply(func(ws *Workspace) {
		if ws.view == Grid {
			ws.Select(ws.cursor)
			return
		}
		ws.SetView(Grid)
	}),
	keys.Drop: simply((*Workspace).Drop), keys.DropWeakest: simply((*Workspace).DropWeakest),
	keys.Stacks: simply(func(ws *Workspace) { ws.SetStacks(!ws.stacks) }),
	keys.Expand: simply(func(ws *Workspace) { ws.ToggleOpen(ws.cursor) }),
	keys.RunnerUp: simply(func(ws *Workspace) {
		if ws.against == TheShoot {
			ws.SetAgainst(TheRunnerUp)
		} else {
			ws.SetAgainst(TheShoot)
		}
	}),

	keys.FilterAll:       filters(func(*Filter) {}),
	keys.FilterUndecided: filters(func(f *Filter) { f.Undecided = true }),
	keys.FilterPicked:    filters(func(f *Filter) { f.Picked = true }),
	keys.FilterRejected:  filters(func(f *Filter) { f.Rejected = true }),
	keys.FilterClose:     filters(func(f *Filter) { f.Frames = TooClose }),
	keys.FilterClear:     simply(func(ws *Workspace) { ws.SetFilter(Filter{}) }),

	keys.SortTime: orders(ByTime), keys.SortName: orders(ByName), keys.SortScore: orders(ByScore), keys.SortBurst: orders(ByBurst),
	keys.SortReverse: simply(func(ws *Workspace) { ws.SetOrder(ws.order, !ws.reverse) }),

	keys.Stack: simply((*Workspace).Stack), keys.TakeOut: simply((*Workspace).TakeOut), keys.Split: simply((*Workspace).Split),
	keys.Merge: simply((*Workspace).Merge), keys.ForgetEdits: simply((*Workspace).ForgetEdits),
	keys.WeightsReset: simply((*Workspace).ResetWeights),
}

// upDown goes a row up or down in the grid and a burst in the loupe. In Compare
// up promotes the challenger, and down goes between the two.
func (ws *Workspace) upDown(by int) {
	switch {
	case ws.view == Grid:
		ws.moveRow(by, false)
	case ws.view == Compare && by < 0:
		ws.Promote()
	case ws.view == Compare:
		ws.Turn()
	case ws.view == Survey:
		ws.stepContest(by)
	case ws.view == Faces && len(ws.Gathering().Frames) > 1:
		ws.stepPerson(by)
	case ws.view == Faces:
		ws.stepBurstOfFaces(by)
	default:
		ws.StepBurst(by)
	}
}

// moveRow goes a row up or down; where there is none, it stays.
func (ws *Workspace) moveRow(by int, extend bool) {
	k := ws.ItemOf(ws.cursor)
	to := k + by*ws.columns
	if last := len(ws.items) - 1; by > 0 && to > last && k/ws.columns < last/ws.columns {
		to = last // the last row is short
	}
	if k >= 0 && to >= 0 && to < len(ws.items) {
		ws.goTo(ws.items[to].Photo, extend)
	}
}
