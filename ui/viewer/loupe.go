package viewer

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"culler/library/photo"
)

// Stage is a view of photos as the window uses it: the loupe, a comparison or a
// survey. Its methods belong to Fyne's goroutine.
type Stage interface {
	Object() fyne.CanvasObject
	// Arrived tells that a picture of a photo came in.
	Arrived(photo int)
	// Leave lets go of the pictures, which are large, until photos are shown again.
	Leave()
	ToggleZoom()
	ZoomBy(n int)
	// Pan looks further in a direction, by shares of the view; it tells false
	// where all of the photo is shown and there is nowhere to go.
	Pan(dx, dy float64) bool
	Overlays() Overlays
	SetOverlays(Overlays)
}

// Loupe shows one photo as large as the window allows, or closer.
type Loupe struct {
	OnTap  func() // the photo was clicked, and zoomed by that
	OnMark func(photo int, change func(photo.Decision) photo.Decision)

	loader  *Loader
	guide   *navigator
	zooms   *zoomBar
	pane    *pane
	object  *fyne.Container
	levels  *canvas.Image // the histogram
	counted *Picture      // that the histogram is of
	bars    bool
	ahead   []Request
}

// NewLoupe is a loupe over a loader.
func NewLoupe(l *Loader) *Loupe {
	p := &Loupe{loader: l, pane: newPane(), levels: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}}
	p.guide = newNavigator(p.pane.View)
	p.zooms = newZoomBar(func(zoom float64) {
		p.pane.SetZoom(zoom)
		p.tapped()
	})
	p.pane.middle = func() float32 { return p.zooms.object.MinSize().Width }
	p.pane.OnMove = func(Place) { p.moved() }
	p.pane.marks.OnMark = func(change func(photo.Decision) photo.Decision) {
		if p.OnMark != nil {
			p.OnMark(p.pane.subject.Photo, change)
		}
	}
	p.pane.OnTap = func() bool { p.tapped(); return false }
	p.levels.Hide()
	p.object = container.New(loupeLayout{p}, p.pane.object, p.levels, p.guide, p.zooms.object)
	return p
}

func (l *Loupe) tapped() {
	if l.OnTap != nil {
		l.OnTap()
	}
}

// moved follows the view.
func (l *Loupe) moved() {
	l.want()
	l.readOut()
}

// readOut updates what shows the zoom and the place.
func (l *Loupe) readOut() {
	l.guide.update()
	l.zooms.update(l.pane.View)
	l.object.Refresh() // the bar is wider or narrower, and the navigator has the photo's shape
}

// Object is the loupe for a window.
func (l *Loupe) Object() fyne.CanvasObject { return l.object }

// Show shows a photo, at the place where the one before was looked at; frames of
// a burst are aligned on the face. ahead are those likely to be shown next, the likeliest first: they are fetched in
// advance.
func (l *Loupe) Show(s Subject, ahead []Request) {
	s.Note = Exposure(&s.Of.Meta)
	l.ahead = ahead
	pic, err := l.loader.Best(s.Of, s.Photo)
	l.pane.SetPlace(aligned(l.pane.Place(), l.pane.subject, s))
	l.pane.show(s, pic, err)
	l.histogram(pic)
	l.moved()
}

// want asks for what is shown, what is near, and all pixels of what is shown:
// first of all where the photographer looks closely.
func (l *Loupe) want() {
	s := l.pane.subject
	if s.Of == nil {
		return
	}
	size := l.fitSize()
	at := func(size int) Request { return Request{s.Photo, s.Of, size} }
	close := !l.pane.Place().Fits() && l.pane.Place().Zoom*float64(max(SizeOf(s.Of).X, SizeOf(s.Of).Y)) > float64(size)
	r := []Request{at(size)}
	if l.pane.picture == nil {
		r = []Request{at(quick), at(size)}
	}
	if close {
		r = append(r, at(Full))
	}
	for n, a := range l.ahead {
		r = append(r, Request{a.Photo, a.Of, size})
		if n == 1 && !close {
			r = append(r, at(Full))
		}
	}
	if len(l.ahead) < 2 && !close {
		r = append(r, at(Full))
	}
	l.loader.Want(r)
}

