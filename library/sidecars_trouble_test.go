package library

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"culler/library/photo"
	"culler/library/store"
)

func TestDecisionsThatACrashKeptFromTheSidecarsFollow(t *testing.T) {
	dir := folderOf(t, 2, time.Minute)
	db := database(t, t.TempDir())
	s, err := Open(context.Background(), dir, Options{Store: db})
	check(t, err)
	check(t, s.Read(context.Background(), nil))
	check(t, s.Decide("", []int{1}, starred(2)))
	s.sidecars.saver.mu.Lock() // as if the process ended here
	s.sidecars.saver.timer.Stop()
	s.sidecars.saver.mu.Unlock()
	leftover := filepath.Join(dir, ".culler-0123456789abcdef.tmp")
	write(t, leftover, []byte("half"))
	older(t, leftover)
	opened(t, dir, Options{Store: db})
	if d := load(t, filepath.Join(dir, "IMG_0001.xmp")); d.Stars != 2 {
		t.Errorf("the sidecar says %+v", d)
	}
	if _, err := os.Stat(leftover); err == nil {
		t.Error("what the crash left is still there")
	}
}

// Culler may be ended as soon as another program can read a mark.
func TestASidecarIsNeverAheadOfWhatIsKept(t *testing.T) {
	dir := folderOf(t, 2, time.Minute)
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db})
	s.saver.flush()
	s.history.flush()
	check(t, s.Decide("Stars", []int{1}, starred(2)))
	s.SetPlace(json.RawMessage(`{"cursor":1}`))
	s.FlushSidecars()
	var is state
	if _, err := db.ShootState(s.folder, &is); err != nil || string(is.Place) != `{"cursor":1}` {
		t.Errorf("the sidecar is written, and the place that is kept is %s, %v", is.Place, err)
	}
	var can keptHistory
	if _, err := db.History(s.folder, &can); err != nil || len(can.Undo) != 1 {
		t.Errorf("the sidecar is written, and %d steps can be undone, %v", len(can.Undo), err)
	}
}

func TestAReadOnlyFolderKeepsItsDecisionsInTheDatabase(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("folders know no such permission here")
	}
	dir := folderOf(t, 3, time.Minute)
	check(t, os.Chmod(dir, 0o555))
	defer os.Chmod(dir, 0o755)
	s := opened(t, dir, Options{Store: database(t, t.TempDir())})
	var told []Event
	var mu sync.Mutex
	s.Subscribe(func(e Event) {
		if e.Kind == Noticed {
			mu.Lock()
			told = append(told, e)
			mu.Unlock()
		}
	})
	before := names(t, dir, "*")
	for i := range 3 {
		check(t, s.Decide("", []int{i}, pick))
		s.FlushSidecars()
	}
	if after := names(t, dir, "*") + names(t, dir, ".*"); after != before {
		t.Errorf("the folder holds %s", after)
	}
	if n := s.Notices(); len(n) != 1 || !strings.Contains(n[0], "read-only") {
		t.Errorf("notices %q", n)
	}
	eventually(t, "the notice is told", func() bool { mu.Lock(); defer mu.Unlock(); return len(told) == 1 })
	for i := range 3 {
		if s.Decision(i).Flag != photo.Picked {
			t.Errorf("photo %d: %+v", i, s.Decision(i))
		}
	}
	// Once the card is unlocked, the next decision brings all of them.
	check(t, os.Chmod(dir, 0o755))
	check(t, s.Decide("", []int{0}, starred(3)))
	s.FlushSidecars()
	eventually(t, "all sidecars are written", func() bool { return len(s.SidecarFiles(0))+len(s.SidecarFiles(1))+len(s.SidecarFiles(2)) == 3 })
}

func TestSidecarsOutliveTheDatabase(t *testing.T) {
	dir, data := folderOf(t, 2, time.Minute), t.TempDir()
	db := database(t, data)
	s := opened(t, dir, Options{Store: db})
	check(t, s.Decide("", []int{0, 1}, starred(4)))
	check(t, s.Close())
	check(t, db.Close())
	// The decisions are lost, but not what is known of the sidecars.
	b, err := bbolt.Open(filepath.Join(data, store.FileName), 0o600, nil)
	check(t, err)
	check(t, b.Update(func(tx *bbolt.Tx) error {
		if err := tx.DeleteBucket([]byte("decisions")); err != nil {
			return err
		}
		_, err := tx.CreateBucket([]byte("decisions"))
		return err
	}))
	check(t, b.Close())
	s = opened(t, dir, Options{Store: database(t, data)})
	for i := range 2 {
		if d := load(t, filepath.Join(dir, fmt.Sprintf("IMG_%04d.xmp", i))); d.Stars != 4 || s.Decision(i).Stars != 4 {
			t.Errorf("photo %d: here %+v, in the sidecar %+v", i, s.Decision(i), d)
		}
	}
}

