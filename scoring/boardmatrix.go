package scoring

import (
	"math"
	"runtime"
	"slices"
	"sync"
)

// matrix holds the photos' embeddings one after the other.
type matrix struct {
	dim  int // 0 until the first embedding
	n    int
	data []float32
	full []bool
}

func (m *matrix) grow(n int) {
	m.n = n
	m.full = append(m.full, make([]bool, n-len(m.full))...)
	if m.dim > 0 {
		m.data = append(m.data, make([]float32, n*m.dim-len(m.data))...)
	}
}

// clear forgets all embeddings.
func (m *matrix) clear() {
	m.dim, m.data = 0, nil
	clear(m.full)
}

// put takes one embedding; one that does not fit the others is refused.
func (m *matrix) put(photo int, v []float32) bool {
	if m.dim == 0 && len(v) > 0 {
		m.dim = len(v)
		m.data = make([]float32, m.n*m.dim)
	}
	if len(v) != m.dim || m.dim == 0 {
		return false
	}
	copy(m.row(photo), v)
	m.full[photo] = true
	return true
}

func (m *matrix) has(photo int) bool { return photo >= 0 && photo < m.n && m.full[photo] }

func (m *matrix) row(photo int) []float32 { return m.data[photo*m.dim : (photo+1)*m.dim] }

// present lists the photos that have an embedding.
func (m *matrix) present() []int {
	var p []int
	for i, full := range m.full {
		if full {
			p = append(p, i)
		}
	}
	return p
}

// dots writes the products of v with the given photos' embeddings, which must
// be there, to their places in out.
func (m *matrix) dots(v []float32, photos []int, out []float64) {
	if len(v) != m.dim {
		return
	}
	inParallel(len(photos), func(from, to int) {
		for _, p := range photos[from:to] {
			out[p] = dot(m.row(p), v)
		}
	})
}

// Alike is the cosine between the embeddings of two photos; ok is false where
// one of them has none. It fits burst.Options.Alike.
func (b *Board) Alike(x, y int) (cosine float64, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.vectors.has(x) || !b.vectors.has(y) {
		return 0, false
	}
	return dot(b.vectors.row(x), b.vectors.row(y)), true
}

// Vector is a photo's embedding, of length one; nil where it has none. It fits
// burst.Options.Vector.
func (b *Board) Vector(photo int) []float32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.vectors.has(photo) {
		return nil
	}
	return slices.Clone(b.vectors.row(photo))
}

// portion is the number of photos below which another goroutine costs more
// than it saves.
const portion = 512

// inParallel splits n among the processors.
func inParallel(n int, do func(from, to int)) {
	parts := max(1, min(runtime.GOMAXPROCS(0), n/portion))
	var wait sync.WaitGroup
	for k := 1; k < parts; k++ {
		wait.Go(func() { do(n*k/parts, n*(k+1)/parts) })
	}
	do(0, n/parts)
	wait.Wait()
}

// dot is a . b in a fixed order of additions.
func dot(a, b []float32) float64 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	for len(a) >= 4 && len(b) >= 4 {
		s0 += a[0] * b[0]
		s1 += a[1] * b[1]
		s2 += a[2] * b[2]
		s3 += a[3] * b[3]
		a, b = a[4:], b[4:]
	}
	for i, v := range a {
		s0 += v * b[i]
	}
	return float64(s0) + float64(s1) + float64(s2) + float64(s3)
}

// none is n missing readings.
func none(n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = math.NaN()
	}
	return v
}
