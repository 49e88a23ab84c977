package grid

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"culler/library/photo"
	"culler/ui/theme"
	"culler/ui/widgets"
	"culler/ui/workspace"
)

// Info is what a cell shows. Two equal Infos look alike.
type Info struct {
	Photo      int
	Title      string
	Flag       photo.Flag
	Stars      int
	Label      photo.Label
	Percentile float64         // in the shoot; NaN or negative: none
	Earlier    bool            // it is an earlier model's
	Place, Of  int             // in the burst, best first; Place is 0 where there is none
	Stack      int             // frames that the cell stands for; 1: only its own
	State      workspace.State // of a closed stack
	Picks      int             // frames of a closed stack that are picked
	Rejects    int             // and rejected
	Bracket    bool
	Close      bool   // the burst is too close to call
	Best       bool   // the best frame of a verdict
	Fault      string // what is plainly wrong with it, in a word or two; ""
	Open       bool   // one of several cells of an open stack
	Selected   bool
	Cursor     bool
	Broken     bool // it cannot be shown
	Hover      bool // the mouse is over it: what can be clicked shows
}

// A cell's measures, before the font scale.
const (
	margin  = 5 // around the picture
	gutter  = 6 // between cells
	textRow = 17
)

// cell draws one thumbnail with its marks. It is a set of canvas objects and
// not a widget, so that changing it costs no more than what changed.
type cell struct {
	box  *fyne.Container
	info Info
	size fyne.Size
	gen  int // of the theme

	under, ground, label *canvas.Rectangle
	done                 *canvas.Rectangle // how much of a stack is decided
	chosen               *canvas.Text      // how many of its frames are picked
	refused              *canvas.Text      // and rejected
	cross                *canvas.Image     // beside that
	tally                *canvas.Rectangle // behind them
	picture              *canvas.Image
	veil                 *canvas.Rectangle
	flag, stars, stack   *canvas.Image
	badge, note          *canvas.Rectangle
	count, mark          *canvas.Text
	title, score         *canvas.Text
	broken               *canvas.Text
	shown                *image.RGBA
}

func newCell() *cell {
	c := &cell{
		under: canvas.NewRectangle(color.Transparent), ground: canvas.NewRectangle(color.Transparent),
		label: canvas.NewRectangle(color.Transparent), veil: canvas.NewRectangle(color.NRGBA{0, 0, 0, 0x8c}),
		picture: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest},
		flag:    &canvas.Image{FillMode: canvas.ImageFillContain}, stars: &canvas.Image{FillMode: canvas.ImageFillContain},
		stack: canvas.NewImageFromResource(theme.Stack), cross: canvas.NewImageFromResource(theme.Rejected),
		done: canvas.NewRectangle(color.Transparent), tally: canvas.NewRectangle(color.Transparent),
		chosen: canvas.NewText("", color.White), refused: canvas.NewText("", color.White),
		badge: canvas.NewRectangle(color.Transparent), note: canvas.NewRectangle(color.Transparent),
		count: canvas.NewText("", color.White), mark: canvas.NewText("", color.Black),
		title: canvas.NewText("", color.White), score: canvas.NewText("", color.White), broken: canvas.NewText("cannot be shown", color.White),
	}
	c.under.CornerRadius, c.ground.CornerRadius, c.badge.CornerRadius, c.note.CornerRadius = 4, 4, 3, 3
	c.label.CornerRadius = 2
	c.stack.FillMode, c.cross.FillMode = canvas.ImageFillContain, canvas.ImageFillContain
	c.tally.CornerRadius = 3
	c.box = container.NewWithoutLayout(c.under, c.ground, c.picture, c.veil, c.broken, c.done, c.label, c.stars, c.tally, c.flag, c.chosen, c.cross, c.refused, c.badge, c.stack, c.count,
		c.note, c.mark, c.title, c.score)
	for _, o := range c.box.Objects {
		o.Hide()
	}
	c.info.Photo = -1
	return c
}

// pictureBox is the place for the picture in a cell of some size.
func pictureBox(size fyne.Size, row float32) fyne.Size {
	return fyne.NewSize(size.Width-2*margin, size.Height-2*margin-row)
}

