package pixels

import (
	"image"
	"io"

	"culler/library/pixels/jpegscale"
	"culler/library/pixels/rawpreview"
)

// Programs that turn, crop or bleach a photo often leave the small picture of the
// original inside it. So one is taken only where it shows what the pixels do.

// cells is the number of parts that a picture is cut into each way to be compared.
const cells = 24

// unlike is the mean difference of the cells' colours, of 255, from which two
// pictures are not the same. Camera's previews differ from their photos by less
// than 2, seldom 4, for the encoding; a turned or bleached photo by 10 and more.
const unlike = 6

// Alike tells whether two pictures show the same, at any size, apart from what
// encoding makes of them.
func Alike(a, b *image.RGBA) bool { return alikeAbove(a, b, 1) }

// alikeAbove compares the upper share of two pictures.
func alikeAbove(a, b *image.RGBA, share float64) bool {
	rows := max(1, int(cells*share))
	var sum, n int
	for row := range rows {
		for col := range cells {
			x, okX := cellOf(a, row, col)
			y, okY := cellOf(b, row, col)
			if !okX || !okY {
				continue
			}
			for c := range x {
				sum += max(x[c]-y[c], y[c]-x[c])
				n++
			}
		}
	}
	return n == 0 || sum < unlike*n
}

// cellOf is the mean colour of a cell; ok is false where the picture is too small
// to have one.
func cellOf(m *image.RGBA, row, col int) (mean [3]int, ok bool) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	x0, x1, y0, y1 := w*col/cells, w*(col+1)/cells, h*row/cells, h*(row+1)/cells
	n := (x1 - x0) * (y1 - y0)
	if n == 0 {
		return mean, false
	}
	for y := y0; y < y1; y++ {
		line := m.Pix[y*m.Stride+4*x0 : y*m.Stride+4*x1]
		for x := 0; x < len(line); x += 4 {
			mean[0] += int(line[x])
			mean[1] += int(line[x+1])
			mean[2] += int(line[x+2])
		}
	}
	for c := range mean {
		mean[c] /= n
	}
	return mean, true
}

// shownShare is how much of a photo is decoded, from the top, to compare a
// preview with it: that is cheap, and what turns, mirrors or bleaches a photo
// changes all parts of it.
const shownShare = 0.2

// shows tells whether a preview shows what the file's own pixels do. One that
// cannot be compared does not.
func (j *job) shows(p, whole rawpreview.Picture) bool {
	decode := func(r io.ReaderAt, bytes int64, p rawpreview.Picture, top int) *image.RGBA {
		scale := 8
		for scale > 1 && min(p.Width, p.Height)/scale < 2*cells {
			scale /= 2
		}
		o := jpegscale.Options{Scale: scale, Top: top, MaxPixels: j.limits.Pixels, MaxBytes: j.limits.Memory}
		give := func() {}
		o.Reserve = func(n int64) (err error) {
			give, err = atOnce.Take(j.ctx, n)
			return err
		}
		defer func() { give() }()
		img, _, err := jpegscale.Decode(j.ctx, r, bytes, o)
		if err != nil {
			return nil
		}
		return img
	}
	small := decode(io.NewSectionReader(j.r, p.Offset, p.Size), p.Size, p, 0)
	large := decode(j.r, j.size, whole, int(shownShare*float64(whole.Height))+8)
	return small != nil && large != nil && alikeAbove(small, large, shownShare)
}
