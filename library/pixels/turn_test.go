package pixels

import (
	"bytes"
	"image/color"
	"math"
	"testing"

	"culler/library/photo"
)

// Orientations are put together as turning pictures one after the other does, and
// points go where pixels go.
func TestOrientationsPutTogether(t *testing.T) {
	src := scene(48, 24)
	for a := 1; a <= 8; a++ {
		for b := 1; b <= 8; b++ {
			got, want := Upright(src, photo.Then(a, b)), Upright(Upright(src, a), b)
			if got.Rect != want.Rect || !bytes.Equal(got.Pix, want.Pix) {
				t.Errorf("%d and then %d is not %d", a, b, photo.Then(a, b))
			}
			if got := photo.Then(a, photo.Between(a, b)); got != b {
				t.Errorf("from %d to %d leads to %d", a, b, got)
			}
		}
		dark := scene(48, 24)
		clear(dark.Pix)
		dark.Set(10, 20, color.White)
		x, y := photo.TurnPoint(a, 10.5/48, 20.5/24)
		turned := Upright(dark, a)
		w, h := turned.Rect.Dx(), turned.Rect.Dy()
		if turned.RGBAAt(int(math.Floor(x*float64(w))), int(math.Floor(y*float64(h)))).R != 255 {
			t.Errorf("orientation %d: the point is not at %.2f, %.2f", a, x, y)
		}
	}
}
