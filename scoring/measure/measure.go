// Package measure computes numbers from pixels, without any model: sharpness,
// clipping, exposure, contrast, colourfulness and noise.
package measure

import (
	"image"
	"math"
	"slices"
	"sync"

	"golang.org/x/image/draw"

	"culler/library/pixels/detail"
)

// Version names the way of measuring. Values of different versions must not be
// compared, so it changes whenever a value would.
const Version = "measure-2"

// Size is the longest edge in pixels on which all but the sharpness is measured:
// larger pictures are reduced to it first. Smaller ones are taken as they are,
// and their noise compares only with pictures of their own size.
const Size = 1024

// Info describes one measure.
type Info struct {
	ID             string
	Title          string
	Explanation    string // in photographers' words
	Unit           string // of the value, such as "%"; "" for a plain number
	HigherIsBetter bool
	DefaultWeight  float64
	Within         float64 // standard deviation of the value inside bursts: pooled over 72 series of 3 to 12 frames
}

// The places of the measures in what Of returns.
const (
	Sharpness = iota
	Highlights
	Shadows
	Exposure
	Contrast
	Colour
	Noise
	count
)

var infos = [count]Info{
	Sharpness: {
		ID: "sharpness", Title: "Sharpness", Unit: "", HigherIsBetter: true, DefaultWeight: 1, Within: 0.96,
		Explanation: "How crisp the sharpest tenth of the frame is, at full resolution. A blurred background costs nothing; a missed focus or a shaken camera does. Noise is not mistaken for detail.",
	},
	Highlights: {
		ID: "highlights", Title: "Blown highlights", Unit: "%", DefaultWeight: 0.5, Within: 15,
		Explanation: "How much of the frame has burnt out to white or is about to.",
	},
	Shadows: {
		ID: "shadows", Title: "Blocked shadows", Unit: "%", DefaultWeight: 0.25, Within: 7.2,
		Explanation: "How much of the frame has sunk into black or is about to.",
	},
	Exposure: {
		ID: "exposure", Title: "Exposure off the middle", Unit: "%", DefaultWeight: 0.25, Within: 13,
		Explanation: "How far the frame's average brightness is from a middle tone. Turn it down for night and high-key pictures.",
	},
	Contrast: {
		ID: "contrast", Title: "Contrast", Unit: "%", HigherIsBetter: true, DefaultWeight: 0.25, Within: 18,
		Explanation: "How much of the range from black to white the tones span, the most extreme fiftieth at each end left aside.",
	},
	Colour: {
		ID: "colour", Title: "Colourfulness", Unit: "", HigherIsBetter: true, DefaultWeight: 0.25, Within: 14,
		Explanation: "How vivid and varied the colours are: 0 is black and white, 15 muted, 45 colourful, 80 and more garish.",
	},
	Noise: {
		ID: "noise", Title: "Noise", Unit: "", DefaultWeight: 0.25, Within: 0.2,
		Explanation: "How much grain the smooth parts of the frame show, in levels of 255.",
	},
}

// Names describes the measures in the order of what Of returns.
func Names() []Info { return slices.Clone(infos[:]) }

// Tones. A pixel counts in full as clipped at the end of the range and less and
// less up to a ramp away from it, so that the share is steady under a small
// change of exposure.
const (
	ramp   = 12   // levels of 255
	middle = 118  // the middle grey of 18 % reflectance in sRGB
	tail   = 0.02 // left aside at each end by contrast
)

// Detail.
const (
	across   = 16  // tiles along the longer edge
	topShare = 0.1 // of the tiles make the sharpness: the sharpest
	lowShare = 0.1 // of the tiles make the noise: the smoothest
	minTile  = 8   // pixels along a tile's edge
	precise  = 16  // steps of the luma plane in one level of 255
	// Responses to white noise of variance s^2: the diagonal Laplacian below
	// has the variance 5 s^2; Immerkaer's mask has 36 s^2 and, the noise being
	// normal, the mean magnitude 6 s sqrt(2/pi).
	laplaceNoise = 5
)

var immerkaer = math.Sqrt(math.Pi/2) / 6

// plane is the working memory of one call.
type plane struct {
	luma  []uint16 // Rec. 601 luma in steps of 1/16 level
	tiles []tile
	a, b  []float64
}

type tile struct {
	pixels  int
	laplace int64 // sum of squares of twice the diagonal Laplacian, in steps
	immerk  int64 // sum of magnitudes of Immerkaer's mask, in steps
	luma    int64 // sum, in steps
}

