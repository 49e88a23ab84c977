// Package alter makes photographs worse in known ways: out of focus, shaken,
// badly exposed, noisy, tilted, badly framed. Whatever judges photographs can be
// tried on what it returns. Every function returns a new picture, opaque and
// with its corner at (0,0), and gives the same for the same arguments.
package alter

import (
	"image"
	"math"
	"math/rand/v2"

	"golang.org/x/image/draw"
)

// Copy returns a picture as an *image.RGBA whose corner is at (0,0).
func Copy(img image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	return out
}

// Crop returns the part of a picture inside r, which is given from its corner.
func Crop(img *image.RGBA, r image.Rectangle) *image.RGBA {
	return Copy(img.SubImage(r.Add(img.Rect.Min).Intersect(img.Rect)))
}

// Exposure brightens by ev stops, darkens where it is negative: light, that is
// linear sRGB, times 2^ev, and what is beyond white is white.
func Exposure(img *image.RGBA, ev float64) *image.RGBA {
	var curve [256]uint8
	for v := range curve {
		curve[v] = fromLight(toLight(float64(v)/255) * math.Exp2(ev))
	}
	out := Copy(img)
	for i := 0; i < len(out.Pix); i += 4 {
		p := out.Pix[i : i+3 : i+3]
		p[0], p[1], p[2] = curve[p[0]], curve[p[1]], curve[p[2]]
	}
	return out
}

// toLight and fromLight are the transfer function of sRGB, IEC 61966-2-1.
func toLight(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func fromLight(l float64) uint8 {
	v := 12.92 * l
	if l > 0.0031308 {
		v = 1.055*math.Pow(l, 1/2.4) - 0.055
	}
	return level(255 * v)
}

// level rounds to what a channel can hold.
func level(v float64) uint8 { return uint8(math.Round(max(0, min(255, v)))) }

// Noise adds noise of a normal distribution to every channel of every pixel;
// sigma is its standard deviation in levels of 0 to 255.
func Noise(img *image.RGBA, sigma float64, seed uint64) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 0))
	out := Copy(img)
	for i := 0; i < len(out.Pix); i += 4 {
		for c := i; c < i+3; c++ {
			out.Pix[c] = level(float64(out.Pix[c]) + sigma*r.NormFloat64())
		}
	}
	return out
}

// Tilt turns a picture clockwise about its centre, as if the camera was held
// askew, and enlarges it just so far that no corner is empty. The size stays.
func Tilt(img *image.RGBA, degrees float64) *image.RGBA {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	s, c := math.Abs(sin), math.Abs(cos)
	zoom := max(c+s*h/w, c+s*w/h)
	return resample(img, zoom*cos, -zoom*sin, zoom*sin, zoom*cos, w/2, h/2)
}

// Zoom enlarges a part of a picture to its whole size, as if the photographer
// had stood closer: the part is 1/factor as wide and high, and lies at the left
// edge for x = 0, at the right one for x = 1, and likewise for y.
func Zoom(img *image.RGBA, factor, x, y float64) *image.RGBA {
	if factor <= 1 {
		return Copy(img)
	}
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	at := func(place, size float64) float64 { // the point that stays where it is
		return max(0, min(1, place)) * size
	}
	return resample(img, factor, 0, 0, factor, at(x, w), at(y, h))
}

// resample maps a picture by the matrix (a b; c d) about a point, by Catmull-Rom
// interpolation.
func resample(img *image.RGBA, a, b, c, d, x, y float64) *image.RGBA {
	src := Copy(img)
	out := Copy(img) // where rounding leaves an edge uncovered
	m := [6]float64{a, b, x - a*x - b*y, c, d, y - c*x - d*y}
	draw.CatmullRom.Transform(out, m, src, src.Bounds(), draw.Src, nil)
	return opaque(out)
}

func opaque(img *image.RGBA) *image.RGBA {
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 255
	}
	return img
}
