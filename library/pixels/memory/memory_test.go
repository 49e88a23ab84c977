package memory

import "testing"

func TestFreshMemoryIsZeroAndAsLongAsAskedFor(t *testing.T) {
	for _, n := range []int{0, 1, 4095, 1 << 19, 1<<20 - 1, 1 << 20, 1<<21 + 1, 5 << 20} {
		b := Fresh[int16](n)
		if len(b) != n {
			t.Fatalf("%d elements, want %d", len(b), n)
		}
		if c := Cost(2 * int64(n)); c < 2*int64(n) || c > 2*int64(n)+4<<20 {
			t.Errorf("%d elements cost %d bytes", n, c)
		}
		for i := range b {
			if b[i] != 0 {
				t.Fatalf("element %d of %d is %d", i, n, b[i])
			}
			b[i] = 1
		}
	}
}

func TestAPoolGivesWhatFits(t *testing.T) {
	var p Pool[byte]
	if b := p.Take(100); len(b) != 100 {
		t.Fatal(len(b))
	}
	p.Give(make([]byte, 10))
	for range 3 {
		if b := p.Take(20); len(b) != 20 {
			t.Fatal(len(b))
		}
		p.Give(make([]byte, 30))
	}
}

func TestReservedMemoryIsZero(t *testing.T) {
	const n = 1 << 30
	for range 3 {
		b, free := Reserve(n)
		if len(b) != n {
			t.Fatalf("%d bytes of %d", len(b), n)
		}
		Populate(b[:20<<20])
		for _, at := range []int{0, 1, 19 << 20, 500 << 20, n - 1} {
			if b[at] != 0 {
				t.Fatalf("byte %d is %d", at, b[at])
			}
			b[at] = 1
		}
		free()
	}
}
