package grid

import (
	"fyne.io/fyne/v2"

	"culler/library/photo"
	"culler/ui/workspace"
)

// Grid is the sheet of a desk's items.
type Grid struct {
	*Sheet
	items *items
}

// NewGrid returns the grid of a desk, which comes with SetDesk.
func NewGrid(l *Loader) *Grid {
	it := &items{}
	return &Grid{New(it, l, false), it}
}

// SetDesk shows another desk.
func (g *Grid) SetDesk(d *workspace.Desk) {
	g.items.desk = d
	g.ScrollTo(fyne.Position{})
	g.Update()
}

// Follow updates the grid and scrolls to the cursor.
func (g *Grid) Follow() {
	g.Update()
	if d := g.items.desk; d != nil {
		g.Reveal(d.ItemOf(d.Cursor()))
	}
}

// items is a desk as a Source.
type items struct{ desk *workspace.Desk }

func (s *items) Len() int {
	if s.desk == nil {
		return 0
	}
	return len(s.desk.Items())
}

func (s *items) Photo(i int) *photo.Photo { return s.desk.Photo(i) }

func (s *items) Info(k int) Info {
	it := s.desk.Items()[k]
	info := InfoOf(s.desk.Cell(it.Photo))
	info.Stack, info.Open = it.Stack, it.Open
	info.Selected = s.desk.Selected(it.Photo)
	info.Cursor = it.Photo == s.desk.Cursor()
	if it.Stack > 1 && !info.Cursor {
		info.Place = 0
	}
	return info
}

// InfoOf is how a photo looks by itself.
func InfoOf(c workspace.Cell) Info {
	return Info{
		Photo: c.Photo, Title: c.Name, Flag: c.Decision.Flag, Stars: c.Decision.Stars, Label: c.Decision.Label,
		Percentile: c.Percentile, Earlier: c.Earlier, Place: c.Place, Of: c.Of, Stack: 1, Bracket: c.Bracket, Close: c.Close, Best: c.Best, Broken: c.Broken,
	}
}
