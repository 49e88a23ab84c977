package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"culler/ui/theme"
)

// Slider chooses a number by dragging. Unlike Fyne's it never takes the
// keyboard, and a double click puts it back.
type Slider struct {
	widget.BaseWidget
	Min, Max, Step float64
	OnChange       func(v float64) // while it is dragged
	OnReset        func()          // double click
	Hint           func() string
	Tips           *Tips

	value   float64
	dim     bool
	hovered bool
}

// NewSlider is a slider from least to most.
func NewSlider(least, most, step float64, change func(float64)) *Slider {
	s := &Slider{Min: least, Max: most, Step: step, OnChange: change}
	s.ExtendBaseWidget(s)
	return s
}

// Value is where the slider stands.
func (s *Slider) Value() float64 { return s.value }

// Set moves the slider without telling OnChange. dim greys it.
func (s *Slider) Set(v float64, dim bool) {
	if s.value != v || s.dim != dim {
		s.value, s.dim = v, dim
		s.Refresh()
	}
}

const knob = 11

func (s *Slider) pull(x float32) {
	room := s.Size().Width - knob
	if room <= 0 {
		return
	}
	f := float64(min(max((x-knob/2)/room, 0), 1))
	v := s.Min + f*(s.Max-s.Min)
	if s.Step > 0 {
		v = s.Min + float64(int((v-s.Min)/s.Step+0.5))*s.Step
	}
	if v == s.value {
		return
	}
	s.value = v
	s.Refresh()
	if s.OnChange != nil {
		s.OnChange(v)
	}
}

// MouseDown is Fyne's.
func (s *Slider) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		s.pull(e.Position.X)
	}
}

// MouseUp is Fyne's.
func (s *Slider) MouseUp(*desktop.MouseEvent) {}

// Dragged is Fyne's.
func (s *Slider) Dragged(e *fyne.DragEvent) { s.pull(e.Position.X) }

// DragEnd is Fyne's.
func (s *Slider) DragEnd() {}

// DoubleTapped is Fyne's.
func (s *Slider) DoubleTapped(*fyne.PointEvent) {
	if s.OnReset != nil {
		s.OnReset()
	}
}

// MouseIn is Fyne's.
func (s *Slider) MouseIn(*desktop.MouseEvent) {
	s.hovered = true
	s.Refresh()
	if s.Tips != nil && s.Hint != nil {
		s.Tips.Offer(s, s.Hint())
	}
}

// MouseMoved is Fyne's.
func (s *Slider) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (s *Slider) MouseOut() {
	s.hovered = false
	s.Refresh()
	if s.Tips != nil {
		s.Tips.Hide()
	}
}

// CreateRenderer is Fyne's.
func (s *Slider) CreateRenderer() fyne.WidgetRenderer {
	r := &sliderRenderer{s, canvas.NewRectangle(color.White), canvas.NewRectangle(color.White), canvas.NewCircle(color.White)}
	r.track.CornerRadius, r.done.CornerRadius = 1.5, 1.5
	r.Refresh()
	return r
}

type sliderRenderer struct {
	s           *Slider
	track, done *canvas.Rectangle
	knob        *canvas.Circle
}

func (r *sliderRenderer) Destroy() {}
func (r *sliderRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.track, r.done, r.knob}
}
func (r *sliderRenderer) MinSize() fyne.Size { return fyne.NewSize(50, knob+8) }

func (r *sliderRenderer) Layout(size fyne.Size) {
	y := size.Height / 2
	f := float32(0)
	if r.s.Max > r.s.Min {
		f = float32((r.s.value - r.s.Min) / (r.s.Max - r.s.Min))
	}
	f = min(max(f, 0), 1)
	x := f * (size.Width - knob)
	r.track.Move(fyne.NewPos(knob/2, y-1.5))
	r.track.Resize(fyne.NewSize(max(size.Width-knob, 0), 3))
	r.done.Move(fyne.NewPos(knob/2, y-1.5))
	r.done.Resize(fyne.NewSize(x, 3))
	r.knob.Move(fyne.NewPos(x, y-knob/2))
	r.knob.Resize(fyne.NewSquareSize(knob))
}

func (r *sliderRenderer) Refresh() {
	r.track.FillColor = theme.Colour("inputBackground")
	fill := theme.Colour("primary")
	if r.s.dim {
		fill = theme.Colour("disabled")
	}
	r.done.FillColor = theme.Colour(theme.Dim)
	r.knob.FillColor = fill
	if r.s.hovered {
		r.knob.FillColor = theme.Colour(theme.Cursor)
	}
	r.Layout(r.s.BaseWidget.Size())
	canvas.Refresh(r.s)
}
