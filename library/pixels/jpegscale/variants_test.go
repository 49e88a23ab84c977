package jpegscale

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"
)

// scene is a picture of smooth shading, an edge, texture and colour.
func scene(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			fx, fy := float64(x)/float64(w), float64(y)/float64(h)
			v := 100 + 80*math.Sin(6*fx+3*fy) + 6*r.Float64()
			if fx+fy > 1.2 {
				v = 220 - 60*fy
			}
			m.SetRGBA(x, y, color.RGBA{clip8(v), clip8(0.8*v + 40*fx), clip8(220 - 0.7*v*fy), 255})
		}
	}
	return m
}

func clip8(v float64) uint8 { return uint8(min(max(v, 0), 255)) }

// variants are JPEGs made by image/jpeg, with others made of them.
func variants(t testing.TB) map[string][]byte {
	t.Helper()
	encode := func(m image.Image, q int) []byte {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: q}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	grey := image.NewGray(image.Rect(0, 0, 45, 61))
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i * 7 / 3)
	}
	return map[string][]byte{
		"colour":     encode(scene(61, 45), 90),
		"colour low": encode(scene(97, 33), 25),
		"one pixel":  encode(scene(1, 1), 75),
		"grey":       encode(grey, 90),
	}
}
