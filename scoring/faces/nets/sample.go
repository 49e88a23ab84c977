package nets

import (
	"image"
	"math"
)

// region is a square in a picture, turned by an angle in radians round its
// middle. It may reach beyond the picture, where all is black.
type region struct {
	middle Point
	side   float64
	angle  float64
}

// at is the place in the picture of a place in the square, 0 to 1 along each
// edge.
func (r region) at(u, v float64) Point {
	x, y := (u-0.5)*r.side, (v-0.5)*r.side
	sin, cos := math.Sincos(r.angle)
	return Point{r.middle.X + x*cos - y*sin, r.middle.Y + x*sin + y*cos}
}

// sample makes the square into size x size pixels, the bytes of red, then of
// green, then of blue divided by 255. Where the square is much larger the
// picture's pixels are averaged first.
func (r region) sample(img *image.RGBA, size int) []float32 {
	out := make([]float32, 3*size*size)
	k := r.side / float64(size)
	if !(k > 0 && r.side < 1<<20) {
		return out
	}
	block := max(1, int(k))
	p := r.blocks(img, block)
	sin, cos := math.Sincos(r.angle)
	for v := range size {
		y := (float64(v)+0.5)*k - r.side/2
		for u := range size {
			x := (float64(u)+0.5)*k - r.side/2
			c := p.at((r.middle.X+x*cos-y*sin)/float64(block), (r.middle.Y+x*sin+y*cos)/float64(block))
			for n := range c {
				out[(n*size+v)*size+u] = c[n] / 255
			}
		}
	}
	return out
}

// plane is a part of a picture, its pixels' means over blocks.
type plane struct {
	x, y int // of the part's corner, in blocks
	w, h int
	pix  []float32 // red, green, blue
}

// blocks is the part of the picture that the square covers.
func (r region) blocks(img *image.RGBA, n int) plane {
	reach := r.side/math.Sqrt2 + 2*float64(n)
	w, h := img.Rect.Dx(), img.Rect.Dy()
	bound := func(v float64, most int) int {
		return int(min(max(math.Floor(v/float64(n)), 0), float64((most+n-1)/n)))
	}
	p := plane{x: bound(r.middle.X-reach, w), y: bound(r.middle.Y-reach, h)}
	p.w, p.h = max(0, bound(r.middle.X+reach, w)+1-p.x), max(0, bound(r.middle.Y+reach, h)+1-p.y)
	p.pix = make([]float32, 3*p.w*p.h)
	for by := range p.h {
		for bx := range p.w {
			x0, y0 := (p.x+bx)*n, (p.y+by)*n
			x1, y1 := min(x0+n, w), min(y0+n, h)
			var sum [3]int
			count := 0
			for y := y0; y < y1; y++ {
				row := img.Pix[y*img.Stride:]
				for x := x0; x < x1; x++ {
					px := row[4*x : 4*x+3 : 4*x+3]
					sum[0], sum[1], sum[2] = sum[0]+int(px[0]), sum[1]+int(px[1]), sum[2]+int(px[2])
					count++
				}
			}
			if count == 0 {
				continue
			}
			o := p.pix[3*(by*p.w+bx):]
			for c := range sum {
				o[c] = float32(sum[c]) / float32(count)
			}
		}
	}
	return p
}

// at is the colour at a place in blocks, between the middles of four of them.
func (p plane) at(x, y float64) (c [3]float32) {
	x, y = x-0.5, y-0.5
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy := int(fx)-p.x, int(fy)-p.y
	dx, dy := float32(x-fx), float32(y-fy)
	add := func(ix, iy int, w float32) {
		if ix < 0 || iy < 0 || ix >= p.w || iy >= p.h {
			return
		}
		px := p.pix[3*(iy*p.w+ix):]
		c[0], c[1], c[2] = c[0]+w*px[0], c[1]+w*px[1], c[2]+w*px[2]
	}
	add(ix, iy, (1-dx)*(1-dy))
	add(ix+1, iy, dx*(1-dy))
	add(ix, iy+1, (1-dx)*dy)
	add(ix+1, iy+1, dx*dy)
	return c
}

// brightness is the mean brightness, 0 to 255, of an upright square round a
// point, of half an edge in pixels: of all pixels that it touches.
func brightness(img *image.RGBA, p Point, half float64) float64 {
	r := image.Rect(int(p.X-half), int(p.Y-half), int(p.X+half)+1, int(p.Y+half)+1)
	r = r.Intersect(image.Rect(0, 0, img.Rect.Dx(), img.Rect.Dy()))
	if r.Empty() {
		return 0
	}
	sum := 0.0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			px := img.Pix[y*img.Stride+4*x:]
			sum += 0.299*float64(px[0]) + 0.587*float64(px[1]) + 0.114*float64(px[2])
		}
	}
	return sum / float64(r.Dx()*r.Dy())
}
