package tiff

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"

	"culler/library/pixels/memory"
)

// Space tells what the bytes of a Picture mean.
type Space uint8

// The spaces.
const (
	RGB  Space = iota // red, green, blue, 255; on white where it was transparent
	CMYK              // inks, of which 255 is all
	Lab               // lightness of 0 to 255, a and b with 128 for grey, 255
)

// Picture is a decoded picture of four bytes a pixel.
type Picture struct {
	Pix   []uint8
	Rect  image.Rectangle
	Space Space
	Short bool // a part of it is missing
}

// Decode decodes the picture. What is damaged stays black; the error is for a
// file of which nothing could be decoded. ctx is looked at before each strip or
// tile.
func (f *File) Decode(ctx context.Context) (*Picture, error) {
	p := &Picture{Pix: memory.Fresh[uint8](4 * f.Width * f.Height), Rect: image.Rect(0, 0, f.Width, f.Height)}
	var first error
	good := 0
	for n := range f.across * f.down * f.planes() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		err := f.place(ctx, p.Pix, n)
		switch {
		case errors.Is(err, ErrUnsupported):
			return nil, err
		case err == nil:
			good++
		case first == nil:
			first = err
		}
	}
	if good == 0 && (errors.Is(first, errNothing) || f.across*f.down*f.planes() > 1) {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, first)
	}
	p.Short = first != nil
	p.Space = f.colour(p.Pix)
	return p, nil
}

var errNothing = errors.New("its picture is missing")

// place decodes a block into its place in the picture.
func (f *File) place(ctx context.Context, pix []uint8, n int) error {
	plane, at := n/(f.across*f.down), n%(f.across*f.down)
	x0, y0 := at%f.across*f.blockW, at/f.across*f.blockH
	if plane > 3 || plane >= f.colours+min(f.alpha, 1) {
		return nil // an extra sample
	}
	w, h := min(f.blockW, f.Width-x0), min(f.blockH, f.Height-y0)
	line := func(y int) []uint8 { return pix[4*((y0+y)*f.Width+x0):][:4*w] }
	if f.compression == compressJPEG || f.compression == compressOldJPEG {
		got, gw, gh, err := f.jpegBlock(ctx, n)
		if got == nil {
			return fmt.Errorf("%w: %w", errNothing, err)
		}
		for y := range min(h, gh) {
			from, to := got[4*gw*y:][:4*min(w, gw)], line(y)
			if !f.planar {
				copy(to, from)
				continue
			}
			for i := 0; i < len(from); i += 4 {
				to[i+plane] = from[i]
			}
		}
		return err
	}
	rows := f.blockH
	if f.dir[tagTileWidth].value == nil {
		rows = h // the last strip ends with the picture
	}
	b, err := f.block(n, rows)
	if errors.Is(err, ErrUnsupported) {
		return err
	}
	size := int(f.rowBytes())
	if f.subX*f.subY > 1 {
		for y := range h {
			f.spread(line(y), b[y/f.subY*size:][:size], y%f.subY)
		}
		return err
	}
	for y := range h {
		f.unpack(line(y), b[y*size:][:size], plane)
	}
	return err
}

// spread writes a line of pixels that share their Cb and Cr (TIFF 6.0, section 21).
func (f *File) spread(to, row []uint8, y int) {
	unit := f.subX*f.subY + 2
	for x := 0; 4*x < len(to); x++ {
		u := row[x/f.subX*unit:][:unit]
		to[4*x], to[4*x+1], to[4*x+2] = u[y*f.subX+x%f.subX], u[unit-2], u[unit-1]
	}
}

// unpack writes the samples of a line as bytes, from 0 to 255 or as numbers of a
// palette.
func (f *File) unpack(to, row []uint8, plane int) {
	n, keep := f.inBlock(), min(f.colours+min(f.alpha, 1), 4)
	if f.planar {
		keep = 1
	}
	level := f.level(row)
	for x := 0; 4*x < len(to); x++ {
		for s := range keep {
			channel := plane + s
			to[4*x+channel] = level(x*n+s, channel)
		}
	}
}

// level returns how to get a sample of a row as a byte. Samples with a sign are
// taken for such without, as libtiff does.
func (f *File) level(row []uint8) func(i, channel int) uint8 {
	lab := f.photometric == cieLab || f.photometric == iccLab
	switch {
	case f.bits == 8:
		return func(i, _ int) uint8 { return row[i] }
	case f.bits == 16 && lab:
		return func(i, channel int) uint8 {
			v := int(f.order.Uint16(row[2*i:]))
			switch {
			case channel > 0 && f.photometric == cieLab:
				return uint8(int8(min((int(int16(v))+128)>>8, 127)))
			case f.photometric == iccLab:
				return uint8(min((v+128)>>8, 255))
			}
			return uint8((v*255 + 32767) / 65535)
		}
	case f.format == float:
		return func(i, _ int) uint8 {
			if v := 255*f.float(row, i) + 0.5; v >= 1 { // false for no number
				return uint8(min(v, 255))
			}
			return 0
		}
	case f.bits == 16:
		return func(i, _ int) uint8 { return uint8((uint32(f.order.Uint16(row[2*i:]))*255 + 32767) / 65535) }
	}
	most := float64(uint64(math.MaxUint64) >> (64 - f.bits))
	return func(i, _ int) uint8 {
		v := f.whole(row, i)
		if f.photometric == palette {
			return uint8(v)
		}
		return uint8(float64(v)/most*255 + 0.5)
	}
}

