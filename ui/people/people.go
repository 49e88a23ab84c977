// Package people shows the faces of a burst, large enough to judge: a row for each
// person, a column for each frame.
package people

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/scoring/faces"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// The edge of a face, before the font scale.
const (
	Least = 160
	Most  = 400
	gap   = 6
	// smallest is what a face is at least where the window is too low for Least.
	smallest = 110
)

// Place is one face of a photo.
type Place struct{ Photo, Face int }

// Head is what is written above a frame.
type Head struct {
	Title  string
	Note   string // on its eyes
	Good   bool   // no eyes are closed in it
	Cursor bool
}

// Face is one face as it is shown.
type Face struct {
	Place
	There    bool // this person is in this frame
	Reading  faces.Reading
	Sharpest bool // of this person's faces, by a difference that can be seen
	Soft     bool // much less sharp than the sharpest of them
	Cursor   bool
}

// Scene is what a Sheet shows.
type Scene struct {
	Sentence string
	Heads    []Head
	Rows     [][]Face // by person, then by frame
}

// Sheet is the widget. Its methods belong to Fyne's goroutine.
type Sheet struct {
	widget.BaseWidget
	OnTap func(person int, of Place)

	tips     *widgets.Tips
	edge     float32
	scene    Scene
	sentence *widget.Label
	body     *fyne.Container
	scroll   *container.Scroll
	above    *container.Scroll // the heads, which stay where they are when people are scrolled
	object   fyne.CanvasObject
	heads    []*head
	cells    map[Place]*cell
}

// New is an empty sheet.
func New(tips *widgets.Tips) *Sheet {
	s := &Sheet{tips: tips, edge: Least, sentence: widget.NewLabel(""), cells: map[Place]*cell{}}
	s.sentence.Wrapping = fyne.TextWrapWord
	s.body = container.New(&layout{s: s})
	s.scroll = container.NewScroll(s.body)
	s.above = container.NewScroll(container.New(&headLayout{s}))
	s.above.Direction = container.ScrollNone
	s.scroll.OnScrolled = func(p fyne.Position) { s.above.ScrollToOffset(fyne.NewPos(p.X, 0)) }
	s.object = container.NewBorder(container.NewVBox(s.sentence, container.New(narrow{}, s.above)), nil, nil, nil, s.scroll)
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is Fyne's.
func (s *Sheet) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.object) }

// Scene is what is shown.
func (s *Sheet) Scene() Scene { return s.scene }

// Edge is the edge of a face.
func (s *Sheet) Edge() float32 { return s.edge }

// SetEdge makes faces larger or smaller, from Least to Most.
func (s *Sheet) SetEdge(edge float32) {
	if edge = min(max(edge, Least), Most); edge != s.edge {
		s.edge = edge
		s.above.Content.Refresh()
		s.body.Refresh()
		s.scroll.Refresh()
	}
}

// SetScene shows other faces; the pictures of those that stay are kept.
func (s *Sheet) SetScene(scene Scene) {
	s.scene = scene
	s.sentence.SetText(scene.Sentence)
	for len(s.heads) < len(scene.Heads) {
		s.heads = append(s.heads, newHead())
	}
	heads := s.above.Content.(*fyne.Container)
	heads.Objects = nil
	for k, h := range scene.Heads {
		s.heads[k].show(h)
		heads.Objects = append(heads.Objects, s.heads[k])
	}
	heads.Refresh()
	s.above.Refresh()
	var objects []fyne.CanvasObject
	used := map[Place]bool{}
	var at *cell
	for p, row := range scene.Rows {
		for _, f := range row {
			if !f.There {
				continue
			}
			used[f.Place] = true
			c := s.cells[f.Place]
			if c == nil {
				c = newCell(s.tips)
				s.cells[f.Place] = c
			}
			c.tapped = func() {
				if s.OnTap != nil {
					s.OnTap(p, f.Place)
				}
			}
			c.show(f)
			objects = append(objects, c)
			if f.Cursor {
				at = c
			}
		}
	}
	for place := range s.cells {
		if !used[place] {
			delete(s.cells, place)
		}
	}
	s.body.Objects = objects
	s.body.Refresh()
	s.scroll.Refresh()
	s.reveal(at)
}

// SetPicture gives a face its picture.
func (s *Sheet) SetPicture(of Place, c faces.CloseUp) {
	if cell := s.cells[of]; cell != nil {
		cell.paint(c.Picture)
	}
}