func TestAnotherCardWithTheSameNamesIsAnotherShoot(t *testing.T) {
	dir := folderOf(t, 1, time.Minute)
	db := database(t, t.TempDir())
	path := filepath.Join(dir, "IMG_0000.xmp")
	s := opened(t, dir, Options{Store: db})
	check(t, s.Decide("", []int{0}, starred(4)))
	check(t, s.Close())
	// The next card has another IMG_0000, which another program rated alike.
	write(t, filepath.Join(dir, "IMG_0000.jpg"), picture(t, 555, takenBy(noon)))
	write(t, path, []byte(lightroom("4", "Red")))
	s = opened(t, dir, Options{Store: db})
	if want := (photo.Decision{Stars: 4, Label: photo.Red}); !s.Decision(0).Same(want) || !load(t, path).Same(want) {
		t.Errorf("here %+v, in the sidecar %+v", s.Decision(0), load(t, path))
	}
}

func TestACardThatIsPulledOutIsOneNotice(t *testing.T) {
	dir := folderOf(t, 5, time.Minute)
	s := opened(t, dir, Options{Store: database(t, t.TempDir())})
	check(t, os.Rename(dir, dir+" pulled"))
	for i := range 5 {
		check(t, s.Decide("", []int{i}, pick))
	}
	s.FlushSidecars()
	if n := s.Notices(); len(n) != 1 || !sentence(n[0]) {
		t.Errorf("notices %q", n)
	}
	check(t, os.Rename(dir+" pulled", dir))
	_, err := s.Rescan(context.Background())
	check(t, err)
	if got := names(t, dir, "*.xmp"); len(strings.Fields(got)) != 5 {
		t.Errorf("back again the sidecars are %s", got)
	}
}

// Two photographers cull the same folder of a server at the same time, one
// with stars, one with labels.
func TestTwoCullersOnOneFolderLoseNothing(t *testing.T) {
	const n = 30
	dir := folderOf(t, n, time.Minute)
	all := make([]int, n)
	for i := range all {
		all[i] = i
		write(t, filepath.Join(dir, fmt.Sprintf("IMG_%04d.xmp", i)), []byte(lightroom("0", "")))
	}
	ann := opened(t, dir, Options{Store: database(t, t.TempDir())})
	ben := opened(t, dir, Options{Store: database(t, t.TempDir())})
	var wait sync.WaitGroup
	for round := range 4 {
		wait.Go(func() {
			check(t, ann.Decide("", all, func(i int, d photo.Decision) photo.Decision { d.Stars = 1 + (i+round)%5; return d }))
			ann.FlushSidecars()
		})
		wait.Go(func() {
			check(t, ben.Decide("", all, func(i int, d photo.Decision) photo.Decision {
				d.Label = photo.Label(1 + (i+round)%5)
				return d
			}))
			ben.FlushSidecars()
		})
		wait.Wait()
	}
	for range 3 { // whoever wrote last is read by the other
		for _, s := range []*Shoot{ann, ben} {
			_, err := s.Rescan(context.Background())
			check(t, err)
			s.FlushSidecars()
		}
	}
	for i := range n {
		want := photo.Decision{Stars: 1 + (i+3)%5, Label: photo.Label(1 + (i+3)%5)}
		path := filepath.Join(dir, fmt.Sprintf("IMG_%04d.xmp", i))
		if a, b, c := ann.Decision(i), ben.Decision(i), load(t, path); !a.Same(want) || !b.Same(want) || !c.Same(want) {
			t.Errorf("photo %d: %s, %s and %s in the sidecar, want %s", i, inShort(a), inShort(b), inShort(c), inShort(want))
		}
	}
	if c := append(ann.Conflicts(), ben.Conflicts()...); len(c) > 0 {
		t.Errorf("%d conflicts, such as %s", len(c), c[0].Sentence)
	}
}

func TestThousandSidecarsAreWritten(t *testing.T) {
	const n = 1000
	dir := folderOf(t, n, time.Minute)
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db})
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	check(t, s.Decide("", all, starred(4)))
	began := time.Now()
	s.FlushSidecars()
	t.Logf("%d sidecars written in %v", n, time.Since(began).Round(time.Millisecond))
	check(t, s.Close())
	for i := range n {
		if d := load(t, filepath.Join(dir, fmt.Sprintf("IMG_%04d.xmp", i))); d.Stars != 4 {
			t.Fatalf("photo %d: %+v", i, d)
		}
	}
	began = time.Now()
	check(t, opened(t, dir, Options{Store: db}).Close())
	t.Logf("opened with %d sidecars in %v", n, time.Since(began).Round(time.Millisecond))
	other := database(t, t.TempDir())
	began = time.Now()
	s = opened(t, dir, Options{Store: other})
	t.Logf("imported with %d sidecars in %v", n, time.Since(began).Round(time.Millisecond))
	for i := range n {
		if s.Decision(i).Stars != 4 {
			t.Fatalf("photo %d: %+v", i, s.Decision(i))
		}
	}
}
