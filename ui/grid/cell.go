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
	"culler/ui/workspace/snapshot"
)

// Info is what a cell shows. Two equal Infos look alike.
type Info struct {
	Photo      int
	Lead       string // before the title, and never cut
	Title      string
	Flag       photo.Flag
	Stars      int
	Label      photo.Label
	Percentile float64 // in the shoot; NaN or negative: none
	Earlier    bool    // it is an earlier model's
	Place, Of  int     // in the burst, best first; Place is 0 where there is none
	Stack              // that the cell stands for
	Bracket    bool
	Close      bool   // the burst is too close to call
	Best       bool   // the best frame of a verdict
	Fault      string // what is plainly wrong with it, in a word or two; ""
	Suggested  bool   // it would be picked
	Open       bool   // one of several cells of an open stack
	Selected   bool
	Cursor     bool
	Broken     bool // it cannot be shown
	Hover      bool // the mouse is over it: what can be clicked shows
}

// Stack is the frames of a closed stack.
type Stack struct {
	Frames  int // 1: the photo alone
	State   snapshot.State
	Picks   int // that are picked
	Rejects int // and rejected
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
	picture              *canvas.Image
	shown                *image.RGBA
	veil                 *canvas.Rectangle
	broken               *canvas.Text
	title, score         *canvas.Text
	marks
	tally
}

func newCell() *cell {
	c := &cell{
		under: canvas.NewRectangle(color.Transparent), ground: canvas.NewRectangle(color.Transparent), label: canvas.NewRectangle(color.Transparent),
		picture: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}, veil: canvas.NewRectangle(color.NRGBA{0, 0, 0, 0x8c}),
		broken: canvas.NewText("cannot be shown", color.White), title: canvas.NewText("", color.White), score: canvas.NewText("", color.White),
		marks: newMarks(), tally: newTally(),
	}
	c.under.CornerRadius, c.ground.CornerRadius, c.label.CornerRadius = 4, 4, 2
	c.box = container.NewWithoutLayout(c.under, c.ground, c.picture, c.veil, c.broken, c.done, c.label, c.stars, c.behind, c.flag, c.chosen, c.cross, c.refused, c.badge, c.stack, c.count,
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
	setVisible(c.veil, info.Flag == photo.Rejected && info.Frames < 2 || info.Frames > 1 && info.Rejects == info.Frames)
	c.broken.TextSize, c.broken.Color = small, theme.Colour(theme.Dim)
	write(c.broken, c.broken.Text, margin+6, margin+pic.Height/2-row/2)
	setVisible(c.broken, info.Broken)

	c.drawMarks(pic, small)
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
	setVisible(c.under, i.Open || i.Frames > 1)
	c.label.FillColor = theme.Label(i.Label)
	place(c.label, 0, c.size.Height-4, c.size.Width, 4)
	setVisible(c.label, i.Label != photo.NoLabel)
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
	write(c.title, widgets.Lead(i.Lead, i.Title, small, room), margin+1, y+(row-c.title.MinSize().Height)/2)
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
