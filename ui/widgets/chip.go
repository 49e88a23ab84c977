// Package widgets holds the small parts that the window is made of: chips to press,
// hints that name keys, and a line of words that is cut where space runs out.
package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"culler/ui/theme"
)

// Chip is a small button that can be on or off. It never takes the keyboard.
type Chip struct {
	widget.BaseWidget
	OnTap func()
	Hint  func() string // what it does and its key; nil: nothing
	Tips  *Tips

	text     string
	icon     fyne.Resource
	dot      color.Color // a coloured dot instead of words
	on, off  bool        // off: it cannot be pressed
	hovered  bool
	least    float32
	align    fyne.TextAlign
	plain    bool // no ground while it is neither on nor hovered
	emphatic bool
	dim      bool // its words are of the second rank
	opens    bool // a menu, which an arrow after its words tells
}

// NewChip is a chip with words.
func NewChip(text string, tips *Tips, hint func() string, tap func()) *Chip {
	c := &Chip{text: text, Tips: tips, Hint: hint, OnTap: tap, align: fyne.TextAlignCenter}
	c.ExtendBaseWidget(c)
	return c
}

// NewDot is a chip with a coloured dot.
func NewDot(dot color.Color, tips *Tips, hint func() string, tap func()) *Chip {
	c := NewChip("", tips, hint, tap)
	c.dot, c.plain = dot, true
	return c
}

// Plain takes the ground away and aligns the words to the left.
func (c *Chip) Plain() *Chip {
	c.plain, c.align = true, fyne.TextAlignLeading
	return c
}

// Emphatic makes the chip the one to press.
func (c *Chip) Emphatic() *Chip {
	c.emphatic = true
	return c
}

// Dim greys the words.
func (c *Chip) Dim(dim bool) {
	if c.dim != dim {
		c.dim = dim
		c.Refresh()
	}
}

// Least gives the chip a smallest width.
func (c *Chip) Least(w float32) *Chip {
	c.least = w
	return c
}

// Set changes whether the chip is on.
func (c *Chip) Set(on bool) {
	if c.on != on {
		c.on = on
		c.Refresh()
	}
}

// On tells whether the chip is on.
func (c *Chip) On() bool { return c.on }

// SetText changes the words.
func (c *Chip) SetText(s string) {
	if c.text != s {
		c.text = s
		c.Refresh()
	}
}

// Text is what the chip says.
func (c *Chip) Text() string { return c.text }

// Enable changes whether the chip can be pressed.
func (c *Chip) Enable(can bool) {
	if c.off == can {
		c.off = !can
		c.Refresh()
	}
}

// Enabled tells whether the chip can be pressed.
func (c *Chip) Enabled() bool { return !c.off }

// Tapped is Fyne's.
func (c *Chip) Tapped(*fyne.PointEvent) {
	if c.Tips != nil {
		c.Tips.Hide()
	}
	if c.OnTap != nil && !c.off {
		c.OnTap()
	}
}

// MouseIn is Fyne's.
func (c *Chip) MouseIn(e *desktop.MouseEvent) {
	c.hovered = true
	c.Refresh()
	if c.Tips != nil && c.Hint != nil {
		c.Tips.Offer(c, c.Hint())
	}
}

// MouseMoved is Fyne's.
func (c *Chip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (c *Chip) MouseOut() {
	c.hovered = false
	c.Refresh()
	if c.Tips != nil {
		c.Tips.Hide()
	}
}

// CreateRenderer is Fyne's.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{c: c, ground: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", color.White)}
	r.ground.CornerRadius = 4
	r.objects = []fyne.CanvasObject{r.ground, r.text}
	if c.dot != nil {
		r.dot = canvas.NewCircle(c.dot)
		r.objects = append(r.objects, r.dot)
	}
	if c.icon != nil {
		r.icon = canvas.NewImageFromResource(c.icon)
		r.icon.FillMode = canvas.ImageFillContain
		r.objects = append(r.objects, r.icon)
	}
	if c.opens {
		r.arrow = canvas.NewImageFromResource(fynetheme.MenuDropDownIcon())
		r.arrow.FillMode = canvas.ImageFillContain
		r.objects = append(r.objects, r.arrow)
	}
	r.Refresh()
	return r
}

