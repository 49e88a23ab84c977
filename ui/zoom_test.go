package ui

import (
	"context"
	"math"
	"testing"

	"culler/library/photo"
	"culler/ui/uitest"
	"culler/ui/viewer"
)

func TestZoomedInTheArrowsStepFramesAndThePlaceStays(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	s.ws.Select(1)
	s.press("E", "Z")
	s.stage.loupe.SetPlace(viewer.Place{Zoom: 1, X: 0.4, Y: 0.5})
	s.press("Right")
	first := s.ws.Cursor()
	if p := s.stage.loupe.Place(); first == 1 || p != (viewer.Place{Zoom: 1, X: 0.4, Y: 0.5}) {
		t.Fatalf("Right went to photo %d at %+v", first, p)
	}
	s.press("P", "Right", "Left")
	if s.ws.Cursor() != first || s.ws.Now().Decision(first).Flag != photo.Picked {
		t.Errorf("marking and stepping ended on %d", s.ws.Cursor())
	}
	s.press("Shift+Right")
	if p := s.stage.loupe.Place(); s.ws.Cursor() != first || p.X <= 0.4 || len(s.ws.Selection()) != 1 {
		t.Errorf("Shift+Right shows %+v of photo %d, %d are selected", p, s.ws.Cursor(), len(s.ws.Selection()))
	}
	s.press("Z", "Z")
	if p := s.stage.loupe.Place(); p.Fits() {
		t.Error("Z does not come back")
	}
}

func TestZoomingGoesToTheFaceAndFollowsIt(t *testing.T) {
	at := map[int]viewer.Point{}
	s := onScreen(t, uitest.Frames(), func(d *Deps) {
		d.MainFace = func(_ context.Context, p *photo.Photo) (float64, float64, bool, error) {
			n := float64(p.Name[len(p.Name)-5] - '0') // IMG_0003.jpg
			return 0.3 + n/100, 0.4, true, nil
		}
	})
	s.ws.Select(1)
	s.press("E")
	known := func(i int) bool { return s.stage.faces.of(i) != nil }
	for range 3 {
		i := s.ws.Cursor()
		s.app.Wait(t, "the face is found", func() bool { return known(i) })
		at[i] = *s.stage.faces.of(i)
		s.press("Right")
	}
	s.press("Left", "Z")
	i := s.ws.Cursor()
	if p := s.stage.loupe.Place(); p.Zoom != 1 || p.X != at[i].X || p.Y != 0.4 {
		t.Fatalf("Z shows %+v, the face is at %+v", p, at[i])
	}
	s.press("Left")
	i = s.ws.Cursor()
	if p := s.stage.loupe.Place(); math.Abs(p.X-at[i].X) > 1e-9 {
		t.Errorf("the frame before is shown at %+v, its face is at %+v", p, at[i])
	}
}
