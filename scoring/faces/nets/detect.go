package nets

import (
	"cmp"
	"context"
	"encoding/binary"
	"image"
	"math"
	"slices"

	"culler/scoring/models"
	"culler/scoring/prepare"
)

// Edge is the longest edge in pixels of the pictures that are searched.
const Edge = 1024

const (
	cell     = 4   // pixels between anchors
	multiple = 32  // of which edges of the input are
	least    = 0.4 // probability of a candidate
	widest   = 120 // pixels of a face on any level but the first: the coarser one sees it better
	same     = 0.3 // intersection over union of boxes that show the same face
	numbers  = 16  // of a candidate: middle, size, six key points
)

// Levels are longest edges in pixels at which a picture is searched, in increasing
// order: those of Quick or of Full.
type Levels []int

// The levels of two ways to search: what they find and cost is told in
// assets/faces/README.md.
var (
	Quick = Levels{96, 384}       // faces from 45 pixels of 1024
	Full  = Levels{96, 256, Edge} // faces from 20 pixels of 1024
)

// Point is a place in a picture: pixel i covers i to i + 1.
type Point struct{ X, Y float64 }

// Candidate is what may be a face.
type Candidate struct {
	Middle        Point
	Width, Height float64  // from ear to ear and from brow to chin
	Key           [6]Point // eye on the left of the picture, eye on the right, tip of the nose, mouth, ears
	Score         float64  // 0 to 1
}

// Search looks for faces in a picture whose longest edge is at most Edge; the
// surest come first. The places are relative to the picture's upper left corner.
func (n *Nets) Search(ctx context.Context, img *image.RGBA, levels Levels) ([]Candidate, error) {
	if img.Rect.Empty() {
		return nil, nil
	}
	// The largest level first: the next is made of what is smaller already.
	var all []Candidate
	small := img
	for k, edge := range slices.Backward(levels) {
		if k > 0 && longest(img) <= levels[k-1] {
			continue // it is searched as it is
		}
		small = halvedTo(small, edge)
		input, width, height, s := level(img, small, edge)
		cells := (width / cell) * (height / cell)
		g := &n.detect
		if edge > Quick[len(Quick)-1] {
			g = &n.wide
		}
		out, err := n.run(ctx, g, input, []int64{1, 3, int64(height), int64(width)}, cells*numbers, cells)
		if err != nil {
			return nil, err
		}
		limit := math.Inf(1)
		if k > 0 {
			limit = widest
		}
		all = append(all, decode(out[0].Floats, out[1].Floats, width/cell, s, limit)...)
	}
	return merge(all), nil
}

// makers scale pictures, by the longest edge that they give.
var makers = func() map[int]*prepare.Maker {
	all := map[int]*prepare.Maker{}
	half := [3]float64{0.5, 0.5, 0.5}
	for _, e := range slices.Concat(Quick, Full) {
		all[e] = prepare.New(models.Image{Size: e, Resize: models.Native, Filter: models.Bilinear, Layout: models.NCHW, Colour: "rgb", Mean: half, Std: half})
	}
	return all
}()

// halvedTo halves a picture that is much larger than a level, which takes a third
// of the time of scaling it at once.
func halvedTo(img *image.RGBA, edge int) *image.RGBA {
	for longest(img) >= 8*edge/3 && min(img.Rect.Dx(), img.Rect.Dy()) > 1 {
		img = halved(img)
	}
	return img
}

// level is a picture, that was halved to from, made smaller for the network and
// filled with black to the right and below; s is its size as a share of img's.
func level(img, from *image.RGBA, edge int) (input []float32, width, height int, s Point) {
	half := 1.0
	for w := img.Rect.Dx(); w > from.Rect.Dx(); w /= 2 {
		half /= 2
	}
	small, w, h := makers[edge].Input(from)
	s = Point{half * float64(w) / float64(from.Rect.Dx()), half * float64(h) / float64(from.Rect.Dy())}
	width, height = (w+multiple-1)/multiple*multiple, (h+multiple-1)/multiple*multiple
	if w == width && h == height {
		return small, width, height, s
	}
	input = make([]float32, 3*width*height)
	for c := range 3 {
		for y := range height {
			row := input[(c*height+y)*width:][:width]
			from := 0
			if y < h {
				from = copy(row, small[(c*h+y)*w:][:w])
			}
			for x := from; x < width; x++ {
				row[x] = -1
			}
		}
	}
	return input, width, height, s
}

func longest(img *image.RGBA) int { return max(img.Rect.Dx(), img.Rect.Dy()) }