// show makes the cell look as info says and tells whether anything changed.
func (c *cell) show(info Info, size fyne.Size, gen int) bool {
	if c.info == info && c.size == size && c.gen == gen {
		return false
	}
	if c.info.Photo != info.Photo || c.size != size {
		c.drop()
	}
	c.info, c.size, c.gen = info, size, gen
	small := theme.Size(theme.Small)
	row := textHeight(small)
	c.box.Resize(size)

	c.frame()
	pic := pictureBox(size, row)
	place(c.veil, margin, margin, pic.Width, pic.Height)
	setVisible(c.veil, info.Flag == photo.Rejected && info.Stack < 2 || info.Stack > 1 && info.Rejects == info.Stack)
	c.broken.TextSize, c.broken.Color = small, theme.Colour(theme.Dim)
	write(c.broken, c.broken.Text, margin+6, margin+pic.Height/2-row/2)
	setVisible(c.broken, info.Broken)

	c.marks(pic, small)
	c.words(pic, small, row)
	canvas.Refresh(c.box)
	return true
}

// frame draws what is behind the picture: chosen, under the cursor, a stack.
func (c *cell) frame() {
	i := c.info
	c.ground.FillColor, c.ground.StrokeWidth = theme.Colour(theme.Cell), 0
	if i.Selected {
		c.ground.FillColor = theme.Colour(theme.Chosen)
	}
	if i.Cursor {
		c.ground.StrokeColor, c.ground.StrokeWidth = theme.Colour(theme.Cursor), 2
	}
	place(c.ground, 0, 0, c.size.Width, c.size.Height)
	c.ground.Show()
	c.under.FillColor = theme.Colour(theme.Line)
	if i.Open {
		// Frames of an open stack lie on one band.
		place(c.under, -gutter, -2, c.size.Width+2*gutter, c.size.Height+4)
	} else {
		place(c.under, 4, 4, c.size.Width, c.size.Height)
	}
	setVisible(c.under, i.Open || i.Stack > 1)
	c.label.FillColor = theme.Label(i.Label)
	place(c.label, 0, c.size.Height-4, c.size.Width, 4)
	setVisible(c.label, i.Label != photo.NoLabel)
}

// marks draws what lies on the picture: flag, stars, count and verdict.
func (c *cell) marks(pic fyne.Size, small float32) {
	i := c.info
	icon := small + 11
	c.flags(icon, small)
	c.decided(pic)

	shown := float32(i.Stars)
	if i.Stars > 0 {
		c.setIcon(c.stars, theme.Stars(i.Stars))
	}
	if i.Hover {
		c.setIcon(c.stars, theme.StarRow(i.Stars))
		shown = 5
	}
	at, edge := starsAt(pic, small)
	place(c.stars, at.X, at.Y, edge*shown, edge)
	setVisible(c.stars, shown > 0)

	count := ""
	switch {
	case i.Stack > 1:
		count = fmt.Sprint(i.Stack)
	case i.Of > 1 && i.Place > 0:
		count = fmt.Sprintf("%d/%d", i.Place, i.Of)
	}
	c.count.Text, c.count.TextSize, c.count.Color = count, small, color.White
	w := c.count.MinSize().Width + 10
	if i.Stack > 1 {
		w += small + 4
	}
	h := textHeight(small)
	x := margin + pic.Width - w - 4
	place(c.badge, x, margin+4, w, h)
	c.badge.FillColor = theme.Colour(theme.Shade)
	setVisible(c.badge, count != "")
	place(c.stack, x+4, margin+4+(h-small)/2, small, small)
	setVisible(c.stack, i.Stack > 1)
	write(c.count, count, margin+pic.Width-4-5-c.count.MinSize().Width, margin+4+(h-c.count.MinSize().Height)/2)

	mark, ground, ink := "", theme.Badge, color.Color(color.NRGBA{0x1c, 0x14, 0, 255})
	switch {
	case i.Bracket:
		mark, ground, ink = "bracket", theme.Shade, color.White
	case i.Fault != "" && i.Stack < 2:
		mark, ground, ink = i.Fault, theme.Shade, color.White
	case i.Close:
		mark = "close"
	case i.Best && i.Of > 1 && i.Stack < 2:
		mark, ground, ink = "best", theme.For, color.NRGBA{0, 0x18, 8, 255}
	}
	c.mark.TextSize, c.mark.Color, c.mark.TextStyle = small-1, ink, fyne.TextStyle{Bold: true}
	c.mark.Text = mark
	mw := c.mark.MinSize().Width + 8
	place(c.note, margin+pic.Width-mw-4, margin+pic.Height-h-4, mw, h)
	c.note.FillColor = theme.Colour(ground)
	setVisible(c.note, mark != "")
	write(c.mark, mark, margin+pic.Width-mw, margin+pic.Height-h-4+(h-c.mark.MinSize().Height)/2)
}

