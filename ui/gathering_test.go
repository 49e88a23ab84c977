package ui

import (
	"context"
	"image"
	"math"
	"slices"
	"sync"
	"testing"

	"culler/library"
	"culler/library/photo"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/faces"
	"culler/scoring/faces/nets"
	"culler/scoring/rank"
	"culler/ui/uitest"
	"culler/ui/viewer"
	"culler/ui/workspace"
)

// faceAt is a face in the middle of x and y, with open or closed eyes.
func faceAt(x, y, width float64, eyes faces.Eyes, sharp float64) faces.Reading {
	return faces.Reading{
		Box: faces.Box{Left: x - width/2, Top: y - width/2, Right: x + width/2, Bottom: y + width/2}, Pixels: 1024 * width,
		Eye: [2]nets.Point{{X: x - width/5, Y: y}, {X: x + width/5, Y: y}}, Eyes: eyes, EyeSharp: sharp, Sharpness: sharp, Smile: math.NaN(),
	}
}

func TestTheFacesOfABurstAreShownByPersonAndFrame(t *testing.T) {
	large := func(eyes faces.Eyes, sharp float64) faces.Reading { return faceAt(0.3, 0.5, 0.2, eyes, sharp) }
	small := func(eyes faces.Eyes, sharp float64) faces.Reading { return faceAt(0.7, 0.4, 0.1, eyes, sharp) }
	known := map[int][]faces.Reading{
		0: {large(faces.Open, 5), small(faces.Open, 4)}, 1: {large(faces.Closed, 5.5), small(faces.Open, 4)},
		2: {large(faces.Open, 3), small(faces.Unsure, 4)}, 3: {large(faces.Open, 5)}, 4: {},
	}
	var mu sync.Mutex
	var searched []int
	s := onScreen(t, uitest.Frames(), func(d *Deps) {
		d.CloseUps = func(_ context.Context, _ *photo.Photo, all []faces.Reading, edge int) ([]faces.CloseUp, error) {
			shown := make([]faces.CloseUp, len(all))
			for k, r := range all {
				shown[k] = faces.CloseUp{Picture: image.NewRGBA(image.Rect(0, 0, edge, edge)), Reading: r}
			}
			return shown, nil
		}
		d.SearchFaces = func(_ context.Context, _ *library.Shoot, b *board.Board, photos []int, _ func(scoring.Progress)) error {
			mu.Lock()
			searched = append(searched, photos...)
			mu.Unlock()
			if slices.Contains(photos, 3) { // somebody small is found as well
				b.Put([]scoring.Update{{Photo: 3, Extras: [][]float64{faces.Numbers(append(slices.Clone(known[3]), faceAt(0.9, 0.2, 0.03, faces.Unsure, math.NaN())))}}})
			}
			return nil
		}
		score := d.Score
		d.Score = func(ctx context.Context, shoot *library.Shoot, b *board.Board, notify func(scoring.Progress)) error {
			b.SetExtras([][]rank.Row{faces.Rows()})
			for i, all := range known {
				b.Put([]scoring.Update{{Photo: i, Extras: [][]float64{faces.Numbers(all)}}})
			}
			return score(ctx, shoot, b, notify)
		}
	})
	s.ws.SelectFrame(0)
	s.press("H")
	s.app.Wait(t, "the burst was searched", func() bool { return len(s.stage.people.searched) == 4 && s.stage.people.stop == nil })
	scene := s.stage.people.sheet.Scene()
	if len(scene.Heads) != 4 || len(scene.Rows) != 3 || s.ws.View() != workspace.Faces {
		t.Fatalf("%d frames and %d people are shown: %q", len(scene.Heads), len(scene.Rows), scene.Sentence)
	}
	at := map[int]int{} // column by photo
	for k, f := range scene.Rows[0] {
		at[f.Photo] = k
	}
	first := scene.Rows[0]
	if w := first[at[1]].Words(); w != [2]string{"eyes closed", "sharp 5.5, sharpest"} || scene.Heads[at[1]].Good {
		t.Errorf("the closed eyes are %q below %+v", w, scene.Heads[at[1]])
	}
	if w := first[at[2]].Words(); w != [2]string{"eyes open", "sharp 3.0, soft"} || !scene.Heads[at[2]].Good {
		t.Errorf("the soft face is %q below %+v", w, scene.Heads[at[2]])
	}
	if scene.Rows[1][at[3]].There || !scene.Rows[2][at[3]].There || scene.Rows[2][at[0]].There {
		t.Errorf("who is where: %+v", scene.Rows)
	}
	// Keys go through people and frames, and Z to the face at 100 %.
	s.press("Down")
	if c := s.ws.Cursor(); s.ws.Faces().Person() != 1 || !s.stage.people.sheet.Scene().Rows[1][at[c]].Cursor {
		t.Errorf("Down went to person %d", s.ws.Faces().Person())
	}
	for by := at[1] - at[s.ws.Cursor()]; by != 0; by = at[1] - at[s.ws.Cursor()] {
		if by > 0 {
			s.press("Right")
		} else {
			s.press("Left")
		}
	}
	s.press("Z")
	if p := s.stage.loupe.Place(); s.ws.View() != workspace.Loupe || s.ws.Cursor() != 1 || math.Abs(p.X-0.7) > 1e-9 || math.Abs(p.Y-0.4) > 1e-9 || p.Zoom != 1 {
		t.Errorf("Z shows %+v of photo %d in %s", p, s.ws.Cursor(), s.ws.View())
	}
	s.press("H")
	s.stage.people.sheet.OnTap(0, first[at[2]].Place)
	if p := s.stage.loupe.Place(); s.ws.Cursor() != 2 || p != (viewer.Place{Zoom: 1, X: 0.3, Y: 0.5}) {
		t.Errorf("a click shows %+v of photo %d", p, s.ws.Cursor())
	}
	// A photo without faces says so.
	s.ws.Select(4)
	s.press("H")
	if scene := s.stage.people.sheet.Scene(); scene.Sentence != "No face was found here." || len(scene.Rows) != 0 {
		t.Errorf("without faces it says %q", scene.Sentence)
	}
	mu.Lock()
	defer mu.Unlock()
	slices.Sort(searched)
	if len(searched) < 4 || len(slices.Compact(slices.Clone(searched))) != len(searched) {
		t.Errorf("searched were %v", searched)
	}
}
