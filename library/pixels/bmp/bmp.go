// Package bmp decodes BMP pictures of Windows and OS/2: of 1 to 32 bits a pixel,
// from the top or the bottom, with masks, with alpha, and run-length encoded.
package bmp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"math/bits"
)

// What can be wrong with a file. Errors wrap one of them.
var (
	ErrDamaged     = errors.New("the BMP file is damaged")
	ErrUnsupported = errors.New("Culler cannot read this kind of BMP")
)

// What a head says of the compression; 3 and 4 have other meanings in OS/2.
const (
	plain     = 0
	rle8      = 1
	rle4      = 2
	masks     = 3
	masks4    = 6
	os2Rle24  = -4
	os2Fax    = -3
	fileHead  = 14
	os2Head   = 12
	maxLength = 1 << 16
)

// head is what a file says of its picture.
type head struct {
	w, h    int
	topDown bool
	depth   int // bits a pixel
	how     int
	masks   [4]uint32 // red, green, blue, alpha
	palette [][3]uint8
	pixels  int // offset
}

// Size reads the width and height of a file's picture.
func Size(file []byte) (w, h int, err error) {
	d, err := readHead(file)
	if err != nil {
		return 0, 0, err
	}
	return d.w, d.h, nil
}

func readHead(file []byte) (*head, error) {
	le := binary.LittleEndian
	damaged := fmt.Errorf("%w: its head is wrong", ErrDamaged)
	if len(file) < fileHead+os2Head || string(file[:2]) != "BM" {
		return nil, damaged
	}
	d := &head{pixels: int(le.Uint32(file[10:]))}
	b := file[fileHead:]
	size := int(le.Uint32(b))
	if size < os2Head || size > 1024 || size > len(b) || size > os2Head && size < 16 {
		return nil, damaged
	}
	long := make([]byte, 128) // what a short head lacks is zero
	copy(long, b[:min(size, 128)])
	each, colours := 4, 0
	if size == os2Head {
		d.w, d.h, d.depth, each = int(le.Uint16(long[4:])), int(le.Uint16(long[6:])), int(le.Uint16(long[10:])), 3
	} else {
		d.w, d.h, d.depth = int(int32(le.Uint32(long[4:]))), int(int32(le.Uint32(long[8:]))), int(le.Uint16(long[14:]))
		d.how, colours = int(le.Uint32(long[16:])), int(le.Uint32(long[32:]))
	}
	if d.topDown = d.h < 0; d.topDown {
		d.h = -d.h
	}
	if d.w <= 0 || d.h <= 0 || d.w > maxLength || d.h > maxLength {
		return nil, fmt.Errorf("%w: it declares %d by %d pixels", ErrDamaged, d.w, d.h)
	}
	if (size == 16 || size == 64) && (d.how == 3 || d.how == 4) { // of OS/2
		d.how = -d.how
	}
	after := size
	if (d.how == masks || d.how == masks4) && size >= 40 {
		n := 3
		if d.how == masks4 || size >= 56 {
			n = 4
		}
		if size < 52 { // they follow the head
			after += 4 * n
		}
		if len(b) < 40+4*n {
			return nil, damaged
		}
		for i := range n {
			d.masks[i] = le.Uint32(b[40+4*i:])
		}
		d.how = masks
	} else if d.depth == 16 {
		d.masks = [4]uint32{0x7c00, 0x3e0, 0x1f, 0}
	} else {
		d.masks = [4]uint32{0xff0000, 0xff00, 0xff, 0}
	}
	if d.depth <= 8 {
		if colours <= 0 || colours > 1<<d.depth {
			colours = 1 << d.depth
		}
		end := min(after+each*colours, len(b), max(d.pixels-fileHead, after))
		for p := b[min(after, end):end]; len(p) >= each; p = p[each:] {
			d.palette = append(d.palette, [3]uint8{p[2], p[1], p[0]})
		}
		after += each * colours
	}
	if d.pixels < fileHead+size || d.pixels > len(file) {
		d.pixels = min(fileHead+after, len(file))
	}
	return d, d.known()
}

// known tells whether the file's kind is one that is decoded.
func (d *head) known() error {
	ok := false
	switch d.how {
	case plain:
		ok = d.depth == 1 || d.depth == 2 || d.depth == 4 || d.depth == 8 || d.depth == 16 || d.depth == 24 || d.depth == 32
	case rle8:
		ok = d.depth == 8
	case rle4:
		ok = d.depth == 4
	case os2Rle24:
		ok = d.depth == 24
	case masks:
		ok = d.depth == 16 || d.depth == 32
	case os2Fax:
		return fmt.Errorf("%w: it is compressed by a fax code", ErrUnsupported)
	case 4, 5:
		return fmt.Errorf("%w: it holds a picture for a printer", ErrUnsupported)
	}
	if !ok {
		return fmt.Errorf("%w: it has %d bits a pixel, compressed by method %d", ErrUnsupported, d.depth, d.how)
	}
	return nil
}

