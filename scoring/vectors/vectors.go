// Package vectors keeps photos' embeddings one after the other, and multiplies them.
package vectors

import (
	"runtime"
	"sync"
)

// Matrix holds photos' embeddings, of one length. Its zero value is empty; it is
// not safe for concurrent use.
type Matrix struct {
	dim  int // 0 until the first embedding
	n    int
	data []float32
	full []bool
}

// Grow makes room for n photos in all.
func (m *Matrix) Grow(n int) {
	m.n = n
	m.full = append(m.full, make([]bool, n-len(m.full))...)
	if m.dim > 0 {
		m.data = append(m.data, make([]float32, n*m.dim-len(m.data))...)
	}
}

// Clear forgets all embeddings.
func (m *Matrix) Clear() {
	m.dim, m.data = 0, nil
	clear(m.full)
}

// Put takes one embedding; one that does not fit the others is refused.
func (m *Matrix) Put(photo int, v []float32) bool {
	if m.dim == 0 && len(v) > 0 {
		m.dim = len(v)
		m.data = make([]float32, m.n*m.dim)
	}
	if len(v) != m.dim || m.dim == 0 {
		return false
	}
	copy(m.Row(photo), v)
	m.full[photo] = true
	return true
}

// Has tells whether a photo has an embedding.
func (m *Matrix) Has(photo int) bool { return photo >= 0 && photo < m.n && m.full[photo] }

// Row is the embedding of a photo that has one; it must not be written to.
func (m *Matrix) Row(photo int) []float32 { return m.data[photo*m.dim : (photo+1)*m.dim] }

// Present lists the photos that have an embedding.
func (m *Matrix) Present() []int {
	var p []int
	for i, full := range m.full {
		if full {
			p = append(p, i)
		}
	}
	return p
}

// Dots writes the products of v with the given photos' embeddings, which must
// be there, to their places in out.
func (m *Matrix) Dots(v []float32, photos []int, out []float64) {
	if len(v) != m.dim {
		return
	}
	inParallel(len(photos), func(from, to int) {
		for _, p := range photos[from:to] {
			out[p] = Dot(m.Row(p), v)
		}
	})
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

// Dot is a . b in a fixed order of additions.
func Dot(a, b []float32) float64 {
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
