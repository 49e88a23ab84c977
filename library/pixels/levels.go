package pixels

import (
	"image"
	"sync"
)

// Video levels are those of ITU-R BT.601 and BT.709: luma from 16 to 235, colour
// differences from 16 to 240. WebP always has them, HEIC may.
var videoLevels = sync.OnceValues(func() (luma, chroma [256]uint8) {
	for i := range 256 {
		luma[i] = uint8(min(max((255*(i-16)+109)/219, 0), 255))
		c := 255 * (i - 128)
		if c < 0 {
			c -= 112
		} else {
			c += 112
		}
		chroma[i] = uint8(min(max(128+c/224, 0), 255))
	}
	return luma, chroma
})

// fromVideoLevels widens a picture that has video levels to all levels, in place.
func fromVideoLevels(img image.Image) {
	luma, chroma := videoLevels()
	widen := func(plane []uint8, to *[256]uint8) {
		for i, v := range plane {
			plane[i] = to[v]
		}
	}
	switch m := img.(type) {
	case *image.Gray:
		widen(m.Pix, &luma)
	case *image.NYCbCrA:
		fromVideoLevels(&m.YCbCr)
	case *image.YCbCr:
		widen(m.Y, &luma)
		widen(m.Cb, &chroma)
		widen(m.Cr, &chroma)
	}
}
