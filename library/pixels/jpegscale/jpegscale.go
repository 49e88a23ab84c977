// Package jpegscale decodes JPEG files at 1/1, 1/2, 1/4 or 1/8 of their size,
// for a fraction of the work: of every block of 8 by 8 pixels only the lowest
// 8, 4, 2 or 1 frequencies of each direction are turned into pixels.
//
// It reads baseline, extended sequential and progressive files with Huffman
// coding and 8 bits a sample (ITU-T T.81), in grey, YCbCr, RGB, CMYK and YCCK, at
// every sampling. A picture that ends early or is damaged is delivered as far as
// it goes, with a warning.
package jpegscale

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"sync"

	"culler/library/pixels/detail"
	"culler/library/pixels/memory"
)

// What can be wrong with a file. Errors wrap one of them.
var (
	ErrDamaged     = errors.New("the JPEG is damaged")
	ErrUnsupported = errors.New("this kind of JPEG cannot be shown")
	ErrTooLarge    = errors.New("the JPEG is too large")
)

// Header is what a JPEG says about its picture.
type Header struct {
	Width, Height int // pixels
	Components    int // 1 grey, 3 colour, 4 inks
	Progressive   bool
}

// Options tell how to decode. The zero Options decode at full size without
// limits.
type Options struct {
	Scale     int                     // 1, 2, 4 or 8: the picture becomes so many times smaller; 0 means 1
	MaxPixels int64                   // most pixels that the file may declare; 0 for no limit
	MaxBytes  int64                   // most memory to ask for; 0 for no limit
	Buffer    []uint8                 // memory for the picture, used if it is large enough
	Readers   int                     // goroutines that may read the file at once; 0 means 1
	Reserve   func(bytes int64) error // asked once it is known what memory decoding takes; its error ends it
	Top       int                     // rows of the original from the top that are wanted at least, where reading fewer is cheaper; 0 for all
	// Detail, if not nil, becomes the detail of the picture at its full size,
	// whatever the scale; of a picture without luma, such as one of four inks,
	// it is left without tiles. The file is then read by one alone.
	Detail *detail.Map
	Inks   bool // four components become amounts of cyan, magenta, yellow and black, 255 for all, in the place of red to alpha
	Raw    bool // leave three or four components as they are: what they mean is told elsewhere

	// For tests; 0 means the constant of that name.
	window, readerBytes int
}

// Size is the size of a picture of width by height pixels decoded at 1/scale:
// partial pixels count.
func Size(width, height, scale int) (int, int) {
	return (width + scale - 1) / scale, (height + scale - 1) / scale
}

// ReadHeader reads up to the frame header of a file of size bytes.
func ReadHeader(file io.ReaderAt, size int64) (Header, error) {
	d := decoders.Get().(*decoder)
	defer d.release()
	d.reset(1)
	d.open(file, size, 0, window)
	if err := d.toFrame(); err != nil {
		return Header{}, cmp.Or(d.err, err)
	}
	return Header{d.width, d.height, len(d.comps), d.progressive}, nil
}

// Decode decodes a JPEG of size bytes. What is wrong with the picture that it returns is in
// warning, as a sentence; it is "" where nothing is. Decode looks at ctx between
// rows of blocks. With more readers than one, the file is read at several places at
// once.
func Decode(ctx context.Context, file io.ReaderAt, size int64, o Options) (img *image.RGBA, warning string, err error) {
	switch o.Scale {
	case 0:
		o.Scale = 1
	case 1, 2, 4, 8:
	default:
		return nil, "", fmt.Errorf("decode a JPEG at 1/%d: only 1/1, 1/2, 1/4 and 1/8 are possible", o.Scale)
	}
	d := decoders.Get().(*decoder)
	defer d.release()
	d.reset(8 / o.Scale)
	d.window = cmp.Or(o.window, window)
	d.open(file, size, 0, d.window)
	if err := d.toFrame(); err != nil {
		return nil, "", cmp.Or(d.err, err)
	}
	d.raw = o.Raw
	if err := d.allocate(o); err != nil {
		return nil, "", err
	}
	d.top, d.keepInks = o.Top, o.Inks
	d.readers, d.readerBytes = max(1, o.Readers), cmp.Or(o.readerBytes, readerBytes)
	if d.measured != nil {
		d.readers = 1
	}
	if err := d.scans(ctx); err != nil || d.err != nil {
		return nil, "", cmp.Or(d.err, err)
	}
	return d.img, d.warning, nil
}

