package viewer

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library/photo"
	"culler/ui/theme"
)

// marks is a line with what was decided about a photo, to be clicked: the two
// flags, five stars and the labels. What is set is full, the rest shows through.
type marks struct {
	widget.BaseWidget
	OnMark func(change func(photo.Decision) photo.Decision) // a mark was clicked

	shown  photo.Decision
	flags  [2]*canvas.Image
	stars  *canvas.Image
	labels []*canvas.Circle
	object *fyne.Container
}

var flagOrder = [2]photo.Flag{photo.Picked, photo.Rejected}

var labelOrder = []photo.Label{photo.Red, photo.Yellow, photo.Green, photo.Blue, photo.Purple}

func newMarks() *marks {
	m := &marks{stars: canvas.NewImageFromResource(theme.StarRow(0)), object: container.NewWithoutLayout()}
	for k, r := range []fyne.Resource{theme.Picked, theme.Rejected} {
		m.flags[k] = canvas.NewImageFromResource(r)
		m.flags[k].FillMode = canvas.ImageFillContain
		m.object.Add(m.flags[k])
	}
	m.stars.FillMode = canvas.ImageFillContain
	m.object.Add(m.stars)
	for range labelOrder {
		c := canvas.NewCircle(color.Transparent)
		m.labels = append(m.labels, c)
		m.object.Add(c)
	}
	m.ExtendBaseWidget(m)
	m.show(photo.Decision{})
	return m
}

// CreateRenderer is Fyne's.
func (m *marks) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(m.object) }

// show shows what was decided.
func (m *marks) show(d photo.Decision) {
	m.shown = d
	for k, f := range flagOrder {
		m.flags[k].Translucency = 0.75
		if d.Flag == f {
			m.flags[k].Translucency = 0
		}
		m.flags[k].Refresh()
	}
	if r := theme.StarRow(d.Stars); m.stars.Resource != r {
		m.stars.Resource = r
		m.stars.Refresh()
	}
	for k, l := range labelOrder {
		c := color.NRGBAModel.Convert(theme.Label(l)).(color.NRGBA)
		m.labels[k].StrokeColor, m.labels[k].StrokeWidth = color.Transparent, 0
		if d.Label == l {
			m.labels[k].StrokeColor, m.labels[k].StrokeWidth = theme.Colour("foreground"), 2
		} else {
			c.A = 0x60
		}
		m.labels[k].FillColor = c
		m.labels[k].Refresh()
	}
}

// edge is the edge of one mark, and gap what is between kinds of them.
func (m *marks) edge() float32 { return theme.Size(theme.Small) + 7 }

const marksGap = 10

// at is where the n-th mark begins: two flags, five stars, five labels.
func (m *marks) at(n int) float32 {
	x := float32(n) * m.edge()
	if n >= 2 {
		x += marksGap
	}
	if n >= 7 {
		x += marksGap
	}
	return x
}

// size is the room that the marks take.
func (m *marks) size() fyne.Size {
	return fyne.NewSize(m.at(7+len(labelOrder)), m.edge())
}

// MinSize is Fyne's.
func (m *marks) MinSize() fyne.Size { return m.size() }

// Resize is Fyne's.
func (m *marks) Resize(s fyne.Size) {
	m.BaseWidget.Resize(s)
	e := m.edge()
	put := func(o fyne.CanvasObject, x, inset, w float32) {
		o.Move(fyne.NewPos(x+inset, inset))
		o.Resize(fyne.NewSize(w-2*inset, e-2*inset))
	}
	for k, f := range m.flags {
		put(f, m.at(k), 1, e)
	}
	put(m.stars, m.at(2), 0, 5*e)
	for k, l := range m.labels {
		put(l, m.at(7+k), 3, e)
	}
}

// Tapped is Fyne's: a mark that is set is taken back.
func (m *marks) Tapped(e *fyne.PointEvent) {
	for n := range 7 + len(labelOrder) {
		if x := m.at(n); e.Position.X >= x && e.Position.X < x+m.edge() && m.OnMark != nil {
			m.OnMark(markOf(n))
			return
		}
	}
}

// markOf is what a click on the n-th mark does.
func markOf(n int) func(photo.Decision) photo.Decision {
	return func(d photo.Decision) photo.Decision {
		switch {
		case n < 2 && d.Flag == flagOrder[n]:
			d.Flag = photo.Unflagged
		case n < 2:
			d.Flag = flagOrder[n]
		case n < 7 && d.Stars == n-1:
			d.Stars = 0
		case n < 7:
			d.Stars = n - 1
		case d.Label == labelOrder[n-7]:
			d.Label = photo.NoLabel
		default:
			d.Label = labelOrder[n-7]
		}
		return d
	}
}
