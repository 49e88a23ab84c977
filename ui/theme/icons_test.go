package theme

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// A drawing that Fyne cannot read shows nothing and says nothing.
func TestEveryDrawingIsDrawn(t *testing.T) {
	test.NewTempApp(t)
	for n, r := range []fyne.Resource{Picked, Suggested, Rejected, Stack, Stars(1), Stars(5), StarRow(0), StarRow(3), StarRow(5)} {
		img := canvas.NewImageFromResource(r)
		w := test.NewTempWindow(t, img)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(100, 40))
		shot := w.Canvas().Capture()
		ground, drawn := shot.At(0, 0), 0
		for y := range shot.Bounds().Dy() {
			for x := range shot.Bounds().Dx() {
				if shot.At(x, y) != ground {
					drawn++
				}
			}
		}
		if drawn < 100 {
			t.Errorf("drawing %d (%s) draws %d pixels of %v", n, r.Name(), drawn, image.Pt(100, 40))
		}
	}
}
