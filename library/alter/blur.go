package alter

import (
	"image"
	"math"
)

// Blur blurs as a lens out of focus does, by a Gaussian whose standard deviation
// is sigma pixels. Beyond the edges the picture is continued by its edge.
func Blur(img *image.RGBA, sigma float64) *image.RGBA {
	if sigma <= 0 {
		return Copy(img)
	}
	reach := int(math.Ceil(3 * sigma))
	kernel := make([]float32, 2*reach+1)
	sum := 0.0
	for k := range kernel {
		sum += math.Exp(-float64((k-reach)*(k-reach)) / (2 * sigma * sigma))
	}
	for k := range kernel {
		kernel[k] = float32(math.Exp(-float64((k-reach)*(k-reach))/(2*sigma*sigma)) / sum)
	}
	out := Copy(img)
	w, h := out.Rect.Dx(), out.Rect.Dy()
	for y := range h {
		blurLine(out.Pix[y*out.Stride:], w, 4, kernel)
	}
	for x := range w {
		blurLine(out.Pix[4*x:], h, out.Stride, kernel)
	}
	return out
}

// blurLine blurs n pixels that lie step bytes apart. The kernel is symmetric.
func blurLine(pix []uint8, n, step int, kernel []float32) {
	reach := len(kernel) / 2
	line := make([]float32, n+2*reach)
	for c := range 3 {
		for i := range line {
			line[i] = float32(pix[max(0, min(n-1, i-reach))*step+c])
		}
		for i := range n {
			var v float32
			for k, l := range line[i : i+len(kernel)] {
				v += l * kernel[k]
			}
			pix[i*step+c] = uint8(v + 0.5)
		}
	}
}

// Motion blurs as a camera that moves does: along a straight line that is length
// pixels long and rises by an angle in degrees.
func Motion(img *image.RGBA, length, degrees float64) *image.RGBA {
	src, out := Copy(img), Copy(img)
	n := int(math.Ceil(length)) + 1
	if length <= 0 {
		return out
	}
	sin, cos := math.Sincos(-degrees * math.Pi / 180)
	w, h := out.Rect.Dx(), out.Rect.Dy()
	type tap struct { // four neighbouring pixels and their weights
		x, y   int
		weight [4]float32
	}
	taps := make([]tap, n)
	for k := range taps {
		at := length * (float64(k)/float64(n-1) - 0.5)
		x, y := at*cos, at*sin
		fx, fy := math.Floor(x), math.Floor(y)
		dx, dy := float32(x-fx), float32(y-fy)
		taps[k] = tap{int(fx), int(fy), [4]float32{(1 - dx) * (1 - dy), dx * (1 - dy), (1 - dx) * dy, dx * dy}}
	}
	for y := range h {
		for x := range w {
			var r, g, b float32
			for _, t := range taps {
				for q, weight := range t.weight {
					if weight == 0 {
						continue
					}
					sx, sy := max(0, min(w-1, x+t.x+q&1)), max(0, min(h-1, y+t.y+q>>1))
					p := src.Pix[sy*src.Stride+4*sx:]
					r += weight * float32(p[0])
					g += weight * float32(p[1])
					b += weight * float32(p[2])
				}
			}
			p := out.Pix[y*out.Stride+4*x:]
			p[0], p[1], p[2] = uint8(r/float32(n)+0.5), uint8(g/float32(n)+0.5), uint8(b/float32(n)+0.5)
		}
	}
	return out
}