// flags draws the flag of a photo, or how many frames of a closed stack are
// picked and rejected.
func (c *cell) flags(icon, small float32) {
	i := c.info
	if i.Hover {
		c.offers(icon, small)
		return
	}
	c.flag.Translucency, c.cross.Translucency = 0, 0
	stack := i.Stack > 1
	picked, rejected := i.Flag == photo.Picked, i.Flag == photo.Rejected
	if stack {
		picked, rejected = i.Picks > 0, i.Rejects > 0
	}
	x, y, edge := float32(margin+4), float32(margin+4), icon
	if stack {
		edge = small + 3
		x += 3
	}
	row := max(textHeight(small), edge)
	for _, m := range []struct {
		img   *canvas.Image
		icon  fyne.Resource
		words *canvas.Text
		n     int
		on    bool
	}{{c.flag, theme.Picked, c.chosen, i.Picks, picked}, {c.cross, theme.Rejected, c.refused, i.Rejects, rejected}} {
		c.setIcon(m.img, m.icon)
		setVisible(m.img, m.on)
		words := ""
		if m.on && stack {
			words = fmt.Sprint(m.n)
		}
		m.words.TextSize, m.words.Color, m.words.Text = small, color.White, words
		if !m.on {
			write(m.words, "", x, y)
			continue
		}
		place(m.img, x, y+(row-edge)/2*boolean(stack), edge, edge)
		x += edge + 2
		write(m.words, words, x, y+(row-m.words.MinSize().Height)/2)
		x += m.words.MinSize().Width + 5
	}
	place(c.tally, margin+4, margin+4, x-margin-4, row)
	c.tally.FillColor = theme.Colour(theme.Shade)
	setVisible(c.tally, stack && (picked || rejected))
}

func boolean(on bool) float32 {
	if on {
		return 1
	}
	return 0
}

// decided draws a line below the picture of a stack: as long as what is flagged,
// and green once the burst is decided.
func (c *cell) decided(pic fyne.Size) {
	i := c.info
	share := float32(0)
	c.done.FillColor = theme.Colour(theme.Badge)
	if i.Stack > 1 {
		share = min(float32(i.Picks+i.Rejects)/float32(i.Stack), 1)
	}
	if i.State == workspace.Decided {
		share = 1
		c.done.FillColor = theme.Colour(theme.For)
	}
	place(c.done, margin, margin+pic.Height+1, pic.Width*share, 3)
	setVisible(c.done, i.Stack > 1 && share > 0)
}

// words writes the line below the picture.
func (c *cell) words(pic fyne.Size, small, row float32) {
	i := c.info
	y := 2*margin + pic.Height - 2
	score := ""
	if i.Percentile >= 0 && !math.IsNaN(i.Percentile) {
		score = fmt.Sprintf("%.0f", i.Percentile)
		if i.Earlier {
			score = "(" + score + ")"
		}
	}
	c.score.TextSize, c.score.Color = small, theme.Colour("foreground")
	c.score.Text = score
	sw := c.score.MinSize().Width
	write(c.score, score, margin+pic.Width-sw-1, y+(row-c.score.MinSize().Height)/2)
	c.title.TextSize, c.title.Color = small, theme.Colour(theme.Dim)
	if i.Selected || i.Cursor {
		c.title.Color = theme.Colour("foreground")
	}
	room := pic.Width - sw - 8
	write(c.title, widgets.Shorten(i.Title, small, room), margin+1, y+(row-c.title.MinSize().Height)/2)
}

// paint shows a picture, which fits into the place for it.
func (c *cell) paint(img *image.RGBA, scale float32) {
	if c.shown == img {
		return
	}
	c.shown = img
	if img == nil {
		c.picture.Hide()
		return
	}
	pic := pictureBox(c.size, textHeight(theme.Size(theme.Small)))
	w, h := float32(img.Rect.Dx())/scale, float32(img.Rect.Dy())/scale
	place(c.picture, margin+(pic.Width-w)/2, margin+(pic.Height-h)/2, w, h)
	c.picture.Image = img
	c.picture.Show()
	c.picture.Refresh()
}

// drop hides the picture; the next photo has another one.
func (c *cell) drop() {
	c.shown = nil
	c.picture.Hide()
}

func (c *cell) setIcon(img *canvas.Image, r fyne.Resource) {
	if img.Resource != r {
		img.Resource = r
		img.Refresh()
	}
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	if p := fyne.NewPos(x, y); o.Position() != p {
		o.Move(p)
	}
	if s := fyne.NewSize(w, h); o.Size() != s {
		o.Resize(s)
	}
}

func write(t *canvas.Text, s string, x, y float32) {
	t.Text = s
	place(t, x, y, t.MinSize().Width, t.MinSize().Height)
	setVisible(t, s != "")
}

func setVisible(o fyne.CanvasObject, on bool) {
	if on != o.Visible() {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
}

// textHeight is the height of a line of words, with some air.
func textHeight(size float32) float32 { return float32(math.Ceil(float64(size * textRow / 11))) }
