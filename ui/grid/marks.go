package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"culler/library/photo"
	"culler/ui/theme"
)

// Change is what a click on a mark does to what was decided about a photo.
type Change func(photo.Decision) photo.Decision

// Flagged gives a flag, or takes it back where it is there.
func Flagged(f photo.Flag) Change {
	return func(d photo.Decision) photo.Decision {
		if d.Flag == f {
			f = photo.Unflagged
		}
		d.Flag = f
		return d
	}
}

// Starred gives n stars, or takes them back where there are so many.
func Starred(n int) Change {
	return func(d photo.Decision) photo.Decision {
		if d.Stars == n {
			n = 0
		}
		d.Stars = n
		return d
	}
}

// offers draws the flags that can be clicked while the mouse is over a cell;
// those that are not set show through.
func (c *cell) offers(icon, small float32) {
	i := c.info
	for n, m := range []struct {
		img  *canvas.Image
		icon fyne.Resource
		flag photo.Flag
	}{{c.flag, theme.Picked, photo.Picked}, {c.cross, theme.Rejected, photo.Rejected}} {
		c.setIcon(m.img, m.icon)
		m.img.Translucency = 0
		if i.Flag != m.flag {
			m.img.Translucency = 0.5
		}
		at := flagAt(n, small)
		place(m.img, at.X, at.Y, icon, icon)
		m.img.Refresh()
		m.img.Show()
	}
	write(c.chosen, "", 0, 0)
	write(c.refused, "", 0, 0)
	end := flagAt(2, small)
	place(c.behind, margin, margin, end.X-margin, icon+8)
	c.behind.FillColor = theme.Colour(theme.Shade)
	c.behind.Show()
}

// flagAt is where the n-th flag of a cell can be clicked.
func flagAt(n int, small float32) fyne.Position {
	return fyne.NewPos(margin+4+float32(n)*(small+17), margin+4)
}

// starsAt is where the stars of a cell begin, and how large one is.
func starsAt(pic fyne.Size, small float32) (fyne.Position, float32) {
	edge := min(small+7, (pic.Width-8)/5) // five of them lie on the picture, however small that is
	return fyne.NewPos(margin+4, margin+pic.Height-edge-3), edge
}

// markAt is what a click on a point of a cell marks; nil for nothing.
func markAt(p fyne.Position, cell fyne.Size) Change {
	small := theme.Size(theme.Small)
	in := func(at fyne.Position, w, h float32) bool {
		return p.X >= at.X && p.X < at.X+w && p.Y >= at.Y && p.Y < at.Y+h
	}
	for n, f := range []photo.Flag{photo.Picked, photo.Rejected} {
		if in(flagAt(n, small), small+13, small+13) {
			return Flagged(f)
		}
	}
	at, edge := starsAt(pictureBox(cell, textHeight(small)), small)
	for n := range 5 {
		if in(at.AddXY(float32(n)*edge, 0), edge, edge) {
			return Starred(n + 1)
		}
	}
	return nil
}