// halved is a picture of half the size; an odd last row or column is left out.
func halved(img *image.RGBA) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, img.Rect.Dx()/2, img.Rect.Dy()/2))
	for y := range out.Rect.Dy() {
		a, b := img.Pix[2*y*img.Stride:], img.Pix[(2*y+1)*img.Stride:]
		row := out.Pix[y*out.Stride:][:4*out.Rect.Dx()]
		for x := 0; x < len(row); x += 4 {
			p, q := binary.LittleEndian.Uint64(a[2*x:]), binary.LittleEndian.Uint64(b[2*x:])
			// Red and blue, and green and alpha, are summed side by side, 16 bits each.
			const even = 0x00ff00ff00ff00ff
			rb, ga := p&even+q&even, p>>8&even+q>>8&even
			rb, ga = (rb+rb>>32+0x00020002)>>2&0x00ff00ff, (ga+ga>>32+0x00020002)>>2&0x00ff00ff
			binary.LittleEndian.PutUint32(row[x:], uint32(rb|ga<<8|0xff000000))
		}
	}
	return out
}

// decode reads the answers at one level, one for each cell, row by row. s is the
// level's size as a share of the picture's.
func decode(raw, logit []float32, columns int, s Point, limit float64) []Candidate {
	var found []Candidate
	for i, l := range logit {
		p := sigmoid(float64(l))
		if !(p >= least) {
			continue
		}
		r := raw[numbers*i : numbers*(i+1)]
		if !sound(r) || float64(r[2]) > limit {
			continue
		}
		x, y := float64(i%columns*cell+cell/2), float64(i/columns*cell+cell/2)
		at := func(k int) Point { return Point{(float64(r[k]) + x) / s.X, (float64(r[k+1]) + y) / s.Y} }
		c := Candidate{Middle: at(0), Width: float64(r[2]) / s.X, Height: float64(r[3]) / s.Y, Score: p}
		for j := range c.Key {
			c.Key[j] = at(4 + 2*j)
		}
		found = append(found, c)
	}
	return found
}

// sound tells that a candidate's numbers can be those of a face.
func sound(r []float32) bool {
	for _, v := range r {
		if !(v > -1<<16 && v < 1<<16) {
			return false
		}
	}
	return r[2] >= 1 && r[3] >= 1
}

func sigmoid(v float64) float64 { return 1 / (1 + math.Exp(-min(max(v, -100), 100))) }

// merge makes one candidate of those that show the same face: their mean,
// weighted by how sure they are, with the score of the surest.
func merge(all []Candidate) []Candidate {
	slices.SortStableFunc(all, func(a, b Candidate) int { return cmp.Compare(b.Score, a.Score) })
	var merged []Candidate
	for len(all) > 0 {
		best := all[0]
		mean, weight := Candidate{Score: best.Score}, 0.0
		rest := all[:0]
		for k, c := range all {
			if k > 0 && overlap(best, c) <= same {
				rest = append(rest, c)
				continue
			}
			mean.add(c, c.Score)
			weight += c.Score
		}
		all = rest
		mean.divide(weight)
		merged = append(merged, mean)
	}
	return merged
}

func (c *Candidate) add(d Candidate, w float64) {
	put := func(p *Point, q Point) { p.X, p.Y = p.X+w*q.X, p.Y+w*q.Y }
	put(&c.Middle, d.Middle)
	c.Width, c.Height = c.Width+w*d.Width, c.Height+w*d.Height
	for k := range c.Key {
		put(&c.Key[k], d.Key[k])
	}
}

func (c *Candidate) divide(w float64) {
	part := func(p *Point) { p.X, p.Y = p.X/w, p.Y/w }
	part(&c.Middle)
	c.Width, c.Height = c.Width/w, c.Height/w
	for k := range c.Key {
		part(&c.Key[k])
	}
}

// overlap is the intersection of two boxes as a share of their union.
func overlap(a, b Candidate) float64 {
	shared := func(m, n, v, w float64) float64 { return min(m+v/2, n+w/2) - max(m-v/2, n-w/2) }
	x, y := shared(a.Middle.X, b.Middle.X, a.Width, b.Width), shared(a.Middle.Y, b.Middle.Y, a.Height, b.Height)
	if x <= 0 || y <= 0 {
		return 0
	}
	return x * y / (a.Width*a.Height + b.Width*b.Height - x*y)
}

// Scaled is the candidate in a picture that is larger by f.
func (c Candidate) Scaled(f float64) Candidate {
	c.divide(1 / f)
	return c
}
