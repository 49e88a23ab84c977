package ui

import (
	"context"
	"image"

	"culler/library/photo"
	"culler/library/pixels"
	"culler/scoring/faces"
	"culler/ui/viewer"
)

// turned gives pictures as the photographer turned them by hand. What is learned
// of photos is of their pictures as they were taken.
type turned struct{ Pictures }

func (t turned) Picture(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error) {
	img, err := t.Pictures.Picture(ctx, p, size)
	if err != nil {
		return nil, err
	}
	return pixels.Upright(img, p.Turn), nil
}

func (t turned) Thumb(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error) {
	img, err := t.Pictures.Thumb(ctx, p, size)
	if err != nil {
		return nil, err
	}
	return pixels.Upright(img, p.Turn), nil
}

func (t turned) Cached(p *photo.Photo, size int) (*image.RGBA, bool) {
	img, ok := t.Pictures.Cached(p, size)
	if ok {
		img = pixels.Upright(img, p.Turn)
	}
	return img, ok
}

// closeUpsOf cuts faces out of a photo, and turns them as it is turned.
func (w *Window) closeUpsOf(ctx context.Context, p *photo.Photo, all []faces.Reading, edge int) ([]faces.CloseUp, error) {
	shown, err := w.deps.CloseUps(ctx, p, all, edge)
	for k := range shown {
		if shown[k].Picture != nil {
			shown[k].Picture = pixels.Upright(shown[k].Picture, p.Turn)
		}
	}
	return shown, err
}

// turnedPoint is where a point of a photo as it was taken is shown.
func turnedPoint(p *photo.Photo, x, y float64) *viewer.Point {
	x, y = photo.TurnPoint(p.Turn, x, y)
	return &viewer.Point{X: x, Y: y}
}

// eyes is where the middle between the eyes of a face is shown.
func eyes(p *photo.Photo, f *faces.Reading) *viewer.Point {
	return turnedPoint(p, (f.Eye[0].X+f.Eye[1].X)/2, (f.Eye[0].Y+f.Eye[1].Y)/2)
}

// forgetTurned drops the pictures of photos that are shown turned otherwise now.
func (w *Window) forgetTurned() {
	if w.ws == nil {
		return
	}
	photos := w.ws.Turned()
	if len(photos) == 0 {
		return
	}
	w.loader.Forget(photos)
	w.stage.loader.Forget(photos)
	w.closeUps.forget()
	w.stage.people.forget()
}