// measure prepares for the detail of the picture.
func (d *decoder) measure(m *detail.Map) {
	*m = detail.Map{Tiles: m.Tiles[:0]}
	c := &d.comps[0]
	if len(d.comps) == 4 || len(d.comps) == 3 && d.isRGB() || c.h != d.hmax || c.v != d.vmax {
		return
	}
	m.Reset(d.width, d.height)
	d.measured, d.luma = m, c
}

// The sentences of warnings.
const (
	warnShort   = "The file ends early: a part of the picture is missing."
	warnDamaged = "The file is damaged: a part of the picture may be wrong."
	warnScans   = "The file has too many scans: the last ones were left out."
)

// maxScans is how many scans of a progressive file are read. Encoders write
// about ten; each one costs a walk over all blocks.
const maxScans = 100

// decoder is the state of one decoding. Decoders are reused.
type decoder struct {
	reader

	// Its tables.
	quant    [4][64]int32 // in zigzag order
	dc, ac   [4]huffman
	interval int // blocks or MCUs between restart markers; 0 for none

	// Its frame.
	width, height  int
	progressive    bool
	comps          []component
	hmax, vmax     int // largest sampling factors
	mcusX, mcusY   int
	jfif, adobe    bool
	adobeTransform byte

	window, readers, readerBytes int
	spare                        int64 // bytes that readers may keep
	eobRun                       int   // blocks of a progressive scan that have no more coefficients

	// The picture.
	k        int // pixels that a block of the largest sampling becomes, each way
	img      *image.RGBA
	strip    bool // planes hold one row of MCUs
	warning  string
	raw      bool // components stay as they are
	keepInks bool // inks stay inks
	top      int  // rows that are wanted; 0 for all

	measured *detail.Map // nil for none
	luma     *component  // whose detail it is

	compStore [4]component
}

// component is one of the picture's colours.
type component struct {
	id     byte
	h, v   int // sampling factors
	tq     int // number of the quantization table
	dc, ac *huffman
	pred   int32 // the last DC value

	bw, bh int // pixels that a block becomes
	last   int // the last coefficient, in zigzag order, that these need
	quant  [64]int32
	latch  bool // quant is set

	blocksX, blocksY int // of the picture, without padding
	perRow           int // blocks in a row, with padding
	stride           int
	pix              []uint8
	pixStore         []uint8

	coefs     []int16  // of progressive files: last+1 of each block
	nonzero   []uint64 // which coefficients of each block are not zero, for those not kept
	coefStore []int16
	nzStore   []uint64

	seen bool
	xmap []int32 // column of the picture to column of the plane; nil where they are equal
}

var decoders = sync.Pool{New: func() any { return new(decoder) }}

func (d *decoder) reset(k int) {
	d.k = k
	for i := range d.dc {
		d.dc[i].defined, d.ac[i].defined = false, false
	}
	d.quant = [4][64]int32{}
	d.interval = 0
	d.width, d.height, d.progressive = 0, 0, false
	d.comps = nil
	d.jfif, d.adobe, d.adobeTransform = false, false, 0
	d.clearBits()
	d.img, d.warning = nil, ""
	d.measured, d.luma, d.reader.detail = nil, nil, nil
}

func (d *decoder) release() {
	d.close()
	d.img, d.measured, d.reader.detail = nil, nil, nil
	decoders.Put(d)
}

func (d *decoder) warn(sentence string) {
	if d.warning == "" {
		d.warning = sentence
	}
}

