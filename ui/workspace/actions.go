package workspace

import (
	"culler/library/photo"
	"culler/ui/keys"
	"culler/ui/workspace/arrange"
	"culler/ui/workspace/snapshot"
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
	return func(ws *Workspace, a bool) { ws.marks.SetFlag(f, a) }
}
func stars(n int) func(*Workspace, bool) {
	return func(ws *Workspace, a bool) { ws.marks.SetStars(n, a) }
}
func label(l photo.Label) func(*Workspace, bool) {
	return func(ws *Workspace, a bool) { ws.marks.SetLabel(l, a) }
}

func views(v View) func(*Workspace, bool) { return simply(func(ws *Workspace) { ws.SetView(v) }) }

func filters(change func(*snapshot.Filter)) func(*Workspace, bool) {
	return simply(func(ws *Workspace) {
		f := ws.Filter()
		f.Undecided, f.Picked, f.Rejected = false, false, false
		if f.Frames == snapshot.TooClose {
			f.Frames = snapshot.AnyFrames
		}
		change(&f)
		ws.SetFilter(f)
	})
}

func orders(o arrange.Order) func(*Workspace, bool) {
	return simply(func(ws *Workspace) { ws.SetOrder(o, false) })
}

var actions = map[keys.ID]func(*Workspace, bool){
	keys.Pick: flags(photo.Picked), keys.Reject: flags(photo.Rejected), keys.ClearFlag: flags(photo.Unflagged),
	keys.ToggleFlag: func(ws *Workspace, a bool) { ws.marks.TogglePick(a) },
	keys.Stars0:     stars(0), keys.Stars1: stars(1), keys.Stars2: stars(2), keys.Stars3: stars(3), keys.Stars4: stars(4), keys.Stars5: stars(5),
	keys.StarDown: simply(func(ws *Workspace) { ws.marks.AddStars(-1) }),
	keys.StarUp:   simply(func(ws *Workspace) { ws.marks.AddStars(1) }),
	keys.LabelRed: label(photo.Red), keys.LabelYellow: label(photo.Yellow), keys.LabelGreen: label(photo.Green),
	keys.LabelBlue: label(photo.Blue), keys.LabelPurple: label(photo.Purple),
	keys.LabelNone: func(ws *Workspace, a bool) {
		ws.marks.Mark(a, func(dec photo.Decision) photo.Decision { dec.Label = photo.NoLabel; return dec })
	},
	keys.TurnLeft:   simply(func(ws *Workspace) { ws.marks.Rotate(-1) }),
	keys.TurnRight:  simply(func(ws *Workspace) { ws.marks.Rotate(1) }),
	keys.KeepOnly:   simply(func(ws *Workspace) { ws.marks.KeepOnly() }),
	keys.Accept:     simply(func(ws *Workspace) { ws.marks.AcceptVerdict() }),
	keys.Strictness: simply(func(ws *Workspace) { ws.suggests.Toggle() }), keys.AcceptShortlist: simply(func(ws *Workspace) { ws.suggests.Accept() }),
	keys.Advance: simply(func(ws *Workspace) {
		ws.marks.SetAdvance(!ws.marks.advance)
		if ws.marks.advance {
			ws.say("Auto-advance is on: the next photo comes after each mark.")
		} else {
			ws.say("Auto-advance is off.")
		}
	}),
	keys.Undo: simply(func(ws *Workspace) { ws.marks.Undo() }),
	keys.Redo: simply(func(ws *Workspace) { ws.marks.Redo() }),

	keys.Left:  simply(func(ws *Workspace) { ws.Step(-1) }),
	keys.Right: simply(func(ws *Workspace) { ws.Step(1) }),
	keys.Up:    simply(func(ws *Workspace) { ws.upDown(-1) }),
	keys.Down:  simply(func(ws *Workspace) { ws.upDown(1) }),

	keys.FrameBefore: simply(func(ws *Workspace) { ws.StepFrame(-1) }), keys.FrameNext: simply(func(ws *Workspace) { ws.StepFrame(1) }),
	keys.BurstBefore: simply(func(ws *Workspace) { ws.StepBurst(-1) }), keys.BurstNext: simply(func(ws *Workspace) { ws.StepBurst(1) }),
	keys.UndecidedNext:   simply(func(ws *Workspace) { ws.StepUndecided(1) }),
	keys.UndecidedBefore: simply(func(ws *Workspace) { ws.StepUndecided(-1) }),
	keys.PageUp:          simply(func(ws *Workspace) { ws.Move(-ws.page.columns*ws.page.rows, false) }),
	keys.PageDown:        simply(func(ws *Workspace) { ws.Move(ws.page.columns*ws.page.rows, false) }),
	keys.First:           simply(func(ws *Workspace) { ws.Move(-len(ws.shown.Items()), false) }),
	keys.Last:            simply(func(ws *Workspace) { ws.Move(len(ws.shown.Items()), false) }),

	keys.SelectLeft:  simply(func(ws *Workspace) { ws.Move(-1, true) }),
	keys.SelectRight: simply(func(ws *Workspace) { ws.Move(1, true) }),
	keys.SelectUp:    simply(func(ws *Workspace) { ws.moveRow(-1, true) }),
	keys.SelectDown:  simply(func(ws *Workspace) { ws.moveRow(1, true) }),
	keys.SelectAll:   simply((*Workspace).SelectAll),
	keys.SelectBurst: simply((*Workspace).SelectBurst),
	keys.SelectNone:  simply(func(ws *Workspace) { ws.Select(ws.cursor.at) }),

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
			ws.Select(ws.cursor.at)
			return
		}
		ws.SetView(Grid)
	}),
	keys.Drop: simply(func(ws *Workspace) { ws.contest.Drop() }), keys.DropWeakest: simply(func(ws *Workspace) { ws.contest.DropWeakest() }),
	keys.Stacks: simply(func(ws *Workspace) { ws.SetStacks(ws.wish.Singles) }),
	keys.Expand: simply(func(ws *Workspace) { ws.ToggleOpen(ws.Cursor()) }),
	keys.RunnerUp: simply(func(ws *Workspace) {
		if ws.against == snapshot.TheShoot {
			ws.SetAgainst(snapshot.TheRunnerUp)
		} else {
			ws.SetAgainst(snapshot.TheShoot)
		}
	}),

	keys.FilterAll:       filters(func(*snapshot.Filter) {}),
	keys.FilterUndecided: filters(func(f *snapshot.Filter) { f.Undecided = true }),
	keys.FilterPicked:    filters(func(f *snapshot.Filter) { f.Picked = true }),
	keys.FilterRejected:  filters(func(f *snapshot.Filter) { f.Rejected = true }),
	keys.FilterClose:     filters(func(f *snapshot.Filter) { f.Frames = snapshot.TooClose }),
	keys.FilterClear: simply(func(ws *Workspace) {
		ws.grouping.HideCopies()
		ws.SetFilter(snapshot.Filter{})
	}),

	keys.SortTime: orders(arrange.ByTime), keys.SortName: orders(arrange.ByName), keys.SortScore: orders(arrange.ByScore), keys.SortBurst: orders(arrange.ByBurst),
	keys.SortReverse: simply(func(ws *Workspace) { ws.SetOrder(ws.wish.Order, !ws.wish.Reverse) }),

	keys.Stack: simply(func(ws *Workspace) { ws.grouping.Stack() }), keys.TakeOut: simply(func(ws *Workspace) { ws.grouping.TakeOut() }), keys.Split: simply(func(ws *Workspace) { ws.grouping.Split() }),
	keys.Merge: simply(func(ws *Workspace) { ws.grouping.Merge() }), keys.ForgetEdits: simply(func(ws *Workspace) { ws.grouping.ForgetEdits() }),
	keys.Scenes:       simply(func(ws *Workspace) { ws.grouping.SetScenes(!ws.grouping.Scenes()) }),
	keys.WeightsReset: simply(func(ws *Workspace) { ws.tuning.ResetWeights() }),
}
