package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"culler/ui/theme"
	"culler/ui/widgets"
	"culler/ui/workspace"
)

// rooms are the parts of the window: the stage over the strip, the panel beside
// them, and the bars above and below. Panels have sizes of their own; the photo
// gets the rest. In full screen a photo is alone.
type rooms struct {
	w      *Window
	side   *widgets.Dock // reasons over weights
	below  *widgets.Dock // stage over strip
	across *widgets.Dock // all that beside the side
	bars   [2]fyne.CanvasObject
	object fyne.CanvasObject
	alone  bool // the photo has the window for itself, without a menu
}

// The least sizes of the panels, before the font scale.
const (
	leastSide    = 260
	leastStrip   = 110
	leastWeights = 120
)

// What the stage has in a small window, as far as the least sizes of the panels allow:
// a strip as high as the photo, or a panel as wide, serves nobody.
const (
	stageWidth  = 420
	stageHeight = 240
)

func newRooms(w *Window) *rooms {
	ground := func(c fyne.ThemeColorName, o fyne.CanvasObject) fyne.CanvasObject {
		return container.NewStack(widgets.NewGround(c), o)
	}
	r := &rooms{w: w}
	r.side = widgets.NewDock(ground(theme.Panel, container.NewStack(w.reasons, w.details.object)), ground(theme.Panel, w.weights), true, w.set.WeightsHeight, leastWeights)
	r.below = widgets.NewDock(ground(theme.Stage, w.stage.object), ground(theme.Panel, w.strip), true, w.set.StripHeight, leastStrip).Leaving(stageHeight)
	r.across = widgets.NewDock(r.below.Object, r.side.Object, false, w.set.SideWidth, leastSide).Leaving(stageWidth)
	for _, d := range []*widgets.Dock{r.side, r.below, r.across} {
		d.OnDrag = func(float32) { w.kept.look() }
	}
	r.bars = [2]fyne.CanvasObject{ground(theme.Panel, container.NewVBox(w.filters.object, w.strict.object)), ground(theme.Panel, w.status.object)}
	r.object = container.NewBorder(r.bars[0], r.bars[1], nil, nil, r.across.Object)
	return r
}

// arrange shows the panel, the strip and the bars, or leaves them out.
func (r *rooms) arrange() {
	ws, set := r.w.ws, r.w.set
	there := ws != nil && ws.Now().Len() > 0
	r.leave(there && ws.View() != workspace.Grid && r.w.win.FullScreen())
	r.across.SetOpen(there && !set.NoPanels && !r.alone)
	if d := r.w.details.object; d.Visible() != set.Details {
		if set.Details {
			d.Show()
			r.w.reasons.Hide()
		} else {
			d.Hide()
			r.w.reasons.Show()
		}
	}
	r.below.SetOpen(there && !set.NoStrip && !r.alone && r.worthAStrip())
}

// worthAStrip tells whether there is a burst for the strip to show that is not
// seen already: that of the photo, or, in the grid, which should not jump from
// photo to photo, any. Where no photo is shown, there is none.
func (r *rooms) worthAStrip() bool {
	ws := r.w.ws
	if ws.Cursor() < 0 {
		return false
	}
	switch ws.View() {
	case workspace.Grid:
		return ws.Now().CountBursts() > 0
	case workspace.Survey:
		return false // it shows them itself
	}
	return len(ws.Now().Strip(ws.Cursor()).Frames) > 1
}

// leave leaves the photo alone in the window, or puts all the rest back.
func (r *rooms) leave(alone bool) {
	if alone == r.alone {
		return
	}
	r.alone = alone
	for _, b := range r.bars {
		if alone {
			b.Hide()
		} else {
			b.Show()
		}
	}
	if alone {
		r.w.win.SetMainMenu(nil)
		r.w.win.SetPadded(false) // has Fyne move the content to where the menu was
		r.w.win.Content().Resize(r.w.win.Canvas().Size())
	} else {
		r.w.win.SetMainMenu(r.w.menu.main)
	}
	r.object.Refresh()
}

// keep puts the sizes into the settings.
func (r *rooms) keep(set *settings) {
	set.WeightsHeight, set.StripHeight, set.SideWidth = r.side.Size(), r.below.Size(), r.across.Size()
	if size := r.w.win.Canvas().Size(); !r.w.win.FullScreen() && size.Width > 1 {
		set.Width, set.Height = size.Width, size.Height
	}
}

// fullScreen goes between the whole screen and a window. From the grid the photo
// is opened first.
func (r *rooms) fullScreen() {
	on := !r.w.win.FullScreen()
	if on && r.w.ws != nil && r.w.ws.View() == workspace.Grid {
		r.w.ws.SetView(workspace.Loupe)
	}
	r.w.win.SetFullScreen(on)
	r.w.follow()
}

// toggleDetails goes between what the files tell and the reasons.
func (r *rooms) toggleDetails() {
	r.w.set.Details = !r.w.set.Details
	r.w.set.NoPanels = r.w.set.NoPanels && !r.w.set.Details
	r.w.kept.look()
	r.w.follow()
}

// visible tells whether a part of the window is on screen.
func (r *rooms) visible(o fyne.CanvasObject) bool {
	switch o {
	case fyne.CanvasObject(r.w.grid):
		return r.w.ws != nil && r.w.ws.View() == workspace.Grid && len(r.w.ws.Shown().Items()) > 0
	case fyne.CanvasObject(r.w.strip):
		return r.below.Open()
	case fyne.CanvasObject(r.w.status.object):
		return !r.alone
	}
	return r.across.Open()
}
