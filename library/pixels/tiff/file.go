package tiff

import (
	"fmt"
	"io"

	"culler/library/pixels/memory"
)

// File is a TIFF file of which nothing but the head was read.
type File struct {
	Width, Height int    // pixels
	Orientation   int    // as in EXIF, 1 to 8; 0 where the file says none
	ICC           []byte // the colour profile; nil where there is none
	Reduced       bool   // it holds nothing but a smaller copy of a picture

	reader
	dir         directory
	bits        int // of a sample
	samples     int // of a pixel
	colours     int // of them that are not extra samples
	format      int // of a sample: unsigned, signed, float
	photometric int
	compression int
	predictor   int
	alpha       int  // what the first extra sample is: 0 nothing, 1 alpha that the colours were multiplied with, 2 alpha
	planar      bool // one plane a sample
	subX, subY  int  // so many pixels share one Cb and one Cr, where these are not compressed as JPEG

	blockW, blockH int // of a strip or tile
	across, down   int // blocks
	offsets        []uint64
	counts         []uint64
}

// What tagSampleFormat says.
const (
	unsigned = 1
	signed   = 2
	float    = 3
)

// Open reads what a file of size bytes says of its picture. It refuses what
// Decode cannot decode.
func Open(r io.ReaderAt, size int64) (*File, error) {
	rd, at, err := open(r, size)
	if err != nil {
		return nil, err
	}
	f := &File{reader: *rd}
	first, d, err := f.picture(at)
	if err != nil {
		return nil, err
	}
	f.dir = d
	f.Reduced = f.number(d, tagSubfileType, 0)&1 != 0
	w, h := f.number(d, tagWidth, 0), f.number(d, tagHeight, 0)
	if w == 0 || h == 0 || w > maxEdge || h > maxEdge {
		return nil, fmt.Errorf("%w: it declares %d by %d pixels", ErrDamaged, w, h)
	}
	f.Width, f.Height = int(w), int(h)
	if f.Orientation = int(f.number(d, tagOrientation, 0)); f.Orientation == 0 {
		f.Orientation = int(f.number(first, tagOrientation, 0))
	}
	const most = 4 << 20 // bytes of a profile
	if e := d[tagICC]; e.count < most {
		f.ICC = f.bytes(e)
	}
	if err := f.readSamples(); err != nil {
		return nil, err
	}
	return f, f.readBlocks()
}

// maxEdge is the longest edge that is taken: no picture of that width has a
// height that is shown.
const maxEdge = 1 << 28

// readSamples reads what a pixel is made of.
func (f *File) readSamples() error {
	no := func(what string, v ...any) error {
		return fmt.Errorf("%w: it %s", ErrUnsupported, fmt.Sprintf(what, v...))
	}
	d := f.dir
	f.compression = int(f.number(d, tagCompression, 1))
	f.samples = int(min(f.number(d, tagSamples, 1), 1<<16))
	f.predictor = int(f.number(d, tagPredictor, 1))
	f.planar = f.number(d, tagPlanar, 1) == 2 && f.samples > 1
	otherwise := uint64(blackIsZero)
	if f.samples >= 3 {
		otherwise = rgb
	}
	f.photometric = int(f.number(d, tagPhotometric, otherwise))
	var bitsSame, formatSame bool
	f.bits, bitsSame = f.same(tagBits, 1)
	f.format, formatSame = f.same(tagSampleFormat, unsigned)
	if f.format == 4 { // "undefined"
		f.format = unsigned
	}
	switch f.photometric {
	case whiteIsZero, blackIsZero, mask, palette:
		f.colours = 1
	case rgb, cieLab, iccLab, yCbCr:
		f.colours = 3
	case separated:
		if f.colours = 4; f.number(d, tagInkSet, 1) != 1 {
			return no("has other inks than cyan, magenta, yellow and black")
		}
	case filterArray, linearRaw:
		return ErrRaw
	default:
		return no("has colours of kind %d", f.photometric)
	}
	if f.samples < f.colours || f.samples > 64 {
		return no("has %d samples a pixel", f.samples)
	}
	if extra := f.numbers(d, tagExtraSamples); len(extra) > 0 && f.samples > f.colours && (extra[0] == 1 || extra[0] == 2) && f.photometric != separated {
		f.alpha = int(extra[0])
	}
	fits := false
	switch f.format {
	case unsigned, signed:
		fits = f.bits >= 1 && f.bits <= 32 || f.bits == 64
	case float:
		fits = f.bits == 16 || f.bits == 24 || f.bits == 32 || f.bits == 64
	}
	lab := f.photometric == cieLab || f.photometric == iccLab
	switch {
	case f.compression == 6: // whose JPEG says it itself
	case !bitsSame || !formatSame:
		return no("has colours of different depths")
	case !fits, f.photometric == palette && f.bits > 8, lab && f.bits != 8 && f.bits != 16, f.compression == compressJPEG && f.bits != 8:
		return no("has %d bits a sample", f.bits)
	}
	f.subX, f.subY = 1, 1
	if f.photometric == yCbCr && f.compression != compressJPEG && f.compression != compressOldJPEG {
		f.subX, f.subY = 2, 2
		if s := f.numbers(d, tagSubsampling); len(s) >= 2 {
			f.subX, f.subY = int(s[0]), int(s[1])
		}
		ok := func(n int) bool { return n == 1 || n == 2 || n == 4 }
		if f.bits != 8 || f.samples != 3 || !ok(f.subX) || !ok(f.subY) || f.planar && f.subX*f.subY > 1 {
			return no("has YCbCr colours of an uncommon kind")
		}
	}
	if name, ok := f.compressed(); !ok {
		return no("is compressed by %s", name)
	}
	if f.predictor > 3 || f.predictor == 3 && f.format != float {
		return no("has a predictor of kind %d", f.predictor)
	}
	return nil
}

