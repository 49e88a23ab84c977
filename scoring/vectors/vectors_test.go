package vectors

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestProductsAreThoseOfThePhotosThatAreThere(t *testing.T) {
	const photos, dim = 3*portion + 1, 7
	random := rand.New(rand.NewPCG(1, 2))
	vector := func() []float32 {
		v := make([]float32, dim)
		for i := range v {
			v[i] = random.Float32() - 0.5
		}
		return v
	}
	var m Matrix
	m.Grow(2)
	if !m.Put(1, vector()) || m.Put(0, make([]float32, dim+1)) || m.Put(0, nil) {
		t.Fatal("an embedding of another length was taken, or a good one refused")
	}
	if m.Has(0) || !m.Has(1) || m.Has(2) || m.Has(-1) {
		t.Error("the matrix does not know which photos have an embedding")
	}
	m.Grow(photos)
	for i := 2; i < photos; i += 2 {
		m.Put(i, vector())
	}
	v, out := vector(), make([]float64, photos)
	for i := range out {
		out[i] = math.NaN()
	}
	m.Dots(v, m.Present(), out)
	for i, got := range out {
		if !m.Has(i) {
			if !math.IsNaN(got) {
				t.Fatalf("photo %d has no embedding, and the product %g", i, got)
			}
			continue
		}
		var want float64
		for k, x := range m.Row(i) {
			want += float64(x) * float64(v[k])
		}
		if math.Abs(got-want) > 1e-6 {
			t.Fatalf("photo %d: %g, want %g", i, got, want)
		}
	}
	m.Clear()
	if len(m.Present()) > 0 || !m.Put(0, make([]float32, dim+1)) || !slices.Equal(m.Present(), []int{0}) {
		t.Error("a cleared matrix takes no embeddings of another length")
	}
}
