package pixels

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"runtime"
	"strings"
	"sync"

	"culler/library/exif"
	"culler/library/pixels/avif"
	"culler/library/pixels/heif"
	"culler/library/pixels/memory"
)

// codec is a decoder of the standard library or like them. perPixel is how many
// bytes of memory a pixel takes at most, with the RGBA picture that it becomes.
type codec struct {
	config   func(io.Reader) (image.Config, error)
	decode   func(io.Reader) (image.Image, error)
	perPixel int
}

var codecs = map[format]codec{
	formatPNG:  {png.DecodeConfig, png.Decode, 12},
	formatGIF:  {gifConfig, gifFirst, 9},
	formatWebP: {webpConfig, webpFirst, 16},
	formatHEIC: {nil, nil, 16},
	formatAVIF: {nil, nil, 24},
}

// undecoded tells why a file could not be decoded. What may only be unknown to
// the decoder is not called damaged.
func (j *job) undecoded(err error) error {
	unknown := png.UnsupportedError("")
	switch {
	case j.format == formatHEIC || j.format == formatAVIF:
		return errors.New("the " + string(j.format) + " picture cannot be decoded: it was made in a way that Culler does not know, or the file is not whole. See whether another program shows it, and export it as JPEG to see it here")
	case errors.As(err, &unknown), strings.Contains(err.Error(), "not implemented"):
		return worded{fmt.Sprintf("this kind of %s cannot be shown: export it as JPEG to see it here", j.format), err}
	}
	return worded{fmt.Sprintf("the %s file is damaged. Copy it again if you still have it elsewhere", j.format), err}
}

// worded is a decoder's error in words for people.
type worded struct {
	sentence string
	err      error
}

func (w worded) Error() string { return w.sentence }
func (w worded) Unwrap() error { return w.err }

// standard gives the picture of a file that is decoded as a whole.
func (j *job) standard(size int) (*image.RGBA, error) {
	c := codecs[j.format]
	var conf image.Config
	var err error
	if c.config == nil {
		conf, err = heicConfig(j.r, j.size)
	} else {
		conf, err = c.config(io.NewSectionReader(j.r, 0, j.size))
	}
	if err != nil {
		return nil, j.undecoded(err)
	}
	if err := j.limits.check(conf.Width, conf.Height, c.perPixel); err != nil {
		return nil, err
	}
	if pixels := int64(conf.Width) * int64(conf.Height); pixels > maxPerByte*j.size {
		return nil, fmt.Errorf("the file is damaged: it declares %d by %d pixels but holds only %d bytes", conf.Width, conf.Height, j.size)
	}
	if j.size > j.limits.Memory/2 {
		return nil, fmt.Errorf("the file is too large: %d MB", j.size>>20)
	}
	give, err := atOnce.Take(j.ctx, int64(conf.Width)*int64(conf.Height)*int64(c.perPixel)+j.size)
	if err != nil {
		return nil, err
	}
	defer give()
	r := &cancellable{j: j, r: io.NewSectionReader(j.r, 0, j.size)}
	var img *image.RGBA
	switch j.format {
	case formatHEIC:
		img, err = j.heic(r, int64(conf.Width)*int64(conf.Height), size)
	case formatAVIF:
		img, err = j.avif(r, int64(conf.Width)*int64(conf.Height))
	default:
		img, err = decoded(c.decode, r)
	}
	if j.ctx.Err() != nil {
		return nil, j.ctx.Err()
	}
	if err != nil {
		return nil, j.undecoded(err)
	}
	if img.Rect.Empty() {
		return nil, errors.New("the file holds no picture")
	}
	orientation := 0
	if j.format != formatHEIC && j.format != formatAVIF { // which boxes turn
		m, _ := exif.Read(j.path, j.kind) // what could be read counts
		orientation = m.Orientation
	}
	p := j.profile()
	if j.format != formatHEIC && j.format != formatAVIF {
		j.original(img.Rect.Dx(), img.Rect.Dy(), orientation)
	}
	return j.finish(img, size, p, orientation), nil
}

// decoded is what a decoder makes of a file, opaque.
func decoded(decode func(io.Reader) (image.Image, error), r io.Reader) (*image.RGBA, error) {
	img, err := decode(r)
	if err != nil {
		return nil, err
	}
	return opaque(img), nil
}

