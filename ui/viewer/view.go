package viewer

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"culler/ui/theme"
)

// View shows one photo at a Place and is dragged and zoomed with the mouse. It
// takes no keys: the window has them. Its methods belong to Fyne's goroutine.
type View struct {
	widget.BaseWidget
	OnTap  func() bool // it was clicked; true: the click meant something else than to zoom
	OnMove func(Place) // the photographer moved or zoomed; the view has done so already
	Face   *Point      // of the photo: where to look first; nil where there is none or it is not known

	picture  *Picture
	size     image.Point // of the whole photo in its own pixels; picture may be a smaller version
	place    Place
	overlays Overlays

	raster *canvas.Raster
	buffer *image.RGBA
	mouse  fyne.Position
	over   bool // the mouse is over the view
}

// NewView is a view without a photo.
func NewView() *View {
	v := &View{}
	v.raster = canvas.NewRaster(v.draw)
	v.raster.ScaleMode = canvas.ImageScaleFastest
	v.ExtendBaseWidget(v)
	return v
}

// CreateRenderer is Fyne's.
func (v *View) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.raster) }

// SetPicture shows a picture of a photo whose own size is size; nil for none.
func (v *View) SetPicture(p *Picture, size image.Point) {
	if v.picture == p && v.size == size {
		return
	}
	v.picture, v.size = p, size
	v.raster.Refresh()
}

// SetPlace shows another part of the photo.
func (v *View) SetPlace(p Place) {
	if v.place != p {
		v.place = p
		v.raster.Refresh()
	}
}

// Place is the part that is shown.
func (v *View) Place() Place { return v.place }

// SetOverlays changes what is painted over the photo.
func (v *View) SetOverlays(o Overlays) {
	if v.overlays != o {
		v.overlays = o
		v.raster.Refresh()
	}
}

// Zoom is the zoom on screen, also of a photo that is fitted; 0 without one.
func (v *View) Zoom() float64 { return v.frame().zoom }

// ToggleZoom goes from fitting to 100 % at the face, else where the photo is
// sharpest, else in the middle, and back.
func (v *View) ToggleZoom() {
	if !v.place.Fits() {
		v.move(Place{})
		return
	}
	v.SetZoom(1)
}

// SetZoom shows the photo with so many pixels of the screen for one of its own;
// 0 fits it. What is in the middle stays there; a photo that was fitted is
// looked at as ToggleZoom does.
func (v *View) SetZoom(zoom float64) {
	if zoom == 0 || v.picture == nil {
		v.move(Place{})
		return
	}
	at := Point{v.place.X, v.place.Y}
	if v.place.Fits() {
		if at, _ = v.picture.Sharpest(); v.Face != nil {
			at = *v.Face
		}
	}
	v.move(Place{Zoom: min(max(zoom, LeastZoom), MostZoom), X: at.X, Y: at.Y})
}

// toggleAt goes from fitting to 100 % at a point of the screen, and back.
func (v *View) toggleAt(x, y float64) {
	if !v.place.Fits() {
		v.move(Place{})
		return
	}
	px, py := v.frame().at(x, y)
	v.move(Place{Zoom: 1, X: px, Y: py})
}

// ZoomBy zooms n steps in, or out where n is negative, at the mouse if it is
// over the view.
func (v *View) ZoomBy(n int) {
	x, y := v.focus()
	v.zoomAt(n, x, y)
}

// Pan moves the view by shares of its own size: Pan(0.25, 0) looks further to
// the right. It does nothing while the whole photo is shown, and tells so.
func (v *View) Pan(dx, dy float64) bool {
	if v.place.Fits() {
		return false
	}
	w, h := v.screen()
	v.move(v.frame().panned(-dx*w, -dy*h, w, h))
	return true
}

func (v *View) zoomAt(n int, x, y float64) {
	f := v.frame()
	if f.zoom == 0 {
		return
	}
	w, h := v.screen()
	v.move(f.zoomed(stepped(f.zoom, n), x, y, w, h))
}

