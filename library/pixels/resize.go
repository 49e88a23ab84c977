package pixels

import (
	"encoding/binary"
	"image"
	"math"
	"sync"
)

// Resize returns src made smaller so that its longest edge has size pixels; src
// itself where it is that small already, or size is 0. It resamples with the
// Lanczos kernel of three lobes, widened so that nothing aliases. src must be
// opaque.
func Resize(src *image.RGBA, size int) *image.RGBA { return resize(src, size, 1) }

// resize resizes on so many processors.
func resize(src *image.RGBA, size, processors int) *image.RGBA {
	w, h := Fit(src.Rect.Dx(), src.Rect.Dy(), size)
	if w == src.Rect.Dx() && h == src.Rect.Dy() {
		return src
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	across, down := kernel(w, src.Rect.Dx(), acrossBits), kernel(h, src.Rect.Dy(), downBits)
	var all sync.WaitGroup
	n := max(1, min(processors, h/64))
	for i := 1; i < n; i++ {
		all.Go(func() { band(out, src, across, down, i*h/n, (i+1)*h/n) })
	}
	band(out, src, across, down, 0, h/n)
	all.Wait()
	return out
}

// band makes the rows of out from y0 to y1.
func band(out, src *image.RGBA, across, down []tap, y0, y1 int) {
	// Rows of src are made narrow when they are first needed, and forgotten
	// when the rows of out have passed them.
	deep := 0
	for _, t := range down {
		deep = max(deep, len(t.weights))
	}
	w := out.Rect.Dx()
	narrow := make([]uint64, deep*w)
	wide := make([]sum, src.Rect.Dx())
	sums := make([]sum, w)
	made := 0
	for y := y0; y < y1; y++ {
		t := &down[y]
		made = max(made, t.from)
		for ; made < t.from+len(t.weights); made++ {
			spread(wide, src.Pix[made*src.Stride:])
			horizontal(narrow[made%deep*w:][:w], wide, across)
		}
		clear(sums)
		row := func(i int) []uint64 { return narrow[(t.from+i)%deep*w:][:w] }
		i := 0
		for ; i+3 <= len(t.weights); i += 3 {
			add3(sums, row(i), row(i+1), row(i+2), (*[3]int64)(t.weights[i:]))
		}
		for ; i < len(t.weights); i++ {
			add(sums, row(i), t.weights[i])
		}
		pix := out.Pix[y*out.Stride : y*out.Stride+4*w]
		for x, s := range sums {
			binary.LittleEndian.PutUint32(pix[4*x:], s.pixel())
		}
	}
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

// Pixels between the two directions have midBits bits after the point: rounded
// to whole levels, they would be a level off in the end, and some two.
const (
	acrossBits = 20 // of a weight, after the point
	midBits    = 6
	downBits   = 16 // so that 255 with midBits, times weights of 2 in all, fits 32 bits
)

// tap is what goes into one pixel: the weights of the pixels from one on.
type tap struct {
	from    int
	weights []int64
}

// kernel returns the taps of n pixels out of m. Weights have so many bits after
// the point.
func kernel(n, m, bits int) []tap {
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
		at, left := len(store), int64(1)<<bits
		heaviest := at
		for _, w := range raw {
			q := int64(math.Round(w / sum * float64(int64(1)<<bits)))
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

// sum is a weighted sum of pixels. Red and blue are summed together, blue in the
// upper half of 64 bits; a borrow of red from blue is undone when they are taken
// apart.
type sum struct{ rb, g int64 }

func (s sum) apart() (r, g, b int64) {
	r = int64(int32(s.rb))
	return r, s.g, (s.rb - r) >> 32
}

// spread takes a row of RGBA pixels apart.
func spread(out []sum, row []uint8) {
	row = row[:4*len(out)]
	for x := range out {
		p := int64(binary.LittleEndian.Uint32(row[4*x:]))
		out[x] = sum{p&0xff | p&0xff0000<<16, p >> 8 & 0xff}
	}
}

// horizontal makes a row of pixels narrow. The result's pixels have 16 bits a
// colour, midBits of them after the point.
func horizontal(out []uint64, in []sum, taps []tap) {
	taps = taps[:len(out)]
	for x := range out {
		t := &taps[x]
		weights := t.weights
		from := in[t.from:][:len(weights)]
		var s, v sum
		i := 0
		for ; i+1 < len(weights) && i+1 < len(from); i += 2 {
			p, q := &from[i], &from[i+1]
			s.rb += p.rb * weights[i]
			s.g += p.g * weights[i]
			v.rb += q.rb * weights[i+1]
			v.g += q.g * weights[i+1]
		}
		if i < len(weights) {
			s.rb += from[i].rb * weights[i]
			s.g += from[i].g * weights[i]
		}
		s.rb += v.rb
		s.g += v.g
		r, g, b := s.apart()
		const most = 255 << midBits
		out[x] = clamp(r, acrossBits-midBits, most) | clamp(g, acrossBits-midBits, most)<<16 | clamp(b, acrossBits-midBits, most)<<32
	}
}

// add adds a row of narrow pixels to sums.
func add(sums []sum, row []uint64, weight int64) {
	row = row[:len(sums)]
	for x := range sums {
		p := int64(row[x])
		sums[x].rb += p & 0xffff_0000_ffff * weight
		sums[x].g += p >> 16 & 0xffff * weight
	}
}

// add3 adds three rows of narrow pixels to sums.
func add3(sums []sum, a, b, c []uint64, weights *[3]int64) {
	a, b, c = a[:len(sums)], b[:len(sums)], c[:len(sums)]
	u, v, w := weights[0], weights[1], weights[2]
	for x := range sums {
		p, q, r := int64(a[x]), int64(b[x]), int64(c[x])
		s := &sums[x]
		s.rb += p&0xffff_0000_ffff*u + q&0xffff_0000_ffff*v + r&0xffff_0000_ffff*w
		s.g += p>>16&0xffff*u + q>>16&0xffff*v + r>>16&0xffff*w
	}
}

// pixel is a sum of narrow pixels as RGBA.
func (s sum) pixel() uint32 {
	const bits = midBits + downBits
	r, g, b := s.apart()
	return uint32(0xff<<24 | clamp(b, bits, 255)<<16 | clamp(g, bits, 255)<<8 | clamp(r, bits, 255))
}

// clamp rounds bits off and limits what is left to 0 to most.
func clamp(v int64, bits int, most uint64) uint64 {
	v = (v + 1<<(bits-1)) >> bits
	if uint64(v) > most {
		return uint64(^(v >> 63)) & most
	}
	return uint64(v)
}
