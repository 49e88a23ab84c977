package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/widgets"
	"culler/ui/workspace"
)

// guide is the tour: hints that point at the parts of the window once there are
// photos in it. It takes neither keys nor the mouse from what it points at.
type guide struct {
	w     *Window
	layer *fyne.Container
	step  int // of the hints; -1: none is shown
	at    fyne.Position
	size  fyne.Size // and at, of what the hint points at
}

// hint is one step of the tour: what it points at, and what it says.
type hint struct {
	at   func(*Window) fyne.CanvasObject
	says func(*Window) string
}

// hints are the steps.
var hints = []hint{
	{func(w *Window) fyne.CanvasObject { return w.grid }, func(w *Window) string {
		return fmt.Sprintf("Every stack is a burst with its best frame on top. %s opens the photo, %s opens the stack.", w.keys.Key(keys.ToggleLoupe), w.keys.Key(keys.Expand))
	}},
	{func(w *Window) fyne.CanvasObject { return w.strip }, func(w *Window) string {
		return fmt.Sprintf("Here are the frames of the burst, the best first. %s accepts the verdict. \"Close\" means as good as equal: that choice is yours.", w.keys.Key(keys.Accept))
	}},
	{func(w *Window) fyne.CanvasObject { return w.reasons }, func(*Window) string {
		return "This is why: what speaks for the photo and what against it."
	}},
	{func(w *Window) fyne.CanvasObject { return w.weights }, func(*Window) string {
		return "The sliders say what counts to you. Move one, and the order follows at once."
	}},
	{func(w *Window) fyne.CanvasObject { return w.status.object }, func(w *Window) string {
		return fmt.Sprintf("%s picks, %s rejects, %s takes anything back, %s shows every key. Originals are opened read-only.",
			w.keys.Key(keys.Pick), w.keys.Key(keys.Reject), w.keys.Key(keys.Undo), w.keys.Key(keys.CheatSheet))
	}},
}

func newGuide(w *Window) *guide {
	return &guide{w: w, layer: container.NewWithoutLayout(), step: -1}
}

// begin shows the first hint.
func (g *guide) begin() { g.goTo(0) }

// firstTime begins the tour by itself, once, when there are photos to speak of.
func (g *guide) firstTime() {
	w := g.w
	if w.set.Toured || w.ws == nil || w.ws.View() != workspace.Grid || w.ws.Now().CountBursts() == 0 || w.reading.running {
		return
	}
	w.set.Toured = true
	w.kept.look()
	g.begin()
}

// end takes the hint away, and tells whether there was one to be seen.
func (g *guide) end() bool {
	if g.step < 0 || !g.layer.Visible() {
		return false
	}
	g.step = -1
	g.layer.Objects = nil
	g.layer.Refresh()
	return true
}

// update follows what the hint points at: it may have moved, or be out of sight
// for a while.
func (g *guide) update() {
	if g.step < 0 {
		g.firstTime()
		return
	}
	o := hints[g.step].at(g.w)
	if !g.w.rooms.visible(o) {
		g.layer.Hide()
		return
	}
	g.layer.Show()
	if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o); at != g.at || o.Size() != g.size {
		g.show(o, hints[g.step].says(g.w))
	}
}

// goTo shows a hint, or the next one whose part of the window is there.
func (g *guide) goTo(step int) {
	for ; step < len(hints); step++ {
		if o := hints[step].at(g.w); g.w.rooms.visible(o) {
			g.step = step
			g.layer.Show()
			g.show(o, hints[step].says(g.w))
			return
		}
	}
	g.end()
}

// The measures of a hint.
const (
	hintWidth   = 320
	hintPadding = 12
)

// show draws a hint beside the part of the window that it speaks of: inside it,
// at its lower left corner, or above where it is low.
func (g *guide) show(o fyne.CanvasObject, says string) {
	size := theme.Size("text")
	back := canvas.NewRectangle(theme.Colour("overlayBackground"))
	back.StrokeColor, back.StrokeWidth, back.CornerRadius = theme.Colour(theme.Star), 1.5, 6
	edge := canvas.NewRectangle(nil)
	edge.StrokeColor, edge.StrokeWidth = theme.Colour(theme.Star), 1.5
	objects := []fyne.CanvasObject{edge, back}
	h := float32(hintPadding)
	var lines []*canvas.Text
	for _, l := range widgets.Lines(says, size, hintWidth-2*hintPadding, 8) {
		t := canvas.NewText(l, theme.Colour("foreground"))
		t.TextSize = size
		t.Resize(t.MinSize())
		t.Move(fyne.NewPos(hintPadding, h))
		h += t.MinSize().Height
		lines = append(lines, t)
		objects = append(objects, t)
	}
	count := canvas.NewText(fmt.Sprintf("%d of %d", g.step+1, len(hints)), theme.Colour(theme.Dim))
	count.TextSize = theme.Size(theme.Small)
	next := widgets.NewChip("Next", nil, nil, func() { g.goTo(g.step + 1) }).Emphatic()
	if g.step == len(hints)-1 {
		next.SetText("Done")
	}
	stop := widgets.NewChip("No tour", nil, nil, func() { g.end() })
	h += 8
	row := next.MinSize().Height
	total := fyne.NewSize(hintWidth, h+row+hintPadding)

	d := fyne.CurrentApp().Driver()
	g.at, g.size = d.AbsolutePositionForObject(o), o.Size()
	at := d.AbsolutePositionForObject(o).Subtract(d.AbsolutePositionForObject(g.layer))
	room, part := g.layer.Size(), o.Size()
	edge.Move(at)
	edge.Resize(part)
	corner := at.AddXY(16, part.Height-total.Height-16)
	if part.Height < total.Height+32 {
		corner.Y = at.Y - total.Height - 8
	}
	corner.X = max(min(corner.X, room.Width-total.Width-16), 8)
	corner.Y = max(min(corner.Y, room.Height-total.Height-8), 8)
	put := func(o fyne.CanvasObject, x, y float32, s fyne.Size) {
		o.Move(corner.AddXY(x, y))
		o.Resize(s)
	}
	put(back, 0, 0, total)
	for _, l := range lines {
		l.Move(l.Position().Add(corner))
	}
	put(count, hintPadding, h+(row-count.MinSize().Height)/2, count.MinSize())
	w := next.MinSize().Width
	put(next, hintWidth-hintPadding-w, h, next.MinSize())
	put(stop, hintWidth-hintPadding-w-6-stop.MinSize().Width, h, stop.MinSize())
	g.layer.Objects = append(objects, count, next, stop)
	g.layer.Refresh()
}

// tour shows the hints anew.
func (w *Window) tour() {
	if w.ws == nil || w.ws.Now().Len() == 0 {
		w.say("The tour points at photos: open a folder first, or the demo shoot.")
		return
	}
	w.ws.SetView(workspace.Grid)
	w.follow()
	w.guide.begin()
}

// says is the hint on screen; "" for none.
func (g *guide) says() string {
	if g.step < 0 {
		return ""
	}
	return hints[g.step].says(g.w)
}