type chipRenderer struct {
	c       *Chip
	ground  *canvas.Rectangle
	text    *canvas.Text
	dot     *canvas.Circle
	icon    *canvas.Image
	arrow   *canvas.Image
	objects []fyne.CanvasObject
}

func (r *chipRenderer) Destroy()                     {}
func (r *chipRenderer) Objects() []fyne.CanvasObject { return r.objects }

const chipPadding = 7

// arrowSize is the edge of the arrow after the words, which begins at once.
const arrowSize = 16

func (r *chipRenderer) MinSize() fyne.Size {
	h := fyne.MeasureText("Ag", theme.Size(theme.Small)+1, fyne.TextStyle{}).Height + 6
	if r.dot != nil || r.icon != nil {
		return fyne.NewSize(h, h)
	}
	w := fyne.MeasureText(r.c.text, r.text.TextSize, r.text.TextStyle).Width + 2*chipPadding
	if r.c.align == fyne.TextAlignLeading {
		w = 2 * chipPadding // its words are cut instead
	}
	if r.arrow != nil {
		w += arrowSize - chipPadding/2
	}
	return fyne.NewSize(max(w, r.c.least), h)
}

func (r *chipRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	r.text.Text = r.c.text
	if r.c.align == fyne.TextAlignLeading {
		r.text.Text = Cut(r.c.text, r.text.TextSize, r.text.TextStyle, s.Width-8)
	}
	m := r.text.MinSize()
	x := (s.Width - m.Width) / 2
	if r.arrow != nil {
		x -= arrowSize / 2
		r.arrow.Resize(fyne.NewSquareSize(arrowSize))
		r.arrow.Move(fyne.NewPos(x+m.Width, (s.Height-arrowSize)/2+1))
	}
	if r.c.align == fyne.TextAlignLeading {
		x = 4
	}
	r.text.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
	r.text.Resize(m)
	if r.dot != nil {
		d := s.Height * 0.55
		r.dot.Resize(fyne.NewSquareSize(d))
		r.dot.Move(fyne.NewPos((s.Width-d)/2, (s.Height-d)/2))
	}
	if r.icon != nil {
		d := s.Height * 0.7
		r.icon.Resize(fyne.NewSquareSize(d))
		r.icon.Move(fyne.NewPos((s.Width-d)/2, (s.Height-d)/2))
	}
}

func (r *chipRenderer) Refresh() {
	c := r.c
	r.text.TextSize = theme.Size(theme.Small) + 1
	r.text.Color = theme.Colour("foreground")
	if c.dim {
		r.text.Color = theme.Colour("disabled")
	}
	ground := theme.Colour("button")
	switch {
	case c.off:
		r.text.Color = theme.Colour("disabled")
		ground = theme.Colour("disabledButton")
	case c.on || c.emphatic:
		ground = theme.Colour("primary")
		r.text.Color = theme.Colour("foregroundOnPrimary")
		if c.dot != nil || c.icon != nil {
			ground = theme.Colour(theme.Chosen)
		}
	case c.plain && !c.hovered:
		ground = color.Transparent
	}
	if c.hovered && !c.on && !c.off && !c.emphatic {
		ground = theme.Colour(theme.Chosen)
	}
	r.ground.FillColor = ground
	if r.arrow != nil {
		arrow := fyne.Resource(fynetheme.MenuDropDownIcon())
		if c.on {
			arrow = fynetheme.NewColoredResource(arrow, "foregroundOnPrimary")
		}
		if r.arrow.Resource.Name() != arrow.Name() {
			r.arrow.Resource = arrow
			r.arrow.Refresh()
		}
	}
	r.Layout(c.Size())
	canvas.Refresh(c)
}
