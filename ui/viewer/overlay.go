package viewer

import "image"

// Overlays are what can be painted over a photo. They are computed on what is
// on screen, so that they cost the same whatever the photo's size.
type Overlays struct {
	Clipping bool // blown highlights red, blocked shadows blue
	Peaking  bool // where it is in focus, green
}

// Levels beyond which a channel is clipped: a JPEG's last two at each end.
const (
	blown   = 254
	blocked = 1
)

// paint paints the overlays over a picture on screen.
func (o Overlays) paint(dst *image.RGBA) {
	if o.Peaking {
		peaking(dst)
	}
	if o.Clipping {
		clipping(dst)
	}
}

// clipping marks pixels that lost their detail: blown where any channel is, and
// blocked where all are.
func clipping(dst *image.RGBA) {
	p := dst.Pix
	for i := 0; i+4 <= len(p); i += 4 {
		r, g, b := p[i], p[i+1], p[i+2]
		switch {
		case r >= blown || g >= blown || b >= blown:
			p[i], p[i+1], p[i+2] = 0xff, 0x20, 0x20
		case r <= blocked && g <= blocked && b <= blocked:
			p[i], p[i+1], p[i+2] = 0x20, 0x50, 0xff
		}
	}
}

// focusEdge is the least strength of an edge that counts as in focus, in levels
// of luma between one pixel of the screen and its neighbours.
const focusEdge = 48

// peaking marks sharp edges: where the diagonal Laplacian of the luma on screen
// is strong.
func peaking(dst *image.RGBA) {
	w, h := dst.Rect.Dx(), dst.Rect.Dy()
	if w < 3 || h < 3 {
		return
	}
	luma := make([]int16, w*h)
	inBands(h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			row := dst.Pix[y*dst.Stride:]
			for x := range w {
				luma[y*w+x] = int16((77*int(row[4*x]) + 150*int(row[4*x+1]) + 29*int(row[4*x+2])) >> 8)
			}
		}
	})
	inBands(h-2, func(y0, y1 int) {
		for y := y0 + 1; y < y1+1; y++ {
			up, at, down := luma[(y-1)*w:y*w], luma[y*w:(y+1)*w], luma[(y+1)*w:(y+2)*w]
			row := dst.Pix[y*dst.Stride:]
			for x := 1; x < w-1; x++ {
				l := 4*int(at[x]) - int(up[x-1]) - int(up[x+1]) - int(down[x-1]) - int(down[x+1])
				if l > focusEdge || l < -focusEdge {
					row[4*x], row[4*x+1], row[4*x+2] = 0x30, 0xf0, 0x50
				}
			}
		}
	})
}
