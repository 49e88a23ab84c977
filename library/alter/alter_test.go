package alter

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"testing"
)

// picture is w by h pixels of one colour, as part of a larger picture.
func picture(w, h int, c color.Color) *image.RGBA {
	whole := image.NewRGBA(image.Rect(0, 0, w+7, h+5))
	for i := range whole.Pix {
		whole.Pix[i] = 77
	}
	img := whole.SubImage(image.Rect(3, 2, w+3, h+2)).(*image.RGBA)
	for y := range h {
		for x := range w {
			img.Set(3+x, 2+y, c)
		}
	}
	return img
}

func grey(v uint8) color.RGBA { return color.RGBA{v, v, v, 255} }

// set sets a pixel, counted from the corner.
func set(img *image.RGBA, x, y int, c color.Color) { img.Set(img.Rect.Min.X+x, img.Rect.Min.Y+y, c) }

func red(img *image.RGBA, x, y int) float64 { return float64(img.RGBAAt(x, y).R) }

var alterations = map[string]func(*image.RGBA) *image.RGBA{
	"blur":     func(m *image.RGBA) *image.RGBA { return Blur(m, 2) },
	"motion":   func(m *image.RGBA) *image.RGBA { return Motion(m, 9, 30) },
	"exposure": func(m *image.RGBA) *image.RGBA { return Exposure(m, 1) },
	"noise":    func(m *image.RGBA) *image.RGBA { return Noise(m, 10, 1) },
	"tilt":     func(m *image.RGBA) *image.RGBA { return Tilt(m, 7) },
	"zoom":     func(m *image.RGBA) *image.RGBA { return Zoom(m, 1.5, 0.2, 0.9) },
	"no blur":  func(m *image.RGBA) *image.RGBA { return Blur(m, 0) },
	"still":    func(m *image.RGBA) *image.RGBA { return Motion(m, 0, 30) },
	"no zoom":  func(m *image.RGBA) *image.RGBA { return Zoom(m, 0.5, 0, 0) },
}

// What comes back has the size that went in, its corner at (0,0), no hole, and
// is the same each time; what went in is untouched.
func TestEveryAlteration(t *testing.T) {
	for name, alter := range alterations {
		for _, size := range []image.Point{{64, 48}, {31, 57}, {1, 1}, {2, 90}} {
			img := picture(size.X, size.Y, color.RGBA{90, 120, 30, 255})
			set(img, 0, 0, grey(255))
			before := bytes.Clone(img.Pix)
			out := alter(img)
			if !bytes.Equal(img.Pix, before) {
				t.Errorf("%s of %v changed the original", name, size)
			}
			if out.Rect != (image.Rectangle{Max: size}) || out.Stride != 4*size.X || len(out.Pix) != 4*size.X*size.Y {
				t.Errorf("%s of %v has %v, stride %d", name, size, out.Rect, out.Stride)
			}
			for i := 3; i < len(out.Pix); i += 4 {
				if out.Pix[i] != 255 {
					t.Fatalf("%s of %v has a hole", name, size)
				}
			}
			if !bytes.Equal(out.Pix, alter(img).Pix) {
				t.Errorf("%s of %v differs from one time to the other", name, size)
			}
		}
	}
}

// One colour stays one colour, in the corners, too.
func TestFlat(t *testing.T) {
	for name, alter := range alterations {
		if name == "noise" || name == "exposure" {
			continue
		}
		out := alter(picture(40, 30, grey(200)))
		for i, v := range out.Pix {
			if i%4 < 3 && (v < 199 || v > 201) {
				t.Fatalf("%s makes %d of 200 at pixel %d", name, v, i/4)
			}
		}
	}
}

func TestExposure(t *testing.T) {
	for _, c := range []struct {
		in   uint8
		ev   float64
		want uint8
	}{{118, 1, 162}, {118, -1, 85}, {118, 2, 221}, {5, 1, 10}, {200, -2, 106}, {200, 1, 255}, {0, 5, 0}, {255, 0, 255}} {
		if got := Exposure(picture(2, 2, grey(c.in)), c.ev).Pix[0]; got != c.want {
			t.Errorf("%d exposed by %+g EV is %d instead of %d", c.in, c.ev, got, c.want)
		}
	}
}

// spread is the mean and the variance of where the light of row y lies.
func spread(img *image.RGBA, y int) (mean, variance float64) {
	var sum, sum1, sum2 float64
	for x := range img.Rect.Dx() {
		v := red(img, x, y)
		sum, sum1, sum2 = sum+v, sum1+v*float64(x), sum2+v*float64(x)*float64(x)
	}
	mean = sum1 / sum
	return mean, sum2/sum - mean*mean
}

