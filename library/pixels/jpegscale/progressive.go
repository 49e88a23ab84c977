package jpegscale

import (
	"context"
	"fmt"

	"culler/library/pixels/detail"
)

// progressiveScans reads the scans that the scale needs, and makes the picture
// of what they leave.
func (d *decoder) progressiveScans(ctx context.Context) error {
	needed := d.plan()
	for i := 0; ; {
		m, seg, ok := d.marker()
		if !ok || m == eoi {
			if i == 0 {
				return fmt.Errorf("%w: it holds no picture", ErrDamaged)
			}
			if !ok {
				d.warn(warnShort)
			}
			break
		}
		if isFrame(m) {
			return fmt.Errorf("%w: it has more than one frame", ErrUnsupported)
		}
		if m != sos {
			if err := d.table(m, seg); err != nil {
				return err
			}
			continue
		}
		if i >= len(needed) {
			d.warn(warnScans)
			break
		}
		s, ok := d.scanHeader(seg)
		if !ok {
			return fmt.Errorf("%w: a scan's header is wrong", ErrDamaged)
		}
		for j := range s.n {
			if c := s.comps[j]; !c.latch {
				c.quant, c.latch = d.quant[c.tq], true
			}
		}
		if needed[i] {
			if err := d.progressiveScan(ctx, &s); err != nil {
				return err
			}
		}
		d.skipScan()
		i++
	}
	if d.warning == "" && !d.complete() {
		d.warn(warnShort)
	}
	for y := range d.mcusY {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.strips(y)
		d.emit(y)
	}
	return nil
}

// complete tells whether every component was seen.
func (d *decoder) complete() bool {
	for i := range d.comps {
		if !d.comps[i].latch {
			return false
		}
	}
	return true
}

// plan looks ahead and tells for every scan whether it is needed. A scan of
// coefficients that the scale leaves out is not, unless a later one that is
// refines its coefficients together with others: to read a refinement one must
// know which coefficients are not zero.
func (d *decoder) plan() []bool {
	defer d.seek(d.at())
	var all []scan
	for len(all) < maxScans {
		m, seg, ok := d.marker()
		if !ok || m == eoi {
			break
		}
		if m == sos {
			s, ok := d.scanHeader(seg)
			if !ok {
				s.n, s.last = 0, 63 // the decoding will tell
			}
			all = append(all, s)
			d.skipScan()
		}
	}
	var want [4]uint64 // coefficients, as bits
	for i := range d.comps {
		want[i] = bandOf(0, d.comps[i].last)
	}
	needed := make([]bool, len(all))
	for i := len(all) - 1; i >= 0; i-- {
		s := &all[i]
		band := bandOf(s.first, s.last)
		needed[i] = s.n == 0
		for j := range s.n {
			for k := range d.comps {
				if s.comps[j] != &d.comps[k] || want[k]&band == 0 {
					continue
				}
				needed[i] = true
				if s.approxH > 0 && s.first > 0 {
					want[k] |= band
				}
			}
		}
	}
	return needed
}

func bandOf(first, last int) uint64 { return ^uint64(0) >> (63 - last) &^ (1<<first - 1) }

// progressiveScan reads one scan (T.81, annex G).
func (d *decoder) progressiveScan(ctx context.Context, s *scan) error {
	for i := range s.n {
		c := s.comps[i]
		c.dc, c.ac = &d.dc[s.tables[i]>>4], &d.ac[s.tables[i]&15]
		switch {
		case s.first > 0:
			if !c.ac.defined {
				return fmt.Errorf("%w: a table is missing", ErrDamaged)
			}
			c.ac.buildSyms()
		case s.approxH == 0:
			if !c.dc.defined {
				return fmt.Errorf("%w: a table is missing", ErrDamaged)
			}
			c.dc.buildSyms()
		}
	}
	rows, cols := d.mcusY, d.mcusX
	if s.n == 1 {
		rows, cols = s.comps[0].blocksY, s.comps[0].blocksX
	}
	d.restartScan(s)
	left := d.interval
	for y := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		for x := range cols {
			if d.interval > 0 && left == 0 {
				left = d.interval
				if !d.restart(s) {
					return nil
				}
			}
			left--
			if d.fake > 0 && d.short() {
				// What is behind the end is not to be believed. The next
				// restart marker begins anew.
				d.warn(warnShort)
				if d.interval == 0 {
					return nil
				}
				continue
			}
			if s.n == 1 {
				c := s.comps[0]
				d.coefficients(s, c, y*c.perRow+x)
				continue
			}
			for i := range s.n {
				c := s.comps[i]
				for v := range c.v {
					for h := range c.h {
						d.coefficients(s, c, (y*c.v+v)*c.perRow+x*c.h+h)
					}
				}
			}
		}
		if d.bad {
			d.warn(warnDamaged)
		}
	}
	return nil
}

