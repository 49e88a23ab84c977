// Package grid shows photos as cells: a virtual sheet of them that makes only
// those that are on screen, whatever the size of the shoot.
package grid

import (
	"image"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"culler/library/photo"
	"culler/ui/theme"
)

// Source says what the sheet shows.
type Source interface {
	Len() int
	Info(k int) Info
	Photo(i int) *photo.Photo
}

// Clicks are what a sheet reports when it is clicked.
type Clicks struct {
	// OnTap is called for a click on a cell, with the modifiers held; OnOpen
	// for a double click; OnMenu for the right button, with the place of the
	// mouse in the window; OnShown with the photos on screen when they change.
	OnTap   func(k int, m fyne.KeyModifier)
	OnOpen  func(k int)
	OnMenu  func(k int, at fyne.Position)
	OnMark  func(k int, change Change) // a flag or a star was clicked; nil: none can be
	OnShown func(photos []int)
	OnSize  func(columns, rows int)
}

// Sheet is a scrolling sheet of cells, in rows or, if it is a single row, from
// left to right. It belongs to the window's goroutine.
type Sheet struct {
	widget.BaseWidget

	Clicks
	source  Source
	loader  *Loader
	single  bool
	wanted  float32 // width of a cell that is asked for
	scroll  *container.Scroll
	surface *surface
	hover   int           // the place under the mouse; -1: none
	cells   map[int]*cell // by place
	free    []*cell
	columns int
	cell    fyne.Size
	gen     int
	theme   fyne.Theme
	shown   []int
}

// New returns a sheet in rows, or in a single row.
func New(s Source, l *Loader, single bool) *Sheet {
	g := &Sheet{source: s, loader: l, single: single, wanted: 190, hover: -1, cells: map[int]*cell{}, columns: 1}
	g.surface = newSurface(g)
	if single {
		g.scroll = container.NewHScroll(g.surface)
	} else {
		g.scroll = container.NewVScroll(g.surface)
	}
	g.scroll.OnScrolled = func(fyne.Position) { g.fill() }
	l.Listen(g, func(photo int) { fyne.Do(func() { g.arrived(photo) }) })
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer is Fyne's.
func (g *Sheet) CreateRenderer() fyne.WidgetRenderer { return &sheetRenderer{g} }

type sheetRenderer struct{ g *Sheet }

func (r *sheetRenderer) Destroy()                     {}
func (r *sheetRenderer) Layout(s fyne.Size)           { r.g.scroll.Resize(s); r.g.Update() }
func (r *sheetRenderer) MinSize() fyne.Size           { return fyne.NewSize(120, 80) }
func (r *sheetRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.g.scroll} }
func (r *sheetRenderer) Refresh()                     { r.g.Update() }

// CellWidths are the smallest and the largest width of a cell.
const (
	LeastCell = 110
	MostCell  = 480
)

// CellWidth is the width that cells have at least.
func (g *Sheet) CellWidth() float32 { return g.wanted }

// SetCellWidth makes cells larger or smaller.
func (g *Sheet) SetCellWidth(w float32) {
	g.wanted = min(max(w, LeastCell), MostCell)
	g.Update()
}

// measure finds the number of columns and the size of a cell.
func (g *Sheet) measure() {
	row := textHeight(theme.Size(theme.Small))
	size := g.scroll.Size()
	if g.single {
		h := max(size.Height-2*gutter-4, 60)
		g.cell = fyne.NewSize((h-row-2*margin)*1.4+2*margin, h)
		g.columns = max(g.source.Len(), 1)
		return
	}
	room := size.Width - gutter - theme.Size("scrollBar")
	columns := max(int(room/(g.wanted+gutter)), 1)
	for {
		w := float32(math.Floor(float64(room/float32(columns) - gutter)))
		g.cell = fyne.NewSize(w, float32(math.Floor(float64((w-2*margin)*0.7+2*margin+row))))
		// A cell that is higher than the sheet would be cut wherever it is scrolled to.
		if g.cell.Height+2*gutter <= size.Height || room/float32(columns+1)-gutter < LeastCell {
			break
		}
		columns++
	}
	if columns != g.columns || g.OnSize != nil {
		g.columns = columns
		if g.OnSize != nil {
			g.OnSize(columns, max(int(size.Height/(g.cell.Height+gutter)), 1))
		}
	}
}

