package workspace

import (
	"slices"

	"culler/library/photo"
)

// Move goes some items on, and selects what it meets if extend is set.
func (ws *Workspace) Move(by int, extend bool) {
	if n := len(ws.shown.Items()); n > 0 {
		ws.goTo(min(max(ws.shown.ItemNear(ws.cursor.at)+by, 0), n-1), extend)
	}
}

// moveRow goes a row up or down; where there is none, it stays.
func (ws *Workspace) moveRow(by int, extend bool) {
	k, last := ws.shown.ItemOf(ws.cursor.at), len(ws.shown.Items())-1
	to := k + by*ws.page.columns
	if by > 0 && to > last && k/ws.page.columns < last/ws.page.columns {
		to = last // the last row is short
	}
	if k >= 0 && to >= 0 && to <= last {
		ws.goTo(to, extend)
	}
}

// goTo goes to the item at a place.
func (ws *Workspace) goTo(k int, extend bool) {
	if i := ws.shown.Items()[k].Photo; extend {
		ws.Extend(i)
	} else {
		ws.Select(i)
	}
}

// upDown goes a row up or down in the grid and a burst in the loupe. In Compare
// up promotes the challenger, and down goes between the two.
func (ws *Workspace) upDown(by int) {
	switch {
	case ws.view == Grid:
		ws.moveRow(by, false)
	case ws.view == Compare && by < 0:
		ws.contest.Promote()
	case ws.view == Compare:
		ws.contest.Turn()
	case ws.view == Survey:
		ws.contest.step(by)
	case ws.view == Faces && len(ws.faces.Gathering().Frames) > 1:
		ws.faces.stepPerson(by)
	case ws.view == Faces:
		ws.faces.stepBurst(by)
	default:
		ws.StepBurst(by)
	}
}

// Step goes to the next photo (by 1) or the one before (by -1) as the view
// goes through them: item by item in the grid, frame by frame elsewhere.
func (ws *Workspace) Step(by int) {
	switch ws.view {
	case Grid:
		ws.Move(by, false)
	case Compare, Survey:
		ws.contest.step(by)
	case Faces:
		ws.faces.step(by)
	default:
		if i, ok := ws.shown.Walk(ws.cursor.at, by); ok {
			ws.Select(i)
		}
	}
}

// StepFrame goes to another frame of the burst, in ranked order.
func (ws *Workspace) StepFrame(by int) {
	frames := ws.now.Strip(ws.Cursor()).Frames
	if at := slices.Index(frames, ws.cursor.at) + by; at >= 0 && at < len(frames) {
		ws.SelectFrame(frames[at])
	}
}

// StepBurst goes to the top frame of the next burst (by 1) or the one before.
func (ws *Workspace) StepBurst(by int) {
	if i := ws.shown.NextBurst(ws.cursor.at, by); i >= 0 {
		ws.Select(i)
	}
}

// StepUndecided goes to the next photo, or the one before, that has neither
// flag nor stars. In a closed stack any frame counts.
func (ws *Workspace) StepUndecided(by int) {
	for i, ok := ws.shown.Walk(ws.cursor.at, by); ok; i, ok = ws.shown.Walk(i, by) {
		if dec := ws.now.Decision(i); dec.Flag == photo.Unflagged && dec.Stars == 0 {
			ws.Select(i)
			return
		}
	}
	ws.say("There is no undecided photo further on.")
}
