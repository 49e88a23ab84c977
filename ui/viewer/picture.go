package viewer

import (
	"image"
	"runtime"
	"sync"
)

// Picture is a picture in several sizes, each half of the one before, so that a
// view of any zoom reads about as many pixels as it draws.
type Picture struct {
	levels []*image.RGBA
}

// leastLevel is the edge, in pixels, below which no smaller size is made.
const leastLevel = 256

// NewPicture makes the smaller sizes of a picture, which must not be written to
// afterwards.
func NewPicture(img *image.RGBA) *Picture {
	p := &Picture{levels: []*image.RGBA{img}}
	for max(img.Rect.Dx(), img.Rect.Dy()) >= 2*leastLevel && min(img.Rect.Dx(), img.Rect.Dy()) > 1 {
		img = halved(img)
		p.levels = append(p.levels, img)
	}
	return p
}

// Size is the picture's size in pixels.
func (p *Picture) Size() image.Point { return p.levels[0].Rect.Size() }

// Bytes is the memory that it takes.
func (p *Picture) Bytes() (n int64) {
	for _, l := range p.levels {
		n += int64(len(l.Pix))
	}
	return n
}

// level is the smallest size that has at least a pixel for each of a screen on
// which the whole picture is width pixels wide.
func (p *Picture) level(width float64) *image.RGBA {
	best := p.levels[0]
	for _, l := range p.levels[1:] {
		if float64(l.Rect.Dx()) < width {
			break
		}
		best = l
	}
	return best
}

// halved averages squares of two by two pixels; an odd last row or column is
// left out.
func halved(img *image.RGBA) *image.RGBA {
	w, h := img.Rect.Dx()/2, img.Rect.Dy()/2
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	inBands(h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			a := img.Pix[2*y*img.Stride:][: 8*w : 8*w]
			b := img.Pix[(2*y+1)*img.Stride:][: 8*w : 8*w]
			to := out.Pix[y*out.Stride:][: 4*w : 4*w]
			for x := 0; x+4 <= len(to); x += 4 {
				s, t := a[2*x:2*x+8:2*x+8], b[2*x:2*x+8:2*x+8]
				to[x] = uint8((int(s[0]) + int(s[4]) + int(t[0]) + int(t[4]) + 2) >> 2)
				to[x+1] = uint8((int(s[1]) + int(s[5]) + int(t[1]) + int(t[5]) + 2) >> 2)
				to[x+2] = uint8((int(s[2]) + int(s[6]) + int(t[2]) + int(t[6]) + 2) >> 2)
				to[x+3] = 255
			}
		}
	})
	return out
}

// inBands shares rows 0 to h out among the processors.
func inBands(h int, do func(y0, y1 int)) {
	n := min(runtime.GOMAXPROCS(0), max(h/64, 1))
	var wait sync.WaitGroup
	for k := 1; k < n; k++ {
		wait.Go(func() { do(k*h/n, (k+1)*h/n) })
	}
	do(0, h/n)
	wait.Wait()
}
