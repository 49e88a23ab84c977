package faces

import (
	"math"
	"slices"
	"testing"
)

func TestEyesAreOpenClosedOrUnsure(t *testing.T) {
	for _, c := range []struct {
		width, yaw, lens, open, gap float64
		want                        Eyes
	}{
		{20, 0, 1, 0.9, 0.05, Open},
		{20, 0, 1, 0.5, 0.01, Open},
		{20, 0, 1, 0.1, 0.03, Closed},
		{20, 0, 1, 0.1, 0.05, Unsure}, // the lids are apart
		{20, 0, 1, 0.3, 0.01, Unsure},
		{7.9, 0, 1, 0.9, 0.05, Unsure}, // too small
		{20, -36, 1, 0.9, 0.05, Unsure},
		{20, 36, 1, 0.1, 0.01, Unsure},  // turned away
		{20, 0, 0.4, 0.9, 0.05, Unsure}, // dark glasses
		{math.NaN(), 0, 1, 0.9, 0.05, Unsure},
	} {
		if got := eyesOf(c.width, c.yaw, c.lens, c.open, c.gap); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// face is a reading of a face of so many pixels.
func face(pixels, sharp float64, eyes Eyes) Reading {
	return Reading{Pixels: pixels, Sharpness: sharp, EyeSharp: sharp, Eyes: eyes, Smile: 0.5, Open: 0.5}
}

func TestWhatTheFacesOfAPhotoComeTo(t *testing.T) {
	none := math.NaN()
	for name, c := range map[string]struct {
		faces []Reading
		want  []float64
	}{
		"nobody":          {nil, []float64{none, none, 0, none, none, none}},
		"one":             {[]Reading{face(100, 3, Open)}, []float64{3, 3, 1, 1, 0.5, 3}},
		"a blink":         {[]Reading{face(100, 3, Closed)}, []float64{3, 3, 1, 0, 0.5, 3}},
		"one of two":      {[]Reading{face(200, 4, Open), face(100, 2, Closed)}, []float64{4, 3, 2, 0.8, 0.5, 3.6}},
		"a bystander":     {[]Reading{face(200, 4, Open), face(60, 2, Closed)}, []float64{4, 4, 2, 1, 0.5, 4}},
		"unsure":          {[]Reading{face(200, 4, Unsure), face(150, none, Unsure)}, []float64{4, 4, 2, none, 0.5, 4}},
		"unsure and shut": {[]Reading{face(100, 4, Unsure), face(100, 4, Closed)}, []float64{4, 4, 2, 0.5, 0.5, 4}},
	} {
		got := summary(c.faces)
		if !slices.EqualFunc(got, c.want, func(a, b float64) bool { return math.Abs(a-b) < 1e-9 || math.IsNaN(a) && math.IsNaN(b) }) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		back := Decode(Numbers(c.faces))
		if !slices.EqualFunc(back, c.faces, func(a, b Reading) bool {
			return a.Pixels == b.Pixels && a.Eyes == b.Eyes && (a.Sharpness == b.Sharpness || math.IsNaN(a.Sharpness) && math.IsNaN(b.Sharpness))
		}) {
			t.Errorf("%s: kept as %v", name, back)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(3, 1.5)
	f.Add(40, math.NaN())
	f.Fuzz(func(t *testing.T, n int, v float64) {
		values := make([]float64, min(max(n, 0), 500))
		for i := range values {
			values[i] = v
		}
		for _, r := range Decode(values) {
			if r.Eyes.String() == "" {
				t.Errorf("%v: %+v", v, r)
			}
		}
	})
}