// whole is a whole number of any number of bits.
func (f *File) whole(row []uint8, i int) (v uint64) {
	switch f.bits {
	case 8:
		return uint64(row[i])
	case 16:
		return uint64(f.order.Uint16(row[2*i:]))
	case 32:
		return uint64(f.order.Uint32(row[4*i:]))
	case 64:
		return f.order.Uint64(row[8*i:])
	}
	for k := i * f.bits; k < (i+1)*f.bits; k++ {
		v = v<<1 | uint64(row[k>>3]>>(7-k&7)&1)
	}
	return v
}

// float is a number with a floating point.
func (f *File) float(row []uint8, i int) float64 {
	// short makes one of fewer bits, with its exponent of so many bits.
	short := func(v uint32, fraction, exponent int) float64 {
		bias := 1<<(exponent-1) - 1
		e := int(v>>fraction) & (1<<exponent - 1)
		m := float64(v & (1<<fraction - 1))
		switch {
		case v>>(fraction+exponent) != 0:
			return 0 // below black
		case e == 1<<exponent-1:
			return math.Inf(1)
		case e == 0:
			return math.Ldexp(m, 1-bias-fraction)
		}
		return math.Ldexp(m+float64(uint32(1)<<fraction), e-bias-fraction)
	}
	switch f.bits {
	case 16:
		return short(uint32(f.order.Uint16(row[2*i:])), 10, 5)
	case 24:
		b := row[3*i:][:3]
		if f.order.Uint16([]byte{1, 0}) == 1 {
			return short(uint32(b[2])<<16|uint32(b[1])<<8|uint32(b[0]), 16, 7)
		}
		return short(uint32(b[0])<<16|uint32(b[1])<<8|uint32(b[2]), 16, 7)
	case 32:
		return float64(math.Float32frombits(f.order.Uint32(row[4*i:])))
	}
	return math.Float64frombits(f.order.Uint64(row[8*i:]))
}

// colour makes red, green and blue of the samples, in place, but of those that
// need a profile.
func (f *File) colour(pix []uint8) Space {
	jpeg := f.compression == compressJPEG || f.compression == compressOldJPEG
	switch f.photometric {
	case separated:
		return CMYK
	case cieLab, iccLab:
		for i := 0; i < len(pix); i += 4 {
			if pix[i+3] = 255; f.photometric == cieLab {
				pix[i+1], pix[i+2] = pix[i+1]^128, pix[i+2]^128
			}
		}
		return Lab
	case whiteIsZero, blackIsZero, mask:
		alpha := 0
		if f.alpha > 0 {
			alpha = 1
		}
		for i := 0; i < len(pix); i += 4 {
			v, a := pix[i], pix[i+alpha]
			if f.photometric == whiteIsZero {
				v = 255 - v
			}
			pix[i], pix[i+1], pix[i+2], pix[i+3] = v, v, v, a
		}
	case palette:
		f.look(pix)
	case yCbCr:
		if !jpeg {
			f.fromYCbCr(pix)
		}
	}
	f.onWhite(pix)
	return RGB
}

// onWhite draws the picture on white where it has alpha.
func (f *File) onWhite(pix []uint8) {
	for i := 0; i < len(pix); i += 4 {
		p := pix[i : i+4 : i+4]
		a := uint32(p[3])
		if p[3] = 255; f.alpha == 0 || f.photometric == palette || a == 255 {
			continue
		}
		for c, v := range p[:3] {
			if f.alpha == 2 {
				v = uint8((uint32(v)*a + 127) / 255)
			}
			p[c] = uint8(min(uint32(v)+255-a, 255))
		}
	}
}

// look replaces the numbers of a palette by its colours.
func (f *File) look(pix []uint8) {
	list := f.numbers(f.dir, tagColorMap)
	n := len(list) / 3
	shift := 0
	for _, v := range list {
		if v > 255 { // some programs write palettes of 8 bits
			shift = 8
		}
	}
	for i := 0; i < len(pix); i += 4 {
		if k := int(pix[i]); k < n {
			pix[i], pix[i+1], pix[i+2] = uint8(list[k]>>shift), uint8(list[n+k]>>shift), uint8(list[2*n+k]>>shift)
		}
	}
}

// fromYCbCr makes colours of lightness and differences (TIFF 6.0, section 21).
func (f *File) fromYCbCr(pix []uint8) {
	luma := f.fractions(f.dir, tagCoefficients, 3)
	if luma == nil || luma[1] == 0 {
		luma = []float64{0.299, 0.587, 0.114}
	}
	ends := f.fractions(f.dir, tagBlackWhite, 6)
	if ends == nil {
		ends = []float64{0, 255, 128, 255, 128, 255}
	}
	wide := func(v uint8, i int, full float64) float64 {
		if ends[2*i+1] == ends[2*i] {
			return float64(v)
		}
		return (float64(v) - ends[2*i]) * full / (ends[2*i+1] - ends[2*i])
	}
	level := func(v float64) uint8 { return uint8(min(max(v+0.5, 0), 255)) }
	for i := 0; i < len(pix); i += 4 {
		y, cb, cr := wide(pix[i], 0, 255), wide(pix[i+1], 1, 127), wide(pix[i+2], 2, 127)
		r, b := cr*(2-2*luma[0])+y, cb*(2-2*luma[2])+y
		pix[i], pix[i+1], pix[i+2] = level(r), level((y-luma[2]*b-luma[0]*r)/luma[1]), level(b)
	}
}