func (g *Sheet) contentSize() fyne.Size {
	n := g.source.Len()
	if g.single {
		return fyne.NewSize(float32(n)*(g.cell.Width+gutter)+gutter, 0)
	}
	rows := (n + g.columns - 1) / g.columns
	return fyne.NewSize(0, float32(rows)*(g.cell.Height+gutter)+gutter)
}

func (g *Sheet) at(k int) fyne.Position {
	return fyne.NewPos(gutter+float32(k%g.columns)*(g.cell.Width+gutter), gutter+float32(k/g.columns)*(g.cell.Height+gutter))
}

// under is the place below a point of the surface; -1 where there is none.
func (g *Sheet) under(p fyne.Position) int {
	col, row := int((p.X-gutter/2)/(g.cell.Width+gutter)), int((p.Y-gutter/2)/(g.cell.Height+gutter))
	k := row*g.columns + col
	if p.X < 0 || p.Y < 0 || col >= g.columns || k >= g.source.Len() {
		return -1
	}
	return k
}

// Update shows what the source says now; cells that did not change cost nothing.
func (g *Sheet) Update() {
	if g.scroll.Size().IsZero() {
		return
	}
	if t := fyne.CurrentApp().Settings().Theme(); t != g.theme {
		g.theme = t
		g.gen++
	}
	g.measure()
	if s := g.contentSize(); s != g.surface.least {
		g.surface.least = s
		g.scroll.Refresh() // lays the surface out anew and keeps the offset inside it
	}
	g.fill()
}

// visible is the range of places on screen, to exclusive.
func (g *Sheet) visible() (from, to int) {
	n, o, s := g.source.Len(), g.scroll.Offset, g.scroll.Size()
	if g.single {
		step := g.cell.Width + gutter
		from, to = int((o.X-gutter)/step), int((o.X+s.Width)/step)+1
	} else {
		step := g.cell.Height + gutter
		from, to = int((o.Y-gutter)/step)*g.columns, (int((o.Y+s.Height)/step)+1)*g.columns
	}
	from = min(max(from, 0), n)
	return from, min(max(to, from), n)
}

// fill gives every place on screen its cell.
func (g *Sheet) fill() {
	from, to := g.visible()
	changed := false
	for k, c := range g.cells {
		if k < from || k >= to {
			delete(g.cells, k)
			g.free = append(g.free, c)
			changed = true
		}
	}
	var missing []Request
	shown := make([]int, 0, to-from)
	box, scale := g.pixels()
	for k := from; k < to; k++ {
		info := g.source.Info(k)
		info.Hover = k == g.hover && g.OnMark != nil
		shown = append(shown, info.Photo)
		c, ok := g.cells[k]
		if !ok {
			c = g.take(info.Photo)
			g.cells[k] = c
			changed = true
		}
		c.show(info, g.cell, g.gen)
		if p := g.at(k); c.box.Position() != p {
			c.box.Move(p)
		}
		if img, ready := g.loader.Get(info.Photo, box); ready {
			c.paint(img, scale)
		} else if p := g.source.Photo(info.Photo); p != nil && !info.Broken {
			missing = append(missing, Request{info.Photo, p, box})
		}
	}
	if changed {
		g.surface.objects = g.surface.objects[:0]
		for k := from; k < to; k++ {
			g.surface.objects = append(g.surface.objects, g.cells[k].box)
		}
		g.surface.Refresh()
	}
	g.loader.Want(g, missing)
	if g.OnShown != nil && !slices.Equal(shown, g.shown) {
		g.shown = shown
		g.OnShown(shown)
	}
}

// take finds a cell to use again, best one that showed the same photo.
func (g *Sheet) take(photo int) *cell {
	n := len(g.free)
	if n == 0 {
		return newCell()
	}
	at := slices.IndexFunc(g.free, func(c *cell) bool { return c.info.Photo == photo })
	if at < 0 {
		at = n - 1
	}
	c := g.free[at]
	g.free = slices.Delete(g.free, at, at+1)
	return c
}

// pixels is the box of a picture on screen, in pixels.
func (g *Sheet) pixels() (image.Point, float32) {
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(g); c != nil {
		scale = c.Scale()
	}
	pic := pictureBox(g.cell, textHeight(theme.Size(theme.Small)))
	return image.Pt(int(pic.Width*scale), int(pic.Height*scale)), scale
}

