// Package copies finds photos that are one exposure more than once: the same file
// again, the same picture with other metadata, and near-duplicates, which were
// made smaller, compressed harder, cropped a little, brightened, or several of
// these. Frames of a burst are not copies, however alike they look.
package copies

import (
	"image"
	"math"
	"math/bits"
	"slices"
)

// Print is what is kept of a picture to know its copies by: some 4 kB.
type Print struct {
	grey [side * side]uint8 // luma of the picture squeezed into a square, row by row
	hash uint64             // its 63 lowest frequencies but the mean, each above the median or not
}

// side is the number of cells that a picture is cut into each way. Crops of 5 %
// move what is at an edge by three of them.
const side = 64

// Of makes the print of a picture, for which a thumbnail of 256 pixels is enough.
// An empty picture has none: nil.
func Of(img *image.RGBA) *Print {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if w == 0 || h == 0 {
		return nil
	}
	p := &Print{}
	for row := range side {
		y0, y1 := span(row, h)
		for col := range side {
			x0, x1 := span(col, w)
			sum := 0
			for y := y0; y < y1; y++ {
				line := img.Pix[y*img.Stride+4*x0 : y*img.Stride+4*x1]
				for x := 0; x < len(line); x += 4 {
					sum += 299*int(line[x]) + 587*int(line[x+1]) + 114*int(line[x+2]) // ITU-R BT.601
				}
			}
			p.grey[row*side+col] = uint8(sum / (1000 * (x1 - x0) * (y1 - y0)))
		}
	}
	p.hash = hashOf(&p.grey)
	return p
}

// span is which of n pixels lie in a cell, at least one.
func span(cell, n int) (from, to int) {
	from = n * cell / side
	return from, max(from+1, n*(cell+1)/side)
}

// waves are the cosines of the eight lowest frequencies.
var waves = func() (w [8][side]float64) {
	for f := range w {
		for x := range w[f] {
			w[f][x] = math.Cos(math.Pi * (float64(x) + 0.5) * float64(f) / side)
		}
	}
	return w
}()

// hashOf is the perceptual hash of Zauner (2010) by the discrete cosine transform:
// it is compared by how many bits differ.
func hashOf(grey *[side * side]uint8) (hash uint64) {
	var columns [8][side]float64
	for f := range columns {
		for y := range side {
			for x, v := range grey[y*side : (y+1)*side] {
				columns[f][x] += waves[f][y] * float64(v)
			}
		}
	}
	var strength [64]float64
	for k := range strength {
		for x, v := range columns[k/8] {
			strength[k] += waves[k%8][x] * v
		}
	}
	sorted := slices.Clone(strength[1:]) // the first is the mean, which brightening changes
	slices.Sort(sorted)
	median := sorted[len(sorted)/2]
	for k := 1; k < len(strength); k++ {
		if strength[k] > median {
			hash |= 1 << k
		}
	}
	return hash
}

// differing is how many bits of two hashes differ, 0 to 63.
func differing(a, b *Print) int { return bits.OnesCount64(a.hash ^ b.hash) }
