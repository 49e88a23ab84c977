package viewer

import (
	"math"
	"testing"
	check "testing/quick"
)

func TestWholePhotoFitsAndIsNeverEnlarged(t *testing.T) {
	for _, c := range []struct{ w, h, sw, sh, zoom float64 }{
		{6000, 4000, 1200, 900, 0.2}, {4000, 6000, 1200, 900, 0.15}, {300, 200, 1200, 900, 1},
	} {
		f := frameOf(Place{}, c.w, c.h, c.sw, c.sh)
		if math.Abs(f.zoom-c.zoom) > 1e-9 || math.Abs(f.x*2+c.w*f.zoom-c.sw) > 1e-9 || math.Abs(f.y*2+c.h*f.zoom-c.sh) > 1e-9 {
			t.Errorf("%+v is laid out as %+v", c, f)
		}
	}
}

func TestZoomingHoldsThePointUnderTheMouse(t *testing.T) {
	const w, h, sw, sh = 6000, 4000, 1200, 900
	f := func(px, py uint16, n uint8) bool {
		sx, sy := float64(px%1200), float64(py%900)
		before := frameOf(Place{Zoom: 1, X: 0.5, Y: 0.5}, w, h, sw, sh)
		to := before.zoomed(stepped(1, int(n%8)+1), sx, sy, sw, sh)
		after := frameOf(to, w, h, sw, sh)
		x0, y0 := before.at(sx, sy)
		x1, y1 := after.at(sx, sy)
		return math.Abs(x0-x1) < 1e-9 && math.Abs(y0-y1) < 1e-9 && after.zoom > before.zoom
	}
	if err := check.Check(f, nil); err != nil {
		t.Error(err)
	}
}

func TestNoGapOpensAtAnEdge(t *testing.T) {
	f := func(x, y float64, z uint8, dx, dy int16) bool {
		p := Place{Zoom: 0.3 + float64(z)/32, X: math.Abs(math.Mod(x, 1)), Y: math.Abs(math.Mod(y, 1))}
		p = frameOf(p, 6000, 4000, 1200, 900).panned(float64(dx), float64(dy), 1200, 900)
		g := frameOf(p, 6000, 4000, 1200, 900)
		return g.x <= 1e-6 && g.y <= 1e-6 && g.x+6000*g.zoom >= 1200-1e-6 && g.y+4000*g.zoom >= 900-1e-6
	}
	if err := check.Check(f, nil); err != nil {
		t.Error(err)
	}
}

func TestStepsStopAt100PercentAndAtTheBounds(t *testing.T) {
	if stepped(0.9, 1) != 1 || stepped(1.1, -1) != 1 || stepped(1, 1) != 1.25 {
		t.Error("100 % is stepped over")
	}
	if stepped(7.9, 3) != MostZoom || stepped(0.06, -9) != LeastZoom {
		t.Error("the bounds do not hold")
	}
	f := frameOf(Place{Zoom: 0.3, X: 0.5, Y: 0.5}, 6000, 4000, 1200, 900)
	if p := f.zoomed(0.1, 600, 450, 1200, 900); !p.Fits() {
		t.Errorf("zoomed out beyond the whole photo: %+v", p)
	}
}

func TestAPlaceIsKeptFromFrameToFrame(t *testing.T) {
	// the same part of a smaller photo of the same shape
	p := Place{Zoom: 1, X: 0.7, Y: 0.3}
	for _, w := range []float64{6000, 4500} {
		x, y := frameOf(p, w, w*2/3, 1000, 700).at(500, 350)
		if math.Abs(x-0.7) > 1e-9 || math.Abs(y-0.3) > 1e-9 {
			t.Errorf("in a photo of %v pixels the middle is at (%v, %v)", w, x, y)
		}
	}
}
