package bench

import (
	"bytes"
	"context"

	"github.com/disintegration/imaging"
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
	var out bytes.Buffer
	if imaging.Encode(&out, imaging.Fit(img, thumbnailSize, thumbnailSize, imaging.Lanczos), imaging.JPEG, imaging.JPEGQuality(78)) != nil {
		return nil
	}
	return out.Bytes()
}
