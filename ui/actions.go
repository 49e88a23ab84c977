package ui

import (
	"time"

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
		w.idle.touch()
		w.tips.Hide()
		w.do(a.ID, advance)
		w.haste.answered = time.Now()
	}
	return ok
}

// caps is what is known of Caps Lock, with which the next photo follows after a
// mark.
type caps struct {
	on     bool // what it was found to be the last time
	marked bool // the last action marked a photo and stayed on it
}

// capsLock learns from a typed letter whether Caps Lock is on; if that was not
// known and the letter marked a photo, the next photo follows now.
func (w *Window) capsLock(on bool) {
	if w.ws == nil || w.set.Advance || on == w.ws.Marks().Advances() || on == w.caps.on {
		w.caps.on = on
		return
	}
	w.caps.on = on
	w.ws.Marks().SetAdvance(on)
	if on && w.caps.marked {
		w.ws.Marks().Advance()
	}
	w.follow()
}

// do performs an action by its ID.
func (w *Window) do(id keys.ID, advance bool) {
	w.caps.marked = false
	if act, ok := windowActions[id]; ok {
		w.haste.settle()
		act(w)
		return
	}
	if w.ws == nil {
		return
	}
	if id == keys.Back && w.rooms.alone {
		w.rooms.fullScreen() // Escape leaves it, and stays at the photo
		return
	}
	if w.stage.pans(id) {
		w.haste.settle()
	}
	if w.stage.pan(id) {
		w.takeKeys()
		return
	}
	if ws := w.ws; id == keys.Undo || id == keys.Redo {
		ws.Tuning().WhenAsked(func() {
			if w.ws == ws {
				w.work(id, advance)
			}
		})
		return
	}
	w.work(id, advance)
}

// work performs an action of the workspace and shows what came of it.
func (w *Window) work(id keys.ID, advance bool) {
	if w.ws.Do(id, advance) {
		w.caps.marked = keys.Of(id).Marks && !advance
		if id == keys.WeightsReset || id == keys.Undo || id == keys.Redo { // which may change weights
			w.kept.weightsSoon()
		}
		w.haste.changed()
	}
}

// follow shows what an action changed and scrolls to the cursor. Keys go to the
// photos again.
func (w *Window) follow() {
	w.reveal()
	w.takeKeys()
}

// reveal is follow for what comes by itself: who types meanwhile goes on typing.
func (w *Window) reveal() {
	w.show()
	if w.ws != nil && w.ws.View() == workspace.Grid {
		w.grid.Follow()
	}
}

// windowActions are the actions that are not the workspace's.
var windowActions map[keys.ID]func(*Window)

func init() {
	windowActions = map[keys.ID]func(*Window){
		keys.Open: func(w *Window) { w.opening.choose() }, keys.Demo: func(w *Window) { w.opening.demo() }, keys.Rescan: func(w *Window) { w.watch.rescan() }, keys.Watch: func(w *Window) { w.watch.toggle() },
		keys.Stop:     func(w *Window) { w.status.halt() },
		keys.Problems: dialog(dialogs.Problems), keys.Export: func(w *Window) { w.handOver().Open() }, keys.Quit: (*Window).Quit,
		keys.RejectFolder: func(w *Window) { w.handOver().Rejects() }, keys.Clocks: dialog(dialogs.Clocks), keys.Settings: func(w *Window) { dialogs.Settings(host{w}, preferences{w}.now(), preferences{w}.use) },
		keys.AcceptAll: dialog(dialogs.AcceptAll), keys.Duplicates: func(w *Window) { w.duplicates.toggle() },
		keys.ShowInFolder: func(w *Window) { elsewhere{w}.showInFolder() }, keys.OpenIn: func(w *Window) { elsewhere{w}.openInEditor() }, keys.CopyPath: func(w *Window) { elsewhere{w}.copyPath() },
		keys.Search:    func(w *Window) { w.filters.focus() },
		keys.Zoom:      func(w *Window) { w.stage.zoom() },
		keys.Closer:    func(w *Window) { w.stage.closer() },
		keys.Larger:    func(w *Window) { w.stage.resize(1) },
		keys.Smaller:   func(w *Window) { w.stage.resize(-1) },
		keys.Clipping:  func(w *Window) { w.stage.overlay(func(o *viewer.Overlays) { o.Clipping = !o.Clipping }) },
		keys.Peaking:   func(w *Window) { w.stage.overlay(func(o *viewer.Overlays) { o.Peaking = !o.Peaking }) },
		keys.Histogram: func(w *Window) { w.stage.loupe.SetHistogram(!w.stage.loupe.Histogram()) },
		keys.Details:   func(w *Window) { w.rooms.toggleDetails() },
		keys.Panels: func(w *Window) {
			w.set.NoPanels = !w.set.NoPanels
			w.kept.look()
			w.follow()
		},
		keys.Strip: func(w *Window) {
			w.set.NoStrip = !w.set.NoStrip
			w.kept.look()
			w.follow()
		},
		keys.FullScreen: func(w *Window) { w.rooms.fullScreen() }, keys.Second: func(w *Window) { w.second.toggle() },
		keys.FontLarger: func(w *Window) { preferences{w}.scaleFont(1) }, keys.FontSmaller: func(w *Window) { preferences{w}.scaleFont(-1) },
		keys.Theme: func(w *Window) {
			w.set.Light = !w.set.Light
			preferences{w}.restyle()
		},
		keys.PromptNew:  func(w *Window) { w.prompts().Edit("") },
		keys.PromptSets: func(w *Window) { w.prompts().Sets() }, keys.Models: func(w *Window) { w.models.Open() }, keys.Taste: dialog(dialogs.Taste), keys.Learn: func(w *Window) { dialogs.Lesson(host{w}, w.kept.weightsSoon) },
		keys.LearnTaste: func(w *Window) { w.taste().Learn() },
		keys.Profiles:   func(w *Window) { w.profiles().Open() },
		keys.CheatSheet: func(w *Window) { dialogs.CheatSheet(host{w}, w.keys, w.deps.KeysFile) }, keys.Tour: (*Window).tour,
		keys.About: func(w *Window) {
			dialogs.About(host{w}, dialogs.Facts{Version: w.deps.Version, Places: w.deps.Places, Model: w.deps.Model})
		},
	}
}

// dialog opens a dialog over the window.
func dialog(open func(dialogs.Host)) func(*Window) { return func(w *Window) { open(host{w}) } }

// prefer asks for the photos on screen first.
func (w *Window) prefer(photos []int) {
	if w.deps.Prefer != nil {
		w.deps.Prefer(photos)
	}
}

// hint names an action and its key.
func (w *Window) hint(id keys.ID) func() string { return func() string { return w.keys.Titled(id) } }
