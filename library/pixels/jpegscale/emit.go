package jpegscale

import (
	"context"
	"encoding/binary"
)

// emitAll turns planes that hold the whole picture into its pixels.
func (d *decoder) emitAll(ctx context.Context) error {
	for y := range d.mcusY {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.emit(y)
	}
	return nil
}

// emit turns a row of MCUs into the picture's pixels. Chroma is repeated, not
// interpolated, where it has fewer pixels, as image/jpeg does.
func (d *decoder) emit(row int) {
	h := d.vmax * d.k
	width := d.img.Rect.Dx()
	for y := range min(h, d.img.Rect.Dy()-row*h) {
		at := (row*h + y) * d.img.Stride
		out := d.img.Pix[at : at+4*width : at+4*width]
		var p [4][]uint8
		for i := range d.comps {
			c := &d.comps[i]
			line := y * c.v * c.bh / h
			if !d.strip {
				line += row * c.v * c.bh
			}
			p[i] = c.pix[line*c.stride : (line+1)*c.stride]
		}
		switch {
		case len(d.comps) == 1:
			grey(out, p[0])
		case len(d.comps) == 4 && d.raw:
			for i := range p {
				d.comps[i].spread(out[i:], p[i], width)
			}
		case len(d.comps) == 3 && (d.raw || d.isRGB()):
			for i := range p[:3] {
				d.comps[i].spread(out[i:], p[i], width)
			}
			opaque(out)
		case len(d.comps) == 3:
			d.ycc(out, p[0], p[1], p[2], width)
		default:
			d.inks(out, p, width)
		}
	}
}

// isRGB tells whether the three components are red, green and blue rather than
// YCbCr, as libjpeg does.
func (d *decoder) isRGB() bool {
	if d.jfif {
		return false
	}
	if d.adobe {
		return d.adobeTransform == 0
	}
	return d.comps[0].id == 'R' && d.comps[1].id == 'G' && d.comps[2].id == 'B'
}

func grey(out, y []uint8) {
	y = y[:len(out)/4]
	for i, v := range y {
		binary.LittleEndian.PutUint32(out[4*i:], 0xff000000|0x010101*uint32(v))
	}
}

func opaque(out []uint8) {
	for i := 3; i < len(out); i += 4 {
		out[i] = 255
	}
}

// spread writes a component's row to every fourth byte of out.
func (c *component) spread(out, p []uint8, width int) {
	if len(c.xmap) == 0 {
		for x, v := range p[:width] {
			out[4*x] = v
		}
		return
	}
	for x, from := range c.xmap[:width] {
		out[4*x] = p[from]
	}
}

// inks turns a row of CMYK or YCCK into pixels. Adobe stores inks inverted, and
// YCCK is made of red, green and blue that are the complements of what is stored.
func (d *decoder) inks(out []uint8, p [4][]uint8, width int) {
	ycck := d.adobe && d.adobeTransform != 0
	if ycck {
		d.ycc(out, p[0], p[1], p[2], width)
	} else {
		for i := range p[:3] {
			d.comps[i].spread(out[i:], p[i], width)
		}
	}
	d.comps[3].spread(out[3:], p[3], width)
	for i := 0; i+4 <= len(out); i += 4 {
		o := out[i : i+4 : i+4]
		k := uint32(o[3])
		if !d.adobe {
			k = 255 - k
		}
		if !d.adobe || ycck {
			o[0], o[1], o[2] = 255-o[0], 255-o[1], 255-o[2]
		}
		if d.keepInks {
			o[0], o[1], o[2], o[3] = 255-o[0], 255-o[1], 255-o[2], uint8(255-k)
			continue
		}
		o[0] = uint8(uint32(o[0]) * k / 255)
		o[1] = uint8(uint32(o[1]) * k / 255)
		o[2] = uint8(uint32(o[2]) * k / 255)
		o[3] = 255
	}
}

// ycc turns a row of YCbCr into pixels (ITU-T T.871, in fixed point with 16 bits
// after the point, as image/color does).
func (d *decoder) ycc(out, y, cb, cr []uint8, width int) {
	c := d.comps
	one := len(c[0].xmap) == 0
	switch {
	case one && len(c[1].xmap) == 0 && len(c[2].xmap) == 0:
		y, cb, cr = y[:width], cb[:width], cr[:width]
		for x, v := range y {
			u, w := int32(cb[x])-128, int32(cr[x])-128
			put(out[4*x:], int32(v)*0x10101, 91881*w, -22554*u-46802*w, 116130*u)
		}
	case one && c[1].halved(d) && c[2].halved(d):
		half := width / 2
		for x := range half {
			u, w := int32(cb[x])-128, int32(cr[x])-128
			r, g, b := 91881*w, -22554*u-46802*w, 116130*u
			put(out[8*x:], int32(y[2*x])*0x10101, r, g, b)
			put(out[8*x+4:], int32(y[2*x+1])*0x10101, r, g, b)
		}
		if x := width - 1; width%2 == 1 {
			u, w := int32(cb[half])-128, int32(cr[half])-128
			put(out[4*x:], int32(y[x])*0x10101, 91881*w, -22554*u-46802*w, 116130*u)
		}
	default:
		at := func(i int, p []uint8, x int) int32 {
			if m := c[i].xmap; len(m) > 0 {
				return int32(p[m[x]])
			}
			return int32(p[x])
		}
		for x := range width {
			u, w := at(1, cb, x)-128, at(2, cr, x)-128
			put(out[4*x:], at(0, y, x)*0x10101, 91881*w, -22554*u-46802*w, 116130*u)
		}
	}
}

// halved tells whether the component's plane is half as wide as the picture.
func (c *component) halved(d *decoder) bool { return 2*c.h*c.bw == d.hmax*d.k }

// put writes one pixel from luma and what chroma adds to red, green and blue.
func put(out []uint8, y, r, g, b int32) {
	binary.LittleEndian.PutUint32(out, 0xff000000|level(y+b)<<16|level(y+g)<<8|level(y+r))
}

// level limits a colour with 16 bits after the point to 0 to 255.
func level(v int32) uint32 {
	if uint32(v)&0xff000000 != 0 {
		return uint32(^(v >> 31)) & 0xff
	}
	return uint32(v) >> 16
}