// Decode decodes a file on white, where it is transparent. short tells that a part is
// missing.
func Decode(file []byte, pix []uint8) (img *image.RGBA, short bool, err error) {
	d, err := readHead(file)
	if err != nil {
		return nil, false, err
	}
	img = &image.RGBA{Pix: pix[:4*d.w*d.h], Stride: 4 * d.w, Rect: image.Rect(0, 0, d.w, d.h)}
	data := file[d.pixels:]
	if len(data) == 0 {
		return nil, false, fmt.Errorf("%w: its picture is missing", ErrDamaged)
	}
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	if d.how == rle8 || d.how == rle4 || d.how == os2Rle24 {
		return img, d.runs(img, data), nil
	}
	row := (d.w*d.depth + 31) / 32 * 4
	alpha := d.alphaUsed(data, row)
	for y := range d.h {
		if len(data) < (d.w*d.depth+7)/8 {
			short = true
			break
		}
		d.row(d.line(img, y), data, alpha)
		data = data[min(row, len(data)):]
	}
	return img, short, nil
}

// line is the y-th line of a file.
func (d *head) line(img *image.RGBA, y int) []uint8 {
	if !d.topDown {
		y = d.h - 1 - y
	}
	return img.Pix[y*img.Stride:][:img.Stride]
}

// alphaUsed tells whether a file with alpha uses it: in many it is 0 everywhere.
func (d *head) alphaUsed(data []byte, row int) bool {
	if d.masks[3] == 0 {
		return false
	}
	for at := 0; at+d.depth/8 <= min(len(data), row*d.h); at += d.depth / 8 {
		if d.pixel(data[at:])&d.masks[3] != 0 {
			return true
		}
	}
	return false
}

func (d *head) pixel(b []byte) uint32 {
	switch d.depth {
	case 16:
		return uint32(binary.LittleEndian.Uint16(b))
	case 24:
		return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
	}
	return binary.LittleEndian.Uint32(b)
}

func (d *head) row(to, row []uint8, alpha bool) {
	if d.depth <= 8 {
		for x := 0; 4*x < len(to); x++ {
			at := x * d.depth
			d.colour(to[4*x:], int(row[at/8]>>(8-d.depth-at%8))&(1<<d.depth-1))
		}
		return
	}
	for x := 0; 4*x < len(to); x++ {
		v, p := d.pixel(row[x*d.depth/8:]), to[4*x:4*x+4]
		for c, m := range d.masks[:3] {
			p[c] = level(v, m)
		}
		if !alpha {
			continue
		}
		a := uint32(level(v, d.masks[3]))
		for c := range p[:3] {
			p[c] = uint8((uint32(p[c])*a + 255*(255-a) + 127) / 255)
		}
	}
}

// level is what a mask takes of a pixel, from 0 to 255.
func level(v, mask uint32) uint8 {
	if mask == 0 {
		return 0
	}
	shift := bits.TrailingZeros32(mask)
	most := uint64(mask >> shift)
	return uint8((uint64(v&mask>>shift)*255 + most/2) / most)
}

func (d *head) colour(to []uint8, n int) {
	if n < len(d.palette) {
		copy(to[:3], d.palette[n][:])
		return
	}
	to[0], to[1], to[2] = 0, 0, 0
}

// runs decodes what is run-length encoded, and tells whether it ends early.
func (d *head) runs(img *image.RGBA, b []byte) (short bool) {
	x, y := 0, 0
	put := func(v []byte, k int) { // the k-th pixel of v
		if x < d.w && y < d.h {
			to := d.line(img, y)[4*x:]
			switch {
			case d.depth == 24:
				to[0], to[1], to[2] = v[3*k+2], v[3*k+1], v[3*k]
			case d.depth == 8:
				d.colour(to, int(v[k]))
			default:
				d.colour(to, int(v[k/2]>>(4-4*(k%2))&15))
			}
		}
		x++
	}
	one := max(d.depth/8, 1) // bytes of what is repeated
	for len(b) >= 2 {
		n := int(b[0])
		if n > 0 {
			if len(b) < 1+one {
				return true
			}
			for k := range n {
				if d.depth == 4 {
					k %= 2
				} else {
					k = 0
				}
				put(b[1:1+one], k)
			}
			b = b[1+one:]
			continue
		}
		switch n = int(b[1]); n {
		case 0:
			x, y = 0, y+1
		case 1:
			return false
		case 2:
			if len(b) < 4 {
				return true
			}
			x, y = x+int(b[2]), y+int(b[3])
			b = b[2:]
		default:
			size := (n*d.depth + 7) / 8
			if len(b) < 2+size {
				return true
			}
			for k := range n {
				put(b[2:2+size], k)
			}
			b = b[min(size+size&1, len(b)-2):]
		}
		b = b[2:]
	}
	return y < d.h-1
}
