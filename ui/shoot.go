package ui

import (
	"fmt"

	"fyne.io/fyne/v2"

	"culler/library"
	"culler/library/phrase"
	"culler/scoring/board"
	"culler/ui/keys"
	"culler/ui/workspace"
)

// Open opens a folder in place of the shoot that is open. It returns at once.
func (w *Window) Open(folder string) { w.opening.folder(folder) }

// OpenLast opens the shoot that was opened last, if it is still there and nothing
// else was opened in the meantime.
func (w *Window) OpenLast() { w.opening.last() }

// OpenDemo opens the demo shoot, which is made if it is not there.
func (w *Window) OpenDemo() { w.opening.demo() }

// begin shows a shoot and starts to read it.
func (w *Window) begin(shoot *library.Shoot, board *board.Board) {
	w.end()
	w.loader.Forget(nil)
	o := shoot.BurstOptions()
	o.Alike, o.Vector = board.Alike, board.Vector
	shoot.SetBurstOptions(o)
	w.ws = workspace.New(shoot, board)
	w.ws.Say, w.ws.Keys, w.ws.Ask = w.say, w.keys, w.prompts().BringBack
	w.ws.Profile, w.ws.Tastes, w.ws.Background = w.bringProfile, w.deps.Tastes, w.background(w.ws)
	if w.set.Advance {
		w.ws.Marks().SetAdvance(true)
	}
	w.grid.SetWorkspace(w.ws)
	w.strip.SetWorkspace(w.ws)
	w.weights.SetWorkspace(w.ws)
	w.stage.setWorkspace(w.ws)
	w.win.SetTitle(fmt.Sprintf("%s - Culler", phrase.Folder(shoot.Folder())))
	w.unsubscribe = shoot.Subscribe(w.events.hear)
	for _, sentence := range shoot.Notices() { // told before anybody listened
		w.events.hear(library.Event{Kind: library.Noticed, Text: sentence})
	}
	w.reading.run()
	w.watch.begin(false)
	w.refresh()
	w.grid.Follow()
	w.menu.fillRecent()
	w.takeKeys()
}

// background does work beside the window, and then something in it if the shoot is
// still open.
func (w *Window) background(ws *workspace.Workspace) func(work, then func()) {
	return func(work, then func()) {
		go func() {
			work()
			fyne.Do(func() {
				if w.ws == ws {
					then()
					w.show()
				}
			})
		}()
	}
}

// end lets go of the shoot.
func (w *Window) end() {
	w.idle.end()
	w.watch.end()
	w.duplicates.leave()
	w.reading.pause()
	w.closeUps.forget()
	if w.ws == nil {
		return
	}
	w.unsubscribe()
	w.kept.weightsNow()
	d := w.ws
	w.ws = nil
	w.grid.SetWorkspace(nil)
	w.strip.SetWorkspace(nil)
	w.weights.SetWorkspace(nil)
	w.stage.setWorkspace(nil)
	d.Grouping().Settle()
	if err := d.Shoot().Close(); err != nil {
		w.say("The place in this shoot could not be kept: " + phrase.Error(err))
	}
}

// refresh shows everything as it is now. What did not change costs little.
func (w *Window) refresh() {
	select {
	case <-w.ended:
		return // what still comes in has nothing to be shown in
	default:
	}
	happened := w.events.take()
	if w.ws != nil {
		here := w.ws.Now().Here()
		for _, e := range happened {
			if e.Kind == library.Read {
				w.loader.Forget(e.Photos)
				w.closeUps.forget()
				w.stage.people.forget()
			}
		}
		w.ws.Refresh()
		w.news(happened, here)
	}
	w.show()
}

// news acts on what happened in the shoot since the last refresh: photos that
// arrived are scored, and what the photographer should know is said.
func (w *Window) news(happened []library.Event, here int) {
	added := 0
	for _, e := range happened {
		switch e.Kind {
		case library.Added:
			added += len(e.Photos)
		case library.Noticed, library.Conflicted:
			w.say(fmt.Sprintf("%s (%s lists what there was.)", e.Text, w.keys.Key(keys.Problems)))
		}
	}
	if gone := here + added - w.ws.Now().Here(); gone > 0 {
		w.say(phrase.Are(gone, "photo") + " no longer in the folder.")
	}
	if added > 0 {
		w.say(phrase.Count(added, "photo") + " added.")
		w.reading.more()
	}
}

// Quit keeps everything and closes the window.
func (w *Window) Quit() {
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
	w.menu.close()
	w.opening.close()
	w.kept.look()
	w.models.Close()
	w.end()
	w.loader.Close()
	w.stage.loader.Close()
	close(w.ended)
}
