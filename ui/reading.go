package ui

import (
	"context"
	"errors"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"culler/library/phrase"
	"culler/scoring"
	"culler/ui/workspace"
)

// reading is the work in the background that reads and scores the open shoot.
type reading struct {
	w    *Window
	of   *workspace.Workspace
	ctx  context.Context
	stop context.CancelFunc // nil: nothing was begun, or it was told to stop
	done *sync.WaitGroup

	running bool // photos are read and scored
	again   bool // and there are more of them since
}

// run reads the shoot and scores it, in the background.
func (r *reading) run() {
	var before *sync.WaitGroup // of this shoot; it may not have ended, where a share does not answer
	if r.of == r.w.ws {
		before = r.done
	}
	r.pause()
	r.w.closeUps.forget()
	ctx, stop := context.WithCancel(context.Background())
	done := &sync.WaitGroup{}
	r.ctx, r.stop, r.done = ctx, stop, done
	r.running, r.again = true, false
	d := r.w.ws
	r.of = d
	done.Add(1)
	go func() {
		defer done.Done()
		if before != nil {
			before.Wait()
		}
		err := r.readAndScore(ctx, d)
		fyne.Do(func() {
			if r.w.ws != d || r.ctx != ctx {
				return
			}
			r.running = false
			clear(r.w.stage.people.searched) // Score put what the quick search found in place of it
			r.w.status.end()
			if err != nil && !errors.Is(err, context.Canceled) {
				r.w.boxes.Alert("Not all photos could be read", err)
			}
			r.w.refresh()
			r.w.idle.touch()
			if r.again && err == nil {
				r.run()
			}
		})
	}()
}

func (r *reading) readAndScore(ctx context.Context, d *workspace.Workspace) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	tell := func(p progress) {
		if ctx.Err() == nil {
			r.w.tell(p)
		}
	}
	shoot, board := d.Shoot(), d.Board()
	err := shoot.Read(ctx, func(done, total int) {
		tell(progress{what: "Reading times and cameras", done: done, total: total})
	})
	if err != nil {
		return err
	}
	if r.w.deps.Opened != nil {
		if err := r.w.deps.Opened(shoot.Folder(), shoot.Len()); err != nil {
			fyne.Do(func() { r.w.say("The list of recent shoots could not be kept: " + phrase.Error(err)) })
		}
		fyne.Do(r.w.menu.fillRecent)
	}
	if shoot.Len() == 0 || r.w.deps.Score == nil {
		return nil
	}
	tell(progress{what: "Waiting for the model"})
	err = r.w.deps.Score(ctx, shoot, board, func(p scoring.Progress) {
		tell(progress{what: "Scoring", done: p.Done, total: p.Total, left: p.Left})
		r.w.events.touch()
	})
	if r.w.deps.Note != nil && err == nil {
		if note := r.w.deps.Note(); note != "" {
			fyne.Do(func() { r.w.say(note) })
		}
	}
	if o := shoot.BurstOptions(); err == nil {
		o.Alike, o.Vector = board.Alike, board.Vector
		shoot.SetBurstOptions(o) // now that all likenesses are known
	}
	r.w.events.touch()
	board.NameAll(ctx) // now, so that nobody waits for it in the search
	return err
}

// more has photos scored that came after the work in the background began.
func (r *reading) more() {
	if r.running {
		r.again = true
	} else {
		r.run()
	}
}

// pause ends the work in the background and waits for it, a moment at most.
func (r *reading) pause() {
	if r.stop == nil {
		return
	}
	r.stop()
	r.stop, r.running = nil, false
	wait(r.done)
	r.w.status.end()
}

// wait waits for goroutines that were told to stop, a moment at most.
func wait(done *sync.WaitGroup) {
	ended := make(chan struct{})
	go func() { done.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(2 * time.Second):
	}
}
