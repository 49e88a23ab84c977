// Package heif decodes HEIC pictures in a sandbox.
//
// It runs libheif and libde265, compiled to WebAssembly (assets/libheif). A library
// that happens to be installed is never used: a damaged file could make it bring
// down the program.
package heif

import (
	"context"
	"image"

	"culler/assets/libheif"
	"culler/library/pixels/sandbox"
)

var decoder = sandbox.New("HEIC", libheif.Module, false)

// What the module says of a picture (heif_colorspace and heif_chroma of
// libheif).
const (
	spaceYCbCr = 0
	spaceRGB   = 1
	spaceGrey  = 2

	chroma420 = 1
	chroma422 = 2
	chroma444 = 3
)

// ErrDamaged tells that the file cannot be decoded.
var ErrDamaged = sandbox.ErrDamaged

// perPixel is how many bytes a pixel takes in the module.
const perPixel = 11

// Decode decodes a file of so many pixels and shows the picture, upright as the
// file's boxes say; it is gone when show returns. Beside the file it takes limit
// bytes of memory at most. ctx is looked at before and after.
func Decode(ctx context.Context, file []byte, pixels, limit int64, show func(image.Image)) error {
	return decoder.Run(ctx, perPixel*pixels, limit, func(c *sandbox.Caller) {
		if img := decode(c, file); img != nil && ctx.Err() == nil {
			show(img)
		}
	})
}

func decode(c *sandbox.Caller, file []byte) image.Image {
	// The module takes one brand only, while the file may name another that it is
	// compatible with; what is inside decides.
	if len(file) >= 12 && string(file[4:8]) == "ftyp" {
		file = append(append(append(make([]byte, 0, len(file)), file[:8]...), "heic"...), file[12:]...)
	}
	in, say := c.Put(file), c.Call("malloc", 5*4)
	ask := func(headOnly, out uint64) {
		c.Call("decode", in, uint64(len(file)), headOnly, say, say+4, say+8, say+12, say+16, out)
	}
	ask(1, 0)
	w, h, space, chroma, premultiplied := c.Number(say, 0), c.Number(say, 1), c.Number(say, 2), c.Number(say, 3), c.Number(say, 4)
	if c.Failed() {
		return nil
	}
	// Rows and planes are as large as 16 divides.
	up := func(n int) int { return (n + 15) &^ 15 }
	rect := image.Rect(0, 0, w, h)
	cw, ch, ratio := (w+1)/2, (h+1)/2, image.YCbCrSubsampleRatio420
	switch chroma {
	case chroma422:
		ch, ratio = h, image.YCbCrSubsampleRatio422
	case chroma444:
		cw, ch, ratio = w, h, image.YCbCrSubsampleRatio444
	}
	stride := up(w)
	size := stride * h
	i1 := size + up(cw)*ch
	switch space {
	case spaceYCbCr:
		size = i1 + up(cw)*ch
	case spaceRGB:
		stride = up(4 * w)
		size = stride * h
	}
	out := c.Call("malloc", uint64(size))
	ask(0, out)
	if c.Failed() {
		return nil
	}
	pix := c.Bytes(out, size)
	if c.Failed() {
		return nil
	}
	switch {
	case space == spaceGrey:
		return &image.Gray{Pix: pix, Stride: stride, Rect: rect}
	case space == spaceYCbCr:
		y := stride * h
		return &image.YCbCr{Y: pix[:y:y], Cb: pix[y:i1:i1], Cr: pix[i1:size:size], SubsampleRatio: ratio, YStride: stride, CStride: up(cw), Rect: rect}
	case premultiplied == 1:
		return &image.RGBA{Pix: pix, Stride: stride, Rect: rect}
	}
	return &image.NRGBA{Pix: pix, Stride: stride, Rect: rect}
}
