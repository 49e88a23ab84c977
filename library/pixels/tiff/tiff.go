// Package tiff decodes TIFF pictures as scanners, laboratories and editors write
// them: TIFF and BigTIFF, in strips and tiles, interleaved and one plane a
// colour, of 1 to 64 bits a sample, with and without sign or as floating point;
// bilevel, grey, palettes, RGB, CMYK, YCbCr and Lab, with and without alpha
// (TIFF 6.0 of 1992, Adobe's technical notes of 1995, 2002 and 2005).
//
// Files are not trusted: nothing is asked for that the caller's limits or the
// file's size do not allow.
package tiff

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// What can be wrong with a file. Errors wrap one of them.
var (
	ErrDamaged     = errors.New("the TIFF file is damaged")
	ErrUnsupported = errors.New("Culler cannot read this kind of TIFF")
	// ErrRaw tells that the file holds what a sensor measured: it is a RAW file.
	ErrRaw = errors.New("the TIFF file holds RAW data")
)

// The tags that are read.
const (
	tagSubfileType   = 254
	tagWidth         = 256
	tagHeight        = 257
	tagBits          = 258
	tagCompression   = 259
	tagPhotometric   = 262
	tagFillOrder     = 266
	tagStripOffsets  = 273
	tagOrientation   = 274
	tagSamples       = 277
	tagRows          = 278
	tagStripCounts   = 279
	tagPlanar        = 284
	tagPredictor     = 317
	tagColorMap      = 320
	tagTileWidth     = 322
	tagTileLength    = 323
	tagTileOffsets   = 324
	tagTileCounts    = 325
	tagSubIFDs       = 330
	tagInkSet        = 332
	tagExtraSamples  = 338
	tagSampleFormat  = 339
	tagJPEGTables    = 347
	tagOldJPEG       = 513
	tagOldJPEGLength = 514
	tagCoefficients  = 529
	tagSubsampling   = 530
	tagBlackWhite    = 532
	tagICC           = 34675
)

// What tagPhotometric says.
const (
	whiteIsZero = 0
	blackIsZero = 1
	rgb         = 2
	palette     = 3
	mask        = 4
	separated   = 5
	yCbCr       = 6
	cieLab      = 8
	iccLab      = 9
	filterArray = 32803
	linearRaw   = 34892
)

// entry is one entry of a directory.
type entry struct {
	kind  uint16
	count uint64
	value []byte // that fits into the entry, or the offset
}

// directory is what the file says of one picture.
type directory map[uint16]entry

// reader reads a file's directories.
type reader struct {
	r     io.ReaderAt
	size  int64
	order binary.ByteOrder
	big   bool
}

var kindSizes = [...]uint64{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}

// Is tells whether a file begins like a TIFF or BigTIFF.
func Is(head []byte) bool {
	if len(head) < 4 {
		return false
	}
	switch string(head[:4]) {
	case "II*\x00", "MM\x00*", "II+\x00", "MM\x00+":
		return true
	}
	return false
}

// open reads a file's head and tells where its first directory is.
func open(r io.ReaderAt, size int64) (*reader, uint64, error) {
	head := make([]byte, 16)
	n, _ := r.ReadAt(head, 0)
	if n < 8 || !Is(head) {
		return nil, 0, fmt.Errorf("%w: it does not begin like one", ErrDamaged)
	}
	f := &reader{r: r, size: size, order: binary.LittleEndian}
	if head[0] == 'M' {
		f.order = binary.BigEndian
	}
	if f.big = f.order.Uint16(head[2:]) == 43; !f.big {
		return f, uint64(f.order.Uint32(head[4:])), nil
	}
	if n < 16 || f.order.Uint16(head[4:]) != 8 {
		return nil, 0, fmt.Errorf("%w: its head is wrong", ErrDamaged)
	}
	return f, f.order.Uint64(head[8:]), nil
}

// part reads n bytes; fewer where the file ends.
func (f *reader) part(at, n uint64) []byte {
	if at >= uint64(f.size) || n == 0 {
		return nil
	}
	b := make([]byte, min(n, uint64(f.size)-at))
	got, _ := f.r.ReadAt(b, int64(at))
	return b[:got]
}

