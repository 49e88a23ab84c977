package ui

import (
	"context"
	"fmt"
	"sync"

	"fyne.io/fyne/v2"

	"culler/library"
	"culler/library/phrase"
	"culler/ui/keys"
)

// watch is the look-out for photos that arrive in the folder of the open shoot.
type watch struct {
	stop context.CancelFunc // nil: nobody looks
	done *sync.WaitGroup
}

// lookOut begins to look after the folder, if the photographer wants that.
// aloud says so, and why where it cannot be done.
func (w *Window) lookOut(aloud bool) {
	w.lookAway()
	if w.ws == nil || w.set.NoWatch {
		return
	}
	shoot := w.ws.Shoot()
	ctx, stop := context.WithCancel(context.Background())
	done := &sync.WaitGroup{}
	w.watch = watch{stop, done}
	done.Go(func() {
		if err := shoot.Watch(ctx); err != nil && aloud {
			fyne.Do(func() { w.say(phrase.Upper(phrase.Error(err))) })
		}
	})
	if aloud {
		w.say("Photos that arrive in the folder are taken over at once.")
	}
}

// lookAway ends that.
func (w *Window) lookAway() {
	if w.watch.stop == nil {
		return
	}
	w.watch.stop()
	wait(w.watch.done)
	w.watch = watch{}
}

// toggleWatch changes whether the folder is watched.
func (w *Window) toggleWatch() {
	w.set.NoWatch = !w.set.NoWatch
	w.saveSettings()
	w.lookOut(true)
	if w.set.NoWatch {
		w.say(fmt.Sprintf("The folder is not watched; %s looks for new photos.", w.keys.Key(keys.Rescan)))
	}
	w.follow()
}

// news acts on what happened in the shoot since the last refresh: photos that
// arrived are scored, and what the photographer should know is said.
func (w *Window) news(events []library.Event, here int) {
	added := 0
	for _, e := range events {
		switch e.Kind {
		case library.Added:
			added += len(e.Photos)
		case library.Noticed, library.Conflicted:
			w.say(fmt.Sprintf("%s (%s lists what there was.)", e.Text, w.keys.Key(keys.Problems)))
		}
	}
	if gone := here + added - w.ws.Here(); gone > 0 {
		w.say(phrase.Are(gone, "photo") + " no longer in the folder.")
	}
	if added > 0 {
		w.say(phrase.Count(added, "photo") + " added.")
		w.more()
	}
}

// more has photos scored that came after the work in the background began.
func (w *Window) more() {
	if w.work.running {
		w.work.again = true
	} else {
		w.run()
	}
}
