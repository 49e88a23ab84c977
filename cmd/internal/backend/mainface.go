package backend

import (
	"context"

	"culler/library/photo"
	"culler/scoring"
	"culler/scoring/faces"
)

// MainFace returns the middle between the eyes of a photo's largest face, 0 to 1
// from its left and its top; found is false where there is none.
func (s *scorer) MainFace(ctx context.Context, p *photo.Photo) (x, y float64, found bool, err error) {
	e, err := s.judges.finder(ctx, map[string]bool{})
	if err != nil {
		return 0, 0, false, err
	}
	img, err := s.pictures.Picture(ctx, p, scoring.PictureSize)
	if err != nil {
		return 0, 0, false, err
	}
	all, err := e.Extra.(faces.Reader).Finder.Find(ctx, img)
	if err != nil || len(all) == 0 {
		return 0, 0, false, err
	}
	mid := all[0].Eyes[0].Add(all[0].Eyes[1]).Sub(img.Rect.Min.Mul(2))
	return float64(mid.X) / 2 / float64(img.Rect.Dx()), float64(mid.Y) / 2 / float64(img.Rect.Dy()), true, nil
}
