package grid

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"culler/library/photo"
	"culler/ui/theme"
	"culler/ui/workspace/snapshot"
)

// marks are what lies on the picture: flag and stars, how many frames there are,
// and what is to be said of the photo.
type marks struct {
	flag, stars, stack *canvas.Image
	badge, note        *canvas.Rectangle
	count, mark        *canvas.Text
}

func newMarks() marks {
	m := marks{
		flag: &canvas.Image{FillMode: canvas.ImageFillContain}, stars: &canvas.Image{FillMode: canvas.ImageFillContain}, stack: canvas.NewImageFromResource(theme.Stack),
		badge: canvas.NewRectangle(color.Transparent), note: canvas.NewRectangle(color.Transparent),
		count: canvas.NewText("", color.White), mark: canvas.NewText("", color.Black),
	}
	m.badge.CornerRadius, m.note.CornerRadius = 3, 3
	m.stack.FillMode = canvas.ImageFillContain
	return m
}

// tally is how far a closed stack is decided: a line as long as that, and how many
// of its frames are picked and rejected.
type tally struct {
	done, behind    *canvas.Rectangle
	chosen, refused *canvas.Text
	cross           *canvas.Image // beside those that are rejected
}

func newTally() tally {
	t := tally{
		done: canvas.NewRectangle(color.Transparent), behind: canvas.NewRectangle(color.Transparent),
		chosen: canvas.NewText("", color.White), refused: canvas.NewText("", color.White), cross: canvas.NewImageFromResource(theme.Rejected),
	}
	t.behind.CornerRadius = 3
	t.cross.FillMode = canvas.ImageFillContain
	return t
}

// drawMarks draws what lies on the picture: flag, stars, count and verdict.
func (c *cell) drawMarks(pic fyne.Size, small float32) {
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
	case i.Frames > 1:
		count = fmt.Sprint(i.Frames)
	case i.Of > 1 && i.Place > 0:
		count = fmt.Sprintf("%d/%d", i.Place, i.Of)
	}
	c.count.Text, c.count.TextSize, c.count.Color = count, small, color.White
	w := c.count.MinSize().Width + 10
	if i.Frames > 1 {
		w += small + 4
	}
	h := textHeight(small)
	x := margin + pic.Width - w - 4
	place(c.badge, x, margin+4, w, h)
	c.badge.FillColor = theme.Colour(theme.Shade)
	setVisible(c.badge, count != "")
	place(c.stack, x+4, margin+4+(h-small)/2, small, small)
	setVisible(c.stack, i.Frames > 1)
	write(c.count, count, margin+pic.Width-4-5-c.count.MinSize().Width, margin+4+(h-c.count.MinSize().Height)/2)

	mark, ground, ink := "", theme.Badge, color.Color(color.NRGBA{0x1c, 0x14, 0, 255})
	switch {
	case i.Bracket:
		mark, ground, ink = "bracket", theme.Shade, color.White
	case i.Fault != "" && i.Frames < 2:
		mark, ground, ink = i.Fault, theme.Shade, color.White
	case i.Close:
		mark = "close"
	case i.Best && i.Of > 1 && i.Frames < 2:
		mark, ground, ink = "best", theme.For, color.NRGBA{0, 0x18, 8, 255}
	}
	c.mark.TextSize, c.mark.Color, c.mark.TextStyle = small-1, ink, fyne.TextStyle{Bold: true}
	c.mark.Text = mark
	mw := c.mark.MinSize().Width + 8
	if 3*mw*h > pic.Width*pic.Height {
		mark = "" // in a low strip it would hide the photo that it speaks of
	}
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
	stack := i.Frames > 1
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
	flag, flagged := theme.Picked, picked
	if i.Suggested && !picked {
		flag, flagged = theme.Suggested, true
	}
	for _, m := range []struct {
		img   *canvas.Image
		icon  fyne.Resource
		words *canvas.Text
		n     int
		on    bool
	}{{c.flag, flag, c.chosen, i.Picks, flagged}, {c.cross, theme.Rejected, c.refused, i.Rejects, rejected}} {
		c.setIcon(m.img, m.icon)
		setVisible(m.img, m.on)
		words := ""
		if m.on && stack && m.n > 0 {
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
	place(c.behind, margin+4, margin+4, x-margin-4, row)
	c.behind.FillColor = theme.Colour(theme.Shade)
	setVisible(c.behind, stack && (picked || rejected))
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
	if i.Frames > 1 {
		share = min(float32(i.Picks+i.Rejects)/float32(i.Frames), 1)
	}
	if i.State == snapshot.Decided {
		share = 1
		c.done.FillColor = theme.Colour(theme.For)
	}
	place(c.done, margin, margin+pic.Height+1, pic.Width*share, 3)
	setVisible(c.done, i.Frames > 1 && share > 0)
}

func (c *cell) setIcon(img *canvas.Image, r fyne.Resource) {
	if img.Resource != r {
		img.Resource = r
		img.Refresh()
	}
}
