// Package memory lends memory for pictures and files, which are large, many and
// short-lived.
package memory

import "sync"

// Pool keeps memory for whatever needs some next. The zero Pool is empty.
type Pool[T any] struct{ p sync.Pool }

// Take returns n elements of any contents.
func (p *Pool[T]) Take(n int) []T {
	if b, ok := p.p.Get().(*[]T); ok && cap(*b) >= n {
		return (*b)[:n]
	}
	return Fresh[T](n)
}

// Give takes back what is no longer used.
func (p *Pool[T]) Give(b []T) { p.p.Put(&b) }