var planes = sync.Pool{New: func() any { return new(plane) }}

// Of measures one picture, with its detail at full resolution or, where that is
// nil, that of the picture as it is. It returns a value for each of Names, in their
// order. All values are finite; an empty picture has zeros.
//
// Sharpness is that of the detail; see detail.Map. Colourfulness is M of Hasler
// and Suesstrunk (2003). Noise is Immerkaer's estimate (1996), taken in the
// smoothest tenth of the tiles.
func Of(img *image.RGBA, full *detail.Map) []float64 {
	v := make([]float64, count)
	if img.Rect.Empty() {
		return v
	}
	if full == nil || len(full.Tiles) == 0 {
		full = new(detail.Map)
		full.OfPixels(img)
	}
	if long := max(img.Rect.Dx(), img.Rect.Dy()); long > Size {
		img = reduced(img, long)
	}
	p := planes.Get().(*plane)
	defer planes.Put(p)
	p.tones(img, v)
	v[Noise], _ = p.structure(img.Rect.Dx(), img.Rect.Dy())
	v[Sharpness], _ = full.Sharpness()
	return v
}

// OfPatch is the sharpness of a small part of a picture, such as a face, by the
// pixels that are there; patches compare only among pictures of one size. It is
// log2(1 + a), where a is the root of the mean energy of the diagonal Laplacian
// over the sharpest tenth of the tiles, less what white noise of the patch's own
// strength would give.
func OfPatch(img *image.RGBA) float64 {
	if img.Rect.Empty() {
		return 0
	}
	p := planes.Get().(*plane)
	defer planes.Put(p)
	p.tones(img, make([]float64, count))
	_, sharpness := p.structure(img.Rect.Dx(), img.Rect.Dy())
	return sharpness
}

func reduced(img *image.RGBA, long int) *image.RGBA {
	w := max(1, (img.Rect.Dx()*Size+long/2)/long)
	h := max(1, (img.Rect.Dy()*Size+long/2)/long)
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.BiLinear.Scale(small, small.Rect, img, img.Rect, draw.Src, nil)
	return small
}

// tones fills the luma plane and measures what needs no neighbours.
func (p *plane) tones(img *image.RGBA, v []float64) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if cap(p.luma) < w*h {
		p.luma = make([]uint16, w*h)
	}
	p.luma = p.luma[:w*h]
	var levels [256]int
	var rg, yb, rg2, yb2, sum int64 // yb is doubled
	for y := range h {
		row := img.Pix[y*img.Stride : y*img.Stride+4*w]
		luma := p.luma[y*w : (y+1)*w]
		for x := range luma {
			px := row[4*x : 4*x+4 : 4*x+4]
			r, g, b := int(px[0]), int(px[1]), int(px[2])
			// 0.299, 0.587, 0.114 in 1/4096 of a level, then to 1/16
			l := (1225*r + 2404*g + 467*b + 128) >> 8
			luma[x] = uint16(l)
			levels[(l+precise/2)/precise&255]++
			sum += int64(l)
			d, e := int64(r-g), int64(r+g-2*b)
			rg += d
			rg2 += d * d
			yb += e
			yb2 += e * e
		}
	}
	n := float64(w * h)
	v[Highlights], v[Shadows] = clipped(&levels, n)
	v[Exposure] = 100 * math.Abs(float64(sum)/precise/n-middle) / 255
	v[Contrast] = 100 * (quantile(&levels, (1-tail)*n) - quantile(&levels, tail*n)) / 255
	mrg, myb := float64(rg)/n, float64(yb)/n/2
	vrg := max(0, float64(rg2)/n-mrg*mrg)
	vyb := max(0, float64(yb2)/n/4-myb*myb)
	v[Colour] = math.Sqrt(vrg+vyb) + 0.3*math.Hypot(mrg, myb)
}

// clipped returns the shares of blown and blocked pixels in percent.
func clipped(levels *[256]int, n float64) (blown, blocked float64) {
	for d := range ramp {
		full := 1 - float64(d)/ramp
		blown += full * float64(levels[255-d])
		blocked += full * float64(levels[d])
	}
	return 100 * blown / n, 100 * blocked / n
}

// quantile returns the level below which at pixels lie, levels being spread
// evenly over their width.
func quantile(levels *[256]int, at float64) float64 {
	below := 0.0
	for l, c := range levels {
		if c := float64(c); c > 0 && below+c >= at {
			return float64(l) - 0.5 + (at-below)/c
		} else {
			below += c
		}
	}
	return 255
}
