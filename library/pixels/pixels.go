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
	Width, Height int    // pixels of the upright original; 0 where the file does not tell
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

// Decoder decodes files. The zero Decoder is ready for use; its methods are safe
// for concurrent use.
type Decoder struct {
	Limits Limits
}

// Picture returns the picture in a file, upright, with its longest edge at most
// size pixels; it is never enlarged, and a size of 0 means all pixels. The
// picture begins at (0, 0), its rows follow each other without a gap, and it
// belongs to the caller.
//
// Where a file is damaged but a part of it could be shown, Picture returns that
// part and says so in Info.Warning. Otherwise the error is a sentence.
func (d *Decoder) Picture(ctx context.Context, f photo.File, size int) (*image.RGBA, Info, error) {
	img, info, err := d.picture(ctx, f, max(size, 0))
	if err != nil {
		return nil, info, fmt.Errorf("%s: %w", f.Path, err)
	}
	return img, info, nil
}

// ErrNoPreview comes from Quick for a file that embeds no picture.
var ErrNoPreview = errors.New("the file has no small picture inside")

// Quick returns the smallest picture embedded in a file whose longest edge is
// size pixels or more, or else the largest one there is, which may be as small
// as 160 pixels; the result is never larger than size. It is fast: it reads only
// the head of the file and that picture. The error is ErrNoPreview where there
// is none.
func (d *Decoder) Quick(ctx context.Context, f photo.File, size int) (*image.RGBA, Info, error) {
	return nil, Info{}, fmt.Errorf("%s: %w", f.Path, ErrNoPreview)
}

func (d *Decoder) picture(ctx context.Context, f photo.File, size int) (img *image.RGBA, info Info, err error) {
	if err := ctx.Err(); err != nil {
		return nil, Info{}, err
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, Info{}, err
	}
	defer file.Close()
	m, _, err := image.Decode(io.Reader(file))
	if err != nil {
		return nil, Info{}, err
	}
	b := m.Bounds()
	return fit(m, size), Info{Width: b.Dx(), Height: b.Dy()}, nil
}
