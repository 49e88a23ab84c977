// Package pixels turns any supported file into an upright picture of a wanted
// size, in sRGB. It takes the cheapest source that holds enough pixels: a
// picture that the camera embedded, a JPEG decoded at a fraction of its size,
// or the whole.
//
// Files are not trusted: what they declare is checked against the Limits before
// memory is asked for, and what is broken comes back as an error that a
// photographer understands.
package pixels

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"

	"culler/library/photo"
	"culler/library/pixels/detail"
	"culler/library/pixels/memory"
	"culler/library/pixels/tiff"
)

// Source tells where the pixels of a picture came from.
type Source uint8

// The sources.
const (
	Full     Source = iota // every pixel of the file was decoded
	Scaled                 // the file was decoded at a fraction of its size
	Embedded               // a smaller picture inside the file was taken
)

func (s Source) String() string {
	return [...]string{"full", "scaled", "embedded"}[s]
}

// Info tells what became of a file.
type Info struct {
	Source        Source
	Width, Height int    // pixels of the upright original; of a RAW file, of its largest preview
	Profile       string // name of the colour profile that was found, "" for none
	Warning       string // what is wrong with the picture, as a sentence; "" if nothing is
}

// Limits bound what one file may cost. Zero values mean the defaults.
type Limits struct {
	Pixels int64 // most pixels of a file's picture; by default 400 million
	Memory int64 // most bytes for one decode; by default 2 GiB
}

// The defaults of Limits: four times the largest camera sold, and what a
// 400-megapixel picture needs as RGBA.
const (
	DefaultPixels = 400e6
	DefaultMemory = 2 << 30
)

func (l Limits) orDefaults() Limits {
	if l.Pixels <= 0 {
		l.Pixels = DefaultPixels
	}
	if l.Memory <= 0 {
		l.Memory = DefaultMemory
	}
	return l
}

// check refuses a picture of w by h pixels that takes perPixel bytes each.
func (l Limits) check(w, h, perPixel int) error {
	switch n := int64(w) * int64(h); {
	case w <= 0 || h <= 0:
		return fmt.Errorf("the file is damaged: it declares %d by %d pixels", w, h)
	case n > l.Pixels:
		return fmt.Errorf("the picture is too large: it declares %d by %d pixels, and Culler takes %d megapixels at most", w, h, l.Pixels/1e6)
	case n*int64(perPixel) > l.Memory:
		return fmt.Errorf("the picture is too large: %d by %d pixels take %d MB of memory", w, h, n*int64(perPixel)>>20)
	}
	return nil
}

// atOnce is what all decoders together may take: several pictures of today's
// cameras. A picture that takes more is decoded alone.
var atOnce = memory.NewBudget(1 << 30)

// Decoder decodes files. The zero Decoder is ready for use; its methods are safe
// for concurrent use.
type Decoder struct {
	Limits Limits

	// Readers is how many processors may work on one picture; 0 means one. Two
	// make a single small picture come sooner, by a third at an eighth of a JPEG.
	// Many pictures come no faster, nor do all pixels of one (BenchmarkNextPhoto).
	Readers int
}

// Picture returns the picture in a file, upright, with its longest edge at most
// size pixels; it is never enlarged, and a size of 0 means all pixels. The
// picture begins at (0, 0), its rows follow each other without a gap, it is
// opaque, and it belongs to the caller. Of a RAW file it is the preview that the
// camera embedded.
//
// Where a file is damaged but a part of it could be shown, Picture returns that
// part and says so in Info.Warning. Otherwise the error is a sentence.
func (d *Decoder) Picture(ctx context.Context, f photo.File, size int) (*image.RGBA, Info, error) {
	img, info, err := d.open(ctx, f, func(j *job) (*image.RGBA, error) { return j.picture(max(size, 0)) })
	if err != nil {
		return nil, info, fmt.Errorf("read the picture in %s: %w", f.Path, err)
	}
	return img, info, nil
}

