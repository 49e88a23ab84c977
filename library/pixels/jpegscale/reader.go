package jpegscale

import (
	"encoding/binary"

	"culler/library/pixels/detail"
)

// reader takes the codes of entropy-coded data: the highest n bits of acc come
// next. After a marker, or the end, fake zero bytes follow.
type reader struct {
	source

	acc  uint64
	n    uint
	fake int
	bad  bool // a code was met that does not exist

	block  [64]int32
	detail *detail.Sums // what the block's energies are added to; nil for none
	kept   []int16      // where a reader keeps blocks; nil: they become pixels
}

// refill brings n to more than 56 bits.
func (r *reader) refill() {
	if r.pos+8 <= len(r.data) {
		x := binary.BigEndian.Uint64(r.data[r.pos:])
		if v := ^x; (v-0x0101010101010101)&^v&0x8080808080808080 == 0 { // no byte is ff
			// What is or'ed in below the bits that count is what will come
			// there next time.
			r.acc |= x >> r.n
			k := (64 - r.n) >> 3
			r.pos += int(k)
			r.n += k * 8
			return
		}
	}
	if r.pos+16 > len(r.data) { // eight bytes, each with an escape
		r.more()
	}
	if r.n < 64 {
		r.acc &= ^(^uint64(0) >> r.n)
	}
	for r.n <= 56 {
		var b byte
		switch {
		case r.pos >= len(r.data):
			r.fake++
		case r.data[r.pos] != 0xff:
			b = r.data[r.pos]
			r.pos++
		case r.pos+1 < len(r.data) && r.data[r.pos+1] == 0:
			b = 0xff
			r.pos += 2
		default: // a marker
			r.fake++
		}
		r.acc |= uint64(b) << (56 - r.n)
		r.n += 8
	}
}

// short tells whether bits were taken that are not in the file.
func (r *reader) short() bool { return r.fake*8 > int(r.n) }

// long looks up a code by its length, and returns its symbol and length. Of a
// code that does not exist it tells by r.bad.
func (r *reader) long(h *huffman, acc uint64) (sym byte, l uint) {
	for l = 1; l <= 16; l++ {
		c := int32(acc >> (64 - l))
		if c <= h.maxCode[l] && c >= h.minCode[l] {
			return h.vals[h.first[l]+c-h.minCode[l]], l
		}
	}
	r.bad = true
	return 0, 16
}

// bits takes s bits, 0 to 16.
func (r *reader) bits(s uint) int32 {
	if s == 0 {
		return 0
	}
	if r.n < 32 {
		r.refill()
	}
	v := int32(r.acc >> (64 - s))
	r.acc <<= s
	r.n -= s
	return v
}

// symbol takes one code.
func (r *reader) symbol(h *huffman) byte {
	if r.n < 32 {
		r.refill()
	}
	var sym byte
	var l uint
	if e := h.syms[r.acc>>(64-lookBits)]; e != 0 {
		sym, l = byte(e), uint(e>>8)
	} else {
		sym, l = r.long(h, r.acc)
	}
	r.acc <<= l
	r.n -= l
	return sym
}

// clearBits forgets the bits that were read ahead.
func (r *reader) clearBits() {
	r.acc, r.n, r.fake, r.bad = 0, 0, 0, false
}

// place tells in bits how far the data was taken. It is the same for all that
// come to the same code, whatever they have read ahead, as long as no fake bytes
// were.
func (r *reader) place() int64 {
	pos, n := r.pos, r.n
	for ; n >= 8; n -= 8 {
		pos--
		if r.data[pos] == 0 && pos > 0 && r.data[pos-1] == 0xff {
			pos--
		}
	}
	return 8*(r.base+int64(pos)) - int64(n)
}

// dcValue is the DC value of a block, 8 times its mean. A sane file's is far from
// the limits; within them no transform overflows.
func (c *component) dcValue() int32 { return min(max(c.pred*c.quant[0], -1<<15), 1<<15-1) }

// decodeBlock reads a block and puts its pixels at an index of the component's
// plane, or keeps what they are made of.
func (r *reader) decodeBlock(c *component, at int) {
	r.mean(c)
	z, last, acc, n := 1, 0, r.acc, r.n
	if c.last > 0 {
		z, last, acc, n = r.coefficients(c, acc, n)
	}
	if r.detail != nil {
		z, acc, n = r.measure(c, z, acc, n)
	}
	r.acc, r.n = r.skip(c.ac, z, acc, n)
	b := &r.block
	switch {
	case r.kept != nil:
		r.keep(c)
	case c.last == 0:
		c.pix[at] = clip((c.dcValue() + 4) >> 3)
	case last == 0:
		flat(c.pix[at:], c.stride, c.bw, c.bh, clip((b[0]+4)>>3))
	default:
		inverse(b, c.pix[at:], c.stride, c.bw, c.bh)
	}
}

