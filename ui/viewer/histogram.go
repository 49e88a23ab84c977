package viewer

import (
	"image"
	"image/color"
	"math"
)

// Histogram counts a picture's levels: red, green, blue and luma (Rec. 601).
type Histogram [4][256]int

// HistogramOf counts the levels of a picture.
func HistogramOf(img *image.RGBA) *Histogram {
	var n Histogram
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride : y*img.Stride+4*img.Rect.Dx()]
		for i := 0; i+4 <= len(row); i += 4 {
			r, g, b := row[i], row[i+1], row[i+2]
			n[0][r]++
			n[1][g]++
			n[2][b]++
			n[3][(299*int(r)+587*int(g)+114*int(b)+500)/1000]++
		}
	}
	return &n
}

var inks = [4]color.RGBA{{0xe0, 0x48, 0x40, 255}, {0x48, 0xb8, 0x58, 255}, {0x48, 0x78, 0xe8, 255}, {0xc8, 0xc8, 0xc8, 255}}

// Draw draws the histogram, colours added where they overlap as light is, over
// a dark ground. The root makes rare levels visible beside frequent ones.
func (n *Histogram) Draw(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	most := 1
	for c := range n {
		// The outermost levels of a clipped picture would hide all others.
		for l := 1; l < 255; l++ {
			most = max(most, n[c][l])
		}
	}
	for x := range w {
		level := min(x*256/max(w, 1), 255)
		var tall [4]int
		for c := range n {
			tall[c] = int(math.Sqrt(min(float64(n[c][level])/float64(most), 1)) * float64(h))
		}
		for y := range h {
			px := color.RGBA{0x18, 0x18, 0x18, 0xe0}
			for c := range 3 {
				if h-y <= tall[c] {
					px = added(px, inks[c])
				}
			}
			if h-y == tall[3] {
				px = inks[3]
			}
			img.SetRGBA(x, y, px)
		}
	}
	return img
}

func added(a, b color.RGBA) color.RGBA {
	sum := func(x, y uint8) uint8 { return uint8(min(int(x)+int(y)*3/4, 255)) }
	return color.RGBA{sum(a.R, b.R), sum(a.G, b.G), sum(a.B, b.B), 255}
}
