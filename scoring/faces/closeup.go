package faces

import (
	"context"
	"image"
	"math"

	"culler/library/photo"
	"culler/scoring"
)

const (
	closeUps    = 8    // faces that are shown: the largest
	closeUpEdge = 192  // longest edge of a close-up in pixels
	closeUpRoom = 1.35 // edge of a close-up as a multiple of the face's
	largest     = 4096 // longest edge of the picture that close-ups are cut from
)

// CloseUp is a face as it is shown to people.
type CloseUp struct {
	Picture   *image.RGBA // square
	Sharpness float64     // as a Reader measures it; NaN where there are too few pixels to tell
	Answer
}

// Viewer cuts the faces out of photos. It is safe for concurrent use.
type Viewer struct {
	Pictures scoring.Pictures
	Finder   Finder
	Asker    *Asker // nil: nobody is asked about eyes
}

// CloseUps returns the largest faces of a photo. The photo is decoded for it:
// once as it is for scoring, so that sharpness is what the ranking goes by, and
// once more at a larger size where faces are too small to be looked at.
func (v *Viewer) CloseUps(ctx context.Context, p *photo.Photo) ([]CloseUp, error) {
	img, err := v.Pictures.Picture(ctx, p, scoring.PictureSize)
	if err != nil {
		return nil, err
	}
	found, err := v.Finder.Find(ctx, img)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	found = found[:min(len(found), closeUps)]
	shown := make([]CloseUp, len(found))
	for k, f := range found {
		shown[k].Sharpness, shown[k].Probability = Sharpness(img, f), math.NaN()
	}
	if img, found, err = v.enlarge(ctx, p, img, found); err != nil {
		return nil, err
	}
	for k, f := range found {
		room := int(closeUpRoom * float64(max(f.Box.Dx(), f.Box.Dy())))
		mid := f.Box.Min.Add(f.Box.Max).Div(2)
		box := image.Rectangle{Min: mid.Sub(image.Pt(room/2, room/2)), Max: mid.Add(image.Pt(room/2, room/2))}
		shown[k].Picture = cut(img, square(box, img.Rect), closeUpEdge)
	}
	if v.Asker == nil {
		return shown, nil
	}
	answers, err := v.Asker.Ask(ctx, img, found)
	if err != nil {
		return nil, err
	}
	for k, a := range answers {
		shown[k].Answer = a
	}
	return shown, nil
}

// enlarge fetches a larger picture where the smallest face has too few pixels
// for a close-up, and moves the faces there.
func (v *Viewer) enlarge(ctx context.Context, p *photo.Photo, img *image.RGBA, found []Face) (*image.RGBA, []Face, error) {
	long := max(img.Rect.Dx(), img.Rect.Dy())
	least := found[len(found)-1].Box
	factor := closeUpEdge / (closeUpRoom * float64(max(least.Dx(), least.Dy())))
	if factor < 1.2 || long < scoring.PictureSize {
		return img, found, nil // large enough, or all there is
	}
	big, err := v.Pictures.Picture(ctx, p, min(largest, int(factor*scoring.PictureSize)))
	if err != nil {
		return nil, nil, err
	}
	fx := float64(big.Rect.Dx()) / float64(img.Rect.Dx())
	fy := float64(big.Rect.Dy()) / float64(img.Rect.Dy())
	at := func(q image.Point) image.Point {
		q = q.Sub(img.Rect.Min)
		return image.Pt(int(math.Round(float64(q.X)*fx)), int(math.Round(float64(q.Y)*fy))).Add(big.Rect.Min)
	}
	moved := make([]Face, len(found))
	for k, f := range found {
		moved[k] = Face{
			Box:   image.Rectangle{Min: at(f.Box.Min), Max: at(f.Box.Max)}.Intersect(big.Rect),
			Eyes:  [2]image.Point{at(f.Eyes[0]), at(f.Eyes[1])},
			Score: f.Score,
		}
	}
	return big, moved, nil
}
