package measure

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/disintegration/imaging"

	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/pixels"
)

// scene is a picture with detail everywhere: tiles of bars whose width and
// direction differ, in colours that differ.
func scene(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			tx, ty := x/64, y/64
			at := x
			if (tx+ty)%2 == 0 {
				at = y
			}
			v := 70 + 10*((tx*3+ty)%5)
			if at/(3+(tx+2*ty)%5)%2 == 0 {
				v += 80
			}
			i := m.PixOffset(x, y)
			m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = uint8(v), uint8(v-10*(tx%3)), uint8(v-8*(ty%4)), 255
		}
	}
	return m
}

func rgba(img image.Image) *image.RGBA {
	b := img.Bounds()
	m := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			m.Set(x, y, img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return m
}

// noisy adds normal noise of a standard deviation in levels.
func noisy(img *image.RGBA, sigma float64) *image.RGBA {
	r := rand.New(rand.NewPCG(1, 2))
	m := image.NewRGBA(img.Rect)
	for i := 0; i < len(img.Pix); i += 4 {
		n := sigma * r.NormFloat64() // the same for all colours, so that it is the luma's
		for c := range 3 {
			m.Pix[i+c] = uint8(min(max(float64(img.Pix[i+c])+n, 0), 255) + 0.5)
		}
		m.Pix[i+3] = 255
	}
	return m
}

func flat(w, h int, level uint8) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := 0; i < len(m.Pix); i += 4 {
		m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = level, level, level, 255
	}
	return m
}

