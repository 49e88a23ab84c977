package pixels

import (
	"encoding/binary"
	"image"
)

// Upright turns a picture as its EXIF orientation says (1 to 8; any other number
// means as it is). It returns src itself where there is nothing to turn.
func Upright(src *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	// Pixel (x, y) of src goes to the index at + x*dx + y*dy.
	ow, oh := w, h
	if orientation >= 5 {
		ow, oh = h, w
	}
	right, down := 4, 4*ow
	var at, dx, dy int
	switch orientation {
	case 2: // mirrored
		at, dx, dy = (ow-1)*right, -right, down
	case 3: // half a turn
		at, dx, dy = (ow-1)*right+(oh-1)*down, -right, -down
	case 4: // upside down, mirrored
		at, dx, dy = (oh-1)*down, right, -down
	case 5: // along the main diagonal
		at, dx, dy = 0, down, right
	case 6: // to be turned clockwise
		at, dx, dy = (ow-1)*right, down, -right
	case 7: // along the other diagonal
		at, dx, dy = (ow-1)*right+(oh-1)*down, -down, -right
	case 8: // to be turned anticlockwise
		at, dx, dy = (oh-1)*down, -down, right
	}
	out := image.NewRGBA(image.Rect(0, 0, ow, oh))
	const tile = 32 // pixels: both pictures' tiles stay in the cache
	for y0 := 0; y0 < h; y0 += tile {
		for x0 := 0; x0 < w; x0 += tile {
			for y := y0; y < min(y0+tile, h); y++ {
				in := src.Pix[y*src.Stride+4*x0 : y*src.Stride+4*min(x0+tile, w)]
				to := at + x0*dx + y*dy
				for ; len(in) >= 4; in = in[4:] {
					binary.LittleEndian.PutUint32(out.Pix[to:], binary.LittleEndian.Uint32(in))
					to += dx
				}
			}
		}
	}
	return out
}