func (v *View) move(p Place) {
	if v.picture == nil || p == v.place {
		return
	}
	v.place = p
	v.raster.Refresh()
	if v.OnMove != nil {
		v.OnMove(p)
	}
}

// scale is device pixels for one of Fyne's.
func (v *View) scale() float64 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil {
		return float64(c.Scale())
	}
	return 1
}

// screen is the view's size in device pixels.
func (v *View) screen() (w, h float64) {
	s := v.BaseWidget.Size()
	k := v.scale()
	return float64(s.Width) * k, float64(s.Height) * k
}

// whole tells that all of the photo is seen, however large.
func (v *View) whole() bool {
	w, h := v.screen()
	z := v.Zoom()
	return float64(v.size.X)*z <= w && float64(v.size.Y)*z <= h
}

func (v *View) frame() frame {
	w, h := v.screen()
	return frameOf(v.place, float64(v.size.X), float64(v.size.Y), w, h)
}

// focus is the point that zooming holds still, in device pixels.
func (v *View) focus() (x, y float64) {
	if v.over {
		return v.device(v.mouse)
	}
	w, h := v.screen()
	return w / 2, h / 2
}

func (v *View) device(p fyne.Position) (x, y float64) {
	k := v.scale()
	return float64(p.X) * k, float64(p.Y) * k
}

// draw is called by Fyne with the view's size in device pixels.
func (v *View) draw(w, h int) image.Image {
	if v.buffer == nil || v.buffer.Rect.Dx() != w || v.buffer.Rect.Dy() != h {
		v.buffer = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	f := frameOf(v.place, float64(v.size.X), float64(v.size.Y), float64(w), float64(h))
	if v.picture == nil {
		f.zoom = 0
	}
	drawPicture(v.buffer, v.picture, f, ground())
	if v.picture != nil && v.overlays != (Overlays{}) {
		v.overlays.paint(v.inside(f, w, h))
	}
	return v.buffer
}

// inside is the part of the buffer that shows the photo.
func (v *View) inside(f frame, w, h int) *image.RGBA {
	r := image.Rect(int(f.x), int(f.y), int(f.x+f.w*f.zoom), int(f.y+f.h*f.zoom)).Intersect(image.Rect(0, 0, w, h))
	sub := v.buffer.SubImage(r).(*image.RGBA)
	return &image.RGBA{Pix: sub.Pix, Stride: sub.Stride, Rect: image.Rect(0, 0, r.Dx(), r.Dy())}
}

func ground() color.RGBA { return color.RGBAModel.Convert(theme.Colour(theme.Stage)).(color.RGBA) }

// Tapped is Fyne's: to 100 % at the point, and back.
func (v *View) Tapped(e *fyne.PointEvent) {
	if v.OnTap == nil || !v.OnTap() {
		v.toggleAt(v.device(e.Position))
	}
}

// Scrolled is Fyne's: the wheel zooms at the mouse.
func (v *View) Scrolled(e *fyne.ScrollEvent) {
	n := 0
	switch {
	case e.Scrolled.DY > 0:
		n = 1
	case e.Scrolled.DY < 0:
		n = -1
	}
	if n != 0 {
		x, y := v.device(e.Position)
		v.zoomAt(n, x, y)
	}
}

// Dragged is Fyne's.
func (v *View) Dragged(e *fyne.DragEvent) {
	if v.place.Fits() {
		return
	}
	w, h := v.screen()
	k := v.scale()
	v.move(v.frame().panned(float64(e.Dragged.DX)*k, float64(e.Dragged.DY)*k, w, h))
}

// DragEnd is Fyne's.
func (v *View) DragEnd() {}

// MouseIn is Fyne's.
func (v *View) MouseIn(e *desktop.MouseEvent) { v.mouse, v.over = e.Position, true }

// MouseMoved is Fyne's.
func (v *View) MouseMoved(e *desktop.MouseEvent) { v.mouse, v.over = e.Position, true }

// MouseOut is Fyne's.
func (v *View) MouseOut() { v.over = false }

// Cursor is Fyne's: a hand where the photo can be dragged.
func (v *View) Cursor() desktop.Cursor {
	if v.place.Fits() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}
