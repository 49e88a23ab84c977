package ui

import (
	"fyne.io/fyne/v2"

	"culler/library/photo"
	"culler/ui/dialogs"
	"culler/ui/keys"
	"culler/ui/viewer"
	"culler/ui/workspace"
)

// press does what a chord means, and tells whether it means anything.
func (w *Window) press(c keys.Chord) bool {
	if c == "Escape" && w.guide.end() {
		return true
	}
	a, advance, ok := w.keys.Find(c)
	if ok {
		if w.deps.KeyPressed != nil {
			w.deps.KeyPressed()
		}
		w.tips.Hide()
		w.do(a.ID, advance)
	}
	return ok
}

// capsLock learns from a typed letter whether Caps Lock is on; if that was not
// known and the letter marked a photo, the next photo follows now.
func (w *Window) capsLock(on bool) {
	if w.ws == nil || w.set.Advance || on == w.ws.Advances() || on == w.capsOn {
		w.capsOn = on
		return
	}
	w.capsOn = on
	w.ws.SetAdvance(on)
	if on && w.marked {
		w.ws.Advance()
	}
	w.follow()
}

// do performs an action by its ID.
func (w *Window) do(id keys.ID, advance bool) {
	w.marked = false
	if act, ok := windowActions[id]; ok {
		act(w)
		return
	}
	if w.ws == nil {
		return
	}
	if id == keys.Back && w.rooms.alone {
		w.fullScreen() // Escape leaves it, and stays at the photo
		return
	}
	if w.stage.pan(id) {
		w.takeKeys()
		return
	}
	if w.ws.Do(id, advance) {
		w.marked = keys.Of(id).Marks && !advance
		if id == keys.WeightsReset || id == keys.Undo || id == keys.Redo { // which may change weights
			w.saveWeights()
		}
		w.follow()
	}
}

// follow shows what an action changed and scrolls to the cursor.
func (w *Window) follow() {
	w.show()
	if w.ws != nil && w.ws.View() == workspace.Grid {
		w.grid.Follow()
	}
	w.takeKeys()
}

// windowActions are the actions that are not the workspace's.
var windowActions map[keys.ID]func(*Window)

func init() {
	windowActions = map[keys.ID]func(*Window){
		keys.Open: (*Window).chooseFolder, keys.Demo: (*Window).openDemo, keys.Rescan: (*Window).rescan, keys.Watch: (*Window).toggleWatch,
		keys.Stop:     func(w *Window) { w.status.halt() },
		keys.Problems: dialog(dialogs.Problems), keys.Export: func(w *Window) { w.handOver().Open() }, keys.Quit: (*Window).quit,
		keys.RejectFolder: func(w *Window) { w.handOver().Rejects() }, keys.Clocks: dialog(dialogs.Clocks), keys.Settings: func(w *Window) { dialogs.Settings(host{w}, w.preferences(), w.usePreferences) },
		keys.AcceptAll:    dialog(dialogs.AcceptAll),
		keys.ShowInFolder: (*Window).showInFolder, keys.OpenIn: (*Window).openInEditor, keys.CopyPath: (*Window).copyPath,
		keys.Search:    func(w *Window) { w.filters.focus() },
		keys.Zoom:      func(w *Window) { w.zoom() },
		keys.Closer:    (*Window).closer,
		keys.Larger:    func(w *Window) { w.resize(1) },
		keys.Smaller:   func(w *Window) { w.resize(-1) },
		keys.Clipping:  func(w *Window) { w.stage.overlay(func(o *viewer.Overlays) { o.Clipping = !o.Clipping }) },
		keys.Peaking:   func(w *Window) { w.stage.overlay(func(o *viewer.Overlays) { o.Peaking = !o.Peaking }) },
		keys.Histogram: func(w *Window) { w.stage.loupe.SetHistogram(!w.stage.loupe.Histogram()) },
		keys.Details:   (*Window).toggleDetails,
		keys.Panels: func(w *Window) {
			w.set.NoPanels = !w.set.NoPanels
			w.saveSettings()
			w.follow()
		},
		keys.Strip: func(w *Window) {
			w.set.NoStrip = !w.set.NoStrip
			w.saveSettings()
			w.follow()
		},
		keys.FullScreen: (*Window).fullScreen, keys.Second: (*Window).toggleSecond,
		keys.FontLarger: func(w *Window) { w.scaleFont(1) }, keys.FontSmaller: func(w *Window) { w.scaleFont(-1) },
		keys.Theme: func(w *Window) {
			w.set.Light = !w.set.Light
			w.restyle()
		},
		keys.PromptNew:  func(w *Window) { w.prompts().Edit("") },
		keys.PromptSets: func(w *Window) { w.prompts().Sets() }, keys.Models: func(w *Window) { w.models.Open() }, keys.Taste: dialog(dialogs.Taste), keys.Learn: func(w *Window) { dialogs.Lesson(host{w}, w.saveWeights) },
		keys.CheatSheet: func(w *Window) { dialogs.CheatSheet(host{w}, w.keys, w.deps.KeysFile) }, keys.Tour: (*Window).tour,
		keys.About: func(w *Window) {
			dialogs.About(host{w}, dialogs.Facts{Version: w.deps.Version, Places: w.deps.Places, Model: w.deps.Model})
		},
	}
}

