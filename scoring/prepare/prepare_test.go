package prepare

import (
	"image"
	"image/draw"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"culler/scoring/models"
)

// read reads a picture of testdata.
func read(t testing.TB, name string) *image.RGBA {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	rgba := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(rgba, rgba.Rect, img, img.Bounds().Min, draw.Src)
	return rgba
}

// spec is a preparation that leaves colours in 0..1.
func spec(size int, resize, filter string) models.Image {
	return models.Image{Size: size, Resize: resize, Filter: filter, Layout: models.NCHW, Colour: "rgb", Std: [3]float64{1, 1, 1}}
}

// worst is the largest difference, in 255ths, between a prepared picture and a
// golden one.
func worst(input []float32, golden *image.RGBA) float64 {
	w, h := golden.Rect.Dx(), golden.Rect.Dy()
	var most float64
	for c := range 3 {
		for y := range h {
			for x := range w {
				d := float64(input[(c*h+y)*w+x])*255 - float64(golden.Pix[golden.PixOffset(x, y)+c])
				most = max(most, math.Abs(d))
			}
		}
	}
	return most
}

func TestPreparedPicturesAreTheReferences(t *testing.T) {
	for _, c := range []struct {
		picture, golden string
		spec            models.Image
	}{
		{"landscape", "landscape_crop_bicubic_64", spec(64, models.Crop, models.Bicubic)},
		{"portrait", "portrait_crop_bicubic_64", spec(64, models.Crop, models.Bicubic)},
		{"landscape", "landscape_crop_bilinear_64", spec(64, models.Crop, models.Bilinear)},
		{"portrait", "portrait_crop_bilinear_64", spec(64, models.Crop, models.Bilinear)},
		{"landscape", "landscape_crop_bicubic_100", spec(100, models.Crop, models.Bicubic)},
		{"portrait", "portrait_crop_bicubic_100", spec(100, models.Crop, models.Bicubic)},
		{"landscape", "landscape_squash_bicubic_48", spec(48, models.Squash, models.Bicubic)},
		{"portrait", "portrait_squash_bicubic_48", spec(48, models.Squash, models.Bicubic)},
		{"strip", "strip_crop_bicubic_16", spec(16, models.Crop, models.Bicubic)},
	} {
		input, w, h := New(c.spec).Input(read(t, c.picture))
		if w != c.spec.Size || h != c.spec.Size || len(input) != 3*w*h {
			t.Errorf("%s: %d numbers for %d x %d", c.golden, len(input), w, h)
			continue
		}
		if d := worst(input, read(t, c.golden)); d > 1 {
			t.Errorf("%s: differs by %.2f/255", c.golden, d)
		} else {
			t.Logf("%s: differs by %.4f/255", c.golden, d)
		}
	}
}

func TestSmallPicturesAreEnlarged(t *testing.T) {
	input, w, _ := New(spec(200, models.Crop, models.Bicubic)).Input(read(t, "portrait"))
	golden := read(t, "portrait_enlarged") // the part from 60 to 130
	var cut []float32
	for c := range 3 {
		for y := 60; y < 130; y++ {
			cut = append(cut, input[(c*w+y)*w+60:(c*w+y)*w+130]...)
		}
	}
	if d := worst(cut, golden); d > 1 {
		t.Errorf("differs by %.2f/255", d)
	}
}

func noise(w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = uint8(r.Uint32())
	}
	return img
}

// By definition: every pixel is cut into n x n small ones, and every block of
// w x h small ones is averaged.
func TestAreaIsTheAverageOfWhatAPixelCovers(t *testing.T) {
	for _, size := range [][2]int{{16, 16}, {32, 48}, {37, 23}, {8, 5}, {3, 40}, {1, 1}, {100, 64}} {
		const n = 8
		img := noise(size[0], size[1])
		w, h := size[0], size[1]
		input, _, _ := New(spec(n, models.Squash, models.Area)).Input(img)
		for c := range 3 {
			for y := range n {
				for x := range n {
					var sum float64
					for v := y * h; v < (y+1)*h; v++ {
						for u := x * w; u < (x+1)*w; u++ {
							sum += float64(img.Pix[img.PixOffset(u/n, v/n)+c])
						}
					}
					want := sum / float64(w*h) / 255
					if got := float64(input[(c*n+y)*n+x]); math.Abs(got-want) > 1e-5 {
						t.Fatalf("%v: channel %d at %d,%d is %v, want %v", size, c, x, y, got, want)
					}
				}
			}
		}
	}
}

