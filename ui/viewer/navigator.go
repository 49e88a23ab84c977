package viewer

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// navigator is the whole photo, small, with a frame around what is seen of it
// closely. A click or a drag looks there. It shows only while a photo is zoomed.
type navigator struct {
	widget.BaseWidget
	view *View

	photo *canvas.Image
	edge  *canvas.Rectangle // around the photo
	seen  *canvas.Rectangle
}

// navigatorEdge is the longer edge of the navigator.
const navigatorEdge = 150

func newNavigator(v *View) *navigator {
	n := &navigator{
		view: v, photo: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest},
		edge: canvas.NewRectangle(color.Transparent), seen: canvas.NewRectangle(color.Transparent),
	}
	n.edge.StrokeColor, n.edge.StrokeWidth = color.Gray{0x10}, 1
	n.seen.StrokeColor, n.seen.StrokeWidth = color.White, 1.5
	n.ExtendBaseWidget(n)
	n.Hide()
	return n
}

// CreateRenderer is Fyne's.
func (n *navigator) CreateRenderer() fyne.WidgetRenderer { return &navigatorRenderer{n} }

// update shows what the view shows now.
func (n *navigator) update() {
	v := n.view
	if v.picture == nil || v.place.Fits() || v.whole() {
		n.Hide()
		return
	}
	if img := v.picture.level(2 * navigatorEdge); n.photo.Image != image.Image(img) {
		n.photo.Image = img
		n.photo.Refresh()
	}
	n.Show()
	n.Refresh()
}

// size is the navigator's size: the photo's shape.
func (n *navigator) size() fyne.Size {
	w, h := float32(n.view.size.X), float32(n.view.size.Y)
	if w <= 0 || h <= 0 {
		return fyne.Size{}
	}
	k := navigatorEdge / max(w, h)
	return fyne.NewSize(w*k, h*k)
}

// look puts a point of the navigator in the middle of the view.
func (n *navigator) look(p fyne.Position) {
	s := n.Size()
	if s.Width <= 0 || s.Height <= 0 {
		return
	}
	at := n.view.place
	at.X, at.Y = float64(p.X/s.Width), float64(p.Y/s.Height)
	n.view.move(at)
}

// Tapped is Fyne's.
func (n *navigator) Tapped(e *fyne.PointEvent) { n.look(e.Position) }

// Dragged is Fyne's.
func (n *navigator) Dragged(e *fyne.DragEvent) { n.look(e.Position) }

// DragEnd is Fyne's.
func (n *navigator) DragEnd() {}

type navigatorRenderer struct{ n *navigator }

func (r *navigatorRenderer) Destroy()           {}
func (r *navigatorRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (r *navigatorRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.n.photo, r.n.edge, r.n.seen}
}

func (r *navigatorRenderer) Layout(size fyne.Size) {
	n := r.n
	n.photo.Resize(size)
	n.edge.Resize(size)
	f := n.view.frame()
	w, h := n.view.screen()
	x0, y0 := f.at(0, 0)
	x1, y1 := f.at(w, h)
	n.seen.Move(fyne.NewPos(float32(x0)*size.Width, float32(y0)*size.Height))
	n.seen.Resize(fyne.NewSize(float32(x1-x0)*size.Width, float32(y1-y0)*size.Height))
}

func (r *navigatorRenderer) Refresh() {
	r.Layout(r.n.Size())
	canvas.Refresh(r.n)
}
