package prepare

import (
	"encoding/binary"
	"image"

	"culler/scoring/models"
)

// share is the part of a run of source pixels that one target pixel covers:
// the first and the last in part, those between them wholly.
type share struct {
	first, last   int // both in the source
	wFirst, wLast float32
	wFull         float32
}

// shares are the areas that the target pixels from lo to hi of n cover in a row
// of size source pixels. The weights of each add up to 1.
func shares(size, n, lo, hi int) []share {
	s := make([]share, hi-lo)
	for i := range s {
		// In n-ths of a source pixel, where the borders are whole numbers.
		a, b := (lo+i)*size, (lo+i+1)*size
		f, l := a/n, (b-1)/n
		s[i] = share{first: f, last: l, wFull: float32(n) / float32(size)}
		s[i].wFirst = float32(min(b, (f+1)*n)-a) / float32(size)
		if l > f {
			s[i].wLast = float32(b-l*n) / float32(size)
		}
	}
	return s
}

// area averages, in one pass over the picture's rows. What is summed is not
// rounded before it is normalised.
func (m *Maker) area(img *image.RGBA, scaled image.Point, cut image.Rectangle, input []float32) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	width, height := cut.Dx(), cut.Dy()
	columns := shares(w, scaled.X, cut.Min.X, cut.Max.X)
	rows := shares(h, scaled.Y, cut.Min.Y, cut.Max.Y)
	row := make([]float32, 3*width)
	sums := make([]float32, 3*width)
	in := -1 // the source row that row was made of
	for y, r := range rows {
		clear(sums)
		for sy := r.first; sy <= r.last; sy++ {
			weight := r.wFull
			switch sy {
			case r.first:
				weight = r.wFirst
			case r.last:
				weight = r.wLast
			}
			if sy != in {
				at := img.PixOffset(img.Rect.Min.X, img.Rect.Min.Y+sy)
				if w == 4*scaled.X {
					quarter(img.Pix[at+16*cut.Min.X:], row)
				} else {
					narrow(img.Pix[at:at+4*w], columns, row)
				}
				in = sy
			}
			for i, v := range row {
				sums[i] += weight * v
			}
		}
		for c, from := range m.order {
			scale := float32(1 / (255 * m.spec.Std[c]))
			shift := float32(m.spec.Mean[c] / m.spec.Std[c])
			at, step := c*width*height+y*width, 1
			if m.spec.Layout == models.NHWC {
				at, step = 3*y*width+c, 3
			}
			for i := from; i < len(sums); i += 3 {
				input[at] = sums[i]*scale - shift
				at += step
			}
		}
	}
}

// narrow averages a row of RGBA pixels to RGB sums.
func narrow(pix []uint8, columns []share, row []float32) {
	for i, c := range columns {
		p := pix[4*c.first : 4*c.last+4]
		r, g, b := c.wFirst*float32(p[0]), c.wFirst*float32(p[1]), c.wFirst*float32(p[2])
		if c.last > c.first {
			var ir, ig, ib uint32
			k := 4
			for ; k < len(p)-4; k += 4 {
				q := p[k : k+4 : k+4]
				ir += uint32(q[0])
				ig += uint32(q[1])
				ib += uint32(q[2])
			}
			q := p[k : k+4 : k+4]
			r += c.wFull*float32(ir) + c.wLast*float32(q[0])
			g += c.wFull*float32(ig) + c.wLast*float32(q[1])
			b += c.wFull*float32(ib) + c.wLast*float32(q[2])
		}
		out := row[3*i : 3*i+3 : 3*i+3]
		out[0], out[1], out[2] = r, g, b
	}
}

// quarter averages each four RGBA pixels of a row to RGB sums, as narrow does:
// what is read for scoring is most often four times as wide as an input.
func quarter(pix []uint8, row []float32) {
	const lanes = 0x00ff_00ff_00ff_00ff // of 16 bits
	for len(row) >= 3 && len(pix) >= 16 {
		a, b := binary.LittleEndian.Uint64(pix), binary.LittleEndian.Uint64(pix[8:])
		rb, g := a&lanes+b&lanes, a>>8&lanes+b>>8&lanes
		rb, g = rb+rb>>32, g+g>>32
		row[0], row[1], row[2] = 0.25*float32(int32(rb&0xffff)), 0.25*float32(int32(g&0xffff)), 0.25*float32(int32(rb>>16&0xffff))
		row, pix = row[3:], pix[16:]
	}
}
