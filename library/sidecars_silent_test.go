package library

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"culler/library/sidecar"
)

// A share that answers no more hangs neither reading nor closing.
func TestASilentShareIsLeftWhenReadingIsCancelled(t *testing.T) {
	dir := folderOf(t, 3, time.Minute)
	s, err := Open(context.Background(), dir, Options{Store: database(t, t.TempDir())})
	check(t, err)
	never, asked := make(chan struct{}), make(chan struct{}, 64)
	s.sidecars.load = func(path string) (sidecar.State, error) {
		asked <- struct{}{}
		<-never
		return sidecar.Load(path)
	}
	for k := range 3 {
		write(t, filepath.Join(dir, fmt.Sprintf("IMG_%04d.xmp", k)), []byte("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"))
	}
	ctx, stop := context.WithCancel(context.Background())
	read := make(chan error, 1)
	go func() { read <- s.Read(ctx, nil) }()
	<-asked
	stop()
	if err := <-read; !errors.Is(err, context.Canceled) {
		t.Errorf("reading ended with %v", err)
	}
	check(t, s.Decide("", []int{0}, pick)) // asks for a sidecar
	if err := s.closeSidecars(10 * time.Millisecond); err == nil || !strings.Contains(err.Error(), "does not answer") {
		t.Errorf("closing said %v", err)
	}
	close(never)
	check(t, s.Close())
}

// After the first sidecar that does not come, no other of its folder is asked
// for, and one sentence says so.
func TestASilentFolderIsAskedOnce(t *testing.T) {
	dir := folderOf(t, 100, time.Minute)
	s, err := Open(context.Background(), dir, Options{Store: database(t, t.TempDir())})
	check(t, err)
	for k := range 100 {
		write(t, filepath.Join(dir, fmt.Sprintf("IMG_%04d.xmp", k)), []byte("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"))
	}
	var asked atomic.Int64
	s.sidecars.load = func(path string) (sidecar.State, error) {
		asked.Add(1)
		return sidecar.State{}, fmt.Errorf("%s: %w", path, sidecar.ErrSlow)
	}
	check(t, s.Read(context.Background(), nil))
	if n := asked.Load(); n == 0 || n > syncWorkers {
		t.Errorf("%d sidecars were asked for", n)
	}
	if n := s.Notices(); len(n) != 1 || !strings.Contains(n[0], "does not answer") {
		t.Errorf("notices %q", n)
	}
	s.sidecars.load = sidecar.Load
	check(t, s.Read(context.Background(), nil)) // it answers again
	if s.isSilent(filepath.Join(dir, "IMG_0000.xmp")) {
		t.Error("the folder stays barred")
	}
	check(t, s.Close())
}
