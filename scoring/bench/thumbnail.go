package bench

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"

	"golang.org/x/image/draw"
)

// thumbnailSize is the longest edge of pictures in the report, in pixels.
const thumbnailSize = 240

// thumbnail is a small JPEG of a photo; nil where it cannot be shown.
func (b *run) thumbnail(ctx context.Context, photo int) []byte {
	if photo < 0 {
		return nil
	}
	img, err := b.sources.Pictures.Picture(ctx, &b.photos[photo], thumbnailSize)
	if err != nil || img.Rect.Empty() {
		return nil
	}
	if long := max(img.Rect.Dx(), img.Rect.Dy()); long > thumbnailSize {
		small := image.NewRGBA(image.Rect(0, 0, max(1, img.Rect.Dx()*thumbnailSize/long), max(1, img.Rect.Dy()*thumbnailSize/long)))
		draw.ApproxBiLinear.Scale(small, small.Rect, img, img.Rect, draw.Src, nil)
		img = small
	}
	var out bytes.Buffer
	if jpeg.Encode(&out, img, &jpeg.Options{Quality: 78}) != nil {
		return nil
	}
	return out.Bytes()
}
