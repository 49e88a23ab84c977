// Package detail tells how much fine structure a picture holds, and where, at
// its full resolution: for every tile the energy of its spatial frequencies, as
// the discrete cosine transform of JPEG has them (ITU-T T.81). Of a JPEG they
// are in the file and cost next to nothing while it is read; of other pictures
// they are computed from the pixels.
package detail

import (
	"cmp"
	"math"
	"slices"
)

// Bands are ranges of u + v, the frequencies of a block of 8 by 8 pixels in
// half-waves: 1, 2 and 3, 4 and 5, and 6 and more.
const Bands = 4

// Band is the band of a coefficient by its place in zigzag order, 1 to 63.
var Band = func() (b [64]uint8) {
	for z := range b {
		switch {
		case z < 3: // the diagonals follow each other: 1 and 2 are that of u + v = 1
		case z < 10:
			b[z] = 1
		case z < 21:
			b[z] = 2
		default:
			b[z] = 3
		}
	}
	return b
}()

// Tile is the edge of a tile in blocks.
const Tile = 4

// Sums are the energies of one tile's blocks: the squares of their coefficients
// of luma, in levels of 255.
type Sums struct {
	Energy [Bands]int64
	Blocks int
}

// Map is the detail of one picture, tile by tile, row after row.
type Map struct {
	Width, Height int // the picture's pixels, as they lie in the file
	Across, Down  int // tiles
	Tiles         []Sums
}

// Reset makes the map one of a picture of width by height pixels, without
// energies yet.
func (m *Map) Reset(width, height int) {
	m.Width, m.Height = width, height
	edge := 8 * Tile
	m.Across, m.Down = (width+edge-1)/edge, (height+edge-1)/edge
	n := m.Across * m.Down
	m.Tiles = slices.Grow(m.Tiles[:0], n)[:n]
	clear(m.Tiles)
}

// At is the tile that a block lies in, by its column and row; blocks beyond the
// picture, which fill up its last tiles, are in no tile.
func (m *Map) At(column, row int) *Sums {
	if 8*column >= m.Width || 8*row >= m.Height {
		return nil
	}
	s := &m.Tiles[row/Tile*m.Across+column/Tile]
	s.Blocks++
	return s
}

// The shares of tiles that make the sharpness: the finest, and the smoothest,
// which show the noise.
const (
	topShare   = 0.1
	floorShare = 0.1
)

// Coefficients of a block.
const (
	fineCoefficients    = 54 // from u + v = 4 on
	highestCoefficients = 43 // from u + v = 6 on
)

// noiseSpread is how many times the energy of the smoothest tenth of the tiles
// the finest would have, if white noise were all: a tile's 16 blocks have 864
// fine coefficients, whose mean square spreads by sqrt(2/864), and tenths lie
// 1.755 of that off the mean.
const noiseSpread = 1.184

// Sharpness is log2(1 + a), where a is the root of the mean fine energy of the
// finest tenth of the tiles less that of noise. Noise, which is everywhere and
// alike at all frequencies, is what the highest frequencies of the smoothest tiles
// hold; what is sharp everywhere is not mistaken for it, because it has less of
// these. ok is false where no tile was read.
func (m *Map) Sharpness() (sharpness float64, ok bool) {
	type tile struct{ fine, highest float64 }
	var tiles []tile
	for _, t := range m.Tiles {
		if n := float64(t.Blocks); n > 0 {
			tiles = append(tiles, tile{float64(t.Energy[2]+t.Energy[3]) / n, float64(t.Energy[3]) / n})
		}
	}
	n := len(tiles)
	if n == 0 {
		return 0, false
	}
	slices.SortFunc(tiles, func(a, b tile) int { return cmp.Compare(a.fine, b.fine) })
	noise, top := 0.0, 0.0
	for _, t := range tiles[:atLeastOne(n, floorShare)] {
		noise += t.highest / highestCoefficients
	}
	for _, t := range tiles[n-atLeastOne(n, topShare):] {
		top += t.fine
	}
	noise, top = noise/float64(atLeastOne(n, floorShare)), top/float64(atLeastOne(n, topShare))
	return math.Log2(1 + math.Sqrt(max(0, top-noiseSpread*fineCoefficients*noise))), true
}

func atLeastOne(n int, share float64) int { return max(1, int(math.Round(share*float64(n)))) }
