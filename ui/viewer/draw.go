package viewer

import (
	"image"
	"image/color"
	"math"
)

// Bilinear weights are in 1/256.
const one = 256

// nearestFrom is the zoom from which pixels are shown as the squares they are:
// whoever zooms in that far wants to see them.
const nearestFrom = 2

// drawPicture draws the part of a picture that f puts on the screen, which is
// dst, with ground around it. f is in pixels of the original, of which the
// picture may be a smaller version.
func drawPicture(dst *image.RGBA, p *Picture, f frame, ground color.RGBA) {
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	if p == nil || f.zoom <= 0 {
		fill(dst, 0, h, 0, w, ground)
		return
	}
	src := p.level(f.w * f.zoom)
	x := newAxis(f.x, f.w*f.zoom, src.Rect.Dx(), w, f.zoom >= nearestFrom)
	y := newAxis(f.y, f.h*f.zoom, src.Rect.Dy(), h, f.zoom >= nearestFrom)
	inBands(h, func(y0, y1 int) {
		fill(dst, y0, min(y1, y.from), 0, w, ground)
		fill(dst, max(y0, y.to), y1, 0, w, ground)
		for r := max(y0, y.from); r < min(y1, y.to); r++ {
			fill(dst, r, r+1, 0, x.from, ground)
			fill(dst, r, r+1, x.to, w, ground)
			k := r - y.from
			upper := src.Pix[int(y.first[k])*src.Stride:]
			lower := src.Pix[int(y.second[k])*src.Stride:]
			drawRow(dst.Pix[r*dst.Stride+4*x.from:], upper, lower, y.weight[k], x)
		}
	})
}

// axis tells, for each row or column of the screen that a picture covers, which
// two rows or columns of the picture it lies between.
type axis struct {
	from, to      int     // on the screen
	first, second []int32 // in the picture
	weight        []int32 // of second, in 1/256
}

func newAxis(at, length float64, n, screen int, nearest bool) axis {
	a := axis{from: max(int(math.Round(at)), 0), to: min(int(math.Round(at+length)), screen)}
	if a.to <= a.from {
		a.from, a.to = 0, 0
		return a
	}
	a.first, a.second, a.weight = make([]int32, a.to-a.from), make([]int32, a.to-a.from), make([]int32, a.to-a.from)
	step := float64(n) / length
	for k := range a.first {
		u := (float64(a.from+k)+0.5-at)*step - 0.5 // between the middles of pixels
		if nearest {
			u = math.Floor(u + 0.5)
		}
		u = min(max(u, 0), float64(n-1))
		low := math.Floor(u)
		a.first[k], a.second[k] = int32(low), int32(min(int(low)+1, n-1))
		a.weight[k] = int32((u - low) * one)
	}
	return a
}

// drawRow draws one row of the screen from two of the picture.
func drawRow(to, upper, lower []byte, weight int32, x axis) {
	wy := weight
	for k, c := range x.first {
		a, b, wx := int(c)*4, int(x.second[k])*4, x.weight[k]
		ua, ub := upper[a:a+3:a+3], upper[b:b+3:b+3]
		la, lb := lower[a:a+3:a+3], lower[b:b+3:b+3]
		o := to[4*k : 4*k+4 : 4*k+4]
		for n := range 3 {
			top := int32(ua[n])*(one-wx) + int32(ub[n])*wx
			low := int32(la[n])*(one-wx) + int32(lb[n])*wx
			o[n] = uint8((top*(one-wy) + low*wy + one*one/2) >> 16)
		}
		o[3] = 255
	}
}

func fill(dst *image.RGBA, y0, y1, x0, x1 int, c color.RGBA) {
	for y := y0; y < y1; y++ {
		row := dst.Pix[y*dst.Stride:]
		for x := x0; x < x1; x++ {
			row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = c.R, c.G, c.B, 255
		}
	}
}