// TestGolden compares with the formulas computed in double precision by another
// program: Hasler and Suesstrunk's M with Python's statistics.pvariance, and the
// mean of Rec. 601 luma.
func TestGolden(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 96, 64))
	for y := range 64 {
		for x := range 96 {
			i := m.PixOffset(x, y)
			m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = uint8(7*x+13*y), uint8(x*x+3*y), uint8(5*x*y+40), 255
		}
	}
	v := Of(m, nil)
	for _, c := range []struct {
		name            string
		got, want, near float64
	}{
		{"colourfulness", v[Colour], 137.48995935489347, 1e-6},
		{"exposure", v[Exposure], 3.4337091503268, 0.02},
	} {
		if math.Abs(c.got-c.want) > c.near {
			t.Errorf("%s is %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestNoiseIsItsStandardDeviation(t *testing.T) {
	for _, sigma := range []float64{2, 5, 10, 20} {
		// The smoothest tenth of many tiles shows a little less than all.
		if got := Of(noisy(flat(800, 600, 120), sigma), nil)[Noise]; got > 1.02*sigma || got < 0.9*sigma {
			t.Errorf("noise of %v levels is taken for %v", sigma, got)
		}
	}
	if got := Of(flat(800, 600, 120), nil)[Noise]; got != 0 {
		t.Errorf("an even surface has noise of %v", got)
	}
}

func TestSharpnessFollowsBlurAndForgivesBackgrounds(t *testing.T) {
	sharp := scene(576, 384)
	last := Of(sharp, nil)[Sharpness]
	for _, sigma := range []float64{0.6, 1, 2, 4} {
		got := Of(rgba(imaging.Blur(sharp, sigma)), nil)[Sharpness]
		if got > last-0.3 {
			t.Errorf("blurred by %v the sharpness is %v, and with less blur it was %v", sigma, got, last)
		}
		last = got
	}
	// A subject before a blurred background, as wide apertures give it.
	shallow := rgba(imaging.Blur(sharp, 6))
	for y := 96; y < 288; y++ {
		copy(shallow.Pix[shallow.PixOffset(192, y):shallow.PixOffset(384, y)], sharp.Pix[sharp.PixOffset(192, y):])
	}
	whole, part, none := Of(sharp, nil)[Sharpness], Of(shallow, nil)[Sharpness], Of(rgba(imaging.Blur(sharp, 6)), nil)[Sharpness]
	if whole-part > 0.1*(whole-none) {
		t.Errorf("the sharpness is %v with a blurred background, %v all sharp and %v all blurred", part, whole, none)
	}
}

func TestNoiseIsNotTakenForDetail(t *testing.T) {
	blurred := rgba(imaging.Blur(scene(576, 384), 3))
	sharp := Of(scene(576, 384), nil)[Sharpness]
	clean, grainy := Of(blurred, nil)[Sharpness], Of(noisy(blurred, 8), nil)[Sharpness]
	if grainy-clean > 0.35*(sharp-clean) {
		t.Errorf("noise lifts the sharpness of a blurred frame from %v to %v; the sharp one has %v", clean, grainy, sharp)
	}
}

func TestTones(t *testing.T) {
	half := flat(400, 300, 118)
	for y := range 300 {
		for x := range 100 {
			i, j := half.PixOffset(x, y), half.PixOffset(399-x, y)
			for c := range 3 {
				half.Pix[i+c], half.Pix[j+c] = 255, 0
			}
		}
	}
	for name, c := range map[string]struct {
		img                                         *image.RGBA
		highlights, shadows, exposure, span, colour float64
	}{
		"middle grey":         {flat(400, 300, 118), 0, 0, 0, 0, 0},
		"white":               {flat(400, 300, 255), 100, 0, 100 * 137. / 255, 0, 0},
		"black":               {flat(400, 300, 0), 0, 100, 100 * 118. / 255, 0, 0},
		"a quarter each":      {half, 25, 25, 100 * math.Abs(118./2+255./4-118) / 255, 100, 0},
		"not clipped at all":  {flat(400, 300, 243), 0, 0, 100 * 125. / 255, 0, 0},
		"about to be clipped": {flat(400, 300, 249), 50, 0, 100 * 131. / 255, 0, 0},
	} {
		v := Of(c.img, nil)
		for k, want := range map[int]float64{Highlights: c.highlights, Shadows: c.shadows, Exposure: c.exposure, Contrast: c.span, Colour: c.colour} {
			if math.Abs(v[k]-want) > 0.5 {
				t.Errorf("%s: %s is %v, want %v", name, infos[k].Title, v[k], want)
			}
		}
	}
}

// TestMeasuresAreFinite takes pictures of every small shape, and one without
// pixels.
func TestMeasuresAreFinite(t *testing.T) {
	for w := range 12 {
		for h := range 12 {
			for _, img := range []*image.RGBA{flat(w, h, 255), noisy(flat(w, h, 100), 30)} {
				for k, x := range Of(img, nil) {
					if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
						t.Errorf("%d x %d: %s is %v", w, h, infos[k].Title, x)
					}
				}
			}
		}
	}
}

// TestOrderOnRealPhotos alters a real photo: each alteration moves its measure
// the way that photographers would expect.
func TestOrderOnRealPhotos(t *testing.T) {
	path := phototest.Shared(t, "photos/shoot/01_huawei_relief/IMG_20181115_133143.jpg")
	var d pixels.Decoder
	small, _, err := d.Picture(t.Context(), photo.File{Path: path, Kind: photo.JPEG}, Size/2)
	if err != nil {
		t.Fatal(err)
	}
	before := Of(small, nil)
	for _, c := range []struct {
		name    string
		altered image.Image
		measure int
		higher  bool
	}{
		{"blur", imaging.Blur(small, 1), Sharpness, false},
		{"noise", noisy(small, 12), Noise, true},
		{"less contrast", imaging.AdjustContrast(small, -40), Contrast, false},
		{"less colour", imaging.AdjustSaturation(small, -60), Colour, false},
		{"overexposure", imaging.AdjustBrightness(small, 45), Highlights, true},
		{"underexposure", imaging.AdjustBrightness(small, -45), Shadows, true},
	} {
		after := Of(rgba(c.altered), nil)
		if after[c.measure] == before[c.measure] || (after[c.measure] > before[c.measure]) != c.higher {
			t.Errorf("%s: %s goes from %v to %v", c.name, infos[c.measure].Title, before[c.measure], after[c.measure])
		}
	}
}

func BenchmarkOf(b *testing.B) {
	img := scene(Size, Size*2/3)
	for b.Loop() {
		Of(img, nil)
	}
	b.ReportMetric(float64(img.Rect.Dx()*img.Rect.Dy())*float64(b.N)/b.Elapsed().Seconds()/1e6, "MP/s")
}
