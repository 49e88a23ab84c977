package jpegscale

import (
	"context"
	"fmt"
)

// scans reads all that follows the frame header, and finishes the picture.
func (d *decoder) scans(ctx context.Context) error {
	if d.progressive {
		return d.progressiveScans(ctx)
	}
	seen := 0
	for seen < len(d.comps) {
		m, seg, ok := d.marker()
		switch {
		case !ok || m == eoi:
			if seen == 0 {
				return fmt.Errorf("%w: it holds no picture", ErrDamaged)
			}
			d.warn(warnShort)
			return d.emitAll(ctx)
		case isFrame(m):
			return fmt.Errorf("%w: it has more than one frame", ErrUnsupported)
		case m != sos:
			if err := d.table(m, seg); err != nil {
				return err
			}
			continue
		}
		s, ok := d.scanHeader(seg)
		if !ok || d.strip && s.n != len(d.comps) {
			return fmt.Errorf("%w: a scan's header is wrong", ErrDamaged)
		}
		for i := range s.n {
			c := s.comps[i]
			c.dc, c.ac = &d.dc[s.tables[i]>>4], &d.ac[s.tables[i]&15]
			if !c.dc.defined || !c.ac.defined {
				return fmt.Errorf("%w: a table is missing", ErrDamaged)
			}
			c.dc.buildLook()
			c.ac.buildLook()
			c.ac.buildSkip()
			c.quant = d.quant[c.tq]
			if !c.seen {
				c.seen = true
				seen++
			}
		}
		if err := d.sequential(ctx, &s); err != nil {
			return err
		}
	}
	if d.strip {
		return nil
	}
	return d.emitAll(ctx)
}

// sequential reads one scan of a baseline or extended sequential file.
func (d *decoder) sequential(ctx context.Context, s *scan) error {
	rows, cols := d.mcusY, d.mcusX
	if s.n == 1 {
		rows, cols = s.comps[0].blocksY, s.comps[0].blocksX
	}
	d.restartScan(s)
	left := d.interval
	lost := false // until the next restart marker
	end := false
	t := d.share(s)
	defer t.dismiss()
	for y := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		if d.strip && d.top > 0 && y*8*d.vmax >= d.top {
			d.blankRest(y)
			break
		}
		if end {
			if d.strip {
				d.blankRest(y)
			}
			break
		}
		if lost && d.strip {
			d.blankFrom(0)
		}
		for x := range cols {
			if d.interval > 0 && left == 0 {
				left = d.interval
				end = end || !d.restart(s)
				if lost = end; lost && d.strip {
					d.blankFrom(x)
				}
			}
			left--
			switch {
			case lost:
				continue
			case t.joined(d, s, rows*cols-y*cols-x):
				t.mcu(d, s, x)
				continue
			}
			if s.n > 1 {
				d.mcu(s, x, y)
			} else {
				c := s.comps[0]
				at := x * c.bw
				if !d.strip {
					at += y * c.bh * c.stride
				}
				d.measureAt(c, x, y)
				d.decodeBlock(c, at)
			}
			if d.fake == 0 || !d.short() {
				continue
			}
			d.warn(warnShort)
			if x == 0 && y == 0 {
				return fmt.Errorf("%w: it ends before its picture begins", ErrDamaged)
			}
			lost, end = true, d.interval == 0
			if d.strip {
				d.blankFrom(x)
			}
		}
		if d.bad {
			d.warn(warnDamaged)
		}
		if d.strip {
			d.emit(y)
		}
	}
	if !d.strip { // there is another scan
		d.skipScan()
	}
	return nil
}

// restartScan prepares for the first block of a scan.
func (d *decoder) restartScan(s *scan) {
	d.clearBits()
	for i := range s.n {
		s.comps[i].pred = 0
	}
}

// restart moves behind the next restart marker; ok is false where there is none.
func (d *decoder) restart(s *scan) (ok bool) {
	if d.bad {
		d.warn(warnDamaged)
	}
	d.skipToMarker()
	if !d.need(2) || d.data[d.pos+1] < rst0 || d.data[d.pos+1] > rst7 {
		d.warn(warnShort)
		return false
	}
	d.pos += 2
	d.restartScan(s)
	return true
}

// mcu reads the blocks of all components that belong together.
func (d *decoder) mcu(s *scan, x, y int) {
	for i := range s.n {
		c := s.comps[i]
		at := x * c.h * c.bw
		if !d.strip {
			at += y * c.v * c.bh * c.stride
		}
		for v := range c.v {
			for h := range c.h {
				d.measureAt(c, x*c.h+h, y*c.v+v)
				d.decodeBlock(c, at+h*c.bw)
			}
			at += c.bh * c.stride
		}
	}
}

// measureAt tells where the energies of a block go, by its column and row: those
// of luma into its tile, others nowhere.
func (d *decoder) measureAt(c *component, column, row int) {
	if d.measured == nil {
		return
	}
	if d.reader.detail = nil; c == d.luma {
		d.reader.detail = d.measured.At(column, row)
	}
}

// clearBits forgets the bits that were read ahead, and what they said of blocks
// to come.
func (d *decoder) clearBits() {
	d.reader.clearBits()
	d.eobRun = 0
}

// skipToMarker moves to the next marker that is not a zero byte's escape.
func (d *decoder) skipToMarker() {
	for ; d.toFF() && d.need(2); d.pos++ {
		if m := d.data[d.pos+1]; m != 0 && m != 0xff {
			return
		}
	}
	d.toEnd()
}

// blankFrom makes the strip grey from an MCU on.
func (d *decoder) blankFrom(x int) {
	for i := range d.comps {
		c := &d.comps[i]
		for row := range c.v * c.bh {
			fill(c.pix[row*c.stride+x*c.h*c.bw:(row+1)*c.stride], 128)
		}
	}
}

// blankRest makes the picture grey from a row of MCUs on.
func (d *decoder) blankRest(row int) {
	from := min(row*d.vmax*d.k, d.img.Rect.Dy())
	rest := d.img.Pix[from*d.img.Stride:]
	n := copy(rest, "\x80\x80\x80\xff")
	for ; n > 0 && n < len(rest); n *= 2 {
		copy(rest[n:], rest[:n])
	}
}
