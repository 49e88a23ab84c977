package viewer

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestFramesOfABurstAreAlignedOnTheFace(t *testing.T) {
	at := Place{Zoom: 1, X: 0.4, Y: 0.4}
	a := Subject{Photo: 1, Burst: 7, Face: &Point{0.3, 0.3}}
	b := Subject{Photo: 2, Burst: 7, Face: &Point{0.35, 0.28}}
	there := aligned(at, a, b)
	if math.Abs(there.X-0.45) > 1e-9 || math.Abs(there.Y-0.38) > 1e-9 || there.Zoom != 1 {
		t.Errorf("the next frame is shown at %+v", there)
	}
	if back := aligned(there, b, a); math.Abs(back.X-at.X) > 1e-9 || math.Abs(back.Y-at.Y) > 1e-9 {
		t.Errorf("there and back is %+v, not %+v", back, at)
	}
	for what, to := range map[string]Subject{
		"a frame without a face": {Photo: 3, Burst: 7}, "another burst": {Photo: 3, Burst: 8, Face: b.Face},
		"another person": {Photo: 3, Burst: 7, Face: &Point{0.7, 0.3}}, "the same photo": {Photo: 1, Burst: 7, Face: b.Face},
	} {
		if got := aligned(at, a, to); got != at {
			t.Errorf("%s is shown at %+v", what, got)
		}
	}
	if got := aligned(Place{}, a, b); !got.Fits() {
		t.Error("a fitted photo is zoomed")
	}
}

// checkered is a grey picture with fine squares in one part.
func checkered(w, h int, part image.Rectangle) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{0x60}), image.Point{}, draw.Src)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if (x/2+y/2)%2 == 0 {
				img.Set(x, y, color.White)
			}
		}
	}
	return img
}

func TestTheSharpestPlaceIsWhereDetailIs(t *testing.T) {
	for _, c := range []struct{ w, h int }{{1500, 1000}, {3000, 2000}, {400, 700}, {60, 40}} {
		part := image.Rect(c.w*6/10, c.h*2/10, c.w*8/10, c.h*4/10)
		at, ok := NewPicture(checkered(c.w, c.h, part)).Sharpest()
		if in := image.Pt(int(at.X*float64(c.w)), int(at.Y*float64(c.h))).In(part); !ok || !in {
			t.Errorf("of %d x %d it is at %+v, %t", c.w, c.h, at, ok)
		}
	}
	for _, size := range []image.Rectangle{image.Rect(0, 0, 900, 600), image.Rect(0, 0, 1, 1), image.Rect(0, 0, 3, 900)} {
		if at, ok := NewPicture(checkered(size.Dx(), size.Dy(), image.Rectangle{})).Sharpest(); ok || at != (Point{0.5, 0.5}) {
			t.Errorf("of a picture of one colour it is at %+v, %t", at, ok)
		}
	}
}

// closeTo is a view of a photo of 3000 x 2000 on a screen of 900 x 600.
func closeTo(t *testing.T) *View {
	t.Helper()
	v := NewView()
	test.NewTempWindow(t, v).Resize(fyne.NewSize(900, 600))
	v.Resize(fyne.NewSize(900, 600))
	v.SetPicture(NewPicture(checkered(3000, 2000, image.Rect(2100, 1500, 2300, 1700))), image.Pt(3000, 2000))
	return v
}

func TestZGoesToTheFaceElseToWhatIsSharp(t *testing.T) {
	test.NewTempApp(t)
	v := closeTo(t)
	v.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(10, 10)}}) // wherever the mouse is
	v.ToggleZoom()
	if p := v.Place(); p.Zoom != 1 || math.Abs(p.X-0.73) > 0.05 || math.Abs(p.Y-0.8) > 0.05 {
		t.Errorf("without a face it goes to %+v", p)
	}
	v.ToggleZoom()
	if !v.Place().Fits() {
		t.Error("it does not come back")
	}
	v.Face = &Point{0.2, 0.3}
	v.ToggleZoom()
	if p := v.Place(); p != (Place{1, 0.2, 0.3}) {
		t.Errorf("with a face it goes to %+v", p)
	}
	v.SetZoom(2)
	if p := v.Place(); p != (Place{2, 0.2, 0.3}) {
		t.Errorf("200 %% shows %+v", p)
	}
}

func TestAClickZoomsToThePointAndBack(t *testing.T) {
	test.NewTempApp(t)
	v := closeTo(t)
	v.Tapped(&fyne.PointEvent{Position: fyne.NewPos(450, 150)})
	if p := v.Place(); p.Zoom != 1 || math.Abs(p.X-0.5) > 1e-6 || math.Abs(p.Y-0.25) > 1e-6 {
		t.Errorf("the click shows %+v", p)
	}
	v.Tapped(&fyne.PointEvent{Position: fyne.NewPos(10, 10)})
	if !v.Place().Fits() {
		t.Error("the next click does not show the whole")
	}
	v.OnTap = func() bool { return true }
	v.Tapped(&fyne.PointEvent{Position: fyne.NewPos(450, 150)})
	if !v.Place().Fits() {
		t.Error("a click that means something else zooms")
	}
}

