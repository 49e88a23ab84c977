package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"culler/library/phrase"
)

// duplicates finds the photos that are there more than once and shows them.
type duplicates struct{ w *Window }

// toggle shows the duplicates, or bursts again. The search runs in the
// background; Stop ends it.
func (d duplicates) toggle() {
	w := d.w
	switch {
	case w.ws == nil || w.deps.Copies == nil:
		return
	case w.ws.Now().AreCopies():
		w.ws.Grouping().HideCopies()
		w.follow()
		return
	case w.reading.running:
		w.say("Duplicates can be looked for once all photos were read.")
		return
	}
	const what = "Looking for duplicates"
	ws := w.ws
	ctx, stop := context.WithCancel(context.Background())
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
			w.status.end()
			switch {
			case errors.Is(err, context.Canceled):
				w.say("Stopped: the duplicates are not known.")
			case err != nil:
				w.say("The duplicates could not be found: " + phrase.Error(err))
			default:
				ws.Grouping().ShowCopies(groups)
			}
			w.follow()
		})
	}()
}
