package ui

import (
	"context"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"culler/library"
	"culler/library/copies"
	"culler/scoring"
	"culler/scoring/board"
	"culler/ui/keys"
	"culler/ui/uitest"
)

// A folder that answers late opens nothing, once another one was opened or it was
// stopped.
func TestAFolderThatAnswersLateOpensNothing(t *testing.T) {
	answer, answered := make(chan struct{}), make(chan struct{}, 2)
	slow := ""
	s := onScreen(t, uitest.Frames(), func(d *Deps) {
		open := d.OpenShoot
		d.OpenShoot = func(ctx context.Context, folder string, recursive bool) (*library.Shoot, error) {
			if folder == slow {
				<-answer // whatever ctx says
				defer func() { answered <- struct{}{} }()
				return open(context.Background(), folder, recursive)
			}
			return open(ctx, folder, recursive)
		}
	})
	other := filepath.Join(filepath.Dir(s.folder), "other")
	uitest.Write(t, other, uitest.Frames()[:3])
	slow = s.folder
	s.Open(slow)
	s.app.Run()
	s.open(other)
	s.Open(slow)
	s.app.Run()
	s.press(s.keys.Key(keys.Stop))
	if s.busy() {
		t.Errorf("stopped, it says %q", s.status.work.Text())
	}
	close(answer)
	<-answered
	<-answered
	s.settle()
	if got := s.ws.Shoot().Folder(); got != other || s.busy() || s.ws.Now().Len() != 3 {
		t.Errorf("%s is open with %d photos, and it says %q", got, s.ws.Now().Len(), s.status.work.Text())
	}
}

// settle runs the window for a moment.
func (s *screen) settle() {
	for end := time.Now().Add(200 * time.Millisecond); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		s.app.Run()
	}
}

// Stop stops scoring, also right after a folder was opened.
func TestStopStopsScoring(t *testing.T) {
	var begun, stopped atomic.Int32
	s := onScreen(t, uitest.Frames())
	s.Window.deps.Score = func(ctx context.Context, _ *library.Shoot, _ *board.Board, notify func(scoring.Progress)) error {
		begun.Add(1)
		<-ctx.Done()
		stopped.Add(1)
		return ctx.Err()
	}
	for range 2 { // the second time another shoot is open
		n := begun.Load()
		s.Open(s.folder)
		s.app.Wait(t, "it is scored", func() bool { return begun.Load() > n && s.busy() })
		n = stopped.Load()
		s.press(s.keys.Key(keys.Stop))
		s.app.Wait(t, "scoring stops", func() bool { return stopped.Load() > n })
		if !strings.HasPrefix(s.notice(), "Stopped") {
			t.Errorf("it says %q", s.notice())
		}
	}
}

// One shoot is scored by one run at a time, also where the one before does not end
// when it is told to.
func TestNoTwoRunsScoreAtOnce(t *testing.T) {
	var now, most, runs atomic.Int32
	end := make(chan struct{})
	s := onScreen(t, uitest.Frames())
	s.Window.deps.Score = func(context.Context, *library.Shoot, *board.Board, func(scoring.Progress)) error {
		most.Store(max(most.Load(), now.Add(1)))
		defer now.Add(-1)
		runs.Add(1)
		<-end // whatever ctx says
		return nil
	}
	s.reading.run()
	s.app.Wait(t, "the first one scores", func() bool { return runs.Load() == 1 })
	s.reading.run() // waits for the first one, a moment at most
	s.settle()
	close(end)
	s.app.Wait(t, "the second one scores", func() bool { return runs.Load() == 2 && !s.busy() })
	if most.Load() != 1 {
		t.Errorf("%d runs at once", most.Load())
	}
}

// Looking for new photos many times at once looks twice: now, and once more when
// that has ended.
func TestLookingAgainDoesNotPileUp(t *testing.T) {
	s := onScreen(t, uitest.Frames())
	before := runtime.NumGoroutine()
	told := 0
	for range 50 {
		s.watch.lookAgain(func(int) { told++ })
	}
	if n := runtime.NumGoroutine(); n > before+10 {
		t.Errorf("%d goroutines became %d", before, n)
	}
	s.app.Wait(t, "all are told", func() bool { return told == 50 })
	if s.busy() || s.watch.looking.busy {
		t.Error("it goes on")
	}
}

// Who asks for the duplicates while they are looked for stops the search: however
// often it is asked, one runs at most, and none once another folder is open.
func TestOneSearchForDuplicatesAtATime(t *testing.T) {
	var running, most, begun atomic.Int32
	s := onScreen(t, uitest.Frames())
	s.Window.deps.Copies = func(ctx context.Context, _ *library.Shoot, _ func(done, total int)) ([]copies.Group, error) {
		begun.Add(1)
		most.Store(max(most.Load(), running.Add(1)))
		defer running.Add(-1)
		<-ctx.Done()
		return nil, ctx.Err()
	}
	for k := range 3 {
		s.press(s.keys.Key(keys.Duplicates))
		s.app.Wait(t, "they are looked for", func() bool { return begun.Load() == int32(k+1) && s.busy() })
		s.press(s.keys.Key(keys.Duplicates))
		s.app.Wait(t, "the search ends", func() bool { return running.Load() == 0 && !s.busy() })
		if !strings.HasPrefix(s.notice(), "Stopped") {
			t.Errorf("it says %q", s.notice())
		}
	}
	for range 9 {
		s.press(s.keys.Key(keys.Duplicates))
	}
	if most.Load() > 1 {
		t.Errorf("%d searches at once", most.Load())
	}
	s.app.Wait(t, "the search ends", func() bool { return !s.busy() })
	s.press(s.keys.Key(keys.Duplicates))
	s.app.Wait(t, "they are looked for", func() bool { return running.Load() == 1 })
	s.open(s.folder)
	s.app.Wait(t, "the search ends", func() bool { return running.Load() == 0 })
}
