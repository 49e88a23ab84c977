package measure

import (
	"math"
	"slices"
)

// structure measures noise and sharpness, tile by tile.
func (p *plane) structure(w, h int) (noise, sharpness float64) {
	if w < 3 || h < 3 {
		return 0, 0
	}
	edge := max(minTile, (max(w, h)+across-1)/across)
	nx, ny := max(1, (w-2)/edge), max(1, (h-2)/edge)
	p.tiles = append(p.tiles[:0], make([]tile, nx*ny)...)
	for ty := range ny {
		// the outermost pixels have no neighbours
		y0, y1 := 1+ty*(h-2)/ny, 1+(ty+1)*(h-2)/ny
		for y := y0; y < y1; y++ {
			up, at, down := p.luma[(y-1)*w:y*w], p.luma[y*w:(y+1)*w], p.luma[(y+1)*w:(y+2)*w]
			for tx := range nx {
				x0, x1 := 1+tx*(w-2)/nx, 1+(tx+1)*(w-2)/nx
				p.tiles[ty*nx+tx].add(up[x0-1:x1+1], at[x0-1:x1+1], down[x0-1:x1+1])
			}
		}
	}
	noise = p.noise()
	return noise, p.sharpness(noise)
}

// add takes in one row of the tile; the rows have a neighbour at each end.
func (t *tile) add(up, at, down []uint16) {
	n := len(at)
	up, down = up[:n], down[:n]
	var laplace, immerk, luma int64
	// Sums of the pixels above and below, and the pixel itself, for the column
	// before and for this one.
	before, v := int64(up[0])+int64(down[0]), int64(up[1])+int64(down[1])
	left, here := int64(at[0]), int64(at[1])
	for x := 2; x < n; x++ {
		next, right := int64(up[x])+int64(down[x]), int64(at[x])
		corners := before + next
		l := corners - 4*here
		laplace += l * l
		m := l - 2*(v+left+right) + 8*here
		immerk += max(m, -m)
		luma += here
		before, v, left, here = v, next, here, right
	}
	t.laplace += laplace
	t.immerk += immerk
	t.luma += luma
	t.pixels += n - 2
}

// noise is the standard deviation, in levels, that the smoothest tiles show.
// Tiles that are nearly black or white hide their noise and do not count, as
// long as there are others.
func (p *plane) noise() float64 {
	p.a, p.b = p.a[:0], p.b[:0]
	for _, t := range p.tiles {
		n := float64(t.pixels)
		s := immerkaer * float64(t.immerk) / precise / n
		p.b = append(p.b, s)
		if mean := float64(t.luma) / precise / n; mean > ramp && mean < 255-ramp {
			p.a = append(p.a, s)
		}
	}
	s := p.a
	if len(s) == 0 {
		s = p.b
	}
	slices.Sort(s)
	return mean(s[:atLeastOne(len(s), lowShare)])
}

// sharpness of a frame with that noise.
func (p *plane) sharpness(noise float64) float64 {
	p.a = p.a[:0]
	for _, t := range p.tiles {
		// the sums are of twice the Laplacian, in steps
		energy := float64(t.laplace) / (4 * precise * precise) / float64(t.pixels)
		p.a = append(p.a, max(0, energy-laplaceNoise*noise*noise))
	}
	slices.Sort(p.a)
	top := mean(p.a[len(p.a)-atLeastOne(len(p.a), topShare):])
	return math.Log2(1 + math.Sqrt(top))
}

func atLeastOne(n int, share float64) int { return max(1, int(math.Round(share*float64(n)))) }

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}
