package viewer

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// Stage is a view of photos as the window uses it: the loupe, a comparison or a
// survey. Its methods belong to Fyne's goroutine.
type Stage interface {
	Object() fyne.CanvasObject
	// Arrived tells that a picture of a photo came in.
	Arrived(photo int)
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
	OnTap func() // the photo was clicked

	loader  *Loader
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
	p.pane.OnMove = func(Place) { p.want() }
	p.pane.OnTap = func() {
		if p.OnTap != nil {
			p.OnTap()
		}
	}
	p.levels.Hide()
	p.object = container.New(cornerLayout{}, p.pane.object, p.levels)
	return p
}

// Object is the loupe for a window.
func (l *Loupe) Object() fyne.CanvasObject { return l.object }

// Show shows a photo, at the place where the one before was looked at. ahead
// are those likely to be shown next, the likeliest first: they are fetched in
// advance.
func (l *Loupe) Show(s Subject, ahead []Request) {
	s.Note = Exposure(&s.Of.Meta)
	l.ahead = ahead
	pic, err := l.loader.Best(s.Of, s.Photo)
	l.pane.show(s, pic, err)
	l.histogram(pic)
	l.want()
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
}

// Place is what is looked at, to be kept when the loupe is left.
func (l *Loupe) Place() Place { return l.pane.Place() }

// SetPlace looks at another part.
func (l *Loupe) SetPlace(p Place) {
	l.pane.SetPlace(p)
	l.want()
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

// cornerLayout gives the first object all the room and puts the others into the
// lower right corner.
type cornerLayout struct{}

func (cornerLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (cornerLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size)
	for _, c := range o[1:] {
		c.Resize(fyne.NewSize(256, 100))
		c.Move(fyne.NewPos(size.Width-256-12, size.Height-100-36))
	}
}