// reveal scrolls to a face.
func (s *Sheet) reveal(c *cell) {
	if c == nil {
		return
	}
	view, at, size := s.scroll.Size(), c.Position(), c.Size()
	to := s.scroll.Offset
	along := func(offset, at, size, view float32) float32 {
		return min(max(offset, at+size+gap-view), at-gap) // of a face that is too large the top
	}
	to.X, to.Y = along(to.X, at.X, size.Width, view.Width), along(to.Y, at.Y, size.Height, view.Height)
	if to = fyne.NewPos(max(to.X, 0), max(to.Y, 0)); to != s.scroll.Offset {
		s.scroll.ScrollToOffset(to)
		s.above.ScrollToOffset(fyne.NewPos(to.X, 0))
	}
}

// shown is the edge of a face on screen: in a low window no larger than what can be
// seen whole with the words below it.
func (s *Sheet) shown() float32 {
	if room := s.scroll.Size().Height; room > 0 {
		return max(min(s.edge, room-4-2*line()-2*gap), smallest)
	}
	return s.edge
}

// layout places frames beside each other and people below each other; the people
// of a single frame fill the width, row after row.
type layout struct {
	s    *Sheet
	laid float32 // the width of a face's cell when they were laid out last
}

func (l *layout) cell() fyne.Size { return fyne.NewSize(l.s.shown()+4, l.s.shown()+4+2*line()) }

func line() float32 { return theme.Size(theme.Small) * 1.6 }

// MinSize is Fyne's.
func (l *layout) MinSize([]fyne.CanvasObject) fyne.Size {
	c := l.cell()
	columns, rows := len(l.s.scene.Heads), len(l.s.scene.Rows)
	if columns == 1 {
		columns = l.across()
		rows = (rows + columns - 1) / columns
	}
	return fyne.NewSize(gap+float32(columns)*(c.Width+gap), gap+float32(rows)*(c.Height+gap))
}

// across is how many people of a single frame fit beside each other.
func (l *layout) across() int {
	return max(1, int((l.s.scroll.Size().Width-gap)/(l.cell().Width+gap)))
}

// Layout is Fyne's.
func (l *layout) Layout([]fyne.CanvasObject, fyne.Size) {
	c := l.cell()
	if c.Width != l.laid {
		l.laid = c.Width
		l.s.above.Content.Refresh() // the heads are as wide
	}
	at := func(column, row int) fyne.Position {
		return fyne.NewPos(gap+float32(column)*(c.Width+gap), gap+float32(row)*(c.Height+gap))
	}
	single := len(l.s.scene.Heads) == 1
	for p, row := range l.s.scene.Rows {
		for k, f := range row {
			cell := l.s.cells[f.Place]
			if !f.There || cell == nil {
				continue
			}
			if single {
				cell.Move(at(p%l.across(), p/l.across()))
			} else {
				cell.Move(at(k, p))
			}
			cell.Resize(c)
		}
	}
}

// narrow asks for no width: the heads of many frames would make the window wider.
type narrow struct{}

// MinSize is Fyne's.
func (narrow) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, o[0].MinSize().Height)
}

// Layout is Fyne's.
func (narrow) Layout(o []fyne.CanvasObject, s fyne.Size) { o[0].Resize(s) }

// headLayout puts each head above its frame.
type headLayout struct{ s *Sheet }

// MinSize is Fyne's.
func (l *headLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(gap+float32(len(o))*(l.s.shown()+4+gap), 2*line()+gap)
}

// Layout is Fyne's.
func (l *headLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	for k, h := range o {
		h.Move(fyne.NewPos(gap+float32(k)*(l.s.shown()+4+gap), 0))
		h.Resize(fyne.NewSize(l.s.shown()+4, s.Height))
	}
}

// head is what is written above a frame.
type head struct {
	widget.BaseWidget
	title, note *canvas.Text
}

func newHead() *head {
	h := &head{title: canvas.NewText("", color.White), note: canvas.NewText("", color.White)}
	h.ExtendBaseWidget(h)
	return h
}

func (h *head) show(of Head) {
	small := theme.Size(theme.Small)
	h.title.Text, h.title.TextSize, h.title.Color = of.Title, small, theme.Colour(theme.Dim)
	if h.title.TextStyle.Bold = of.Cursor; of.Cursor {
		h.title.Color = theme.Colour("foreground")
	}
	h.note.Text, h.note.TextSize, h.note.Color = of.Note, small, theme.Colour(theme.Dim)
	if of.Good {
		h.note.Color = theme.Colour(theme.For)
	}
	h.title.Refresh()
	h.note.Refresh()
}

// CreateRenderer is Fyne's.
func (h *head) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(lines{}, h.title, h.note))
}

// lines puts lines of words below each other.
type lines struct{}

// MinSize is Fyne's.
func (lines) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

// Layout is Fyne's.
func (lines) Layout(o []fyne.CanvasObject, s fyne.Size) {
	for k, t := range o {
		t.Move(fyne.NewPos(0, float32(k)*line()))
		t.Resize(fyne.NewSize(s.Width, line()))
	}
}
