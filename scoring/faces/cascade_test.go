package faces

import (
	"image"
	"image/draw"
	"image/jpeg"
	"math"
	"os"
	"testing"

	xdraw "golang.org/x/image/draw"
)

// portrait is a face, 320 x 400: testdata/face.jpg comes from
// github.com/esimov/pigo (MIT).
func portrait(t testing.TB) *image.RGBA {
	t.Helper()
	f, err := os.Open("testdata/face.jpg")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	j, err := jpeg.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewRGBA(j.Bounds())
	draw.Draw(img, img.Rect, j, image.Point{}, draw.Src)
	return img
}

// scene is a picture with the portrait in it, width pixels wide.
func scene(t testing.TB, w, h int, at image.Point, width int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	put(t, img, at, width)
	return img
}

func put(t testing.TB, img *image.RGBA, at image.Point, width int) {
	face := portrait(t)
	to := image.Rectangle{Min: at, Max: at.Add(image.Pt(width, width*400/320))}
	xdraw.ApproxBiLinear.Scale(img, to, face, face.Rect, draw.Src, nil)
}

func TestTheCascadeFindsAFaceWhereItIs(t *testing.T) {
	// In the portrait the eyes are at (114, 182) and (204, 182).
	for _, c := range []struct {
		w, h  int
		at    image.Point
		width int
	}{{320, 400, image.Point{}, 320}, {1024, 683, image.Pt(300, 100), 400}, {683, 1024, image.Pt(20, 600), 240}, {1024, 683, image.Pt(700, 350), 200}} {
		img := scene(t, c.w, c.h, c.at, c.width)
		found, err := Embedded().Find(t.Context(), img)
		if err != nil || len(found) != 1 {
			t.Errorf("%+v: %d faces, %v", c, len(found), err)
			continue
		}
		f := float64(c.width) / 320
		for k, want := range []image.Point{{114, 182}, {204, 182}} {
			eye := found[0].Eyes[k]
			d := math.Hypot(float64(eye.X-c.at.X)-f*float64(want.X), float64(eye.Y-c.at.Y)-f*float64(want.Y))
			if d > 12*f {
				t.Errorf("%+v: eye %d is found at %v, %.0f pixels off", c, k, eye, d)
			}
		}
	}
}

func BenchmarkCascade(b *testing.B) {
	img := scene(b, 1024, 683, image.Pt(300, 200), 240)
	noise(img)
	for b.Loop() {
		if _, err := Embedded().Find(b.Context(), img); err != nil {
			b.Fatal(err)
		}
	}
}

func noise(img *image.RGBA) {
	s := uint32(1)
	for i := range img.Pix {
		s = s*1664525 + 1013904223
		if i%4 < 3 {
			img.Pix[i] = uint8(max(0, min(255, int(img.Pix[i])*3/4+int(s>>26))))
		}
	}
}