// heic decodes a HEIC file of so many pixels and makes it smaller, to not less
// than size.
func (j *job) heic(r io.Reader, pixels int64, size int) (img *image.RGBA, err error) {
	file, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	video := heicVideoLevels(j.r, j.size)
	err = heif.Decode(j.ctx, file, pixels, j.limits.Memory, func(whole image.Image) {
		b := whole.Bounds()
		j.original(b.Dx(), b.Dy(), 0)
		f := 1
		for size > 0 && f < 8 && max(b.Dx(), b.Dy())/(2*f) >= size {
			f *= 2
		}
		if y, ok := whole.(*image.YCbCr); ok && f > 1 {
			if j.detail != nil {
				j.detail.OfLuma(y.Y, y.YStride, b.Dx(), b.Dy())
			}
			whole = shrunk(y, f)
			j.info.Source = Scaled
		}
		if video {
			fromVideoLevels(whole)
		}
		img = opaque(whole)
	})
	return img, err
}

// avif decodes an AVIF file of so many pixels and turns it as its boxes say.
func (j *job) avif(r io.Reader, pixels int64) (img *image.RGBA, err error) {
	file, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	err = avif.Decode(j.ctx, file, pixels, j.limits.Memory, func(whole *image.RGBA) { img = opaque(whole) })
	if err != nil {
		return nil, err
	}
	if endsEarly(j.r, j.size) {
		j.info.Warning = "The file ends early: a part of the picture is missing."
	}
	for _, orientation := range boxTurns(j.r, j.size) {
		img = Upright(img, orientation)
	}
	j.original(img.Rect.Dx(), img.Rect.Dy(), 0)
	return img, nil
}

// maxPerByte is how many pixels a byte of a file can stand for: a PNG of one
// colour has 1 bit a pixel that deflates by 1:1032.
const maxPerByte = 8 * 1032

// cancellable ends a decoder's reading when the job is cancelled.
type cancellable struct {
	j *job
	r io.ReadSeeker
}

func (c *cancellable) Read(b []byte) (int, error) {
	if err := c.j.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}

// opaque draws a picture on white. 16-bit and transparent ones lose what RGBA
// cannot show.
func opaque(img image.Image) *image.RGBA {
	b := img.Bounds()
	out := &image.RGBA{Pix: memory.Fresh[uint8](4 * b.Dx() * b.Dy()), Stride: 4 * b.Dx(), Rect: image.Rect(0, 0, b.Dx(), b.Dy())}
	op := draw.Src
	if o, ok := img.(interface{ Opaque() bool }); !ok || !o.Opaque() {
		draw.Draw(out, out.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
		op = draw.Over
	}
	if _, ok := img.(*image.YCbCr); !ok {
		draw.Draw(out, out.Rect, img, b.Min, op)
		return out
	}
	// What comes from a HEIC or WebP decoder, which work alone for long, is drawn
	// in bands. No picture of these can make drawing panic.
	var all sync.WaitGroup
	bands := min(runtime.GOMAXPROCS(0), 1+b.Dx()*b.Dy()/(4<<20))
	for i := range bands {
		r := image.Rect(0, i*b.Dy()/bands, b.Dx(), (i+1)*b.Dy()/bands)
		all.Go(func() { draw.Draw(out, r, img, b.Min.Add(r.Min), op) })
	}
	all.Wait()
	return out
}

// profile reads the colour profile of a file that is not a JPEG.
func (j *job) profile() profile {
	var icc []byte
	switch j.format {
	case formatPNG:
		icc = pngProfile(j.r, j.size)
	case formatWebP:
		icc = webpProfile(j.r, j.size)
	case formatHEIC, formatAVIF:
		var named bool
		if icc, named = heicProfile(j.r, j.size); named {
			return displayP3()
		}
	}
	if len(icc) == 0 {
		return profile{}
	}
	p, err := parseProfile(bytes.Clone(icc))
	if err != nil {
		j.info.Warning = "The colour profile is damaged: colours may be off."
	}
	return p
}

// maxProfile is the largest profile that is read; those of cameras have a few
// kilobytes, those of printers some megabytes.
const maxProfile = 4 << 20

func readPart(r io.ReaderAt, at, size int64) []byte {
	if size <= 0 || size > maxProfile || at < 0 || at > math.MaxInt64-size {
		return nil
	}
	b := make([]byte, size)
	n, _ := r.ReadAt(b, at)
	return b[:n]
}