// coefficients reads what a scan says about one block.
func (d *decoder) coefficients(s *scan, c *component, block int) {
	switch {
	case s.first == 0 && s.approxH == 0:
		size := uint(d.symbol(c.dc) & 15)
		if size > 0 {
			c.pred += extend(d.bits(size), size)
		}
		c.coefs[block*(c.last+1)] = int16(c.pred << s.approxL)
	case s.first == 0:
		c.coefs[block*(c.last+1)] |= int16(d.bits(1) << s.approxL)
	case s.approxH == 0:
		d.firstAC(s, c, block)
	default:
		d.refineAC(s, c, block)
	}
}

// set keeps a coefficient as far as the scale needs it.
func (c *component) set(block, z int, v int32) {
	if z <= c.last {
		c.coefs[block*(c.last+1)+z] = int16(v)
	}
	if c.nonzero != nil && v != 0 {
		c.nonzero[block] |= 1 << z
	}
}

// firstAC reads the first bits of a band of coefficients.
func (d *decoder) firstAC(s *scan, c *component, block int) {
	if d.eobRun > 0 {
		d.eobRun--
		return
	}
	for z := s.first; z <= s.last; z++ {
		sym := d.symbol(c.ac)
		run, size := int(sym>>4), uint(sym&15)
		if size == 0 {
			if run < 15 {
				d.eobRun = 1<<run - 1 + int(d.bits(uint(run)))
				return
			}
			z += 15
			continue
		}
		z += run
		v := extend(d.bits(size), size) << s.approxL
		if z > 63 {
			d.bad = true
			return
		}
		c.set(block, z, v)
	}
}

// refineAC reads one more bit of each coefficient of a band.
func (d *decoder) refineAC(s *scan, c *component, block int) {
	bit := int32(1) << s.approxL
	z := s.first
	if d.eobRun == 0 {
		for ; z <= s.last; z++ {
			sym := d.symbol(c.ac)
			run, v := int(sym>>4), int32(0)
			switch sym & 15 {
			case 0:
				if run < 15 {
					d.eobRun = 1<<run + int(d.bits(uint(run)))
				}
			default:
				if v = -bit; d.bits(1) != 0 {
					v = bit
				}
			}
			if d.eobRun > 0 {
				break
			}
			if z = d.refineRun(s, c, block, z, run, bit); z > s.last {
				break
			}
			if v != 0 {
				c.set(block, z, v)
			}
		}
	}
	if d.eobRun > 0 {
		d.eobRun--
		d.refineRun(s, c, block, z, 64, bit)
	}
}

// refineRun refines the coefficients from z on that are not zero, passes zeros
// zeros, and returns where it stands.
func (d *decoder) refineRun(s *scan, c *component, block, z, zeros int, bit int32) int {
	for ; z <= s.last; z++ {
		if z > c.last {
			if c.nonzero[block]>>z&1 == 0 {
				if zeros == 0 {
					break
				}
				zeros--
			} else {
				d.bits(1)
			}
			continue
		}
		p := &c.coefs[block*(c.last+1)+z]
		if *p == 0 {
			if zeros == 0 {
				break
			}
			zeros--
			continue
		}
		if d.bits(1) == 0 {
			continue
		}
		if *p >= 0 {
			*p += int16(bit)
		} else {
			*p -= int16(bit)
		}
	}
	return z
}

// strips makes the planes of one row of MCUs.
func (d *decoder) strips(row int) {
	for i := range d.comps {
		c := &d.comps[i]
		n := c.last + 1
		for v := range c.v {
			block := (row*c.v + v) * c.perRow
			at := v * c.bh * c.stride
			for x := range c.perRow {
				coefs := c.coefs[(block+x)*n : (block+x+1)*n]
				dc := int32(coefs[0]) * c.quant[0]
				if d.measured != nil && c == d.luma {
					d.measureAt(c, x, row*c.v+v)
					d.add(c, coefs)
				}
				if c.bw == 1 && c.bh == 1 {
					c.pix[at+x] = clip((dc + 4) >> 3)
					continue
				}
				b, even := &d.block, true
				clear(b[:c.bh*8])
				b[0] = dc
				for z, v := range coefs {
					if v != 0 && z > 0 {
						b[zigzag[z]&63] = int32(v) * c.quant[z]
						even = false
					}
				}
				if even {
					flat(c.pix[at+x*c.bw:], c.stride, c.bw, c.bh, clip((dc+4)>>3))
					continue
				}
				inverse(b, c.pix[at+x*c.bw:], c.stride, c.bw, c.bh)
			}
		}
	}
}

// add adds the energies of a block.
func (d *decoder) add(c *component, coefs []int16) {
	if d.reader.detail == nil {
		return
	}
	for z, v := range coefs {
		if v != 0 && z > 0 {
			q := int64(v) * int64(c.quant[z])
			d.reader.detail.Energy[detail.Band[z]&3] += q * q
		}
	}
}