func TestNumbersFollowTheSpec(t *testing.T) {
	img := noise(40, 40)
	for _, filter := range []string{models.Bicubic, models.Bilinear, models.Area} {
		plain, _, _ := New(spec(8, models.Squash, filter)).Input(img)
		s := spec(8, models.Squash, filter)
		s.Layout, s.Colour = models.NHWC, "bgr"
		s.Mean, s.Std = [3]float64{0.1, 0.2, 0.3}, [3]float64{0.5, 0.25, 2}
		turned, _, _ := New(s).Input(img)
		for c := range 3 {
			for i := range 64 {
				want := (float64(plain[(2-c)*64+i]) - s.Mean[c]) / s.Std[c]
				if got := float64(turned[3*i+c]); math.Abs(got-want) > 1e-5 {
					t.Fatalf("%s: channel %d of pixel %d is %v, want %v", filter, c, i, got, want)
				}
			}
		}
	}
}

func TestNativeKeepsTheShape(t *testing.T) {
	m := New(spec(100, models.Native, models.Bicubic))
	for _, c := range [][4]int{{400, 200, 100, 50}, {30, 20, 30, 20}, {1000, 1, 100, 1}, {99, 300, 33, 100}} {
		input, w, h := m.Input(noise(c[0], c[1]))
		if w != c[2] || h != c[3] || len(input) != 3*w*h {
			t.Errorf("%d x %d became %d x %d with %d numbers", c[0], c[1], w, h, len(input))
		}
	}
}

func TestAnyShapeIsPrepared(t *testing.T) {
	for _, size := range [][2]int{{0, 0}, {1, 1}, {1, 500}, {500, 1}, {2, 3}, {4000, 7}} {
		for _, resize := range []string{models.Crop, models.Squash, models.Native} {
			for _, filter := range []string{models.Bicubic, models.Bilinear, models.Area} {
				img := noise(max(size[0], 1), max(size[1], 1))
				if size[0] == 0 {
					img = &image.RGBA{}
				}
				input, _, _ := New(spec(12, resize, filter)).Input(img)
				for _, v := range input {
					if !(v >= -1e-6 && v <= 1+1e-6) {
						t.Fatalf("%v %s %s: a number is %v", size, resize, filter, v)
					}
				}
			}
		}
	}
	// A part of a picture is prepared like a picture of its own.
	img := noise(50, 40)
	part := img.SubImage(image.Rect(7, 5, 37, 35)).(*image.RGBA)
	alone := image.NewRGBA(image.Rect(0, 0, 30, 30))
	for y := range 30 {
		copy(alone.Pix[y*alone.Stride:(y+1)*alone.Stride], part.Pix[y*part.Stride:])
	}
	for _, filter := range []string{models.Bicubic, models.Area} {
		m := New(spec(12, models.Crop, filter))
		a, _, _ := m.Input(part)
		b, _, _ := m.Input(alone)
		for i := range a {
			if a[i] != b[i] {
				t.Fatalf("%s: number %d is %v and %v", filter, i, a[i], b[i])
			}
		}
	}
}

func BenchmarkInput(b *testing.B) {
	img := noise(1024, 683)
	for _, c := range []struct {
		name string
		spec models.Image
	}{
		{"area256", spec(256, models.Squash, models.Area)},
		{"bicubic224", spec(224, models.Crop, models.Bicubic)},
	} {
		b.Run(c.name, func(b *testing.B) {
			m := New(c.spec)
			for b.Loop() {
				m.Input(img)
			}
		})
	}
}