// mean reads the difference of a block's DC value to that of the block before.
func (r *reader) mean(c *component) {
	if r.n < 32 {
		r.refill()
	}
	acc, n := r.acc, r.n
	e := c.dc.look[acc>>(64-lookBits)]
	if e&entryValue != 0 {
		acc <<= e & entryBits
		n -= uint(e & entryBits)
		c.pred += int32(e) >> 16
	} else {
		l, s := uint(e>>24), uint(e>>16&15)
		if e == 0 {
			var sym byte
			sym, l = r.long(c.dc, acc)
			s = uint(sym & 15)
		}
		acc <<= l
		if s > 0 {
			c.pred += extend(int32(acc>>(64-s)), s)
			acc <<= s
		}
		n -= l + s
	}
	r.acc, r.n = acc, n
}

// coefficients reads the coefficients of a block that matter, from acc with its n
// bits. It returns where it stands then, and the last coefficient that is not 0.
func (r *reader) coefficients(c *component, acc uint64, n uint) (z, last int, _ uint64, _ uint) {
	b, ac, end := &r.block, c.ac, c.last
	clear(b[:c.bh*8])
	b[0] = c.dcValue()
	for z = 1; z <= end; {
		if n < 32 {
			r.acc, r.n = acc, n
			r.refill()
			acc, n = r.acc, r.n
		}
		e := ac.look[acc>>(64-lookBits)]
		if e&entryValue != 0 {
			acc <<= e & entryBits
			n -= uint(e & entryBits)
			z += int(e >> 8 & 0xff)
			if z > 64 {
				break
			}
			last = z - 1
			v := (int32(e) >> 16) * c.quant[z-1]
			b[zigzag[z-1]&63] = v
			if r.detail != nil {
				r.detail.Energy[detail.Band[z-1]&3] += int64(v) * int64(v)
			}
			continue
		}
		l, s, st := uint(e>>24), uint(e>>16&15), int(e>>8&0xff)
		if e == 0 {
			var sym byte
			sym, l = r.long(ac, acc)
			s, st = uint(sym&15), step(sym)
		}
		acc <<= l
		n -= l + s
		z += st
		if s == 0 {
			continue
		}
		v := extend(int32(acc>>(64-s)), s)
		acc <<= s
		if z <= 64 {
			last = z - 1
			v *= c.quant[z-1]
			b[zigzag[z-1]&63] = v
			if r.detail != nil {
				r.detail.Energy[detail.Band[z-1]&3] += int64(v) * int64(v)
			}
		}
	}
	return z, last, acc, n
}

// skip passes over the rest of a block, from coefficient z on.
func (r *reader) skip(ac *huffman, z int, acc uint64, n uint) (uint64, uint) {
	for z < 64 {
		if n < 32 {
			r.acc, r.n = acc, n
			r.refill()
			acc, n = r.acc, r.n
		}
		if s := int(ac.skip[acc>>(64-skipBits)]); s != 0 {
			if to := z + s>>4&63; to < 64 {
				acc <<= uint(s & 15)
				n -= uint(s & 15)
				z = to + s>>10<<6
				continue
			}
		}
		e := ac.look[acc>>(64-lookBits)]
		if e == 0 {
			sym, l := r.long(ac, acc)
			acc <<= l + uint(sym&15)
			n -= l + uint(sym&15)
			z += step(sym)
			continue
		}
		acc <<= e & entryBits
		n -= uint(e & entryBits)
		z += int(e >> 8 & 0xff)
	}
	return acc, n
}

// measure reads the rest of a block, adds up its energies, and returns where it
// stands; what no code should be it leaves as it is.
func (r *reader) measure(c *component, z int, acc uint64, n uint) (int, uint64, uint) {
	ac, energy, quant := c.ac, &r.detail.Energy, &c.quant
	for z < 64 {
		if n < 32 {
			r.acc, r.n = acc, n
			r.refill()
			acc, n = r.acc, r.n
		}
		e := ac.look[acc>>(64-lookBits)]
		if e&entryValue != 0 {
			acc <<= e & entryBits
			n -= uint(e & entryBits)
			z += int(e >> 8 & 0xff)
			if z <= 64 {
				v := (int32(e) >> 16) * quant[z-1]
				energy[detail.Band[z-1]&3] += int64(v) * int64(v)
			}
			continue
		}
		l, s, st := uint(e>>24), uint(e>>16&15), int(e>>8&0xff)
		if e == 0 {
			var sym byte
			sym, l = r.long(ac, acc)
			s, st = uint(sym&15), step(sym)
		}
		acc <<= l
		n -= l + s
		z += st
		if s == 0 {
			continue
		}
		v := extend(int32(acc>>(64-s)), s)
		acc <<= s
		if z <= 64 {
			v *= quant[z-1]
			energy[detail.Band[z-1]&3] += int64(v) * int64(v)
		}
	}
	return z, acc, n
}
