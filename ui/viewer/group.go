package viewer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"culler/library/photo"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// Group shows photos side by side and moves them together: two to compare, or
// more to survey. Its methods belong to Fyne's goroutine.
type Group struct {
	OnFocus func(photo int) // a photo was clicked
	OnMark  func(photo int, change func(photo.Decision) photo.Decision)

	loader   *Loader
	panes    []*pane         // as many as there ever were photos
	shown    int             // of panes
	object   *fyne.Container // the panes
	whole    fyne.CanvasObject
	caption  *widgets.Words
	place    Place // of the photo named by from; the others are aligned with it
	from     Subject
	overlays Overlays
}

// NewGroup is a group over a loader.
func NewGroup(l *Loader) *Group {
	g := &Group{loader: l}
	g.object = container.New(tiles{g})
	g.caption = widgets.NewWords("", theme.Dim, nil)
	g.caption.Hide()
	g.whole = container.NewBorder(container.New(layout.NewCustomPaddedLayout(3, 3, 10, 10), g.caption), nil, nil, nil, g.object)
	return g
}

// Object is the group for a window.
func (g *Group) Object() fyne.CanvasObject { return g.whole }

// Show shows these photos, in this order; keys act on the one at focus. caption
// is a line above them; "" for none.
func (g *Group) Show(subjects []Subject, focus int, caption string) {
	if g.caption.SetText(caption); g.caption.Visible() != (caption != "") {
		show(g.caption, caption != "")
		g.whole.Refresh()
	}
	for len(g.panes) < len(subjects) {
		p := newPane()
		p.OnTap = func() bool {
			other := !p.chosen
			if g.OnFocus != nil {
				g.OnFocus(p.subject.Photo)
			}
			return other // a click on another photo only goes there
		}
		p.marks.OnMark = func(change func(photo.Decision) photo.Decision) {
			if g.OnMark != nil {
				g.OnMark(p.subject.Photo, change)
			}
		}
		p.OnMove = func(at Place) { g.follow(at, p.subject) }
		p.SetOverlays(g.overlays)
		g.panes = append(g.panes, p)
	}
	// The panes' photos come first: they say how the panes are laid out.
	for n, s := range subjects {
		pic, err := g.loader.Best(s.Of, s.Photo)
		g.panes[n].show(s, pic, err)
		if s.Photo == g.from.Photo {
			g.from = s // its face may be known by now
		}
		g.panes[n].SetPlace(aligned(g.place, g.from, s))
		g.panes[n].focus(n == focus)
	}
	for _, p := range g.panes[len(subjects):] {
		p.rest()
	}
	if g.shown != len(subjects) {
		g.shown = len(subjects)
		g.object.Objects = nil
		for _, p := range g.panes[:g.shown] {
			g.object.Objects = append(g.object.Objects, p.object)
		}
		g.object.Refresh()
	}
	g.want()
}

// follow moves all photos to where one of them was moved.
func (g *Group) follow(at Place, from Subject) {
	g.place, g.from = at, from
	for _, p := range g.panes[:g.shown] {
		p.SetPlace(aligned(at, from, p.subject))
	}
	g.want()
}

// want asks for pictures that fill the panes, and for all pixels where the
// photographer looks closely.
func (g *Group) want() {
	var first, then []Request
	for _, p := range g.panes[:g.shown] {
		s := p.subject
		size := fitSize(p.View)
		if p.picture == nil {
			first = append(first, Request{s.Photo, s.Of, quick})
		}
		then = append(then, Request{s.Photo, s.Of, size})
		if !g.place.Fits() {
			then = append(then, Request{s.Photo, s.Of, Full})
		}
	}
	g.loader.Want(append(first, then...))
}

// Arrived is Stage's.
func (g *Group) Arrived(photo int) {
	for _, p := range g.panes[:g.shown] {
		if s := p.subject; s.Photo == photo {
			was := p.shape()
			pic, err := g.loader.Best(s.Of, s.Photo)
			p.show(s, pic, err)
			if p.shape() != was {
				g.object.Refresh() // other rows may show all of them larger now
			}
		}
	}
}

// Leave is Stage's.
func (g *Group) Leave() {
	for _, p := range g.panes {
		p.rest()
	}
}

// focused is the pane that keys act on, else the first.
func (g *Group) focused() *pane {
	for _, p := range g.panes[:g.shown] {
		if p.chosen {
			return p
		}
	}
	if g.shown == 0 {
		return nil
	}
	return g.panes[0]
}

// ToggleZoom is Stage's.
func (g *Group) ToggleZoom() {
	if p := g.focused(); p != nil {
		p.ToggleZoom()
	}
}

// ZoomBy is Stage's.
func (g *Group) ZoomBy(n int) {
	if p := g.focused(); p != nil {
		p.ZoomBy(n)
	}
}

// Pan is Stage's.
func (g *Group) Pan(dx, dy float64) bool {
	p := g.focused()
	return p != nil && p.Pan(dx, dy)
}

// Overlays is Stage's.
func (g *Group) Overlays() Overlays { return g.overlays }

// SetOverlays is Stage's.
func (g *Group) SetOverlays(o Overlays) {
	g.overlays = o
	for _, p := range g.panes {
		p.SetOverlays(o)
	}
}

// SetPlace looks at another part of all photos.
func (g *Group) SetPlace(at Place) { g.follow(at, Subject{}) }

// tiles lays photos out in the rows that show them largest.
type tiles struct{ g *Group }

func (tiles) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(160, 120) }

func (t tiles) Layout(o []fyne.CanvasObject, size fyne.Size) {
	if len(o) == 0 {
		return
	}
	columns := t.columns(size)
	rows := (len(o) + columns - 1) / columns
	const gap = 4
	w := (size.Width - gap*float32(columns-1)) / float32(columns)
	h := (size.Height - gap*float32(rows-1)) / float32(rows)
	for n, c := range o {
		row, column := n/columns, n%columns
		// A last row that is not full is centred.
		left := float32(0)
		if row == rows-1 {
			left = float32(rows*columns-len(o)) * (w + gap) / 2
		}
		c.Move(fyne.NewPos(left+float32(column)*(w+gap), float32(row)*(h+gap)))
		c.Resize(fyne.NewSize(w, h))
	}
}

// columns is the number of columns with which the photos cover most of the
// screen.
func (t tiles) columns(size fyne.Size) int {
	best, most := 1, float32(-1)
	n := t.g.shown
	said := make([]float32, n) // how long the words below are
	for k, p := range t.g.panes[:n] {
		said[k] = fyne.MeasureText(p.subject.Note, theme.Size(theme.Small), fyne.TextStyle{}).Width
	}
	for columns := 1; columns <= n; columns++ {
		rows := (n + columns - 1) / columns
		w, h := size.Width/float32(columns), size.Height/float32(rows)
		area := float32(0)
		for k, p := range t.g.panes[:n] {
			shape := p.shape()
			height := min(w/shape, h-p.words(said[k], fyne.NewSize(w, h)))
			area += height * height * shape
		}
		if area > most {
			best, most = columns, area
		}
	}
	return best
}

// shape is width by height of the pane's photo, as far as it is known.
func (p *pane) shape() float32 {
	s := p.size
	if s.X <= 0 || s.Y <= 0 {
		s = SizeOf(p.subject.Of)
	}
	if s.X <= 0 || s.Y <= 0 {
		return 1.5
	}
	return float32(s.X) / float32(s.Y)
}
