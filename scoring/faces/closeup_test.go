package faces

import (
	"context"
	"image"
	"image/draw"
	"math"
	"testing"

	"culler/library/photo"
	"culler/library/pixels"
	"culler/scoring"
)

var nobody = &photo.Photo{}

// album gives one picture at the sizes asked for.
type album struct {
	whole *image.RGBA
	asked []int
}

func (a *album) Picture(_ context.Context, _ *photo.Photo, size int) (*image.RGBA, error) {
	a.asked = append(a.asked, size)
	return pixels.Resize(a.whole, size), nil
}

func TestCutsStayInThePicture(t *testing.T) {
	picture := image.Rect(0, 0, 400, 200)
	for _, box := range []image.Rectangle{picture, image.Rect(-50, -50, 30, 30), image.Rect(380, 150, 500, 260), image.Rect(399, 5, 399, 5)} {
		if r := square(box, picture); !r.In(picture) || r.Dx() != r.Dy() {
			t.Errorf("%v is cut at %v", box, r)
		}
	}
}

func TestCloseUpsShowTheFaces(t *testing.T) {
	whole := image.NewRGBA(image.Rect(0, 0, 1800, 1200))
	draw.Draw(whole, whole.Rect, image.White, image.Point{}, draw.Src)
	put(t, whole, image.Pt(180, 120), 660)
	put(t, whole, image.Pt(1200, 540), 200)
	a := &album{whole: whole}
	v, err := Reader{Finder: quick(), Nets: embedded()}.Read(t.Context(), pixels.Resize(whole, scoring.PictureSize))
	if err != nil {
		t.Fatal(err)
	}
	got, err := CloseUps(t.Context(), a, nobody, Decode(v), 192)
	if err != nil || len(got) != 2 {
		t.Fatalf("%d faces, %v", len(got), err)
	}
	// The small face has too few pixels at the size that is scored.
	if len(a.asked) != 1 || a.asked[0] <= scoring.PictureSize {
		t.Errorf("pictures of %v were asked for", a.asked)
	}
	for k, c := range got {
		w := c.Picture.Rect.Dx()
		if w < 110 || w > 192 || c.Picture.Rect.Dy() != w || math.IsNaN(c.Sharpness) {
			t.Errorf("close-up %d is %v, %+v", k, c.Picture.Rect, c.Reading)
		}
		// It is the face again, in the middle.
		if again, _ := quick().Find(t.Context(), c.Picture); len(again) != 1 || !image.Pt(w/2, w/2).In(again[0].Box) {
			t.Errorf("close-up %d shows %+v", k, again)
		}
	}
	if got, err := CloseUps(t.Context(), a, nobody, nil, 192); err != nil || len(got) != 0 {
		t.Errorf("of nobody: %d, %v", len(got), err)
	}
}