// Detailed is Picture for judging the photo: the detail of the picture at its
// full resolution comes with it, and the picture itself may be smaller than size
// as long as its shorter edge is not below least pixels. Of a RAW file both are
// of the largest preview.
func (d *Decoder) Detailed(ctx context.Context, f photo.File, size, least int) (*image.RGBA, *detail.Map, Info, error) {
	m := new(detail.Map)
	img, info, err := d.open(ctx, f, func(j *job) (*image.RGBA, error) {
		j.detail, j.least = m, least
		return j.picture(max(size, 0))
	})
	if err != nil {
		return nil, nil, info, fmt.Errorf("read the picture in %s: %w", f.Path, err)
	}
	return img, m, info, nil
}

// buffers lends memory for pictures that do not outlive a call, and for files.
var buffers memory.Pool[uint8]

// job is the decoding of one file.
type job struct {
	ctx     context.Context
	limits  Limits
	readers int
	path    string
	kind    photo.Kind
	r       io.ReaderAt
	size    int64 // bytes
	head    []byte
	format  format
	info    Info

	detail *detail.Map // to be told; nil where nobody asks
	least  int         // pixels of the shorter edge that are enough; 0: the size counts
}

func (d *Decoder) open(ctx context.Context, f photo.File, do func(*job) (*image.RGBA, error)) (img *image.RGBA, info Info, err error) {
	if err := ctx.Err(); err != nil {
		return nil, Info{}, err
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, Info{}, err
	}
	defer file.Close()
	stat, err := file.Stat()
	if err != nil {
		return nil, Info{}, err
	}
	if stat.IsDir() {
		return nil, Info{}, errors.New("this is a folder, not a picture")
	}
	j := &job{ctx: ctx, limits: d.Limits.orDefaults(), readers: d.Readers, path: f.Path, kind: f.Kind, r: file, size: stat.Size()}
	if img, err = j.guarded(do); err != nil {
		return nil, j.info, err
	}
	return img, j.info, ctx.Err()
}

// guarded does the work; a panic in a decoder becomes an error.
func (j *job) guarded(do func(*job) (*image.RGBA, error)) (img *image.RGBA, err error) {
	defer func() {
		if p := recover(); p != nil {
			img, err = nil, fmt.Errorf("the file is damaged: %v", p)
		}
	}()
	head := make([]byte, 64)
	n, err := j.r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if n == 0 {
		return nil, errors.New("the file is empty: nothing was ever written into it")
	}
	j.head = head[:n]
	j.format = formatOf(j.head, j.kind)
	return do(j)
}

// finish makes a decoded picture small, sRGB and upright.
func (j *job) finish(img *image.RGBA, size int, p profile, orientation int) *image.RGBA {
	if j.detail != nil && len(j.detail.Tiles) == 0 {
		j.detail.OfPixels(img)
	}
	img = resize(img, size, j.readers)
	j.info.Profile = p.name
	if p.convert != nil {
		p.convert.apply(img)
	}
	return Upright(img, orientation)
}

// original notes the size of the original before it is turned upright.
func (j *job) original(w, h, orientation int) {
	if orientation >= 5 && orientation <= 8 {
		w, h = h, w
	}
	j.info.Width, j.info.Height = w, h
}

// picture takes the way that the file's format asks for.
func (j *job) picture(size int) (*image.RGBA, error) {
	switch j.format {
	case formatJPEG:
		return j.jpeg(size)
	case formatRAW:
		img, err := j.raw(size)
		if errors.Is(err, errNoPreviewInside) { // scans and developed pictures go by the names of RAW files, too
			if f, e := tiff.Open(j.r, j.size); e == nil && !f.Reduced {
				return j.tiff(size)
			}
		}
		return img, err
	case formatTIFF:
		return j.tiff(size)
	case formatBMP:
		return j.bmp(size)
	case formatUnknown:
		if what := noPicture(j.head); what != "" {
			return nil, errors.New(what)
		}
		if j.kind == photo.RAW {
			return nil, errors.New("this kind of RAW file is not known: export it as JPEG or DNG to see it here")
		}
		return nil, errors.New("this is not a picture that Culler knows: see in another program whether it is whole, and export it as JPEG to see it here")
	case formatJXL:
		return nil, fmt.Errorf("Culler cannot read %s pictures: export it as JPEG to see it here", j.format)
	}
	return j.standard(size)
}
