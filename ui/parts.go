package ui

import (
	"culler/ui/explain"
	"culler/ui/grid"
	"culler/ui/keys"
	"culler/ui/strip"
	"culler/ui/weights"
	"culler/ui/widgets"
	"culler/ui/workspace/snapshot"
)

// parts are what is seen in the window, and what takes keys where nothing of it
// does.
type parts struct {
	keyboard *keyboard
	tips     *widgets.Tips
	loader   *grid.Loader // of thumbnails
	grid     *grid.Grid
	strip    *strip.Strip
	reasons  *explain.Panel
	closeUps *closeUps
	details  *details
	weights  *weights.Panel
	filters  *filterBar
	strict   *strictness
	status   *status
	stage    *stage
	rooms    *rooms
	guide    *guide
	menu     *menuBar
	second   *second
	idle     *idle
	haste    haste
}

// makeParts makes all of it but the menu, which is the window's.
func (w *Window) makeParts() {
	w.tips, w.keyboard = widgets.NewTips(), newKeyboard(w.press, w.capsLock)
	w.makeThumbnails()
	w.reasons = explain.New(w.tips, w.hint(keys.RunnerUp), func(a snapshot.Against) {
		if w.ws != nil {
			w.ws.SetAgainst(a)
			w.refresh()
		}
	})
	w.closeUps, w.details = newCloseUps(w), newDetails(w)
	w.haste.show = w.follow
	w.idle = &idle{w: w, after: idleAfter}
	w.weights = weights.New(w.tips, weights.Actions{
		Changed: w.weighed, Edit: func(row string) { w.prompts().Edit(row) }, New: func() { w.do(keys.PromptNew, false) }, Models: func() { w.do(keys.Models, false) },
		Sets: func() { w.do(keys.PromptSets, false) }, Hint: func(id keys.ID) string { return w.keys.Titled(id) },
		Duplicates: func() { w.do(keys.Duplicates, false) },
	})
	w.filters, w.strict, w.status = newFilterBar(w), newStrictness(w), newStatus(w)
	w.stage = newStage(w)
	w.second = newSecond(w)
	w.rooms, w.guide = newRooms(w), newGuide(w)
}

// makeThumbnails makes the grid and the strip.
func (w *Window) makeThumbnails() {
	m, open := mouse{w}, func(int) { w.do(keys.Loupe, false) }
	w.loader = grid.NewLoader(w.deps.Pictures)
	w.grid = grid.NewGrid(w.loader)
	w.grid.SetCellWidth(w.set.Cell)
	w.grid.OnTap, w.grid.OnMenu, w.grid.OnOpen, w.grid.OnShown = m.cell, m.menu, open, w.prefer
	w.grid.OnMark = func(k int, change grid.Change) { m.cellMark(k, change) }
	w.grid.OnSize = func(columns, rows int) {
		if w.ws != nil {
			w.ws.SetGeometry(columns, rows)
		}
	}
	w.strip = strip.New(w.loader, w.tips, w.hint(keys.Accept), func() { w.do(keys.Accept, false) })
	w.strip.OnTap, w.strip.OnOpen = m.frame, open
	w.strip.OnMark = func(i int, change grid.Change) { m.mark(i, change) }
}
