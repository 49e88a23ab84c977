package people

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"culler/scoring/faces"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// cell is one face with its marks.
type cell struct {
	widget.BaseWidget
	tips   *widgets.Tips
	tapped func()
	of     Face

	ground  *canvas.Rectangle
	picture *canvas.Image
	lines   [2]*canvas.Text
}

func newCell(tips *widgets.Tips) *cell {
	c := &cell{tips: tips, ground: canvas.NewRectangle(color.Transparent), picture: &canvas.Image{FillMode: canvas.ImageFillContain}}
	c.ground.CornerRadius = 4
	for k := range c.lines {
		c.lines[k] = canvas.NewText("", color.White)
	}
	c.ExtendBaseWidget(c)
	return c
}

// Words are what is written below a face: its eyes and smile, its sharpness.
func (f Face) Words() [2]string {
	r := f.Reading
	w := [2]string{"eyes " + r.Eyes.String(), ""}
	if r.Away() {
		w[0] = "looks away"
	}
	if !math.IsNaN(r.Smile) && r.Smile >= smiles {
		w[0] += ", smiles"
	}
	if r.AtEdge() {
		w[0] += ", cut"
	}
	switch sharp := r.Sharp(); {
	case math.IsNaN(sharp):
		w[1] = "too small for sharpness"
	case f.Sharpest:
		w[1] = fmt.Sprintf("sharp %.1f, sharpest", sharp)
	case f.Soft:
		w[1] = fmt.Sprintf("sharp %.1f, soft", sharp)
	default:
		w[1] = fmt.Sprintf("sharp %.1f", sharp)
	}
	return w
}

// smiles is the probability from which a face is said to smile: where the network
// says so, it is right in 96 of 100 faces of the collection that it is from.
const smiles = 0.8

func (c *cell) show(f Face) {
	c.of = f
	small := theme.Size(theme.Small)
	c.ground.FillColor, c.ground.StrokeWidth = theme.Colour(theme.Cell), 0
	if f.Cursor {
		c.ground.StrokeColor, c.ground.StrokeWidth = theme.Colour(theme.Cursor), 2
	}
	for k, w := range f.Words() {
		c.lines[k].Text, c.lines[k].TextSize, c.lines[k].Color = w, small, theme.Colour("foreground")
	}
	switch f.Reading.Eyes {
	case faces.Closed:
		c.lines[0].Color = theme.Colour(theme.Opposed)
	case faces.Unsure:
		c.lines[0].Color = theme.Colour(theme.Dim)
	}
	switch c.lines[1].Color = theme.Colour(theme.Dim); {
	case f.Sharpest:
		c.lines[1].Color = theme.Colour(theme.For)
	case f.Soft:
		c.lines[1].Color = theme.Colour(theme.Opposed)
	}
	c.Refresh()
}

func (c *cell) paint(img *image.RGBA) {
	if img != nil && c.picture.Image != img {
		c.picture.Image = img
		c.picture.Refresh()
	}
}

// Tapped is Fyne's.
func (c *cell) Tapped(*fyne.PointEvent) {
	if c.tapped != nil {
		c.tapped()
	}
}

// MouseIn is Fyne's.
func (c *cell) MouseIn(*desktop.MouseEvent) { c.tips.Offer(c, c.of.Reading.InWords()) }

// MouseMoved is Fyne's.
func (c *cell) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (c *cell) MouseOut() { c.tips.Hide() }

// CreateRenderer is Fyne's.
func (c *cell) CreateRenderer() fyne.WidgetRenderer { return &cellRenderer{c} }

type cellRenderer struct{ c *cell }

func (r *cellRenderer) Destroy()           {}
func (r *cellRenderer) MinSize() fyne.Size { return fyne.NewSize(Least, Least) }
func (r *cellRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.c.ground, r.c.picture, r.c.lines[0], r.c.lines[1]}
}

func (r *cellRenderer) Layout(s fyne.Size) {
	edge := s.Width - 4
	r.c.ground.Resize(s)
	r.c.picture.Move(fyne.NewPos(2, 2))
	r.c.picture.Resize(fyne.NewSize(edge, edge))
	for k, t := range r.c.lines {
		t.Move(fyne.NewPos(6, edge+2+float32(k)*line()))
		t.Resize(fyne.NewSize(s.Width-12, line()))
	}
}

func (r *cellRenderer) Refresh() { canvas.Refresh(r.c) }
