package library

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/sidecar"
)

// watched starts watching and returns when it began.
func watched(t *testing.T, s *Shoot) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Watch(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Watch said %v", err)
		}
	})
	// A photo that arrives shows that it is under way.
	first := filepath.Join(s.Folder(), "first.jpg")
	write(t, first, picture(t, 4242, takenBy(noon)))
	eventually(t, "the first photo", func() bool {
		return slices.ContainsFunc(s.Photos(), func(p photo.Photo) bool { return p.Name == "first" && !p.ID.IsZero() })
	})
}

func TestPhotosThatArriveAreAppendedOnceTheyAreComplete(t *testing.T) {
	dir := folderOf(t, 2, time.Minute)
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db, Recursive: true})
	check(t, s.Decide("", []int{1}, pick))
	var mu sync.Mutex
	var added []int
	s.Subscribe(func(e Event) {
		if e.Kind == Added {
			mu.Lock()
			added = append(added, e.Photos...)
			mu.Unlock()
		}
	})
	watched(t, s)

	// A camera writes a photo in pieces.
	whole := picture(t, 7, takenBy(noon.Add(time.Hour)))
	slow := filepath.Join(dir, "slow.jpg")
	f, err := os.Create(slow)
	check(t, err)
	paused := false // for so long that it seemed complete: the machine is busy
	last := time.Now()
	for k := range 8 {
		_, err := f.Write(whole[k*len(whole)/8 : (k+1)*len(whole)/8])
		check(t, err)
		paused = paused || time.Since(last) > settled*2/3
		last = time.Now()
		time.Sleep(settled / 3)
		photos := s.Photos()
		paused = paused || time.Since(last) > settled*2/3
		for i, p := range photos {
			if p.Name == "slow" && !paused {
				t.Errorf("it was taken in after %d of 8 pieces, as photo %d", k+1, i)
			}
		}
	}
	check(t, f.Close())
	// One comes in a new subfolder, one under a name for the way, and a sidecar.
	write(t, filepath.Join(dir, "card2", "deep", "IMG_9.jpg"), picture(t, 9, takenBy(noon)))
	part := filepath.Join(dir, "IMG_8.jpg.part")
	write(t, part, picture(t, 8, takenBy(noon)))
	check(t, os.Rename(part, filepath.Join(dir, "IMG_8.jpg")))
	write(t, filepath.Join(dir, "notes.txt"), []byte("lunch at one"))
	_, err = sidecar.Change(filepath.Join(dir, "IMG_0000.xmp"), nil, func(sidecar.State) sidecar.Fields { return sidecar.Fields{Rating: ptr(4)} })
	check(t, err)

	find := func(name string) int {
		return slices.IndexFunc(s.Photos(), func(p photo.Photo) bool { return p.Name == name })
	}
	eventually(t, "all photos", func() bool { return s.Len() == 6 })
	eventually(t, "they are read", func() bool {
		return !slices.ContainsFunc(s.Photos(), func(p photo.Photo) bool { return p.Meta.Taken.IsZero() })
	})
	eventually(t, "the sidecar", func() bool { return s.Decision(0).Stars == 4 })
	if i := find("slow"); i < 0 || !s.Photo(i).Meta.Taken.Equal(noon.Add(time.Hour)) {
		t.Errorf("the slow one is %+v", s.Photos())
	}
	if find("card2/deep/IMG_9") < 0 || find("IMG_8") < 0 {
		t.Error("one is missing")
	}
	if s.Photo(1).Name != "IMG_0001" || s.Decision(1).Flag != photo.Picked {
		t.Errorf("the photos that were there moved: %s", s.Photo(1).Name)
	}
	eventually(t, "it is told", func() bool {
		mu.Lock()
		defer mu.Unlock()
		slices.Sort(added)
		return slices.Equal(added, []int{2, 3, 4, 5})
	})
	// Another program's later edit is noticed, too; our own is no news.
	path := filepath.Join(dir, "IMG_0000.xmp")
	_, err = sidecar.Change(path, nil, func(sidecar.State) sidecar.Fields { return sidecar.Fields{Label: ptr("Purple")} })
	check(t, err)
	eventually(t, "the label", func() bool { return s.Decision(0).Label == photo.Purple })
}

func TestAFolderThatCannotBeWatchedSaysSo(t *testing.T) {
	dir := folderOf(t, 1, time.Minute)
	s := opened(t, dir, Options{})
	check(t, os.RemoveAll(dir))
	if err := s.Watch(context.Background()); err == nil || !sentence(err.Error()) {
		t.Errorf("Watch said %v", err)
	}
}

func TestPhotosThatGoLeaveTheirBurstAndTheirDecisionFollowsTheFile(t *testing.T) {
	folder := folderOf(t, 3, time.Second)
	s := opened(t, folder, Options{Store: database(t, t.TempDir()), Recursive: true})
	check(t, s.Decide("", []int{1}, reject))
	check(t, os.Mkdir(filepath.Join(folder, "rejects"), 0o755))
	was := s.Photo(1)
	to := filepath.Join(folder, "rejects", was.Base())
	check(t, os.Rename(was.Files[0].Path, to))
	added, err := s.Rescan(t.Context())
	check(t, err)
	if len(added) != 1 || !s.Photo(1).Gone || s.Photo(added[0]).Files[0].Path != to {
		t.Fatalf("%d photos were added and the old one's Gone is %v", len(added), s.Photo(1).Gone)
	}
	if d := s.Decision(added[0]); d.Flag != photo.Rejected {
		t.Errorf("the photo in its new place is %q, want rejected", d.Flag)
	}
	if b := s.Bursts()[s.BurstOf(1)]; len(b.Photos) != 1 {
		t.Errorf("the place that is empty is in a burst of %d", len(b.Photos))
	}
	if b := s.Bursts()[s.BurstOf(0)]; len(b.Photos) != 3 {
		t.Errorf("the burst holds %d frames, want the two that stayed and the one that moved", len(b.Photos))
	}

	check(t, os.Rename(to, was.Files[0].Path))
	_, err = s.Rescan(t.Context())
	check(t, err)
	if s.Photo(1).Gone || s.Decision(1).Flag != photo.Rejected || !s.Photo(added[0]).Gone {
		t.Errorf("moved back, the photo's Gone is %v and its flag %q", s.Photo(1).Gone, s.Decision(1).Flag)
	}
}

func TestNoSidecarIsWrittenWhereAPhotoIsGone(t *testing.T) {
	folder := folderOf(t, 2, time.Second)
	s := opened(t, folder, Options{Store: database(t, t.TempDir())})
	check(t, os.Remove(s.Photo(1).Files[0].Path))
	_, err := s.Rescan(t.Context())
	check(t, err)
	check(t, s.Decide("", []int{0, 1}, pick))
	s.FlushSidecars()
	if n := len(s.SidecarFiles(0)); n != 1 {
		t.Errorf("the photo that is there has %d sidecars, want 1", n)
	}
	if left := s.SidecarFiles(1); len(left) > 0 {
		t.Errorf("%v was written beside nothing", left)
	}
}
