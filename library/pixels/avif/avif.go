// Package avif decodes AVIF pictures in a sandbox: it runs libavif and libaom,
// compiled to WebAssembly (assets/libavif).
package avif

import (
	"context"
	"encoding/binary"
	"errors"
	"image"
	"time"

	"culler/assets/libavif"
	"culler/library/pixels/sandbox"
)

// The decoder's way out of a damaged picture is cut off in WebAssembly, so that
// it may not end by itself.
var decoder = sandbox.New("AVIF", libavif.Module, true)

// ErrDamaged tells that the file cannot be decoded.
var ErrDamaged = sandbox.ErrDamaged

const (
	perPixel = 24              // bytes that a pixel takes in the module
	patience = 3 * time.Minute // of which a picture of 100 megapixels needs a part
)

// Decode decodes the first picture of a file of so many pixels and shows it, as
// it lies in the file: neither turned nor mirrored. It is gone when show returns.
// Beside the file it takes limit bytes of memory at most, and ends when ctx does.
func Decode(ctx context.Context, file []byte, pixels, limit int64, show func(*image.RGBA)) error {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	err := decoder.Run(ctx, perPixel*pixels, limit, func(c *sandbox.Caller) {
		in, say := c.Put(file), c.Call("malloc", 4*4+8)
		ask := func(headOnly, out uint64) {
			const all, delay = 0, 16
			c.Call("decode", in, uint64(len(file)), headOnly, all, say, say+4, say+8, say+12, say+delay, out)
		}
		ask(1, 0)
		w, h, depth := c.Number(say, 0), c.Number(say, 1), c.Number(say, 2)
		if c.Failed() || w <= 0 || h <= 0 || int64(w)*int64(h) > pixels {
			return
		}
		size := 4 * w * h
		if depth > 8 {
			size *= 2
		}
		out := c.Call("malloc", uint64(size))
		ask(0, out)
		pix := c.Bytes(out, size)
		if c.Failed() {
			return
		}
		if depth > 8 {
			for i := range 4 * w * h { // numbers of so many bits, in two bytes each
				pix[i] = uint8(min(uint32(binary.LittleEndian.Uint16(pix[2*i:]))>>8, 255))
			}
		}
		show(&image.RGBA{Pix: pix[:4*w*h], Stride: 4 * w, Rect: image.Rect(0, 0, w, h)})
		pixels = 0
	})
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return ErrDamaged
	case err == nil && pixels != 0:
		return ErrDamaged
	}
	return err
}
