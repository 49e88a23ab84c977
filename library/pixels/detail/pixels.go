package detail

import (
	"image"
	"math"
)

// cosines are those of the transform, scaled so that it is orthonormal, as that
// of JPEG is: cosines[u][x] for the frequency u and the pixel x.
var cosines = func() (c [8][8]float32) {
	for u := range c {
		scale := 0.5
		if u == 0 {
			scale = math.Sqrt(1. / 8)
		}
		for x := range c[u] {
			c[u][x] = float32(scale * math.Cos(float64((2*x+1)*u)*math.Pi/16))
		}
	}
	return c
}()

// OfPixels computes the detail of a picture. Blocks that its right or lower edge
// cuts are left out.
func (m *Map) OfPixels(img *image.RGBA) {
	m.ofRows(img.Rect.Dx(), img.Rect.Dy(), func(y int, luma []float32) {
		row := img.Pix[y*img.Stride:]
		for x := range luma {
			px := row[4*x : 4*x+3 : 4*x+3]
			luma[x] = 0.299*float32(px[0]) + 0.587*float32(px[1]) + 0.114*float32(px[2])
		}
	})
}

// OfLuma does the same for a plane of luma.
func (m *Map) OfLuma(pix []uint8, stride, w, h int) {
	m.ofRows(w, h, func(y int, luma []float32) {
		for x, v := range pix[y*stride : y*stride+w] {
			luma[x] = float32(v)
		}
	})
}

func (m *Map) ofRows(w, h int, row func(y int, luma []float32)) {
	m.Reset(w, h)
	luma := make([]float32, 8*w)
	for y := 0; y+8 <= h; y += 8 {
		for r := range 8 {
			row(y+r, luma[r*w:(r+1)*w])
		}
		for x := 0; x+8 <= w; x += 8 {
			m.At(x/8, y/8).block(luma[x:], w)
		}
	}
}

// block adds the energies of one block.
func (s *Sums) block(luma []float32, stride int) {
	var rows [8][8]float32 // by row and horizontal frequency
	for y := range 8 {
		in := luma[y*stride : y*stride+8]
		for u := range 8 {
			c := &cosines[u]
			rows[y][u] = c[0]*in[0] + c[1]*in[1] + c[2]*in[2] + c[3]*in[3] + c[4]*in[4] + c[5]*in[5] + c[6]*in[6] + c[7]*in[7]
		}
	}
	var energy [Bands]float32
	for u := range 8 {
		for v := range 8 {
			if u+v == 0 {
				continue
			}
			c := &cosines[v]
			d := c[0]*rows[0][u] + c[1]*rows[1][u] + c[2]*rows[2][u] + c[3]*rows[3][u] + c[4]*rows[4][u] + c[5]*rows[5][u] + c[6]*rows[6][u] + c[7]*rows[7][u]
			energy[min((u+v)/2, Bands-1)] += d * d
		}
	}
	for b, e := range energy {
		s.Energy[b] += int64(e + 0.5)
	}
}
