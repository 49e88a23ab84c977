package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"culler/library"
	"culler/library/phrase"
	"culler/scoring"
	"culler/ui/dialogs/box"
	"culler/ui/workspace"
)

// Open opens a folder in place of the shoot that is open. It returns at once.
func (w *Window) Open(folder string) {
	w.opened++
	opened := w.opened
	if w.opening != nil {
		w.opening() // it may be waiting for a share that does not answer
	}
	ctx, stop := context.WithCancel(context.Background())
	w.opening = stop
	w.status.start("Opening "+folder, func() {
		stop()
		w.opened++ // whatever comes of it comes too late
		w.status.end()
	})
	recursive := w.set.Recursive
	go func() {
		defer stop()
		shoot, err := w.deps.OpenShoot(ctx, folder, recursive)
		if err != nil {
			fyne.Do(func() {
				if w.opened != opened || w.closed {
					return
				}
				w.status.end()
				if !errors.Is(err, context.Canceled) {
					w.boxes.Alert("This folder could not be opened", err)
				}
			})
			return
		}
		board, err := w.deps.Board(ctx, shoot.Len())
		if err != nil {
			// The photographer's prompts have a fault; the measures rank.
			board = scoring.NewBoard(shoot.Len())
		}
		fyne.Do(func() {
			if w.opened != opened || w.closed {
				go shoot.Close()
				return
			}
			w.status.end()
			w.begin(shoot, board)
			if err != nil {
				w.say(phrase.Error(err))
			}
		})
	}()
}

// begin shows a shoot and starts to read it.
func (w *Window) begin(shoot *library.Shoot, board *scoring.Board) {
	w.end()
	w.loader.Forget(nil)
	o := shoot.BurstOptions()
	o.Alike = board.Alike
	shoot.SetBurstOptions(o)
	w.ws = workspace.New(shoot, board)
	w.ws.Say, w.ws.Keys, w.ws.Ask = w.say, w.keys, w.prompts().BringBack
	if w.set.Advance {
		w.ws.SetAdvance(true)
	}
	w.grid.SetWorkspace(w.ws)
	w.strip.SetWorkspace(w.ws)
	w.weights.SetWorkspace(w.ws)
	w.stage.setWorkspace(w.ws)
	w.win.SetTitle(fmt.Sprintf("%s - Culler", filepath.Base(shoot.Folder())))
	w.work.cancel = shoot.Subscribe(w.heard)
	for _, sentence := range shoot.Notices() { // told before anybody listened
		w.heard(library.Event{Kind: library.Noticed, Text: sentence})
	}
	w.run()
	w.lookOut(false)
	w.refresh()
	w.grid.Follow()
	w.fillRecent()
	w.takeKeys()
}

// heard takes an event of the shoot, in whichever goroutine.
func (w *Window) heard(e library.Event) {
	w.work.mu.Lock()
	w.work.events = append(w.work.events, e)
	w.work.mu.Unlock()
	w.touch()
}

// run reads the shoot and scores it, in the background.
func (w *Window) run() {
	var before *sync.WaitGroup // of this shoot; it may not have ended, where a share does not answer
	if w.work.of == w.ws {
		before = w.work.done
	}
	w.pause()
	w.closeUps.forget()
	ctx, stop := context.WithCancel(context.Background())
	done := &sync.WaitGroup{}
	w.work.ctx, w.work.stop, w.work.done = ctx, stop, done
	w.work.running, w.work.again = true, false
	d := w.ws
	w.work.of = d
	done.Add(1)
	go func() {
		defer done.Done()
		if before != nil {
			before.Wait()
		}
		err := w.readAndScore(ctx, d)
		fyne.Do(func() {
			if w.ws != d || w.work.ctx != ctx {
				return
			}
			w.work.running = false
			w.status.end()
			if err != nil && !errors.Is(err, context.Canceled) {
				w.boxes.Alert("Not all photos could be read", err)
			}
			w.refresh()
			if w.work.again && err == nil {
				w.run()
			}
		})
	}()
}

func (w *Window) readAndScore(ctx context.Context, d *workspace.Workspace) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	tell := func(p progress) {
		if ctx.Err() == nil {
			w.tell(p)
		}
	}
	shoot, board := d.Shoot(), d.Board()
	err := shoot.Read(ctx, func(done, total int) {
		tell(progress{what: "Reading times and cameras", done: done, total: total})
	})
	if err != nil {
		return err
	}
	if w.deps.Opened != nil {
		if err := w.deps.Opened(shoot.Folder(), shoot.Len()); err != nil {
			fyne.Do(func() { w.say("The list of recent shoots could not be kept: " + phrase.Error(err)) })
		}
		fyne.Do(w.fillRecent)
	}
	if shoot.Len() == 0 || w.deps.Score == nil {
		return nil
	}
	tell(progress{what: "Waiting for the model"})
	err = w.deps.Score(ctx, shoot, board, func(p scoring.Progress) {
		tell(progress{what: "Scoring", done: p.Done, total: p.Total, left: p.Left})
		w.touch()
	})
	if w.deps.Note != nil && err == nil {
		if note := w.deps.Note(); note != "" {
			fyne.Do(func() { w.say(note) })
		}
	}
	if o := shoot.BurstOptions(); err == nil {
		o.Alike = board.Alike
		shoot.SetBurstOptions(o) // now that all likenesses are known
	}
	w.touch()
	board.NameAll(ctx) // now, so that nobody waits for it in the search
	return err
}

