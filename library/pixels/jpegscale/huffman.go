package jpegscale

// How many bits the tables look ahead.
const (
	lookBits = 11
	skipBits = 13
)

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

	// skip gives, for the next skipBits bits, how far the coefficients that lie
	// wholly inside them lead: their bits (4), the coefficients passed (6), and
	// whether the block ends (1); 0 where not even one does.
	skip      [1 << skipBits]uint16
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
			e := h.look[i<<used&(1<<skipBits-1)>>(skipBits-lookBits)]
			n, st := int(e&entryBits), int(e>>8&0xff)
			if e == 0 || used+n > skipBits {
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
