package prepare

import (
	"image"
	"math"
	"sync"

	"culler/scoring/models"
)

// fixed is the number of fractional bits of a weight. Weights of 8-bit
// pictures are rounded to it, and the sums to bytes after each of the two
// passes, because the models' reference code (Pillow) rounds there too.
const fixed = 22

// taps are the source pixels that one target pixel is made of.
type taps struct {
	first   int
	weights []int32
}

// weigh finds the taps of the target pixels from lo to hi of n in a row of
// size source pixels.
func weigh(size, n, lo, hi int, filter string) []taps {
	kernel, reach := cubic, 2.0
	if filter == models.Bilinear {
		kernel, reach = triangle, 1.0
	}
	scale := float64(size) / float64(n)
	wide := max(scale, 1) // the kernel is widened when shrinking, against aliasing
	all := make([]taps, hi-lo)
	var w []float64
	for i := range all {
		centre := (float64(lo+i) + 0.5) * scale
		first := max(0, int(centre-reach*wide+0.5))
		last := min(size, int(centre+reach*wide+0.5))
		w = w[:0]
		sum := 0.0
		for x := first; x < last; x++ {
			v := kernel((float64(x) + 0.5 - centre) / wide)
			w = append(w, v)
			sum += v
		}
		weights := make([]int32, len(w))
		for k, v := range w {
			weights[k] = int32(math.Round(v / sum * (1 << fixed)))
		}
		all[i] = taps{first, weights}
	}
	return all
}

// cubic is Keys's kernel (1981) with a = -0.5.
func cubic(x float64) float64 {
	const a = -0.5
	x = math.Abs(x)
	switch {
	case x < 1:
		return ((a+2)*x-(a+3))*x*x + 1
	case x < 2:
		return ((a*x-5*a)*x+8*a)*x - 4*a
	}
	return 0
}

func triangle(x float64) float64 { return max(0, 1-math.Abs(x)) }

// bytes is a scratch buffer of pixels.
type bytes struct{ data []uint8 }

var scratch = sync.Pool{New: func() any { return new(bytes) }}

func take(n int) *bytes {
	b := scratch.Get().(*bytes)
	if cap(b.data) < n {
		b.data = make([]uint8, n)
	}
	b.data = b.data[:n]
	return b
}

func (b *bytes) free() { scratch.Put(b) }

// resample scales a picture and returns the cut, as RGB, three bytes a pixel.
// Only what the cut needs is computed.
func resample(img *image.RGBA, scaled image.Point, cut image.Rectangle, filter string) *bytes {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	columns := weigh(w, scaled.X, cut.Min.X, cut.Max.X, filter)
	rows := weigh(h, scaled.Y, cut.Min.Y, cut.Max.Y, filter)
	top := rows[0].first
	end := rows[len(rows)-1]
	bottom := end.first + len(end.weights)
	stride := 3 * cut.Dx()

	mid := take(stride * (bottom - top))
	defer mid.free()
	for y := top; y < bottom; y++ {
		at := img.PixOffset(img.Rect.Min.X, img.Rect.Min.Y+y)
		pix := img.Pix[at : at+4*w]
		out := mid.data[(y-top)*stride : (y-top+1)*stride]
		for i, t := range columns {
			r, g, b := int32(1<<(fixed-1)), int32(1<<(fixed-1)), int32(1<<(fixed-1))
			p := pix[4*t.first:]
			for k, weight := range t.weights {
				q := p[4*k : 4*k+4 : 4*k+4]
				r += weight * int32(q[0])
				g += weight * int32(q[1])
				b += weight * int32(q[2])
			}
			o := out[3*i : 3*i+3 : 3*i+3]
			o[0], o[1], o[2] = clip(r), clip(g), clip(b)
		}
	}
	px := take(stride * cut.Dy())
	sums := make([]int32, stride)
	for y, t := range rows {
		for i := range sums {
			sums[i] = 1 << (fixed - 1)
		}
		for k, weight := range t.weights {
			from := mid.data[(t.first-top+k)*stride:][:len(sums)]
			for i, v := range from {
				sums[i] += weight * int32(v)
			}
		}
		out := px.data[y*stride : (y+1)*stride]
		for i, v := range sums {
			out[i] = clip(v)
		}
	}
	return px
}

// clip is a fixed sum as a byte.
func clip(v int32) uint8 { return uint8(min(max(v>>fixed, 0), 255)) }
