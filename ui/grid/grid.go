package grid

import (
	"fyne.io/fyne/v2"

	"culler/library/photo"
	"culler/ui/workspace"
	"culler/ui/workspace/snapshot"
)

// Grid is the sheet of a workspace's items.
type Grid struct {
	*Sheet
	items *items
}

// NewGrid returns the grid of a workspace, which comes with SetWorkspace.
func NewGrid(l *Loader) *Grid {
	it := &items{}
	return &Grid{New(it, l, false), it}
}

// SetWorkspace shows another workspace.
func (g *Grid) SetWorkspace(d *workspace.Workspace) {
	g.items.ws = d
	g.ScrollTo(fyne.Position{})
	g.Update()
}

// Follow updates the grid and scrolls to the cursor.
func (g *Grid) Follow() {
	g.Update()
	if d := g.items.ws; d != nil {
		g.Reveal(d.Shown().ItemOf(d.Cursor()))
	}
}

// items is a workspace as a Source.
type items struct{ ws *workspace.Workspace }

func (s *items) Len() int {
	if s.ws == nil {
		return 0
	}
	return len(s.ws.Shown().Items())
}

func (s *items) Photo(i int) *photo.Photo { return s.ws.Now().Photo(i) }

func (s *items) Info(k int) Info {
	it := s.ws.Shown().Items()[k]
	info := InfoOf(s.ws.Now().Cell(it.Photo))
	info.Frames, info.Open = it.Stack, it.Open
	if it.Stack > 1 {
		p := s.ws.Now().Progress(it.Photo)
		info.State, info.Picks, info.Rejects = p.State, p.Picked, p.Rejected
		info.Close = info.Close && p.State == snapshot.Open
	}
	info.Suggested = s.ws.Shortlist().Has(it.Photo)
	if it.Stack > 1 {
		info.Suggested = s.ws.Shortlist().Has(s.ws.Now().Frames(it.Photo)...)
	}
	info.Selected = s.ws.Selected(it.Photo)
	info.Cursor = it.Photo == s.ws.Cursor()
	if it.Stack > 1 && !info.Cursor {
		info.Place = 0
	}
	return info
}

// InfoOf is how a photo looks by itself.
func InfoOf(c snapshot.Cell) Info {
	return Info{
		Photo: c.Photo, Title: c.Name, Flag: c.Decision.Flag, Stars: c.Decision.Stars, Label: c.Decision.Label,
		Percentile: c.Percentile, Earlier: c.Earlier, Place: c.Place, Of: c.Of, Stack: Stack{Frames: 1}, Bracket: c.Bracket, Close: c.Close, Best: c.Best, Fault: c.Fault, Broken: c.Broken,
	}
}
