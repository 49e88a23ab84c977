package pixels

import "sync"

// buffers lends memory for pictures that do not outlive a call, and for files.
var buffers pool

// pool keeps memory for the next one who needs some.
type pool struct{ p sync.Pool }

// take returns n bytes of any contents.
func (p *pool) take(n int) []uint8 {
	if b, ok := p.p.Get().(*[]uint8); ok && cap(*b) >= n {
		return (*b)[:n]
	}
	return make([]uint8, n)
}

func (p *pool) give(b []uint8) { p.p.Put(&b) }
