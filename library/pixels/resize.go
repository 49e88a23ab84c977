package pixels

import (
	"encoding/binary"
	"image"
	"math"
)

// Resize returns src made smaller so that its longest edge has size pixels; src
// itself where it is that small already, or size is 0. It resamples with the
// Lanczos kernel of three lobes, widened so that nothing aliases. src must be
// opaque.
func Resize(src *image.RGBA, size int) *image.RGBA {
	w, h := Fit(src.Rect.Dx(), src.Rect.Dy(), size)
	if w == src.Rect.Dx() && h == src.Rect.Dy() {
		return src
	}
	b := buffers.take(4 * w * src.Rect.Dy())
	defer buffers.give(b)
	mid := &image.RGBA{Pix: b, Stride: 4 * w, Rect: image.Rect(0, 0, w, src.Rect.Dy())}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	horizontal(mid, src, kernel(w, src.Rect.Dx()))
	vertical(out, mid, kernel(h, src.Rect.Dy()))
	return out
}

// Fit is the size of a picture of w by h pixels with its longest edge at most
// size pixels; 0 means any.
func Fit(w, h, size int) (int, int) {
	switch {
	case size <= 0 || max(w, h) <= size:
		return w, h
	case w >= h:
		return size, max(1, int(math.Round(float64(h)*float64(size)/float64(w))))
	}
	return max(1, int(math.Round(float64(w)*float64(size)/float64(h)))), size
}

// tap is what goes into one pixel: the weights, with weightBits bits after the
// point, of the pixels from one on.
type tap struct {
	from    int
	weights []int64
}

const weightBits = 20

// kernel returns the taps of n pixels out of m.
func kernel(n, m int) []tap {
	step := float64(m) / float64(n)
	wide := max(step, 1)
	reach := 3 * wide
	taps := make([]tap, n)
	per := int(2*reach) + 2
	store := make([]int64, 0, n*per)
	raw := make([]float64, per)
	for i := range taps {
		centre := (float64(i)+0.5)*step - 0.5
		from := max(0, int(math.Ceil(centre-reach)))
		to := min(m-1, int(math.Floor(centre+reach)))
		raw = raw[:0]
		sum := 0.0
		for j := from; j <= to; j++ {
			w := lanczos((float64(j) - centre) / wide)
			raw = append(raw, w)
			sum += w
		}
		at, left := len(store), int64(1)<<weightBits
		heaviest := at
		for _, w := range raw {
			q := int64(math.Round(w / sum * (1 << weightBits)))
			store = append(store, q)
			left -= q
			if q > store[heaviest] {
				heaviest = len(store) - 1
			}
		}
		store[heaviest] += left // so that a flat area stays as it is
		taps[i] = tap{from, store[at:len(store):len(store)]}
	}
	return taps
}

func lanczos(x float64) float64 {
	switch x = math.Abs(x); {
	case x < 1e-9:
		return 1
	case x >= 3:
		return 0
	}
	x *= math.Pi
	return 3 * math.Sin(x) * math.Sin(x/3) / (x * x)
}

// Red and blue are summed together, blue in the upper half of 64 bits; a borrow
// of red from blue is undone when they are taken apart.
const (
	maskRed, maskBlue = 0xff, 0xff0000
	half              = 1 << (weightBits - 1)
)

func pixel(rb, g int64) uint32 {
	r := int64(int32(rb))
	b := (rb - r) >> 32
	return 0xff<<24 | clamp(b)<<16 | clamp(g)<<8 | clamp(r)
}

func clamp(v int64) uint32 {
	v = (v + half) >> weightBits
	if uint64(v) > 255 {
		return uint32(^(v >> 63)) & 255
	}
	return uint32(v)
}

func horizontal(out, src *image.RGBA, taps []tap) {
	for y := range src.Rect.Dy() {
		in := src.Pix[y*src.Stride : y*src.Stride+4*src.Rect.Dx()]
		row := out.Pix[y*out.Stride : y*out.Stride+4*len(taps)]
		for x := range taps {
			t := &taps[x]
			from := in[4*t.from:]
			var rb, g int64
			for i, w := range t.weights {
				p := int64(binary.LittleEndian.Uint32(from[4*i:]))
				rb += (p&maskRed | p&maskBlue<<16) * w
				g += p >> 8 & 255 * w
			}
			binary.LittleEndian.PutUint32(row[4*x:], pixel(rb, g))
		}
	}
}

func vertical(out, src *image.RGBA, taps []tap) {
	width := 4 * out.Rect.Dx()
	for y := range taps {
		t := &taps[y]
		row := out.Pix[y*out.Stride : y*out.Stride+width]
		from := src.Pix[t.from*src.Stride:]
		for x := 0; x < width; x += 4 {
			var rb, g int64
			at := x
			for _, w := range t.weights {
				p := int64(binary.LittleEndian.Uint32(from[at:]))
				rb += (p&maskRed | p&maskBlue<<16) * w
				g += p >> 8 & 255 * w
				at += src.Stride
			}
			binary.LittleEndian.PutUint32(row[x:], pixel(rb, g))
		}
	}
}
