package jpegscale

import (
	"slices"
	"sync"
	"sync/atomic"

	"culler/library/pixels/memory"
)

// Where a code begins is known only when all codes before it were read. Yet
// Huffman codes fall into step by themselves: a reader that starts anywhere soon
// reads the same codes as one from the beginning (Klein and Wiseman, "Parallel
// Huffman Decoding with Applications to JPEG Files", The Computer Journal 2003).
// So readers begin at places further on and keep what they read. The one that comes
// from the beginning sees where it is in step with the first of them, and takes
// the rest from there; what it lacks is only the DC values, which count from the
// one before. Nothing is taken on trust: in step means at the same bit at the
// beginning of an MCU, from where on everything is the same.

const (
	readerBytes = 128 << 10 // bytes that are worth a reader
	maxTries    = 4096      // MCUs within which two must have fallen into step
	chunkLen    = 1 << 20   // numbers kept in one piece of memory
)

// pieces of memory that readers keep numbers in.
var pieces memory.Pool[int16]

// readers are the readers that read one scan, in the order of their places. A nil
// readers is that of a scan that is read by one alone.
type readers struct {
	readers []*partReader
	from    int64 // byte where the first reader began
	stop    atomic.Bool
	all     sync.WaitGroup

	over  bool     // in step with the first reader, or past where they could be
	rest  []part   // what is taken from the readers, in order; nil before
	base  [4]int32 // what DC values of the first of them count from
	chunk int      // where in it the next MCU is kept
	kept  []int16  // from there on
}

// part is what is taken from one reader: its MCUs from one on, up to another.
type part struct {
	of       *partReader
	from, to int
}

// partReader reads from some byte on.
type partReader struct {
	reader
	from    int64
	comps   []component
	scan    scan // of comps
	perMCU  int  // numbers kept of an MCU
	chunk   int  // MCUs kept in one piece of memory
	chunks  [][]int16
	count   int     // MCUs kept
	lastBad int     // the last of them with a code that does not exist, or -1
	places  []int64 // where the first of them begin
	placed  chan struct{}
	done    chan struct{}

	next *partReader // the one that began further on
	to   int         // the MCU where both are in step, as this one counts them
	meet int         // and as the next one does; -1 where they are not
}

// share puts readers to work on a scan, if that is worthwhile.
func (d *decoder) share(s *scan) *readers {
	size := d.size - d.at()
	n := min(d.readers-1, int(size/int64(d.readerBytes))-1)
	most := d.mcusX * d.mcusY
	perMCU := 0
	for _, c := range s.comps[:s.n] {
		perMCU += c.kept()
	}
	chunk := min(most, chunkLen/perMCU)
	need := memory.Cost(2*int64(chunk*perMCU)) * int64((most+chunk-1)/chunk*n)
	if n < 1 || !d.strip || d.interval > 0 || need > d.spare {
		return nil
	}
	t := &readers{}
	for i := range n {
		t.readers = append(t.readers, newPartReader(d, s, d.at()+size*int64(i+1)/int64(n+1)))
		if i > 0 {
			t.readers[i-1].next = t.readers[i]
		}
	}
	t.from = t.readers[0].from
	for _, h := range t.readers {
		h.perMCU, h.chunk = perMCU, chunk
		t.all.Go(func() { h.read(most, &t.stop) })
	}
	return t
}

func newPartReader(d *decoder, s *scan, from int64) *partReader {
	h := &partReader{
		from:    from,
		lastBad: -1, meet: -1,
		placed: make(chan struct{}), done: make(chan struct{}),
	}
	h.open(d.file, d.size, from-1, d.window)
	h.comps = slices.Clone(d.comps)
	h.scan = *s
	for i := range s.n {
		for k := range d.comps {
			if s.comps[i] == &d.comps[k] {
				h.scan.comps[i] = &h.comps[k]
			}
		}
		h.scan.comps[i].pred = 0
	}
	return h
}

// read keeps MCUs, most of them at most, until it is in step with the next reader.
func (h *partReader) read(most int, stop *atomic.Bool) {
	defer close(h.done)
	h.places = make([]int64, 0, min(most, maxTries))
	told := false
	tell := func() {
		if !told {
			told = true
			close(h.placed)
		}
	}
	defer tell()
	defer func() {
		if recover() != nil {
			h.count, h.meet = 0, -1 // what is wrong shows to the one that comes from the beginning
		}
	}()
	if h.need(2) && h.data[0] == 0xff { // in the middle of an escape
		h.pos++
	}
	h.pos++
	next := h.next
	for n := 0; n < most; n++ {
		if n < maxTries && h.fake == 0 {
			h.places = append(h.places, h.place())
		} else {
			tell()
		}
		if n%1024 == 0 && stop.Load() {
			return
		}
		if next != nil && h.at() >= next.from && h.fake == 0 {
			i, ok, over := next.find(h.place())
			if ok {
				h.to, h.meet = n, i
				return
			}
			if over {
				next = nil
			}
		}
		if n%h.chunk == 0 {
			h.chunks = append(h.chunks, pieces.Take(h.chunk * h.perMCU)[:0])
		}
		h.kept = h.chunks[n/h.chunk]
		for i := range h.scan.n {
			c := h.scan.comps[i]
			for range c.h * c.v {
				h.decodeBlock(c, 0)
			}
		}
		h.chunks[n/h.chunk] = h.kept
		if h.fake > 0 && h.short() {
			return
		}
		if h.bad {
			h.bad, h.lastBad = false, n
		}
		h.count = n + 1
	}
}

