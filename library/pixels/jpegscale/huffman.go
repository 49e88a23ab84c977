package jpegscale

import "encoding/binary"

// lookBits is how many bits the tables look ahead.
const lookBits = 11

// huffman is a Huffman table. What it looks codes up in is built when a scan
// first needs it.
type huffman struct {
	defined bool
	counts  [16]uint8
	vals    [256]uint8

	// For codes longer than lookBits: the codes of length l lie between
	// minCode[l] and maxCode[l], which is -1 where there are none.
	minCode, maxCode [17]int32
	first            [17]int32 // index in vals

	// look gives, for the next lookBits bits, what the first coefficient is,
	// as an entry; 0 where its code is longer.
	look      [1 << lookBits]uint32
	lookBuilt bool

	// skip gives, for the next lookBits bits, how far the coefficients that lie
	// wholly inside them lead: their bits (4), the coefficients passed (6), and
	// whether the block ends (1); 0 where not even one does.
	skip      [1 << lookBits]uint16
	skipBuilt bool

	// syms gives the length (high byte) and the symbol (low byte) of the first
	// code; 0 where it is longer.
	syms      [1 << lookBits]uint16
	symsBuilt bool
}

// An entry of a coefficient: how many bits it has with its code (6 bits), how
// far it leads (from bit 8, 8 bits: zeros before it and itself; 64 ends the
// block), and either, if bit 7 is set, its value (from bit 16, signed), or the
// number of bits of its value (from bit 16) and of its code (from bit 24).
const (
	entryBits  = 63
	entryValue = 1 << 7
)

// define takes a table as it stands in the file; ok is false where its codes
// are too many for their lengths.
func (h *huffman) define(counts, vals []byte) (ok bool) {
	copy(h.counts[:], counts)
	h.vals = [256]uint8{}
	copy(h.vals[:], vals)
	code, k := int32(0), int32(0)
	for l := 1; l <= 16; l++ {
		n := int32(counts[l-1])
		h.first[l], h.minCode[l], h.maxCode[l] = k, code, code+n-1
		if n == 0 {
			h.maxCode[l] = -1
		}
		code += n
		k += n
		if code > 1<<l {
			return false
		}
		code <<= 1
	}
	h.defined = true
	h.lookBuilt, h.skipBuilt, h.symsBuilt = false, false, false
	return true
}

// each calls f for every code of at most lookBits bits with the range of
// lookups that it begins.
func (h *huffman) each(f func(sym byte, length int, from, to int)) {
	for l := 1; l <= lookBits; l++ {
		for i := range int32(h.counts[l-1]) {
			from := int(h.minCode[l]+i) << (lookBits - l)
			f(h.vals[h.first[l]+i], l, from, from+1<<(lookBits-l))
		}
	}
}

// step tells how far a symbol of a sequential scan leads.
func step(sym byte) int {
	switch {
	case sym&15 != 0:
		return int(sym>>4) + 1
	case sym>>4 == 15:
		return 16
	}
	return 64
}

func (h *huffman) buildLook() {
	if h.lookBuilt {
		return
	}
	h.lookBuilt = true
	clear(h.look[:])
	h.each(func(sym byte, l, from, to int) {
		size := int(sym & 15)
		e := uint32(l+size) | uint32(step(sym))<<8
		for i := from; i < to; i++ {
			if l+size > lookBits {
				h.look[i] = e | uint32(size)<<16 | uint32(l)<<24
				continue
			}
			v := int32(0)
			if size > 0 {
				v = extend(int32(i>>(lookBits-l-size))&(1<<size-1), uint(size))
			}
			h.look[i] = e | entryValue | uint32(v)<<16
		}
	})
}

// buildSkip needs look.
func (h *huffman) buildSkip() {
	if h.skipBuilt {
		return
	}
	h.skipBuilt = true
	for i := range h.skip {
		used, steps, end := 0, 0, 0
		for end == 0 {
			e := h.look[i<<used&(1<<lookBits-1)]
			n, st := int(e&entryBits), int(e>>8&0xff)
			if e == 0 || used+n > lookBits {
				break
			}
			if st == 64 {
				end = 1
			} else if steps+st > 63 {
				break
			} else {
				steps += st
			}
			used += n
		}
		h.skip[i] = uint16(used | steps<<4 | end<<10)
	}
}

func (h *huffman) buildSyms() {
	if h.symsBuilt {
		return
	}
	h.symsBuilt = true
	clear(h.syms[:])
	h.each(func(sym byte, l, from, to int) {
		for i := from; i < to; i++ {
			h.syms[i] = uint16(l)<<8 | uint16(sym)
		}
	})
}

// extend makes the s bits v the signed number they stand for (T.81, F.2.2.1).
func extend(v int32, s uint) int32 {
	if v < 1<<(s-1) {
		v += -1<<s + 1
	}
	return v
}

// refill brings n to more than 56 bits.
func (d *decoder) refill() {
	if d.pos+8 <= len(d.data) {
		x := binary.BigEndian.Uint64(d.data[d.pos:])
		if v := ^x; (v-0x0101010101010101)&^v&0x8080808080808080 == 0 { // no byte is ff
			// What is or'ed in below the bits that count is what will come
			// there next time.
			d.acc |= x >> d.n
			k := (64 - d.n) >> 3
			d.pos += int(k)
			d.n += k * 8
			return
		}
	}
	if d.n < 64 {
		d.acc &= ^(^uint64(0) >> d.n)
	}
	for d.n <= 56 {
		var b byte
		switch {
		case d.pos >= len(d.data):
			d.fake++
		case d.data[d.pos] != 0xff:
			b = d.data[d.pos]
			d.pos++
		case d.pos+1 < len(d.data) && d.data[d.pos+1] == 0:
			b = 0xff
			d.pos += 2
		default: // a marker
			d.fake++
		}
		d.acc |= uint64(b) << (56 - d.n)
		d.n += 8
	}
}

// short tells whether bits were taken that are not in the file.
func (d *decoder) short() bool { return d.fake*8 > int(d.n) }

// long looks up a code by its length, and returns its symbol and length. Of a
// code that does not exist it tells by d.bad.
func (d *decoder) long(h *huffman, acc uint64) (sym byte, l uint) {
	for l = 1; l <= 16; l++ {
		c := int32(acc >> (64 - l))
		if c <= h.maxCode[l] && c >= h.minCode[l] {
			return h.vals[h.first[l]+c-h.minCode[l]], l
		}
	}
	d.bad = true
	return 0, 16
}

// bits takes s bits, 0 to 16.
func (d *decoder) bits(s uint) int32 {
	if s == 0 {
		return 0
	}
	if d.n < 32 {
		d.refill()
	}
	v := int32(d.acc >> (64 - s))
	d.acc <<= s
	d.n -= s
	return v
}

// symbol takes one code.
func (d *decoder) symbol(h *huffman) byte {
	if d.n < 32 {
		d.refill()
	}
	var sym byte
	var l uint
	if e := h.syms[d.acc>>(64-lookBits)]; e != 0 {
		sym, l = byte(e), uint(e>>8)
	} else {
		sym, l = d.long(h, d.acc)
	}
	d.acc <<= l
	d.n -= l
	return sym
}

// clearBits forgets the bits that were read ahead.
func (d *decoder) clearBits() {
	d.acc, d.n, d.fake, d.bad, d.eobRun = 0, 0, 0, false, 0
}
