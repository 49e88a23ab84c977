package faces

import (
	"context"
	"image"
	"image/draw"
	"image/jpeg"
	"math"
	"os"
	"sync"
	"testing"

	xdraw "golang.org/x/image/draw"

	"culler/scoring/faces/nets"
	"culler/scoring/onnx"
)

// embedded are the networks, opened once for all tests.
var embedded = sync.OnceValue(func() *nets.Nets {
	return nets.New(func() (*onnx.Runtime, error) { return onnx.Load(onnx.Options{}) })
})

func quick() Finder { return NewFinder(embedded(), nets.Quick) }
func full() Finder  { return NewFinder(embedded(), nets.Full) }

// portrait is a face, 320 x 400, that looks at the camera with open eyes:
// testdata/face.jpg comes from github.com/esimov/pigo (MIT).
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

func TestAFaceIsFoundWhereItIs(t *testing.T) {
	// In the portrait the eyes are at (114, 182) and (204, 182).
	for _, c := range []struct {
		w, h  int
		at    image.Point
		width int
	}{
		{320, 400, image.Point{}, 320}, {1024, 683, image.Pt(300, 100), 400}, {683, 1024, image.Pt(20, 600), 240},
		{1024, 683, image.Pt(700, 350), 200}, {1024, 683, image.Pt(100, 400), 130},
	} {
		for name, finder := range map[string]Finder{"quick": quick(), "full": full()} {
			img := scene(t, c.w, c.h, c.at, c.width)
			found, err := finder.Find(t.Context(), img)
			if err != nil || len(found) != 1 {
				t.Errorf("%s, %+v: %d faces, %v", name, c, len(found), err)
				continue
			}
			f := float64(c.width) / 320
			for k, want := range []image.Point{{114, 182}, {204, 182}} {
				eye := found[0].Eyes[k]
				d := math.Hypot(float64(eye.X-c.at.X)-f*float64(want.X), float64(eye.Y-c.at.Y)-f*float64(want.Y))
				if d > 8*f+1 {
					t.Errorf("%s, %+v: eye %d is found at %v, %.0f pixels off", name, c, k, eye, d)
				}
			}
			// A part of a picture is searched like a picture of its own.
			large := image.NewRGBA(image.Rect(0, 0, c.w+60, c.h+40))
			part := large.SubImage(image.Rect(60, 40, c.w+60, c.h+40)).(*image.RGBA)
			draw.Draw(part, part.Rect, img, image.Point{}, draw.Src)
			again, err := finder.Find(t.Context(), part)
			if err != nil || len(again) != 1 || again[0].Box != found[0].Box.Add(image.Pt(60, 40)) {
				t.Errorf("%s: in a part of a picture it finds %+v, %v, in a whole one %+v", name, again, err, found[0])
			}
		}
	}
}

func TestTheFullSearchFindsSmallFaces(t *testing.T) {
	img := scene(t, 1024, 683, image.Pt(500, 300), 24)
	if found, err := quick().Find(t.Context(), img); err != nil || len(found) != 0 {
		t.Errorf("the quick search finds %d, %v", len(found), err)
	}
	if found, err := full().Find(t.Context(), img); err != nil || len(found) != 1 {
		t.Errorf("%d faces, %v", len(found), err)
	}
}

// other finds what another finder does, and places no points.
type other struct{ Finder }

func (o other) Find(ctx context.Context, img *image.RGBA) ([]Face, error) {
	found, err := o.Finder.Find(ctx, img)
	for k := range found {
		found[k].mesh = nil
	}
	return found, err
}

func TestEyesOfAnotherFindersFacesAreRead(t *testing.T) {
	img := scene(t, 1024, 683, image.Pt(300, 100), 400)
	for name, f := range map[string]Finder{"ours": quick(), "another": other{quick()}} {
		v, err := Reader{Finder: f, Nets: embedded()}.Read(t.Context(), img)
		all := Decode(v)
		if err != nil || len(all) != 1 {
			t.Fatal(name, v, err)
		}
		r := all[0]
		if r.Eyes != Open || r.Open < 0.9 || math.Abs(r.Yaw) > 10 || math.Abs(r.Roll) > 10 || v[EyesOpen] != 1 || math.IsNaN(r.Smile) {
			t.Errorf("%s: %+v, %v", name, r, v[:numbers])
		}
	}
}

// Small eyes are read in a larger picture, if there is one.
func TestSmallEyesAreReadInALargerPicture(t *testing.T) {
	whole := image.NewRGBA(image.Rect(0, 0, 3000, 2000))
	draw.Draw(whole, whole.Rect, image.NewUniform(image.White), image.Point{}, draw.Src)
	put(t, whole, image.Pt(1400, 900), 190)
	a := &album{whole: whole}
	r := Reader{Finder: full(), Nets: embedded(), Pictures: a}
	img, _ := a.Picture(t.Context(), nil, 1024)
	a.asked = nil
	v, err := r.ReadPhoto(t.Context(), nobody, img)
	if all := Decode(v); err != nil || len(all) != 1 || all[0].Eyes != Open || len(a.asked) != 1 || a.asked[0] < 1500 {
		t.Errorf("%+v, %v, asked for %v", all, err, a.asked)
	}
	r.Pictures = nil
	v, err = r.ReadPhoto(t.Context(), nobody, img)
	if all := Decode(v); err != nil || len(all) != 1 || all[0].Eyes != Unsure || !math.IsNaN(all[0].Open) {
		t.Errorf("without a larger picture: %+v, %v", all, err)
	}
}

func TestManyPicturesAreSearchedAtOnce(t *testing.T) {
	img := scene(t, 1024, 683, image.Pt(300, 100), 400)
	n := nets.New(func() (*onnx.Runtime, error) { return onnx.Load(onnx.Options{}) })
	f := NewFinder(n, nets.Quick)
	var all sync.WaitGroup
	found := make([][]Face, 8)
	for k := range found {
		all.Go(func() { found[k], _ = f.Find(t.Context(), img) })
	}
	all.Wait()
	for k, got := range found {
		if len(got) != 1 || got[0].Box != found[0][0].Box {
			t.Errorf("search %d finds %+v", k, got)
		}
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Find(t.Context(), img); err == nil {
		t.Error("closed networks find faces")
	}
}