// pause ends the work in the background and waits for it, a moment at most.
func (w *Window) pause() {
	if w.work.stop == nil {
		return
	}
	w.work.stop()
	w.work.stop, w.work.running = nil, false
	wait(w.work.done)
	w.status.end()
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

// end lets go of the shoot.
func (w *Window) end() {
	w.lookAway()
	w.pause()
	w.closeUps.forget()
	if w.ws == nil {
		return
	}
	w.work.cancel()
	w.weightsKept()
	d := w.ws
	w.ws = nil
	w.grid.SetWorkspace(nil)
	w.strip.SetWorkspace(nil)
	w.weights.SetWorkspace(nil)
	w.stage.setWorkspace(nil)
	if err := d.Shoot().Close(); err != nil {
		w.say("The place in this shoot could not be kept: " + phrase.Error(err))
	}
}

// rescan looks for new photos.
func (w *Window) rescan() {
	w.lookAgain(func(added int) {
		if added == 0 {
			w.say("There are no new photos.")
		}
		if !w.work.running {
			w.run() // what was stopped goes on
		}
	})
}

// lookAgain looks at the folder again; what changed shows by itself.
func (w *Window) lookAgain(then func(added int)) {
	if w.ws == nil {
		return
	}
	l := &w.looking
	if l.at != w.ws {
		*l = looking{at: w.ws}
	}
	l.then = append(l.then, then)
	if l.again = l.busy; l.busy {
		return // once more when that has ended, however often it was asked for
	}
	w.look()
}

// looking is a look at the folder of a shoot.
type looking struct {
	at          *workspace.Workspace
	busy, again bool
	then        []func(added int)
	added       int
}

func (w *Window) look() {
	d := w.ws
	w.looking.busy, w.looking.again = true, false
	ctx, stop := context.WithCancel(context.Background())
	w.status.start("Looking for new photos", stop)
	go func() {
		defer stop()
		added, err := d.Shoot().Rescan(ctx)
		fyne.Do(func() {
			if w.ws != d {
				return
			}
			w.status.end()
			if err != nil && !errors.Is(err, context.Canceled) {
				w.boxes.Alert("The folder could not be looked at again", err)
			}
			w.refresh()
			l := &w.looking
			l.busy, l.added = false, l.added+len(added)
			if l.again && err == nil {
				w.look()
				return
			}
			all := l.then
			added := l.added
			*l = looking{}
			for _, then := range all {
				then(added)
			}
		})
	}()
}

// quit keeps everything and closes the window.
func (w *Window) quit() {
	w.Close()
	w.win.SetCloseIntercept(nil)
	w.win.Close()
}

// Close keeps everything and lets go of the shoot. Further calls do nothing.
func (w *Window) Close() {
	if w.closed {
		return
	}
	w.closed = true
	if w.menuTimer != nil {
		w.menuTimer.Stop()
	}
	if w.opening != nil {
		w.opening()
	}
	w.saveSettings()
	w.models.Close()
	w.end()
	w.loader.Close()
	w.stage.loader.Close()
	w.second.end()
	close(w.ended)
}

// OpenLast opens the shoot that was opened last, if it is still there and
// nothing else was opened in the meantime: a drive that does not answer holds
// nobody up.
func (w *Window) OpenLast() {
	if w.deps.Recent == nil {
		return
	}
	opened := w.opened
	go func() {
		list, err := w.deps.Recent()
		if err != nil || len(list) == 0 || !box.IsFolder(list[0].Folder) {
			return // the empty window offers what there is
		}
		fyne.Do(func() {
			if w.opened == opened && !w.closed {
				w.Open(list[0].Folder)
			}
		})
	}()
}

// dropped opens a folder that was dropped on the window, or the folder of a
// photo that was.
func (w *Window) dropped(_ fyne.Position, uris []fyne.URI) {
	if len(uris) > 0 {
		w.Open(folderOf(uris[0].Path()))
	}
}

func (w *Window) chooseFolder() {
	begin := ""
	if w.ws != nil {
		begin = w.ws.Shoot().Folder()
	}
	w.boxes.Folder(begin, w.Open)
}

func (w *Window) openDemo() {
	if w.deps.DemoShoot == nil {
		w.say("There is no demo shoot in this build.")
		return
	}
	opened := w.opened
	ctx, stop := context.WithCancel(context.Background())
	w.status.start("Making the demo shoot", stop)
	go func() {
		defer stop()
		folder, err := w.deps.DemoShoot(ctx, func(done, total int) {
			w.tell(progress{what: "Making the demo shoot", done: done, total: total})
		})
		fyne.Do(func() {
			if w.opened != opened || w.closed {
				return
			}
			w.status.end()
			if errors.Is(err, context.Canceled) {
				return
			}
			if err != nil {
				w.boxes.Alert("The demo shoot could not be made", err)
				return
			}
			w.Open(folder)
		})
	}()
}

// OpenDemo opens the demo shoot.
func (w *Window) OpenDemo() { w.openDemo() }
