// Package prepare turns pictures into what a graph takes: resized, cut and
// normalised numbers, equal to those of the model's own reference code.
package prepare

import (
	"image"
	"math"

	"culler/scoring/models"
)

// Version changes when the same picture may give other numbers than before.
const Version = 1

// Maker prepares pictures for one graph. It is safe for concurrent use.
type Maker struct {
	spec  models.Image
	order [3]int          // channel of the input -> channel of the picture
	table [3][256]float32 // value of a channel of the input by the picture's byte
}

// New makes a Maker for a graph that takes pictures as spec says.
func New(spec models.Image) *Maker {
	m := &Maker{spec: spec, order: [3]int{0, 1, 2}}
	if spec.Colour == "bgr" {
		m.order = [3]int{2, 1, 0}
	}
	for c := range m.table {
		for b := range m.table[c] {
			m.table[c][b] = float32((float64(b)/255 - spec.Mean[c]) / spec.Std[c])
		}
	}
	return m
}

// Len is how many numbers an input has; 0 where it depends on the picture.
func (m *Maker) Len() int {
	if m.spec.Resize == models.Native {
		return 0
	}
	return 3 * m.spec.Size * m.spec.Size
}

// Shape is a tensor's shape for n inputs of width and height in pixels.
func (m *Maker) Shape(n, width, height int) []int64 {
	if m.spec.Layout == models.NHWC {
		return []int64{int64(n), int64(height), int64(width), 3}
	}
	return []int64{int64(n), 3, int64(height), int64(width)}
}

// Input prepares a picture. It is opaque: transparency is not looked at. The
// width and height are those of the input, in pixels. An empty picture gives an
// input of black.
func (m *Maker) Input(img *image.RGBA) (input []float32, width, height int) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if w == 0 || h == 0 {
		img, w, h = image.NewRGBA(image.Rect(0, 0, 1, 1)), 1, 1
	}
	scaled, cut := m.plan(w, h)
	width, height = cut.Dx(), cut.Dy()
	input = make([]float32, 3*width*height)
	if m.spec.Filter == models.Area {
		m.area(img, scaled, cut, input)
		return input, width, height
	}
	px := resample(img, scaled, cut, m.spec.Filter)
	defer px.free()
	for c, from := range m.order {
		table := &m.table[c]
		at, step := c*width*height, 1
		if m.spec.Layout == models.NHWC {
			at, step = c, 3
		}
		for i := from; i < len(px.data); i += 3 {
			input[at] = table[px.data[i]]
			at += step
		}
	}
	return input, width, height
}

// plan is the size a picture of w x h is scaled to, and the part of it that the
// model sees.
func (m *Maker) plan(w, h int) (scaled image.Point, cut image.Rectangle) {
	size := m.spec.Size
	switch m.spec.Resize {
	case models.Squash:
		scaled = image.Pt(size, size)
	case models.Native:
		f := min(1, float64(size)/float64(max(w, h)))
		scaled = image.Pt(max(1, int(math.Round(f*float64(w)))), max(1, int(math.Round(f*float64(h)))))
	default:
		// The longer side is rounded down and half pixels of the cut to even,
		// as torchvision does.
		scaled = image.Pt(size*w/min(w, h), size*h/min(w, h))
		at := image.Pt(half(scaled.X-size), half(scaled.Y-size))
		return scaled, image.Rectangle{Min: at, Max: at.Add(image.Pt(size, size))}
	}
	return scaled, image.Rectangle{Max: scaled}
}

func half(n int) int { return int(math.RoundToEven(float64(n) / 2)) }
