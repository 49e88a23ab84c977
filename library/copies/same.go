package copies

import "math"

// What makes two pictures copies, chosen by BenchmarkCopies on 2,020 made copies of
// 202 photographs and 180,677 pairs of photographs of different series; README has
// what it prints.
const (
	// mostDiffering is by how many bits the hashes of copies may differ: those of all
	// made copies differ by 18 at most, those of 1 unlike pair in 400.
	mostDiffering = 18
	// LeastDetail is how far the fine structure of copies agrees at least. Half of
	// the made copies reach 0.99, 99 % reach 0.9; of unlike pairs 1 in 1,000 reaches
	// 0.31.
	LeastDetail = 0.9
	// leastAlike is how alike two pictures must be before one is tried as a crop of
	// the other; made copies reach 0.61.
	leastAlike = 0.5
	// mostCropped is the share of the width and height that a copy may lack.
	mostCropped = 0.12
)

// cells is how many samples each way two pictures are compared by. Finer ones see
// what JPEG leaves at low quality.
const cells = 32

// samples are levels of part of a picture with the mean 0 and the length 1.
type samples [cells * cells]float32

// part is a square of a print: its corner and its edge, of 1.
type part struct{ x, y, edge float64 }

var whole = part{0, 0, 1}

// Detail tells how far the fine structure of two pictures agrees, -1 to 1, where
// one is laid upon the other as it fits best, as a crop of at most 12 %. It is 0
// for pictures that are so unlike that this need not be looked for, and for those
// without structure, such as black frames. Detail(a, b) is Detail(b, a).
func Detail(a, b *Print) float64 {
	if differing(a, b) > mostDiffering {
		return 0
	}
	var of, on samples
	a.sample(whole, &of)
	b.sample(whole, &on)
	best := product(&of, &on)
	if best < leastAlike {
		return 0
	}
	detail := agreement(&of, &on)
	for _, pair := range [][2]*Print{{a, b}, {b, a}} {
		fits, at := pair[0].fit(pair[1])
		pair[0].sample(at, &of)
		pair[1].sample(whole, &on)
		if d := agreement(&of, &on); fits > best || fits == best && d > detail {
			best, detail = fits, d
		}
	}
	return detail
}

// fit finds the part of p that is most like the whole of other, and how alike it
// is, by steps that become smaller.
func (p *Print) fit(other *Print) (float64, part) {
	var of, on samples
	other.sample(whole, &on)
	at := part{mostCropped / 4, mostCropped / 4, 1 - mostCropped/2}
	p.sample(at, &of)
	best := product(&of, &on)
	for step := 0.024; step > 0.0025; step /= 2 {
		for moved := true; moved; {
			moved = false
			for _, d := range [...]part{{step, 0, 0}, {-step, 0, 0}, {0, step, 0}, {0, -step, 0}, {-step / 2, -step / 2, step}, {step / 2, step / 2, -step}} {
				next := part{at.x + d.x, at.y + d.y, at.edge + d.edge}
				if next.x < 0 || next.y < 0 || next.edge < 1-mostCropped || next.x+next.edge > 1 || next.y+next.edge > 1 {
					continue
				}
				p.sample(next, &of)
				if v := product(&of, &on); v > best+1e-6 {
					best, at, moved = v, next, true
				}
			}
		}
	}
	return best, at
}

// sample reads part of a picture, between its cells.
func (p *Print) sample(at part, out *samples) {
	var left [cells]int
	var right [cells]float32 // how much the cell to the right counts
	for k := range left {
		left[k], right[k] = place(at.x + at.edge*(float64(k)+0.5)/cells)
	}
	for row := range cells {
		top, lower := place(at.y + at.edge*(float64(row)+0.5)/cells)
		upper := p.grey[top*side : (top+1)*side]
		below := p.grey[(top+1)*side : (top+2)*side]
		for k, x := range left {
			u := float32(upper[x]) + right[k]*(float32(upper[x+1])-float32(upper[x]))
			l := float32(below[x]) + right[k]*(float32(below[x+1])-float32(below[x]))
			out[row*cells+k] = u + lower*(l-u)
		}
	}
	out.level()
}

// place is the cell before a point of 0 to 1 and how far the point is on the way
// to the next.
func place(at float64) (cell int, onward float32) {
	at = min(max(at*side-0.5, 0), side-1)
	cell = min(int(at), side-2)
	return cell, float32(at - float64(cell))
}

// level makes the mean 0 and the length 1; what has no structure becomes all 0.
func (s *samples) level() {
	var sum, squares float64
	for _, v := range s {
		sum += float64(v)
		squares += float64(v) * float64(v)
	}
	mean := sum / float64(len(s))
	length := math.Sqrt(max(0, squares-sum*mean))
	if length < 1e-4*cells {
		*s = samples{}
		return
	}
	for k, v := range s {
		s[k] = float32((float64(v) - mean) / length)
	}
}

func product(a, b *samples) float64 {
	var s0, s1, s2, s3 float32
	for k := 0; k < len(a); k += 4 {
		s0 += a[k] * b[k]
		s1 += a[k+1] * b[k+1]
		s2 += a[k+2] * b[k+2]
		s3 += a[k+3] * b[k+3]
	}
	return float64(s0 + s1 + s2 + s3)
}

// agreement compares what is left of two pictures without their broad shapes, which
// all skies and all dark rooms share.
func agreement(a, b *samples) float64 {
	fineA, fineB := a.fine(), b.fine()
	return product(&fineA, &fineB)
}

// around is how many cells to each side make the broad shape at a cell.
const around = 2

// fine is each sample without the mean of those around it.
func (s *samples) fine() (out samples) {
	for row := range cells {
		for col := range cells {
			var sum float32
			n := 0
			for y := max(0, row-around); y <= min(cells-1, row+around); y++ {
				for x := max(0, col-around); x <= min(cells-1, col+around); x++ {
					sum += s[y*cells+x]
					n++
				}
			}
			out[row*cells+col] = s[row*cells+col] - sum/float32(n)
		}
	}
	out.level()
	return out
}
