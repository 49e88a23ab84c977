package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"culler/library/phrase"
)

// duplicates finds the photos that are there more than once and shows them.
type duplicates struct {
	w    *Window
	stop func() // ends the search under way; nil: there is none
}

// toggle shows the duplicates, or bursts again. The search runs in the
// background; Stop ends it, and so does who asks once more.
func (d *duplicates) toggle() {
	w := d.w
	switch {
	case w.ws == nil || w.deps.Copies == nil:
	case d.stop != nil:
		d.stop()
	case w.ws.Now().AreCopies():
		w.ws.Grouping().HideCopies()
		w.follow()
	case w.reading.running:
		w.say("Duplicates can be looked for once all photos were read.")
	default:
		d.look()
	}
}

func (d *duplicates) look() {
	w := d.w
	const what = "Looking for duplicates"
	ws := w.ws
	ctx, stop := context.WithCancel(context.Background())
	d.stop = stop
	w.status.start(what, stop)
	go func() {
		defer stop()
		groups, err := w.deps.Copies(ctx, ws.Shoot(), func(done, total int) {
			if ctx.Err() == nil {
				w.tell(progress{what: what, done: done, total: total})
			}
		})
		fyne.Do(func() {
			if w.ws != ws {
				return
			}
			d.stop = nil
			w.status.end()
			switch {
			case errors.Is(err, context.Canceled):
				w.say("Stopped: the duplicates are not known.")
			case err != nil:
				w.say("The duplicates could not be found: " + phrase.Error(err))
			default:
				ws.Grouping().ShowCopies(groups)
			}
			w.reveal()
		})
	}()
}

// leave ends the search in a shoot that another takes the place of.
func (d *duplicates) leave() {
	if d.stop != nil {
		d.stop()
		d.stop = nil
	}
}
