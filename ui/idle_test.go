package ui

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"culler/library"
	"culler/library/setting"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/faces"
	"culler/scoring/rank"
	"culler/ui/keys"
	"culler/ui/uitest"
)

// idly is a window that soon takes the machine for idle, with a face in one photo
// of the second burst. What is searched then goes to searched.
func idly(t *testing.T, search func(ctx context.Context, photos []int) error) *screen {
	t.Helper()
	s := onScreen(t, uitest.Frames(), func(d *Deps) {
		d.SearchFaces = func(ctx context.Context, _ *library.Shoot, _ *board.Board, photos []int, _ func(scoring.Progress)) error {
			return search(ctx, photos)
		}
		score := d.Score
		d.Score = func(ctx context.Context, shoot *library.Shoot, b *board.Board, notify func(scoring.Progress)) error {
			b.SetExtras([][]rank.Row{faces.Rows()})
			b.Put([]scoring.Update{{Photo: shoot.Bursts()[2].Photos[0], Extras: [][]float64{faces.Numbers([]faces.Reading{faceAt(0.3, 0.5, 0.2, faces.Open, 5)})}}})
			return score(ctx, shoot, b, notify)
		}
	})
	s.idle.after = time.Millisecond
	return s
}

func TestAnIdleMachineSearchesBurstsWithFacesFirst(t *testing.T) {
	var searched []int
	got := make(chan []int, 100)
	s := idly(t, func(_ context.Context, photos []int) error { got <- photos; return nil })
	s.idle.touch()
	s.app.Wait(t, "all photos were searched", func() bool { return len(s.stage.people.searched) == s.ws.Now().Len() && s.idle.stop == nil })
	for len(got) > 0 {
		searched = append(searched, <-got...)
	}
	bursts := s.ws.Shoot().Bursts()
	first := slices.Concat(bursts[0].Photos, bursts[2].Photos) // the cursor's, and the one with a face
	if !slices.Equal(searched[:len(first)], first) {
		t.Errorf("searched were %v, want first %v", searched, first)
	}
	slices.Sort(searched)
	if len(searched) != s.ws.Now().Len() || len(slices.Compact(slices.Clone(searched))) != len(searched) {
		t.Errorf("searched were %v of %d photos", searched, s.ws.Now().Len())
	}
}

func TestAKeyEndsTheSearchOfAnIdleMachineAtOnce(t *testing.T) {
	begun, ended := make(chan struct{}, 100), make(chan struct{}, 100)
	s := idly(t, func(ctx context.Context, _ []int) error {
		begun <- struct{}{}
		<-ctx.Done()
		ended <- struct{}{}
		return ctx.Err()
	})
	s.idle.touch()
	s.app.Wait(t, "a search begins", func() bool { return len(begun) == 1 })
	s.idle.after = time.Hour
	s.press("Right")
	if s.idle.stop != nil {
		t.Error("the search goes on")
	}
	<-ended
	s.settle()
	if len(s.stage.people.searched) > 0 || len(begun) != 1 {
		t.Errorf("%d photos pass for searched, and %d searches began", len(s.stage.people.searched), len(begun))
	}
}

func TestWhereFacesAreNotWantedNobodySearchesThem(t *testing.T) {
	for _, where := range []faces.Search{faces.Nowhere, faces.Everywhere} {
		s := idly(t, func(context.Context, []int) error {
			t.Errorf("faces are searched although they are wanted %q", where)
			return nil
		})
		if err := s.db.SetSetting(setting.Faces, where); err != nil {
			t.Fatal(err)
		}
		s.idle.touch()
		s.settle()
	}
}

// What the idle search found is known again after the shoot was scored anew.
func TestSmallFacesComeAgainAfterARescan(t *testing.T) {
	big, small := faceAt(0.3, 0.5, 0.2, faces.Open, 5), faceAt(0.7, 0.5, 0.02, faces.Closed, 5)
	var scored atomic.Int32
	s := onScreen(t, uitest.Frames(), func(d *Deps) {
		d.SearchFaces = func(ctx context.Context, _ *library.Shoot, b *board.Board, photos []int, _ func(scoring.Progress)) error {
			for _, i := range photos { // recalled from the database, if it was searched before
				b.Put([]scoring.Update{{Photo: i, Extras: [][]float64{faces.Numbers([]faces.Reading{big, small})}}})
			}
			return nil
		}
		score := d.Score
		d.Score = func(ctx context.Context, shoot *library.Shoot, b *board.Board, notify func(scoring.Progress)) error {
			scored.Add(1)
			b.SetExtras([][]rank.Row{faces.Rows()})
			for i := range shoot.Len() { // the quick search, recalled from the database
				b.Put([]scoring.Update{{Photo: i, Extras: [][]float64{faces.Numbers([]faces.Reading{big})}}})
			}
			return score(ctx, shoot, b, notify)
		}
	})
	s.idle.after = time.Millisecond
	done := func() bool {
		return len(s.stage.people.searched) == s.ws.Now().Len() && s.idle.stop == nil && !s.reading.running
	}
	s.idle.touch()
	s.app.Wait(t, "all photos were searched", done)
	s.do(keys.Rescan, false)
	s.app.Wait(t, "it was scored again", func() bool { return scored.Load() == 2 && done() })
	s.app.Wait(t, "small faces are known again", func() bool { return len(s.ws.Now().Faces(5)) == 2 })
}
