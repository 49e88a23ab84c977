package jpegscale

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// The markers, by their second byte (T.81, table B.1).
const (
	sof0, sof1, sof2 = 0xc0, 0xc1, 0xc2
	dht              = 0xc4
	rst0, rst7       = 0xd0, 0xd7
	soi, eoi         = 0xd8, 0xd9
	sos, dqt, dri    = 0xda, 0xdb, 0xdd
	app0, app14      = 0xe0, 0xee
)

// zigzag is the place of each coefficient in a block by rows (T.81, figure A.6),
// with as many more as a run of zeros can overshoot.
var zigzag = [64 + 16]uint8{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// marker moves to the next marker and returns it with the contents of its
// segment, which lasts until the next call; ok is false at the end of the file.
// A segment that the file cuts off is the end too.
func (d *decoder) marker() (m byte, seg []byte, ok bool) {
	for {
		if !d.toFF() {
			return 0, nil, false
		}
		for d.need(1) && d.data[d.pos] == 0xff {
			d.pos++
		}
		if !d.need(1) {
			return 0, nil, false
		}
		m = d.data[d.pos]
		d.pos++
		switch {
		case m == 0 || m == 1 || m >= rst0 && m <= soi:
			continue
		case m == eoi:
			return m, nil, true
		}
		if !d.need(2) {
			return 0, nil, false
		}
		n := int(binary.BigEndian.Uint16(d.data[d.pos:]))
		if n < 2 || !d.need(n) {
			return 0, nil, false
		}
		seg = d.data[d.pos+2 : d.pos+n]
		d.pos += n
		return m, seg, true
	}
}

// toFrame reads the tables and the frame header.
func (d *decoder) toFrame() error {
	if !d.need(2) || d.data[0] != 0xff || d.data[1] != soi {
		return fmt.Errorf("%w: it does not begin like one", ErrDamaged)
	}
	d.pos = 2
	for {
		m, seg, ok := d.marker()
		switch {
		case !ok || m == eoi || m == sos:
			return fmt.Errorf("%w: it says nothing of a picture", ErrDamaged)
		case m == sof0 || m == sof1 || m == sof2:
			d.progressive = m == sof2
			return d.frame(seg)
		case isFrame(m):
			what := "arithmetic coding"
			switch m {
			case 0xc3, 0xc7:
				what = "lossless coding"
			case 0xc5, 0xc6:
				what = "hierarchical coding"
			}
			return fmt.Errorf("%w: it uses %s", ErrUnsupported, what)
		}
		if err := d.table(m, seg); err != nil {
			return err
		}
	}
}

// isFrame tells whether a marker begins a frame of any kind.
func isFrame(m byte) bool {
	return m >= 0xc0 && m <= 0xcf && m != dht && m != 0xc8 && m != 0xcc
}

// frame reads the frame header (T.81, B.2.2).
func (d *decoder) frame(seg []byte) error {
	if len(seg) < 6 || len(seg) < 6+3*int(seg[5]) {
		return fmt.Errorf("%w: its header is cut off", ErrDamaged)
	}
	if seg[0] != 8 {
		return fmt.Errorf("%w: it has %d bits a sample", ErrUnsupported, seg[0])
	}
	d.height, d.width = int(seg[1])<<8|int(seg[2]), int(seg[3])<<8|int(seg[4])
	if d.width == 0 || d.height == 0 {
		return fmt.Errorf("%w: it declares %d by %d pixels", ErrDamaged, d.width, d.height)
	}
	n := int(seg[5])
	if n != 1 && n != 3 && n != 4 {
		return fmt.Errorf("%w: it has %d colour components", ErrUnsupported, n)
	}
	d.comps = d.compStore[:n]
	for i := range d.comps {
		c, s := &d.comps[i], seg[6+3*i:]
		c.id, c.h, c.v, c.tq = s[0], int(s[1]>>4), int(s[1]&15), int(s[2])
		if c.h < 1 || c.h > 4 || c.v < 1 || c.v > 4 || c.tq > 3 {
			return fmt.Errorf("%w: its header is wrong", ErrDamaged)
		}
		for j := range i {
			if d.comps[j].id == c.id {
				return fmt.Errorf("%w: its header is wrong", ErrDamaged)
			}
		}
		c.seen, c.latch, c.pred = false, false, 0
	}
	if n == 1 { // a single component is not interleaved, whatever its sampling
		d.comps[0].h, d.comps[0].v = 1, 1
	}
	return nil
}

// table reads a segment that changes the decoder's tables, and ignores others.
func (d *decoder) table(m byte, seg []byte) error {
	switch m {
	case dqt:
		return d.quantTables(seg)
	case dht:
		return d.huffmanTables(seg)
	case dri:
		if len(seg) >= 2 {
			d.interval = int(seg[0])<<8 | int(seg[1])
		}
	case app0:
		d.jfif = d.jfif || bytes.HasPrefix(seg, []byte("JFIF\x00"))
	case app14:
		if len(seg) >= 12 && bytes.HasPrefix(seg, []byte("Adobe")) {
			d.adobe, d.adobeTransform = true, seg[11]
		}
	}
	return nil
}

// quantTables reads quantization tables (T.81, B.2.4.1).
func (d *decoder) quantTables(seg []byte) error {
	for len(seg) > 0 {
		id, wide := seg[0]&15, int(seg[0]>>4)
		seg = seg[1:]
		if id > 3 || wide > 1 || len(seg) < 64*(1+wide) {
			return fmt.Errorf("%w: a quantization table is wrong", ErrDamaged)
		}
		for i := range 64 {
			if wide == 0 {
				d.quant[id][i] = int32(seg[i])
			} else {
				d.quant[id][i] = int32(binary.BigEndian.Uint16(seg[2*i:]))
			}
		}
		seg = seg[64*(1+wide):]
	}
	return nil
}

// huffmanTables reads Huffman tables (T.81, B.2.4.2).
func (d *decoder) huffmanTables(seg []byte) error {
	for len(seg) >= 17 {
		class, id := seg[0]>>4, seg[0]&15
		total := 0
		for _, c := range seg[1:17] {
			total += int(c)
		}
		if class > 1 || id > 3 || total > 256 || len(seg) < 17+total {
			return fmt.Errorf("%w: a Huffman table is wrong", ErrDamaged)
		}
		h := &d.dc[id]
		if class == 1 {
			h = &d.ac[id]
		}
		if !h.define(seg[1:17], seg[17:17+total]) {
			return fmt.Errorf("%w: a Huffman table is wrong", ErrDamaged)
		}
		seg = seg[17+total:]
	}
	return nil
}

// scan is a scan header (T.81, B.2.3).
type scan struct {
	comps            [4]*component
	n                int
	first, last      int // band of coefficients, in zigzag order
	approxH, approxL int // bit positions of successive approximation
	tables           [4]byte
}

func (d *decoder) scanHeader(seg []byte) (s scan, ok bool) {
	if len(seg) < 1 {
		return s, false
	}
	s.n = int(seg[0])
	if s.n < 1 || s.n > len(d.comps) || len(seg) < 4+2*s.n {
		return s, false
	}
	for i := range s.n {
		for j := range d.comps {
			if d.comps[j].id == seg[1+2*i] {
				s.comps[i] = &d.comps[j]
			}
		}
		s.tables[i] = seg[2+2*i]
		if s.comps[i] == nil || s.tables[i]>>4 > 3 || s.tables[i]&15 > 3 {
			return s, false
		}
		for j := range i {
			if s.comps[j] == s.comps[i] {
				return s, false
			}
		}
	}
	rest := seg[1+2*s.n:]
	s.first, s.last = int(rest[0]), int(rest[1])
	s.approxH, s.approxL = int(rest[2]>>4), int(rest[2]&15)
	if !d.progressive {
		s.first, s.last, s.approxH, s.approxL = 0, 63, 0, 0
	}
	if s.first > s.last || s.last > 63 || s.first == 0 && s.last != 0 && d.progressive ||
		s.first > 0 && s.n > 1 || s.approxL > 13 || s.approxH > 0 && s.approxH != s.approxL+1 {
		return s, false
	}
	return s, true
}

// oneScan tells whether the first scan has all components, so that rows can be
// finished as they come.
func (d *decoder) oneScan() bool {
	defer d.seek(d.at())
	for {
		m, seg, ok := d.marker()
		if !ok || m == eoi {
			return true
		}
		if m == sos {
			s, ok := d.scanHeader(seg)
			return ok && s.n == len(d.comps)
		}
	}
}

// skipScan moves behind the entropy-coded data, to the next marker that is no
// restart marker.
func (d *decoder) skipScan() {
	for d.toFF() && d.need(2) {
		if m := d.data[d.pos+1]; m != 0 && m != 0xff && (m < rst0 || m > rst7) {
			return
		} else if m == 0xff {
			d.pos++
		} else {
			d.pos += 2
		}
	}
	d.toEnd()
}