// allocate lays out the planes and makes the picture, after checking what that
// takes.
func (d *decoder) allocate(o Options) error {
	pixels := int64(d.width) * int64(d.height)
	if o.MaxPixels > 0 && pixels > o.MaxPixels {
		return fmt.Errorf("%w: it declares %d by %d pixels", ErrTooLarge, d.width, d.height)
	}
	d.hmax, d.vmax = 1, 1
	for i := range d.comps {
		d.hmax, d.vmax = max(d.hmax, d.comps[i].h), max(d.vmax, d.comps[i].v)
	}
	if o.Detail != nil {
		d.measure(o.Detail)
	}
	d.mcusX = (d.width + 8*d.hmax - 1) / (8 * d.hmax)
	d.mcusY = (d.height + 8*d.vmax - 1) / (8 * d.vmax)
	d.strip = d.progressive || d.oneScan()
	w, h := Size(d.width, d.height, o.Scale)
	need := memory.Cost(4 * int64(w) * int64(h))
	var blocks int64
	for i := range d.comps {
		c := &d.comps[i]
		c.layout(d)
		if d.progressive && d.measured != nil && c == d.luma {
			c.last = 63
		}
		rows := d.mcusY
		blocks += int64(c.perRow) * int64(c.v) * int64(d.mcusY)
		if d.progressive {
			n := int64(c.perRow) * int64(c.v) * int64(d.mcusY)
			need += memory.Cost(2 * n * int64(c.last+1))
			if c.last > 0 && c.last < 63 {
				need += memory.Cost(8 * n)
			}
		}
		if d.strip {
			rows = 1
		}
		need += memory.Cost(int64(c.stride) * int64(rows*c.v*c.bh))
	}
	if o.MaxBytes > 0 && need > o.MaxBytes {
		return fmt.Errorf("%w: decoding %d by %d pixels takes %d MB", ErrTooLarge, d.width, d.height, need>>20)
	}
	d.spare = math.MaxInt64
	if o.MaxBytes > 0 {
		d.spare = o.MaxBytes - need
	}
	// A block takes a bit at least. A file that is cut off is worth a look
	// while a sixteenth is there.
	if blocks > 16*8*d.size {
		return fmt.Errorf("%w: it declares %d by %d pixels but holds only %d bytes", ErrDamaged, d.width, d.height, d.size)
	}
	if o.Reserve != nil {
		if err := o.Reserve(need); err != nil {
			return err
		}
	}
	for i := range d.comps {
		d.comps[i].allocate(d)
	}
	d.img = &image.RGBA{Stride: 4 * w, Rect: image.Rect(0, 0, w, h)}
	if n := 4 * w * h; cap(o.Buffer) >= n {
		d.img.Pix = o.Buffer[:n]
	} else {
		d.img.Pix = memory.Fresh[uint8](n)
	}
	return nil
}

// layout sets what a block of the component becomes: as many pixels as bring it
// to the size of the component with the largest sampling, up to all 8.
func (c *component) layout(d *decoder) {
	c.bw, c.bh = d.k, d.k
	for r := d.hmax / c.h; r > 1 && r%2 == 0 && d.hmax%c.h == 0 && c.bw < 8; r /= 2 {
		c.bw *= 2
	}
	for r := d.vmax / c.v; r > 1 && r%2 == 0 && d.vmax%c.v == 0 && c.bh < 8; r /= 2 {
		c.bh *= 2
	}
	c.last = 0
	for z, at := range zigzag[:64] {
		if int(at&7) < c.bw && int(at>>3) < c.bh {
			c.last = z
		}
	}
	c.perRow = d.mcusX * c.h
	c.stride = c.perRow * c.bw
	c.blocksX = ((d.width*c.h+d.hmax-1)/d.hmax + 7) / 8
	c.blocksY = ((d.height*c.v+d.vmax-1)/d.vmax + 7) / 8
}

func (c *component) allocate(d *decoder) {
	rows := d.mcusY
	if d.strip {
		rows = 1
	}
	c.pixStore = atLeast(c.pixStore, c.stride*rows*c.v*c.bh)
	c.pix = c.pixStore
	if !d.strip {
		fill(c.pix, 128)
	}
	c.coefs, c.nonzero = nil, nil
	if d.progressive {
		n := c.perRow * c.v * d.mcusY
		c.coefStore = atLeast(c.coefStore, n*(c.last+1))
		c.coefs = c.coefStore
		clear(c.coefs)
		if c.last > 0 && c.last < 63 {
			c.nzStore = atLeast(c.nzStore, n)
			c.nonzero = c.nzStore
			clear(c.nonzero)
		}
	}
	c.xmap = xmap(c.xmap[:0], d.img0(), c.h*c.bw, d.hmax*d.k)
}

// img0 is the width of the picture.
func (d *decoder) img0() int { return (d.width*d.k + 7) / 8 }

// xmap appends, for each of n columns, the column of a plane that is num/den as
// wide; nothing if they are the same.
func xmap(to []int32, n, num, den int) []int32 {
	if num == den {
		return to
	}
	for x := range n {
		to = append(to, int32(x*num/den))
	}
	return to
}

func atLeast[T any](s []T, n int) []T {
	if cap(s) < n {
		return memory.Fresh[T](n)
	}
	return s[:n]
}

func fill(s []uint8, v uint8) {
	if len(s) == 0 {
		return
	}
	s[0] = v
	for i := 1; i < len(s); i *= 2 {
		copy(s[i:], s[:i])
	}
}
