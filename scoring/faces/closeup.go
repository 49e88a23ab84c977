package faces

import (
	"context"
	"image"

	xdraw "golang.org/x/image/draw"

	"culler/library/photo"
	"culler/scoring"
)

// closeUpRoom is the edge of a close-up as a multiple of the face's.
const closeUpRoom = 1.35

// CloseUp is a face as it is shown to people.
type CloseUp struct {
	Picture *image.RGBA // square
	Reading
}

// CloseUps cuts faces out of a picture of their photo that is large enough for
// close-ups of an edge in pixels, if the photo has so many. A close-up is never
// enlarged.
func CloseUps(ctx context.Context, pictures scoring.Pictures, p *photo.Photo, all []Reading, edge int) ([]CloseUp, error) {
	if len(all) == 0 {
		return nil, nil
	}
	least := 1.
	for _, r := range all {
		least = min(least, max(r.Pixels, 1)/scoring.PictureSize)
	}
	img, err := pictures.Picture(ctx, p, min(largest, max(scoring.PictureSize, int(float64(edge)/(closeUpRoom*least)))))
	if err != nil {
		return nil, err
	}
	shown := make([]CloseUp, len(all))
	for k, r := range all {
		box := r.Box.In(img.Rect)
		room := int(closeUpRoom * float64(max(box.Dx(), box.Dy())))
		mid := box.Min.Add(box.Max).Div(2)
		around := image.Rectangle{Min: mid.Sub(image.Pt(room/2, room/2)), Max: mid.Add(image.Pt(room/2, room/2))}
		shown[k] = CloseUp{cut(img, square(around, img.Rect), edge), r}
	}
	return shown, nil
}

// square is a square of a box's longer edge round its middle, moved into the
// picture, and smaller where the picture is.
func square(box, picture image.Rectangle) image.Rectangle {
	edge := min(max(box.Dx(), box.Dy()), picture.Dx(), picture.Dy())
	mid := box.Min.Add(box.Max).Div(2)
	at := image.Pt(
		min(max(mid.X-edge/2, picture.Min.X), picture.Max.X-edge),
		min(max(mid.Y-edge/2, picture.Min.Y), picture.Max.Y-edge))
	return image.Rectangle{Min: at, Max: at.Add(image.Pt(edge, edge))}
}

// cut is a copy of a part of a picture, made smaller if its edge is longer than
// most pixels.
func cut(img *image.RGBA, box image.Rectangle, most int) *image.RGBA {
	edge := min(box.Dx(), most)
	out := image.NewRGBA(image.Rect(0, 0, edge, edge))
	if edge == box.Dx() {
		xdraw.Copy(out, image.Point{}, img, box, xdraw.Src, nil)
	} else {
		xdraw.CatmullRom.Scale(out, out.Rect, img, box, xdraw.Src, nil)
	}
	return out
}
