package store

import (
	"math"
	"testing"
)

func TestEveryHalfComesBackFromASingle(t *testing.T) {
	for h := 0; h <= 0xffff; h++ {
		f := fromFloat16(uint16(h))
		if got := toFloat16(f); got != uint16(h) {
			t.Fatalf("%#04x became %v and then %#04x", h, f, got)
		}
	}
}

// The values of IEEE 754 binary16 are sign * 2^(e-15) * (1+f/1024), and
// sign * f * 2^-24 where e is 0: computed here in float64, which holds them all
// exactly.
func TestHalvesHaveTheValuesOfTheStandard(t *testing.T) {
	for h := 0; h <= 0xffff; h++ {
		e, f := h>>10&0x1f, float64(h&0x3ff)
		want := math.Ldexp(1+f/1024, e-15)
		switch {
		case e == 0:
			want = math.Ldexp(f, -24)
		case e == 31 && f == 0:
			want = math.Inf(1)
		case e == 31:
			want = math.NaN()
		}
		want = math.Copysign(want, 1-float64(h>>15)*2)
		got := float64(fromFloat16(uint16(h)))
		if math.IsNaN(want) != math.IsNaN(got) || !math.IsNaN(want) && (got != want || math.Signbit(got) != math.Signbit(want)) {
			t.Fatalf("%#04x is %v, want %v", h, got, want)
		}
	}
}

func TestSinglesBetweenTwoHalvesGoToTheNearerOrTheEvenOne(t *testing.T) {
	for h := uint16(0); h < 0x7bff; h++ {
		low, high := float64(fromFloat16(h)), float64(fromFloat16(h+1))
		middle := float32((low + high) / 2) // exact: a single has 13 more bits
		even := h
		if h&1 == 1 {
			even = h + 1
		}
		below, above := math.Nextafter32(middle, 0), math.Nextafter32(middle, math.MaxFloat32)
		if toFloat16(below) != h || toFloat16(middle) != even || toFloat16(above) != h+1 {
			t.Fatalf("around %v: %#04x %#04x %#04x, want %#04x %#04x %#04x",
				middle, toFloat16(below), toFloat16(middle), toFloat16(above), h, even, h+1)
		}
		if toFloat16(-middle) != even|0x8000 {
			t.Fatalf("-%v became %#04x", middle, toFloat16(-middle))
		}
	}
}

func TestKnownHalves(t *testing.T) {
	for _, c := range []struct {
		f float32
		h uint16
	}{
		{0, 0}, {float32(math.Copysign(0, -1)), 0x8000}, {1, 0x3c00}, {-2, 0xc000}, {65504, 0x7bff},
		{65519.996, 0x7bff}, {65520, 0x7c00}, {1e30, 0x7c00}, {float32(math.Inf(-1)), 0xfc00},
		{1.0 / 3, 0x3555}, {float32(math.Pi), 0x4248}, {6.103515625e-05, 0x0400}, {6.097555160522461e-05, 0x03ff},
		{5.960464477539063e-08, 0x0001}, {2.98023223876953125e-08, 0}, {2.9802326e-08, 1}, {1e-30, 0},
		{math.SmallestNonzeroFloat32, 0},
	} {
		if got := toFloat16(c.f); got != c.h {
			t.Errorf("%v became %#04x, want %#04x", c.f, got, c.h)
		}
	}
	for _, nan := range []uint32{0x7f800001, 0x7fc00000, 0xffffffff} {
		if h := toFloat16(math.Float32frombits(nan)); h&0x7c00 != 0x7c00 || h&0x3ff == 0 {
			t.Errorf("the NaN %#08x became %#04x, which is none", nan, h)
		}
	}
}