func TestTheNavigatorShowsAndMovesThePlace(t *testing.T) {
	test.NewTempApp(t)
	v := closeTo(t)
	n := newNavigator(v)
	n.update()
	if n.Visible() {
		t.Error("it shows while all of the photo is seen")
	}
	v.SetZoom(1)
	n.update()
	n.Resize(n.size())
	if !n.Visible() || n.Size() != fyne.NewSize(150, 100) {
		t.Errorf("zoomed in, it is %v, visible %t", n.Size(), n.Visible())
	}
	n.Tapped(&fyne.PointEvent{Position: fyne.NewPos(75, 25)})
	if p := v.Place(); math.Abs(p.X-0.5) > 1e-6 || math.Abs(p.Y-0.25) > 1e-6 {
		t.Errorf("a click looks at %+v", p)
	}
	n.update()
	if at, size := n.seen.Position(), n.seen.Size(); math.Abs(float64(at.X)-52.5) > 0.1 || math.Abs(float64(size.Width)-45) > 0.1 {
		t.Errorf("the frame is at %v, %v", at, size)
	}
}

func TestTheZoomBarSaysHowClose(t *testing.T) {
	test.NewTempApp(t)
	v := closeTo(t)
	b := newZoomBar(v.SetZoom)
	says := func(on int, text string) {
		t.Helper()
		b.update(v)
		for k, c := range b.chips {
			if c.On() != (k == on) {
				t.Errorf("chip %d is on: %t", k, c.On())
			}
		}
		if got := b.chips[on].Text(); got != text {
			t.Errorf("it says %q, want %q", got, text)
		}
	}
	says(0, "Fit (30 %)")
	b.chips[3].OnTap()
	says(3, "200 %")
	v.SetZoom(0.8)
	says(2, "80 %")
	b.chips[0].OnTap()
	says(0, "Fit (30 %)")
}

func TestCompareKeepsBothPhotosAlignedOnTheFace(t *testing.T) {
	test.NewTempApp(t)
	l := NewLoader(&roll{broken: -1}, 1<<30, func(int) {})
	defer l.Close()
	g := NewGroup(l)
	test.NewTempWindow(t, g.Object()).Resize(fyne.NewSize(900, 600))
	g.Show([]Subject{{Photo: 0, Of: photoNo(0), Face: &Point{0.3, 0.3}}, {Photo: 1, Of: photoNo(1), Face: &Point{0.4, 0.35}}}, 0, "")
	g.panes[0].move(Place{1, 0.3, 0.3})
	if p := g.panes[1].Place(); math.Abs(p.X-0.4) > 1e-9 || math.Abs(p.Y-0.35) > 1e-9 {
		t.Errorf("the other photo is shown at %+v", p)
	}
}

// A view that is left keeps no pictures, and shows photos where they were looked at.
func TestAViewThatIsLeftLetsGoOfItsPictures(t *testing.T) {
	test.NewTempApp(t)
	l := NewLoader(&roll{broken: -1}, 1<<30, func(int) {})
	defer l.Close()
	loupe, g := NewLoupe(l), NewGroup(l)
	test.NewTempWindow(t, container.NewGridWithColumns(2, loupe.Object(), g.Object())).Resize(fyne.NewSize(1200, 600))
	subjects := []Subject{{Photo: 0, Of: photoNo(0)}, {Photo: 1, Of: photoNo(1)}, {Photo: 2, Of: photoNo(2)}}
	show := func() {
		loupe.Show(subjects[0], nil)
		g.Show(subjects, 0, "")
	}
	show()
	loupe.pane.move(Place{1, 0.3, 0.3})
	g.panes[0].move(Place{1, 0.4, 0.4})
	if loupe.pane.picture == nil || g.panes[2].picture == nil {
		t.Fatal("nothing is shown")
	}
	loupe.Leave()
	g.Leave()
	for _, p := range append([]*pane{loupe.pane}, g.panes...) {
		if p.picture != nil {
			t.Errorf("photo %d keeps its picture", p.subject.Photo)
		}
	}
	show()
	if loupe.pane.picture == nil || loupe.Place() != (Place{1, 0.3, 0.3}) || g.panes[2].picture == nil || g.panes[0].Place() != (Place{1, 0.4, 0.4}) {
		t.Errorf("shown again it looks at %+v and %+v", loupe.Place(), g.panes[0].Place())
	}
	g.Show(subjects[:1], 0, "")
	if g.panes[2].picture != nil {
		t.Error("a photo that is no longer compared keeps its picture")
	}
}
