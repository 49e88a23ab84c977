package library

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"culler/library/photo"
)

func TestEventsTellEverythingInOrder(t *testing.T) {
	dir := folderOf(t, 30, time.Second)
	s, err := Open(context.Background(), dir, Options{Sidecars: off})
	check(t, err)
	var mu sync.Mutex
	read, kinds := map[int]bool{}, map[EventKind]int{}
	cancel := s.Subscribe(func(e Event) {
		mu.Lock()
		defer mu.Unlock()
		kinds[e.Kind]++
		if e.Kind == Read {
			for _, i := range e.Photos {
				read[i] = true
				if s.Photo(i).ID.IsZero() {
					t.Errorf("photo %d was told before it was read", i)
				}
			}
		}
	})
	check(t, s.Read(context.Background(), nil))
	check(t, s.Decide("", []int{3}, pick))
	mu.Lock()
	if len(read) != 30 || kinds[Grouped] == 0 || kinds[Decided] != 1 {
		t.Errorf("%d photos read, events %v", len(read), kinds)
	}
	mu.Unlock()
	cancel()
	check(t, s.Decide("", []int{4}, pick))
	mu.Lock()
	defer mu.Unlock()
	if kinds[Decided] != 1 {
		t.Error("an event was told after cancel")
	}
}

func TestEveryMethodMayBeCalledAtOnce(t *testing.T) {
	dir := folderOf(t, 40, time.Second)
	s, err := Open(context.Background(), dir, Options{Store: database(t, t.TempDir())})
	check(t, err)
	s.Subscribe(func(e Event) { s.Decisions(); s.Bursts() })
	var wait sync.WaitGroup
	wait.Go(func() { check(t, s.Read(context.Background(), nil)) })
	wait.Go(func() {
		for k := range 5 {
			write(t, filepath.Join(dir, fmt.Sprintf("late_%d.jpg", k)), picture(t, 1000+k, takenBy(noon)))
			if _, err := s.Rescan(context.Background()); err != nil {
				t.Error(err)
			}
		}
	})
	for worker := range 4 {
		wait.Go(func() {
			for k := range 15 {
				i := (worker*11 + k) % 40
				if err := s.Decide("", []int{i}, starred(k%6)); err != nil {
					t.Error(err)
				}
				switch k % 5 {
				case 0:
					s.Undo()
				case 1:
					s.Redo()
				case 2:
					s.FlushSidecars()
				case 3:
					if err := s.SplitBefore(i); err != nil {
						t.Error(err)
					}
				case 4:
					o := s.BurstOptions()
					o.Gap = time.Duration(k) * time.Second
					s.SetBurstOptions(o)
				}
				s.Photo(i)
				s.BurstOf(i)
				s.CanUndo()
				s.Conflicts()
			}
		})
	}
	wait.Wait()
	check(t, s.Close())
	if s.Len() != 45 {
		t.Errorf("%d photos", s.Len())
	}
	for i := range 40 {
		if d := s.Decision(i); d.Stars > 0 {
			if got := load(t, filepath.Join(dir, fmt.Sprintf("IMG_%04d.xmp", i))); !got.Same(photo.Decision{Stars: d.Stars}) {
				t.Errorf("photo %d: decided %+v, the sidecar says %+v", i, d, got)
			}
		}
	}
}
