package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/ui/theme"
)

// Bar is a thin line of progress.
type Bar struct {
	widget.BaseWidget
	track, part *canvas.Rectangle
	share       float32
}

// NewBar makes a bar at 0.
func NewBar() *Bar {
	b := &Bar{track: canvas.NewRectangle(theme.Colour("inputBackground")), part: canvas.NewRectangle(theme.Colour("primary"))}
	b.track.CornerRadius, b.part.CornerRadius = 2, 2
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is Fyne's.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(barLayout{b}, b.track, b.part))
}

// Share is how far the bar is, from 0 to 1.
func (b *Bar) Share() float32 { return b.share }

// Set says how much of a total is done; where the total is not known, 0, the bar
// is empty.
func (b *Bar) Set(done, total int) {
	share := float32(0)
	if total > 0 {
		share = float32(done) / float32(total)
	}
	b.track.FillColor, b.part.FillColor = theme.Colour("inputBackground"), theme.Colour("primary")
	if share != b.share {
		b.share = share
		barLayout{b}.Layout(nil, b.BaseWidget.Size())
		canvas.Refresh(b)
	}
}

type barLayout struct{ b *Bar }

func (barLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(60, 4) }

func (l barLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	l.b.track.Resize(s)
	l.b.part.Resize(fyne.NewSize(s.Width*l.b.share, s.Height))
}
