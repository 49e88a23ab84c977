package pixels

import (
	"bytes"
	"errors"
	"fmt"
	"image"

	"culler/library/pixels/tiff"
)

// tiff gives the picture of a TIFF file, or, where that turns out to be a RAW file
// under another name, its preview.
func (j *job) tiff(size int) (*image.RGBA, error) {
	f, err := tiff.Open(j.r, j.size)
	if errors.Is(err, tiff.ErrRaw) {
		j.format = formatRAW
		return j.raw(size)
	}
	if err != nil {
		return nil, tiffSentence(err)
	}
	if err := j.limits.check(f.Width, f.Height, 4); err != nil {
		return nil, err
	}
	if cost := f.Cost(); cost > j.limits.Memory {
		return nil, fmt.Errorf("the picture is too large: %d by %d pixels take %d MB of memory", f.Width, f.Height, cost>>20)
	}
	if int64(f.Width)*int64(f.Height) > maxPerByte*j.size {
		return nil, fmt.Errorf("the file is damaged: it declares %d by %d pixels but holds only %d bytes", f.Width, f.Height, j.size)
	}
	give, err := atOnce.Take(j.ctx, f.Cost())
	if err != nil {
		return nil, err
	}
	defer give()
	p, err := f.Decode(j.ctx)
	if err != nil {
		return nil, tiffSentence(err)
	}
	if p.Short {
		j.info.Warning = "The file is damaged: a part of the picture is missing."
	}
	var colours profile
	if len(f.ICC) > 0 {
		if colours, err = parseProfile(bytes.Clone(f.ICC)); err != nil && !p.Short {
			j.info.Warning = "The colour profile is damaged: colours may be off."
		}
	}
	switch {
	case p.Space == tiff.CMYK && colours.inks != nil:
		colours.inks.apply(p.Pix)
	case p.Space == tiff.CMYK:
		fromInks(p.Pix)
	case p.Space == tiff.Lab:
		fromLab(p.Pix)
	}
	img := &image.RGBA{Pix: p.Pix, Stride: 4 * f.Width, Rect: p.Rect}
	j.original(f.Width, f.Height, f.Orientation)
	return j.finish(img, size, colours, f.Orientation), nil
}

// tiffSentence says what helps.
func tiffSentence(err error) error {
	switch {
	case errors.Is(err, tiff.ErrDamaged):
		return fmt.Errorf("%w. Copy the file again if you still have it elsewhere", err)
	case errors.Is(err, tiff.ErrUnsupported):
		return fmt.Errorf("%w. Export it as an ordinary TIFF or JPEG to see it here", err)
	}
	return err
}