func line(x int) *image.RGBA {
	img := picture(81, 41, grey(0))
	for y := range 41 {
		set(img, x, y, grey(255))
	}
	return img
}

func TestBlur(t *testing.T) {
	for _, sigma := range []float64{1, 2, 4} {
		mean, variance := spread(Blur(line(40), sigma), 20)
		if math.Abs(mean-40) > 0.01 || math.Abs(variance-sigma*sigma) > 0.12*sigma*sigma {
			t.Errorf("sigma %g: a line at 40 lies at %g with variance %g", sigma, mean, variance)
		}
	}
}

func TestMotion(t *testing.T) {
	along := Motion(line(40), 12, 0)
	for x := 30; x <= 50; x++ {
		want := 0.0
		if x >= 34 && x <= 46 {
			want = 255.0 / 13
		}
		if got := red(along, x, 20); math.Abs(got-want) > 1 {
			t.Errorf("along: %g at %d instead of %g", got, x, want)
		}
	}
	if across := Motion(line(40), 12, 90); !bytes.Equal(across.Pix, Copy(line(40)).Pix) {
		t.Error("a line that moves along itself changed")
	}
	dot := picture(41, 41, grey(0))
	set(dot, 20, 20, grey(255))
	if rising := Motion(dot, 12, 45); red(rising, 23, 17) == 0 || red(rising, 17, 23) == 0 || red(rising, 23, 23) != 0 {
		t.Error("a dot does not rise to the right")
	}
}

func TestNoise(t *testing.T) {
	for _, sigma := range []float64{2, 12} {
		out := Noise(picture(200, 200, grey(128)), sigma, 3)
		var sum, sum2, n float64
		for i, v := range out.Pix {
			if i%4 < 3 {
				d := float64(v) - 128
				sum, sum2, n = sum+d, sum2+d*d, n+1
			}
		}
		if mean, dev := sum/n, math.Sqrt(sum2/n); math.Abs(mean) > 0.1*sigma || math.Abs(dev-sigma) > 0.05*sigma {
			t.Errorf("noise of %g has mean %g and deviation %g", sigma, mean, dev)
		}
	}
	img := picture(9, 9, grey(128))
	if bytes.Equal(Noise(img, 9, 1).Pix, Noise(img, 9, 2).Pix) {
		t.Error("two seeds make the same noise")
	}
}

func TestTilt(t *testing.T) {
	dot := picture(101, 101, grey(0))
	for x := 78; x <= 82; x++ {
		for y := 48; y <= 52; y++ {
			set(dot, x, y, grey(255))
		}
	}
	if quarter := Tilt(dot, 90); red(quarter, 50, 80) < 200 || red(quarter, 80, 50) > 50 || red(quarter, 50, 20) > 50 {
		t.Error("a quarter turn does not turn clockwise")
	}
	if !bytes.Equal(Tilt(dot, 0).Pix, Copy(dot).Pix) {
		t.Error("no tilt changes the picture")
	}
}

func TestZoomAndCrop(t *testing.T) {
	quarters := picture(80, 60, grey(0)) // 50, 100 above 150, 200
	for y := range 60 {
		for x := range 80 {
			set(quarters, x, y, grey(uint8(50+50*(x/40)+100*(y/30))))
		}
	}
	for _, c := range []struct{ x, y, want float64 }{{0, 0, 50}, {1, 0, 100}, {0, 1, 150}, {1, 1, 200}} {
		out := Zoom(quarters, 2, c.x, c.y)
		for _, p := range []image.Point{{5, 5}, {74, 54}, {40, 30}} {
			if got := red(out, p.X, p.Y); math.Abs(got-c.want) > 2 {
				t.Errorf("the quarter at %g,%g has %g at %v instead of %g", c.x, c.y, got, p, c.want)
			}
		}
	}
	part := Crop(quarters, image.Rect(39, 29, 41, 31))
	if part.Rect != image.Rect(0, 0, 2, 2) || red(part, 0, 0) != 50 || red(part, 1, 0) != 100 || red(part, 0, 1) != 150 || red(part, 1, 1) != 200 {
		t.Errorf("a crop of the middle is %v", part.Pix)
	}
	if out := Crop(quarters, image.Rect(-5, -5, 1000, 1000)); out.Rect != image.Rect(0, 0, 80, 60) {
		t.Errorf("a crop beyond the edges is %v", out.Rect)
	}
}
