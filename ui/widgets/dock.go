package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"culler/ui/theme"
)

// Dock is a body with a panel to its right, or below it, that keeps its size
// while the window grows: the body gets the rest. The line between them can be
// dragged.
type Dock struct {
	Object fyne.CanvasObject
	OnDrag func(size float32) // the photographer gave the panel another size

	body, panel fyne.CanvasObject
	line        *dockLine
	below       bool
	size, least float32
	room        float32 // left to the body, as far as the panel's least size allows
}

const (
	dockLineWidth = 6
	// dockBody is the least width or height that is left to the body, unless it asks
	// for more.
	dockBody = 160
	// dockShare is the largest share of the room that the panel may take.
	dockShare = 0.7
)

// NewDock puts a panel of some size, and at least of another, beside a body.
func NewDock(body, panel fyne.CanvasObject, below bool, size, least float32) *Dock {
	d := &Dock{body: body, panel: panel, below: below, size: size, least: least, room: dockBody}
	d.line = newDockLine(d)
	d.Object = container.New(dockLayout{d}, body, panel, d.line)
	return d
}

// Leaving leaves more to the body where there is little room: the panel gives way.
func (d *Dock) Leaving(room float32) *Dock {
	d.room = room
	return d
}

// Size is the width or height that was chosen for the panel.
func (d *Dock) Size() float32 { return d.size }

// SetSize gives the panel another width or height.
func (d *Dock) SetSize(size float32) {
	d.size = max(size, d.least)
	d.Object.Refresh()
}

// Open tells whether the panel is shown.
func (d *Dock) Open() bool { return d.panel.Visible() }

// SetOpen shows the panel or hides it.
func (d *Dock) SetOpen(on bool) {
	if on == d.Open() {
		return
	}
	for _, o := range []fyne.CanvasObject{d.panel, d.line} {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
	d.Object.Refresh()
}

// held is the panel's size in a room.
func (d *Dock) held(room float32) float32 {
	return max(min(d.size, room-d.room, room*dockShare), min(d.least, room/2))
}

type dockLayout struct{ d *Dock }

func (l dockLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	if !l.d.Open() {
		return m
	}
	p := o[1].MinSize()
	if l.d.below {
		return fyne.NewSize(max(m.Width, p.Width), m.Height+p.Height+dockLineWidth)
	}
	return fyne.NewSize(m.Width+p.Width+dockLineWidth, max(m.Height, p.Height))
}

func (l dockLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	d := l.d
	put := func(o fyne.CanvasObject, from, length float32) {
		if d.below {
			o.Move(fyne.NewPos(0, from))
			o.Resize(fyne.NewSize(s.Width, length))
		} else {
			o.Move(fyne.NewPos(from, 0))
			o.Resize(fyne.NewSize(length, s.Height))
		}
	}
	room := s.Width
	if d.below {
		room = s.Height
	}
	if !d.Open() {
		put(o[0], 0, room)
		return
	}
	size := d.held(room)
	put(o[0], 0, room-size-dockLineWidth)
	put(o[2], room-size-dockLineWidth, dockLineWidth)
	put(o[1], room-size, size)
}

// dockLine is what is dragged.
type dockLine struct {
	widget.BaseWidget
	d       *Dock
	hovered bool
	ground  *canvas.Rectangle
}

func newDockLine(d *Dock) *dockLine {
	l := &dockLine{d: d, ground: canvas.NewRectangle(nil)}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer is Fyne's.
func (l *dockLine) CreateRenderer() fyne.WidgetRenderer {
	l.paint()
	return widget.NewSimpleRenderer(l.ground)
}

func (l *dockLine) paint() {
	l.ground.FillColor = theme.Colour(theme.Line)
	if l.hovered {
		l.ground.FillColor = theme.Colour(theme.Chosen)
	}
	l.ground.Refresh()
}

// Refresh is Fyne's.
func (l *dockLine) Refresh() {
	l.paint()
	l.BaseWidget.Refresh()
}

// Dragged is Fyne's.
func (l *dockLine) Dragged(e *fyne.DragEvent) {
	room, by := l.d.Object.Size().Width, e.Dragged.DX
	if l.d.below {
		room, by = l.d.Object.Size().Height, e.Dragged.DY
	}
	l.d.SetSize(min(l.d.held(room)-by, room-l.d.room, room*dockShare))
}

// DragEnd is Fyne's.
func (l *dockLine) DragEnd() {
	if l.d.OnDrag != nil {
		l.d.OnDrag(l.d.size)
	}
}

// Cursor is Fyne's.
func (l *dockLine) Cursor() desktop.Cursor {
	if l.d.below {
		return desktop.VResizeCursor
	}
	return desktop.HResizeCursor
}

// MouseIn is Fyne's.
func (l *dockLine) MouseIn(*desktop.MouseEvent) { l.hovered = true; l.paint() }

// MouseMoved is Fyne's.
func (l *dockLine) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (l *dockLine) MouseOut() { l.hovered = false; l.paint() }
