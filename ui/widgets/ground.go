package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"culler/ui/theme"
)

// Ground is a rectangle in a colour of the theme.
type Ground struct {
	widget.BaseWidget
	colour fyne.ThemeColorName
}

// NewGround makes a ground.
func NewGround(c fyne.ThemeColorName) *Ground {
	g := &Ground{colour: c}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer is Fyne's.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	return &groundRenderer{g, canvas.NewRectangle(color.Transparent)}
}

type groundRenderer struct {
	g    *Ground
	rect *canvas.Rectangle
}

func (r *groundRenderer) Destroy() {}
func (r *groundRenderer) Layout(s fyne.Size) {
	r.rect.Resize(s)
	r.rect.FillColor = theme.Colour(r.g.colour)
}
func (r *groundRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }
func (r *groundRenderer) Refresh() {
	r.rect.FillColor = theme.Colour(r.g.colour)
	r.rect.Refresh()
}
