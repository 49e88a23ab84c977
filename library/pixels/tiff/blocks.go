package tiff

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"math/bits"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/image/ccitt"
	"golang.org/x/image/tiff/lzw"

	"culler/library/pixels/jpegscale"
)

// What tagCompression says.
const (
	compressNone       = 1
	compressG4         = 4
	compressLZW        = 5
	compressOldJPEG    = 6
	compressJPEG       = 7
	compressDeflate    = 8
	compressOldDeflate = 32946
	compressPackBits   = 32773
	compressZstd       = 50000
)

// otherNames are ways to compress that are not known here.
var otherNames = map[int]string{
	2: "a fax code", 3: "a fax code", 9: "JBIG", 10: "JBIG", 32809: "ThunderScan", 34661: "JBIG", 34676: "SGI LogLuv", 34677: "SGI LogLuv",
	33003: "JPEG 2000", 33004: "JPEG 2000", 33005: "JPEG 2000", 34712: "JPEG 2000", 34887: "LERC", 34892: "lossy JPEG", 34925: "LZMA",
	50001: "WebP", 50002: "JPEG XL", 52546: "JPEG XL",
}

// compressed tells whether the way the file is compressed is known, and its
// name if not.
func (f *File) compressed() (string, bool) {
	switch f.compression {
	case compressNone, compressLZW, compressOldJPEG, compressJPEG, compressDeflate, compressOldDeflate, compressPackBits, compressZstd:
		return "", true
	case compressG4:
		return "a fax code", f.bits == 1
	}
	if name := otherNames[f.compression]; name != "" {
		return name, false
	}
	return fmt.Sprintf("method %d", f.compression), false
}

var errShort = errors.New("a part is missing")

// block returns the bytes of a strip or tile of h rows, decompressed, with all
// bits in their places; err where not all are there.
func (f *File) block(n, h int) ([]byte, error) {
	want := f.rowBytes() * int64(f.rows(h))
	out := make([]byte, want)
	packed := f.packed(n, want)
	if f.number(f.dir, tagFillOrder, 1) == 2 && f.compression != compressG4 {
		packed = bytes.Clone(packed)
		for i, v := range packed {
			packed[i] = bits.Reverse8(v)
		}
	}
	var err error
	var r io.Reader = bytes.NewReader(packed)
	switch f.compression {
	case compressLZW:
		if len(packed) > 1 && packed[0] == 0 && packed[1]&1 == 1 {
			return out, fmt.Errorf("%w: it is compressed by an early form of LZW", ErrUnsupported)
		}
		z := lzw.NewReader(r, lzw.MSB, 8)
		defer z.Close()
		r = z
	case compressDeflate, compressOldDeflate:
		z, e := zlib.NewReader(r)
		if e != nil {
			return out, e
		}
		defer z.Close()
		r = z
	case compressPackBits:
		r = bytes.NewReader(unpackBits(packed, want))
	case compressZstd:
		z, e := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(32<<20))
		if e != nil {
			return out, e
		}
		defer z.Close()
		r = z
	case compressG4:
		order := ccitt.MSB
		if f.number(f.dir, tagFillOrder, 1) == 2 {
			order = ccitt.LSB
		}
		r = ccitt.NewReader(r, order, ccitt.Group4, f.blockW, h, &ccitt.Options{Invert: true})
	}
	got, err := io.ReadFull(r, out)
	clear(out[got:])
	switch {
	case got == 0:
		err = errNothing
	case err != nil:
		err = errShort
	}
	f.unpredict(out)
	return out, err
}

// packed reads the bytes of a block as they are in the file. Without compression
// they are want.
func (f *File) packed(n int, want int64) []byte {
	if n >= len(f.offsets) {
		return nil
	}
	size := uint64(f.size)
	if n < len(f.counts) {
		size = f.counts[n]
	}
	if f.compression == compressNone {
		size = uint64(want)
	}
	return f.part(f.offsets[n], min(size, uint64(f.size)))
}