// find looks for the MCU that begins at a place; over tells that there is none
// further on either. It waits until the reader has read so far.
func (h *partReader) find(place int64) (n int, found, over bool) {
	<-h.placed
	n, found = slices.BinarySearch(h.places, place)
	return n, found, n == len(h.places)
}

// before is the component's DC value before an MCU, as the reader counts it.
func (h *partReader) before(mcu, comp int) int32 {
	if mcu == 0 {
		return 0
	}
	mcu--
	at := mcu % h.chunk * h.perMCU
	for i := range comp {
		at += h.scan.comps[i].kept()
	}
	c := h.scan.comps[comp]
	return int32(h.chunks[mcu/h.chunk][at+c.kept()-c.bw*c.bh])
}

// kept is how many numbers are kept of the component in an MCU.
func (c *component) kept() int { return c.h * c.v * c.bw * c.bh }

// keep keeps what a block's pixels are made of: the DC value, which counts from
// wherever the reading began, and the other coefficients. What no sane file has
// in them does not fit.
func (r *reader) keep(c *component) {
	if c.last == 0 {
		r.kept = append(r.kept, int16(c.pred))
		r.bad = r.bad || c.pred != int32(int16(c.pred))
		return
	}
	r.block[0] = c.pred
	for y := range c.bh {
		for _, v := range r.block[8*y : 8*y+c.bw] {
			r.kept = append(r.kept, int16(v))
			r.bad = r.bad || v != int32(int16(v))
		}
	}
}

// joined tells whether the rest of the scan, left MCUs, comes from the readers. It
// is asked before every MCU.
func (t *readers) joined(d *decoder, s *scan, left int) bool {
	if t == nil || t.over || d.at() < t.from {
		return t != nil && t.rest != nil
	}
	if d.fake > 0 {
		return false
	}
	n, found, over := t.readers[0].find(d.place())
	if t.over = found || over; !found {
		return false
	}
	var rest []part
	for h := t.readers[0]; h != nil && left > 0; h, n = h.next, h.meet {
		<-h.done
		to := h.count
		if h.meet >= 0 {
			to = h.to
		}
		// What is damaged is read again by one alone, which reports it. The MCU
		// before the first counts too: its DC value is what others count from.
		if n < 0 || n > to || h.lastBad >= max(n-1, 0) {
			return false
		}
		rest = append(rest, part{h, n, to})
		left -= to - n
	}
	if left > 0 {
		return false
	}
	t.rest = rest
	t.begin(s)
	return true
}

// begin begins with the part that comes next: its DC values follow the last ones.
func (t *readers) begin(s *scan) {
	p := &t.rest[0]
	t.chunk = p.from / p.of.chunk
	if t.chunk < len(p.of.chunks) {
		t.kept = p.of.chunks[t.chunk][p.from%p.of.chunk*p.of.perMCU:]
	}
	for i := range s.n {
		t.base[i] = s.comps[i].pred - p.of.before(p.from, i)
	}
}

// mcu makes pixels of the next MCU that was kept.
func (t *readers) mcu(d *decoder, s *scan, x int) {
	for t.rest[0].from == t.rest[0].to {
		t.rest = t.rest[1:]
		t.begin(s)
	}
	p := &t.rest[0]
	p.from++
	if len(t.kept) == 0 {
		t.chunk++
		t.kept = p.of.chunks[t.chunk]
	}
	kept := t.kept
	for i := range s.n {
		c, base := s.comps[i], t.base[i]
		at, n := x*c.h*c.bw, c.bw*c.bh
		for range c.v {
			for h := range c.h {
				c.pred = int32(kept[0]) + base
				d.show(c, kept[:n], at+h*c.bw)
				kept = kept[n:]
			}
			at += c.bh * c.stride
		}
	}
	t.kept = kept
}

// show makes pixels of a block that was kept.
func (d *decoder) show(c *component, kept []int16, at int) {
	if len(kept) == 1 {
		c.pix[at] = clip((c.dcValue() + 4) >> 3)
		return
	}
	b := &d.block
	if c.bw == 2 && c.bh == 2 {
		b[1], b[8], b[9] = int32(kept[1]), int32(kept[2]), int32(kept[3])
	} else {
		for y := range c.bh {
			for x, v := range kept[y*c.bw : (y+1)*c.bw] {
				b[8*y+x] = int32(v)
			}
		}
	}
	b[0] = c.dcValue()
	inverse(b, c.pix[at:], c.stride, c.bw, c.bh)
}

// dismiss stops the readers: none reads on when it returns.
func (t *readers) dismiss() {
	if t != nil {
		t.stop.Store(true)
		t.all.Wait()
		for _, h := range t.readers {
			h.close()
			for _, c := range h.chunks {
				pieces.Give(c)
			}
		}
	}
}
