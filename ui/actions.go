package ui

import (
	"fyne.io/fyne/v2"

	"culler/ui/keys"
	"culler/ui/viewer"
	"culler/ui/workspace"
)

// press does what a chord means, and tells whether it means anything.
func (w *Window) press(c keys.Chord) bool {
	a, advance, ok := w.keys.Find(c)
	if ok {
		w.tips.Hide()
		w.do(a.ID, advance)
	}
	return ok
}

// capsLock learns from a typed letter whether Caps Lock is on; if that was not
// known and the letter marked a photo, the next photo follows now.
func (w *Window) capsLock(on bool) {
	if w.desk == nil || on == w.desk.Advances() || on == w.capsOn {
		w.capsOn = on
		return
	}
	w.capsOn = on
	w.desk.SetAdvance(on)
	if on && w.marked {
		w.desk.Advance()
	}
	w.follow()
}

// do performs an action by its ID.
func (w *Window) do(id string, advance bool) {
	w.marked = false
	if act, ok := windowDeeds[id]; ok {
		act(w)
		return
	}
	if w.desk == nil {
		return
	}
	if w.stage.pan(id) {
		w.takeKeys()
		return
	}
	if w.desk.Do(id, advance) {
		w.marked = w.isMark(id) && !advance
		if id == "weights-reset" {
			w.saveWeights()
		}
		w.follow()
	}
}

func (w *Window) isMark(id string) bool {
	for _, a := range keys.Actions() {
		if a.ID == id {
			return a.Marks
		}
	}
	return false
}

// follow shows what an action changed and scrolls to the cursor.
func (w *Window) follow() {
	w.show()
	if w.desk != nil && w.desk.View() == workspace.Grid {
		w.grid.Follow()
	}
	w.takeKeys()
}

// windowDeeds are the actions that are not the desk's.
var windowDeeds map[string]func(*Window)

func init() {
	windowDeeds = map[string]func(*Window){
		"open": (*Window).chooseFolder, "demo": (*Window).openDemo, "rescan": (*Window).rescan, "watch": (*Window).toggleWatch,
		"stop":     func(w *Window) { w.status.halt() },
		"problems": (*Window).showProblems, "export": (*Window).handOver, "quit": (*Window).quit,
		"reject-folder": (*Window).rejectsAway, "clocks": (*Window).showClocks, "settings": (*Window).showSettings,
		"accept-all": (*Window).acceptAll,
		"search":     func(w *Window) { w.filters.focus() },
		"zoom":       func(w *Window) { w.zoom() },
		"larger":     func(w *Window) { w.resize(1) },
		"smaller":    func(w *Window) { w.resize(-1) },
		"clipping":   func(w *Window) { w.stage.overlay(func(o *viewer.Overlays) { o.Clipping = !o.Clipping }) },
		"peaking":    func(w *Window) { w.stage.overlay(func(o *viewer.Overlays) { o.Peaking = !o.Peaking }) },
		"histogram":  func(w *Window) { w.stage.loupe.SetHistogram(!w.stage.loupe.Histogram()) },
		"panels": func(w *Window) {
			w.set.NoPanels = !w.set.NoPanels
			w.saveSettings()
			w.follow()
		},
		"strip": func(w *Window) {
			w.set.NoStrip = !w.set.NoStrip
			w.saveSettings()
			w.follow()
		},
		"full-screen": func(w *Window) { w.win.SetFullScreen(!w.win.FullScreen()) },
		"font-larger": func(w *Window) { w.scaleFont(1) }, "font-smaller": func(w *Window) { w.scaleFont(-1) },
		"theme": func(w *Window) {
			w.set.Light = !w.set.Light
			w.restyle()
		},
		"prompt-new":  func(w *Window) { w.editPrompt("") },
		"prompt-sets": (*Window).showSets, "models": (*Window).showModels, "taste": (*Window).showTaste,
		"cheat-sheet": (*Window).showKeys, "tour": (*Window).tour, "about": (*Window).about,
	}
}

// resize makes thumbnails larger or smaller in the grid, and zooms elsewhere.
func (w *Window) resize(by int) {
	if w.desk != nil && w.desk.View() != workspace.Grid {
		w.stage.zoomBy(by)
		return
	}
	f := float32(1.2)
	if by < 0 {
		f = 1 / f
	}
	w.grid.SetCellWidth(w.grid.CellWidth() * f)
	w.saveSettings()
	w.follow()
}

// zoom goes between 100 % and the whole picture; from the grid it opens the
// loupe first.
func (w *Window) zoom() {
	if w.desk == nil {
		return
	}
	if w.desk.View() == workspace.Grid {
		w.do("loupe", false)
	}
	w.stage.toggleZoom()
}

// tapped takes a click on a cell of the grid.
func (w *Window) tapped(k int, m fyne.KeyModifier) {
	items := w.desk.Items()
	if k < len(items) {
		w.choose(items[k].Photo, m)
	}
}

// tappedFrame takes a click on a frame of the strip.
func (w *Window) tappedFrame(i int, m fyne.KeyModifier) {
	if w.desk.ItemOf(i) < 0 {
		w.say("The filter hides this frame.")
		return
	}
	if m == 0 {
		w.desk.SelectFrame(i)
		w.follow()
		return
	}
	w.choose(i, m)
}

func (w *Window) choose(i int, m fyne.KeyModifier) {
	switch {
	case m&fyne.KeyModifierShift != 0:
		w.desk.Extend(i)
	case m&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0:
		w.desk.Toggle(i)
	default:
		w.desk.Select(i)
	}
	w.show()
	w.takeKeys()
}

// prefer asks for the photos on screen first.
func (w *Window) prefer(photos []int) {
	if w.deps.Prefer != nil {
		w.deps.Prefer(photos)
	}
}

// hint names an action and its key.
func (w *Window) hint(id string) func() string { return func() string { return w.keys.Titled(id) } }