// dialog opens a dialog over the window.
func dialog(open func(dialogs.Host)) func(*Window) { return func(w *Window) { open(host{w}) } }

// resize makes thumbnails larger or smaller in the grid, and zooms elsewhere.
func (w *Window) resize(by int) {
	f := float32(1.2)
	if by < 0 {
		f = 1 / f
	}
	if w.ws != nil && w.ws.View() == workspace.Faces {
		w.stage.people.sheet.SetEdge(w.stage.people.sheet.Edge() * f)
		return
	}
	if w.ws != nil && w.ws.View() != workspace.Grid {
		w.stage.zoomBy(by)
		return
	}
	w.grid.SetCellWidth(w.grid.CellWidth() * f)
	w.saveSettings()
	w.follow()
}

// zoom goes between 100 % and the whole picture; from the grid it opens the
// loupe first.
func (w *Window) zoom() {
	if w.ws == nil {
		return
	}
	switch w.ws.View() {
	case workspace.Faces:
		w.closeTo()
		return
	case workspace.Grid:
		w.do(keys.Loupe, false)
	}
	w.stage.toggleZoom()
}

// closer opens the photo; where it is open, it goes between 100 % and the whole.
func (w *Window) closer() {
	switch {
	case w.ws == nil:
	case w.ws.View() == workspace.Grid:
		w.do(keys.Loupe, false)
	case w.ws.View() == workspace.Faces:
		w.closeTo()
	default:
		w.stage.toggleZoom()
	}
}

// tapped takes a click on a cell of the grid.
func (w *Window) tapped(k int, m fyne.KeyModifier) {
	items := w.ws.Items()
	if k < len(items) {
		w.choose(items[k].Photo, m)
	}
}

// tappedFrame takes a click on a frame of the strip.
func (w *Window) tappedFrame(i int, m fyne.KeyModifier) {
	if w.ws.ItemOf(i) < 0 {
		w.say("The filter hides this frame.")
		return
	}
	if m == 0 {
		w.ws.SelectFrame(i)
		w.follow()
		return
	}
	w.choose(i, m)
}

// mark does what a click on a photo's flag, star or label says.
func (w *Window) mark(i int, change func(photo.Decision) photo.Decision) {
	if w.ws.ItemOf(i) < 0 {
		w.say("The filter hides this frame.")
		return
	}
	w.ws.MarkPhoto(i, change)
	w.show()
	w.takeKeys()
}

func (w *Window) choose(i int, m fyne.KeyModifier) {
	switch {
	case m&fyne.KeyModifierShift != 0:
		w.ws.Extend(i)
	case m&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0:
		w.ws.Toggle(i)
	default:
		w.ws.Select(i)
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
func (w *Window) hint(id keys.ID) func() string { return func() string { return w.keys.Titled(id) } }