// same is the number that all samples of a pixel have for a tag; ok is false where
// they differ.
func (f *File) same(tag uint16, otherwise uint64) (n int, ok bool) {
	list := f.numbers(f.dir, tag)
	for _, v := range list {
		if v != list[0] {
			return 0, false
		}
	}
	return int(f.number(f.dir, tag, otherwise)), true
}

// readBlocks reads where the strips or tiles are.
func (f *File) readBlocks() error {
	d := f.dir
	offsets, counts := uint16(tagStripOffsets), uint16(tagStripCounts)
	w, h := uint64(f.Width), f.number(d, tagRows, uint64(f.Height))
	if d[tagTileWidth].value != nil {
		offsets, counts = tagTileOffsets, tagTileCounts
		if d[offsets].value == nil {
			offsets, counts = tagStripOffsets, tagStripCounts
		}
		w, h = f.number(d, tagTileWidth, 0), f.number(d, tagTileLength, 0)
	} else {
		h = min(h, uint64(f.Height))
	}
	if w == 0 || h == 0 || w > maxEdge || h > maxEdge {
		return fmt.Errorf("%w: its parts have %d by %d pixels", ErrDamaged, w, h)
	}
	f.blockW, f.blockH = int(w), int(h)
	f.across = (f.Width + f.blockW - 1) / f.blockW
	f.down = (f.Height + f.blockH - 1) / f.blockH
	// Tiles reach over the edges, but not far.
	if area := int64(w) * int64(f.across) * int64(h) * int64(f.down); int64(w)*int64(f.across) > maxEdge || int64(h)*int64(f.down) > maxEdge || area > 4*int64(f.Width)*int64(f.Height)+16<<20 {
		return fmt.Errorf("%w: its parts have %d by %d pixels", ErrDamaged, w, h)
	}
	f.offsets, f.counts = f.numbers(d, offsets), f.numbers(d, counts)
	if len(f.offsets) == 0 && f.compression != compressOldJPEG {
		return fmt.Errorf("%w: it does not say where its picture is", ErrDamaged)
	}
	return nil
}

// planes is how many blocks lie over each other.
func (f *File) planes() int {
	if f.planar {
		return f.samples
	}
	return 1
}

// inBlock is how many samples of a pixel a block holds.
func (f *File) inBlock() int {
	if f.planar {
		return 1
	}
	return f.samples
}

// rowBytes is how many bytes a row of a block takes.
func (f *File) rowBytes() int64 {
	if f.subX*f.subY > 1 {
		return int64((f.blockW+f.subX-1)/f.subX) * int64(f.subX*f.subY+2)
	}
	return (int64(f.blockW)*int64(f.inBlock())*int64(f.bits) + 7) / 8
}

// rows is how many such rows a block of h lines of pixels has.
func (f *File) rows(h int) int { return (h + f.subY - 1) / f.subY }

// Cost is how many bytes of memory Decode takes at most.
func (f *File) Cost() int64 {
	block := f.rowBytes() * int64(f.rows(f.blockH))
	if f.compression == compressJPEG || f.compression == compressOldJPEG {
		block = 10 * int64(f.blockW) * int64(f.blockH)
	}
	return memory.Cost(4*int64(f.Width)*int64(f.Height)) + 2*block
}