// directory reads the directory at an offset and tells where the next one is,
// 0 for none.
func (f *reader) directory(at uint64) (d directory, next uint64, err error) {
	counted, each, inline := uint64(2), uint64(12), uint64(4)
	if f.big {
		counted, each, inline = 8, 20, 8
	}
	b := f.part(at, counted)
	if uint64(len(b)) < counted {
		return nil, 0, fmt.Errorf("%w: its list of tags is missing", ErrDamaged)
	}
	n := uint64(f.order.Uint16(b))
	if f.big {
		n = f.order.Uint64(b)
	}
	if n > math.MaxUint16 {
		return nil, 0, fmt.Errorf("%w: its list of tags is wrong", ErrDamaged)
	}
	b = f.part(at+counted, n*each+inline)
	d = make(directory)
	for ; n > 0 && uint64(len(b)) >= each; n-- {
		e := entry{kind: f.order.Uint16(b[2:]), value: b[each-inline : each]}
		if f.big {
			e.count = f.order.Uint64(b[4:])
		} else {
			e.count = uint64(f.order.Uint32(b[4:]))
		}
		if tag := f.order.Uint16(b); d[tag].value == nil {
			d[tag] = e
		}
		b = b[each:]
	}
	if n == 0 && uint64(len(b)) >= inline {
		next = f.offset(b)
	}
	return d, next, nil
}

func (f *reader) offset(b []byte) uint64 {
	if f.big {
		return f.order.Uint64(b)
	}
	return uint64(f.order.Uint32(b))
}

// bytes are the bytes of a tag's values; nil where the file lacks them.
func (f *reader) bytes(e entry) []byte {
	if int(e.kind) >= len(kindSizes) || kindSizes[e.kind] == 0 || e.count > uint64(f.size) {
		return nil
	}
	n := e.count * kindSizes[e.kind]
	if n <= uint64(len(e.value)) {
		return e.value[:n]
	}
	if n > uint64(f.size) {
		return nil
	}
	return f.part(f.offset(e.value), n)
}

// numbers are a tag's whole numbers.
func (f *reader) numbers(d directory, tag uint16) []uint64 {
	e := d[tag]
	b := f.bytes(e)
	var list []uint64
	for size := int(kindSizes[min(int(e.kind), len(kindSizes)-1)]); size > 0 && len(b) >= size; b = b[size:] {
		switch e.kind {
		case 1, 6, 7:
			list = append(list, uint64(b[0]))
		case 3, 8:
			list = append(list, uint64(f.order.Uint16(b)))
		case 4, 9, 13:
			list = append(list, uint64(f.order.Uint32(b)))
		case 16, 17, 18:
			list = append(list, f.order.Uint64(b))
		default:
			return nil
		}
	}
	return list
}

// number is a tag's first number, or what it is where the file does not say.
func (f *reader) number(d directory, tag uint16, otherwise uint64) uint64 {
	if list := f.numbers(d, tag); len(list) > 0 {
		return list[0]
	}
	return otherwise
}

// fractions are a tag's fractions; nil unless there are n.
func (f *reader) fractions(d directory, tag uint16, n int) []float64 {
	b := f.bytes(d[tag])
	if len(b) < 8*n || d[tag].kind != 5 {
		return nil
	}
	list := make([]float64, n)
	for i := range list {
		list[i] = float64(f.order.Uint32(b[8*i:])) / float64(max(f.order.Uint32(b[8*i+4:]), 1))
	}
	return list
}

// maxDirectories is how many directories are looked at for the file's picture.
const maxDirectories = 64

// picture finds the directory of the file's picture: the first that is neither a
// smaller copy nor a mask of another, or else the first of all.
func (f *reader) picture(at uint64) (first, d directory, err error) {
	type place struct {
		at  uint64
		sub bool
	}
	for todo, n := []place{{at, false}}, 0; len(todo) > 0 && n < maxDirectories; n++ {
		p := todo[0]
		todo = todo[1:]
		d, next, e := f.directory(p.at)
		if e != nil {
			if first == nil {
				return nil, nil, e
			}
			continue
		}
		if first == nil {
			first = d
		}
		const smaller, mask = 1, 4
		if f.number(d, tagSubfileType, 0)&(smaller|mask) == 0 && d[tagWidth].value != nil {
			return first, d, nil
		}
		if !p.sub {
			for _, at := range f.numbers(d, tagSubIFDs) {
				todo = append(todo, place{at, true})
			}
		}
		if next != 0 {
			todo = append(todo, place{next, p.sub})
		}
	}
	return first, first, nil
}