// fitStep is what sizes asked for are multiples of, so that a window that grows
// by a pixel does not ask for all pictures again.
const fitStep = 512

// fitSize is the size that fills the loupe.
func (l *Loupe) fitSize() int { return fitSize(l.pane.View) }

func fitSize(v *View) int {
	w, h := v.screen()
	n := int(math.Ceil(max(w, h, fitStep+1)/fitStep)) * fitStep
	return min(n, 4096)
}

// Arrived is Stage's.
func (l *Loupe) Arrived(photo int) {
	s := l.pane.subject
	if s.Of == nil || photo != s.Photo {
		return
	}
	pic, err := l.loader.Best(s.Of, s.Photo)
	l.pane.show(s, pic, err)
	l.histogram(pic)
	l.readOut()
}

// Leave is Stage's.
func (l *Loupe) Leave() {
	l.pane.rest()
	l.guide.photo.Image, l.counted = nil, nil
}

// Place is what is looked at, to be kept when the loupe is left.
func (l *Loupe) Place() Place { return l.pane.Place() }

// SetPlace looks at another part.
func (l *Loupe) SetPlace(p Place) {
	l.pane.SetPlace(p)
	l.moved()
}

// ToggleZoom is Stage's.
func (l *Loupe) ToggleZoom() { l.pane.ToggleZoom() }

// ZoomBy is Stage's.
func (l *Loupe) ZoomBy(n int) { l.pane.ZoomBy(n) }

// Pan is Stage's.
func (l *Loupe) Pan(dx, dy float64) bool { return l.pane.Pan(dx, dy) }

// Overlays is Stage's.
func (l *Loupe) Overlays() Overlays { return l.pane.overlays }

// SetOverlays is Stage's.
func (l *Loupe) SetOverlays(o Overlays) { l.pane.SetOverlays(o) }

// Histogram tells whether the histogram is shown.
func (l *Loupe) Histogram() bool { return l.bars }

// SetHistogram shows the histogram or hides it.
func (l *Loupe) SetHistogram(on bool) {
	l.bars = on
	if on && l.pane.subject.Of != nil {
		pic, _ := l.loader.Best(l.pane.subject.Of, l.pane.subject.Photo)
		l.histogram(pic)
	}
	show(l.levels, on && l.counted != nil)
}

// histogram counts the levels of a size of the picture that has enough pixels
// for it.
func (l *Loupe) histogram(p *Picture) {
	if !l.bars || p == l.counted {
		return
	}
	l.counted = p
	if p == nil {
		l.levels.Hide()
		return
	}
	l.levels.Image = HistogramOf(p.level(countWidth)).Draw(256, 100)
	l.levels.Show()
	l.levels.Refresh()
}

// countWidth is the least width, in pixels, of what a histogram counts.
const countWidth = 1024

// loupeLayout gives the photo all the room and puts the rest over its corners.
type loupeLayout struct{ l *Loupe }

func (t loupeLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (t loupeLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const edge = 12
	below := float32(36) // the line with the exposure
	o[0].Resize(size)
	put := func(o fyne.CanvasObject, x, y float32, s fyne.Size) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(s)
	}
	put(t.l.levels, size.Width-256-edge, size.Height-100-below, fyne.NewSize(256, 100))
	s := t.l.guide.size()
	put(t.l.guide, edge, size.Height-s.Height-below, s)
	s = t.l.zooms.object.MinSize()
	show(t.l.zooms.object, s.Width <= size.Width)
	put(t.l.zooms.object, (size.Width-s.Width)/2, 1, s)
}

// Shown is the photo that is shown; -1 for none.
func (l *Loupe) Shown() int { return l.pane.subject.Photo }