// arrived shows a thumbnail that was fetched.
func (g *Sheet) arrived(photo int) {
	box, scale := g.pixels()
	for _, c := range g.cells {
		if c.info.Photo == photo {
			if img, ok := g.loader.Get(photo, box); ok {
				c.paint(img, scale)
			}
		}
	}
}

// Reveal scrolls as little as needed to show a place.
func (g *Sheet) Reveal(k int) {
	if k < 0 || k >= g.source.Len() || g.scroll.Size().IsZero() {
		return
	}
	p, o, s := g.at(k), g.scroll.Offset, g.scroll.Size()
	low, high, offset, room := p.Y-gutter, p.Y+g.cell.Height+gutter, o.Y, s.Height
	if g.single {
		low, high, offset, room = p.X-gutter, p.X+g.cell.Width+gutter, o.X, s.Width
	}
	to := offset
	if low < offset {
		to = low
	} else if high > offset+room {
		to = high - room
	}
	if to == offset {
		return
	}
	if g.single {
		g.scroll.ScrollToOffset(fyne.NewPos(to, 0))
	} else {
		g.scroll.ScrollToOffset(fyne.NewPos(0, to))
	}
	g.fill()
}

// Offset is how far the sheet is scrolled.
func (g *Sheet) Offset() fyne.Position { return g.scroll.Offset }

// ScrollTo scrolls to an offset.
func (g *Sheet) ScrollTo(p fyne.Position) {
	g.scroll.ScrollToOffset(p)
	g.fill()
}

// surface is what scrolls: it holds the cells on screen and takes the clicks.
type surface struct {
	widget.BaseWidget
	sheet   *Sheet
	least   fyne.Size
	objects []fyne.CanvasObject
}

func newSurface(g *Sheet) *surface {
	s := &surface{sheet: g}
	s.ExtendBaseWidget(s)
	return s
}

func (s *surface) CreateRenderer() fyne.WidgetRenderer { return &surfaceRenderer{s} }

type surfaceRenderer struct{ s *surface }

func (r *surfaceRenderer) Destroy()                     {}
func (r *surfaceRenderer) Layout(fyne.Size)             {}
func (r *surfaceRenderer) MinSize() fyne.Size           { return r.s.least }
func (r *surfaceRenderer) Objects() []fyne.CanvasObject { return r.s.objects }
func (r *surfaceRenderer) Refresh()                     { canvas.Refresh(r.s) }

// MouseDown chooses at once: a click that waits for a second one feels slow.
func (s *surface) MouseDown(e *desktop.MouseEvent) {
	k := s.sheet.under(e.Position)
	if k < 0 {
		return
	}
	if e.Button == desktop.MouseButtonSecondary {
		if s.sheet.OnMenu != nil {
			s.sheet.OnMenu(k, e.AbsolutePosition)
		}
		return
	}
	if change := s.sheet.markUnder(k, e); change != nil {
		s.sheet.OnMark(k, change)
		return
	}
	if s.sheet.OnTap != nil {
		s.sheet.OnTap(k, e.Modifier)
	}
}

// markUnder is what a click on a cell marks; nil where it chooses the cell.
func (g *Sheet) markUnder(k int, e *desktop.MouseEvent) Change {
	if g.OnMark == nil || e.Modifier != 0 || k != g.hover {
		return nil
	}
	return markAt(e.Position.Subtract(g.at(k)), g.cell)
}

// setHover shows what can be clicked in the cell under the mouse.
func (g *Sheet) setHover(k int) {
	if k != g.hover {
		g.hover = k
		g.fill()
	}
}

// MouseIn is Fyne's.
func (s *surface) MouseIn(e *desktop.MouseEvent) { s.sheet.setHover(s.sheet.under(e.Position)) }

// MouseMoved is Fyne's.
func (s *surface) MouseMoved(e *desktop.MouseEvent) { s.sheet.setHover(s.sheet.under(e.Position)) }

// MouseOut is Fyne's.
func (s *surface) MouseOut() { s.sheet.setHover(-1) }

func (s *surface) MouseUp(*desktop.MouseEvent) {}

func (s *surface) DoubleTapped(e *fyne.PointEvent) {
	k := s.sheet.under(e.Position)
	if k < 0 || s.sheet.OnMark != nil && markAt(e.Position.Subtract(s.sheet.at(k)), s.sheet.cell) != nil {
		return // two clicks on a mark
	}
	if s.sheet.OnOpen != nil {
		s.sheet.OnOpen(k)
	}
}
