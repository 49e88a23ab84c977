// Package viewer shows photos closely: the loupe, two photos to compare, a survey
// of a burst. It draws only the pixels that are on screen, so that a picture of
// 45 megapixels moves as fast as a small one.
package viewer

import "math"

// The bounds of zooming, in pixels of the screen for one of the picture.
const (
	MostZoom  = 8
	LeastZoom = 0.05
)

// zoomStep is what one notch of the wheel or one key press zooms by.
const zoomStep = 1.25

// Place is what part of a photo is looked at, in words that fit photos of any
// size, so that it can be kept from frame to frame. The zero Place is all of it.
type Place struct {
	Zoom float64 // pixels of the screen for one of the photo; 0 fits the whole
	X, Y float64 // the point in the middle, 0 to 1; without meaning while Zoom is 0
}

// Fits tells that the whole photo is shown.
func (p Place) Fits() bool { return p.Zoom == 0 }

// frame is where a photo lies on the screen, in device pixels: pixel (u, v) of
// the photo is drawn at (x + u*zoom, y + v*zoom).
type frame struct {
	x, y, zoom float64
	w, h       float64 // of the photo, in its own pixels
}

// frameOf lays a photo of w x h pixels out on a screen of sw x sh. Where the
// photo is larger than the screen it covers it; where it is smaller it is
// centred.
func frameOf(p Place, w, h, sw, sh float64) frame {
	f := frame{w: w, h: h, zoom: p.Zoom}
	if w <= 0 || h <= 0 || sw <= 0 || sh <= 0 {
		return f
	}
	if p.Fits() {
		f.zoom = fitZoom(w, h, sw, sh)
		f.x, f.y = (sw-w*f.zoom)/2, (sh-h*f.zoom)/2
		return f
	}
	f.x = held(sw/2-p.X*w*f.zoom, w*f.zoom, sw)
	f.y = held(sh/2-p.Y*h*f.zoom, h*f.zoom, sh)
	return f
}

// fitZoom is the zoom at which all of a photo is seen. A photo that is smaller
// than the screen is shown at 100 %: enlarged it would only look worse.
func fitZoom(w, h, sw, sh float64) float64 { return min(sw/w, sh/h, 1) }

// held keeps one edge of a photo where it leaves no gap that another place
// would fill.
func held(at, length, screen float64) float64 {
	if length <= screen {
		return (screen - length) / 2
	}
	return min(max(at, screen-length), 0)
}

// at is the point of the photo, 0 to 1, under a point of the screen.
func (f frame) at(sx, sy float64) (x, y float64) {
	if f.zoom == 0 || f.w == 0 || f.h == 0 {
		return 0.5, 0.5
	}
	clamp := func(v float64) float64 { return min(max(v, 0), 1) }
	return clamp((sx - f.x) / f.zoom / f.w), clamp((sy - f.y) / f.zoom / f.h)
}

// place is the Place that shows what f shows on a screen of sw x sh.
func (f frame) place(sw, sh float64) Place {
	x, y := f.at(sw/2, sh/2)
	return Place{Zoom: f.zoom, X: x, Y: y}
}

// zoomed is f with another zoom, the point of the photo under (sx, sy) staying
// where it is as long as the edges allow.
func (f frame) zoomed(zoom, sx, sy, sw, sh float64) Place {
	zoom = min(max(zoom, LeastZoom), MostZoom)
	if zoom <= fitZoom(f.w, f.h, sw, sh) {
		return Place{}
	}
	u, v := (sx-f.x)/f.zoom, (sy-f.y)/f.zoom
	g := frame{zoom: zoom, w: f.w, h: f.h}
	g.x, g.y = held(sx-u*zoom, f.w*zoom, sw), held(sy-v*zoom, f.h*zoom, sh)
	return g.place(sw, sh)
}

// panned is f moved by device pixels.
func (f frame) panned(dx, dy, sw, sh float64) Place {
	f.x, f.y = held(f.x+dx, f.w*f.zoom, sw), held(f.y+dy, f.h*f.zoom, sh)
	return f.place(sw, sh)
}

// stepped is the zoom n steps further in, or out where n is negative. 100 % is
// never stepped over: it is what people look for.
func stepped(zoom float64, n int) float64 {
	next := zoom * math.Pow(zoomStep, float64(n))
	if (zoom < 0.999 && next > 1.001) || (zoom > 1.001 && next < 0.999) {
		return 1
	}
	return min(max(next, LeastZoom), MostZoom)
}
