package ui

import (
	"context"
	"errors"
	"image"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"culler/library"
	"culler/library/photo"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/faces"
	"culler/scoring/rank"
	"culler/ui/uitest"
)

// portraitist knows the faces in some photos, by name.
type portraitist struct {
	mu    sync.Mutex
	known map[string]album
	asked []string // of those
}

type album struct {
	shown []faces.CloseUp
	err   error
}

func (p *portraitist) closeUps(ctx context.Context, of *photo.Photo, _ []faces.Reading, _ int) ([]faces.CloseUp, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a, there := p.known[of.Name]
	if there {
		p.asked = append(p.asked, of.Name)
	}
	return a.shown, a.err
}

func (p *portraitist) names() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.asked)
}

func TestFacesAreShownCloseUp(t *testing.T) {
	p := &portraitist{}
	s := onScreen(t, uitest.Frames(), func(d *Deps) {
		d.CloseUps = p.closeUps
		score := d.Score
		d.Score = func(ctx context.Context, shoot *library.Shoot, b *board.Board, notify func(scoring.Progress)) error {
			b.SetExtras([][]rank.Row{faces.Rows()})
			for i := range shoot.Len() {
				none := math.NaN()
				v := []float64{none, none, 0, none, none, none}
				if i%2 == 0 { // one face, of which 18 numbers are told
					v = append([]float64{float64(i), float64(i), 1, 1, 0.5, 4}, make([]float64, 18)...)
				}
				b.Put([]scoring.Update{{Photo: i, Extras: [][]float64{v}}})
			}
			return score(ctx, shoot, b, notify)
		}
	})
	name := func(i int) string { return s.ws.Now().Photo(i).Name }
	look := func(i int) {
		s.ws.Select(i)
		s.refresh()
	}
	face := func(sharp, open float64, eyes faces.Eyes) faces.CloseUp {
		return faces.CloseUp{Picture: image.NewRGBA(image.Rect(0, 0, 64, 64)), Reading: faces.Reading{Sharpness: sharp, EyeSharp: sharp, Eyes: eyes, Open: open}}
	}
	look(1)
	p.mu.Lock()
	p.known = map[string]album{
		name(1): {shown: []faces.CloseUp{face(9, math.NaN(), faces.Unsure)}},
		name(4): {shown: []faces.CloseUp{face(4.25, 0.9, faces.Open), face(3, 0.1, faces.Closed), face(math.NaN(), math.NaN(), faces.Unsure)}},
		name(6): {shown: []faces.CloseUp{face(5, math.NaN(), faces.Unsure)}},
		name(8): {err: errors.New("the file is gone")},
	}
	p.mu.Unlock()
	// No face was found in photo 1 when it was scored, so nobody looks again.
	if w := s.reasons.FaceWords(); len(w) != 0 {
		t.Errorf("a photo without faces shows %q", w)
	}
	look(4)
	s.app.Wait(t, "the faces are there", func() bool { return len(s.reasons.FaceWords()) > 0 })
	if w := s.reasons.FaceWords(); !slices.Equal(w, []string{"sharp 4.2 eyes open", "sharp 3.0 eyes closed", "too small eyes unsure"}) {
		t.Errorf("below the faces is written %q", w)
	}
	look(6)
	if w := s.reasons.FaceWords(); len(w) != 0 {
		t.Errorf("the next photo shows the faces of the last: %q", w)
	}
	s.app.Wait(t, "the faces are there", func() bool { return len(s.reasons.FaceWords()) > 0 })
	if w := s.reasons.FaceWords(); !slices.Equal(w, []string{"sharp 5.0 eyes unsure"}) {
		t.Errorf("below the faces is written %q", w)
	}
	// Back: they are still there. A photo whose faces cannot be fetched shows none.
	look(4)
	if w := s.reasons.FaceWords(); len(w) != 3 {
		t.Errorf("back on a photo its faces are %q", w)
	}
	look(8)
	s.app.Wait(t, "the faces were asked for", func() bool { return len(p.names()) == 3 })
	if got := p.names(); !slices.Equal(got, []string{name(4), name(6), name(8)}) || len(s.reasons.FaceWords()) != 0 {
		t.Errorf("asked for %q, shown %q", got, s.reasons.FaceWords())
	}
	// The row has its bar among the measures, once it counts.
	s.ws.Tuning().SetWeight(faces.LargestRow, 1)
	look(4)
	if !slices.ContainsFunc(s.reasons.Titles(), func(t string) bool { return strings.Contains(t, "Face sharpness") }) {
		t.Errorf("the bars are %q", s.reasons.Titles())
	}
}