// unpackBits undoes Apple's PackBits, up to most bytes.
func unpackBits(b []byte, most int64) (out []byte) {
	for len(b) >= 2 && int64(len(out)) < most {
		n := int(int8(b[0]))
		switch {
		case n >= 0:
			out = append(out, b[1:min(n+2, len(b))]...)
			b = b[min(n+2, len(b)):]
		case n == -128:
			b = b[1:]
		default:
			out = append(out, bytes.Repeat(b[1:2], 1-n)...)
			b = b[2:]
		}
	}
	return out
}

// unpredict adds to every sample the one to its left, where the file holds
// their differences.
func (f *File) unpredict(b []byte) {
	if f.predictor < 2 || f.compression == compressNone || f.compression == compressPackBits {
		return
	}
	row, n := int(f.rowBytes()), f.inBlock()
	for ; len(b) >= row && row > 0; b = b[row:] {
		if f.predictor == 3 {
			f.unpredictFloats(b[:row], n)
			continue
		}
		size := f.bits / 8
		switch f.bits {
		case 8:
			for i := n; i < row; i++ {
				b[i] += b[i-n]
			}
		case 16:
			for i := n * size; i+size <= row; i += size {
				f.order.PutUint16(b[i:], f.order.Uint16(b[i:])+f.order.Uint16(b[i-n*size:]))
			}
		case 32:
			for i := n * size; i+size <= row; i += size {
				f.order.PutUint32(b[i:], f.order.Uint32(b[i:])+f.order.Uint32(b[i-n*size:]))
			}
		case 64:
			for i := n * size; i+size <= row; i += size {
				f.order.PutUint64(b[i:], f.order.Uint64(b[i:])+f.order.Uint64(b[i-n*size:]))
			}
		}
	}
}

// unpredictFloats undoes the predictor of Adobe's third technical note: the
// highest bytes of all samples come first, then the next ones.
func (f *File) unpredictFloats(row []byte, n int) {
	for i := n; i < len(row); i++ {
		row[i] += row[i-n]
	}
	size := f.bits / 8
	count := len(row) / size
	planes := bytes.Clone(row)
	for i := range count {
		for k := range size {
			at := k
			if f.order.Uint16([]byte{1, 0}) == 1 { // the lowest byte first
				at = size - 1 - k
			}
			row[i*size+at] = planes[k*count+i]
		}
	}
}

// jpegBlock decodes a block that is a JPEG, whose tables may be kept apart, into
// four bytes a pixel, so many to a line and so many lines.
func (f *File) jpegBlock(ctx context.Context, n int) ([]byte, int, int, error) {
	data := f.packed(n, 0)
	if tables := f.bytes(f.dir[tagJPEGTables]); len(tables) > 4 && len(data) > 2 {
		data = append(bytes.Clone(tables[:len(tables)-2]), data[2:]...)
	}
	raw := f.photometric != yCbCr
	if f.compression == compressOldJPEG {
		// Files of one whole JPEG were common; others were never defined well.
		data, raw = f.part(f.number(f.dir, tagOldJPEG, 0), f.number(f.dir, tagOldJPEGLength, uint64(f.size))), false
		if !bytes.HasPrefix(data, []byte{0xff, 0xd8}) || f.across*f.down > 1 && len(f.offsets) > 1 {
			return nil, 0, 0, fmt.Errorf("%w: it holds JPEG parts of the withdrawn kind", ErrUnsupported)
		}
	}
	img, warning, err := jpegscale.Decode(ctx, bytes.NewReader(data), int64(len(data)), jpegscale.Options{
		MaxPixels: 4*int64(f.blockW)*int64(f.blockH) + 1<<16, Raw: raw,
	})
	switch {
	case errors.Is(err, jpegscale.ErrUnsupported):
		return nil, 0, 0, fmt.Errorf("%w: %w", ErrUnsupported, err)
	case err != nil:
		return nil, 0, 0, err
	case warning != "":
		err = errShort
	}
	return img.Pix, img.Rect.Dx(), img.Rect.Dy(), err
}
