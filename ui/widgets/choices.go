package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/ui/theme"
)

// Choices is a row of chips of which one is on, or several rows where there is no
// room for one. Unlike chips it takes the keyboard: Left and Right choose.
type Choices struct {
	widget.BaseWidget
	OnChange func(k int)
	OnKey    func(*fyne.KeyEvent) // keys that mean nothing to it; may be nil

	chosen int
	chips  []*Chip
	ring   *canvas.Rectangle
}

// NewChoices is a row of choices with one of them on.
func NewChoices(titles []string, chosen int, change func(k int)) *Choices {
	c := &Choices{OnChange: change, chosen: chosen, ring: canvas.NewRectangle(color.Transparent)}
	c.ring.StrokeWidth, c.ring.CornerRadius = 1, 5
	for k, t := range titles {
		chip := NewChip(t, nil, nil, func() { c.choose(k) })
		chip.Set(k == chosen)
		c.chips = append(c.chips, chip)
	}
	c.ExtendBaseWidget(c)
	return c
}

// Chosen is the one that is on.
func (c *Choices) Chosen() int { return c.chosen }

// Choose turns one on without telling OnChange.
func (c *Choices) Choose(k int) {
	c.chosen = k
	for n, chip := range c.chips {
		chip.Set(n == k)
	}
}

// Tap turns one on as a click does.
func (c *Choices) Tap(k int) { c.choose(k) }

func (c *Choices) choose(k int) {
	if k == c.chosen || k < 0 || k >= len(c.chips) {
		return
	}
	c.Choose(k)
	if c.OnChange != nil {
		c.OnChange(k)
	}
}

// FocusGained is Fyne's.
func (c *Choices) FocusGained() { c.outline(theme.Colour(theme.Cursor)) }

// FocusLost is Fyne's.
func (c *Choices) FocusLost() { c.outline(color.Transparent) }

func (c *Choices) outline(colour color.Color) {
	c.ring.StrokeColor = colour
	c.ring.Refresh()
}

// TypedRune is Fyne's.
func (c *Choices) TypedRune(rune) {}

// TypedKey is Fyne's.
func (c *Choices) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		c.choose(c.chosen - 1)
	case fyne.KeyRight, fyne.KeyDown:
		c.choose(c.chosen + 1)
	default:
		if c.OnKey != nil {
			c.OnKey(e)
		}
	}
}

// CreateRenderer is Fyne's.
func (c *Choices) CreateRenderer() fyne.WidgetRenderer {
	r := &choicesRenderer{ring: c.ring, flow: NewFlow(3)}
	for _, chip := range c.chips {
		r.chips = append(r.chips, chip)
	}
	r.row = container.New(r.flow, r.chips...)
	return r
}

// choicesRenderer lays the ring around the chips.
type choicesRenderer struct {
	flow  *Flow
	chips []fyne.CanvasObject
	row   *fyne.Container
	ring  *canvas.Rectangle
}

// ringed is the room between the chips and the ring.
const ringed = 2

func (r *choicesRenderer) Layout(s fyne.Size) {
	r.row.Move(fyne.NewPos(ringed, ringed))
	r.row.Resize(s.SubtractWidthHeight(2*ringed, 2*ringed))
	r.ring.Resize(r.flow.Taken(r.chips).AddWidthHeight(2*ringed, 2*ringed))
}

func (r *choicesRenderer) MinSize() fyne.Size {
	return r.row.MinSize().AddWidthHeight(2*ringed, 2*ringed)
}

func (r *choicesRenderer) Refresh()                     { r.row.Refresh() }
func (r *choicesRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.row, r.ring} }
func (r *choicesRenderer) Destroy()                     {}
