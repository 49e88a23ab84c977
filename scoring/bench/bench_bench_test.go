package bench

import "testing"

// All of a run but the reading of photos, on as many bursts as PhotoTriage has.
func BenchmarkRunOfPhotoTriagesSize(b *testing.B) {
	d, s, _ := world(b, 3600)
	c := Default()
	c.Altered, c.Examples = -1, -1
	if _, err := Run(b.Context(), c, d, s, nil); err != nil { // fills the cache
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Run(b.Context(), c, d, s, nil); err != nil {
			b.Fatal(err)
		}
	}
}
