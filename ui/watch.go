package ui

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"fyne.io/fyne/v2"

	"culler/library/phrase"
	"culler/ui/keys"
	"culler/ui/workspace"
)

// folderWatch looks after the folder of the open shoot: it waits for photos that
// arrive, and looks for them when asked.
type folderWatch struct {
	w    *Window
	stop context.CancelFunc // nil: nobody waits
	done *sync.WaitGroup

	looking looking
}

// looking is a look at the folder of a shoot.
type looking struct {
	at          *workspace.Workspace
	busy, again bool
	then        []func(added int)
	added       int
}

// begin begins to look after the folder, if the photographer wants that.
// aloud says so, and why where it cannot be done.
func (f *folderWatch) begin(aloud bool) {
	f.end()
	if f.w.ws == nil || f.w.set.NoWatch {
		return
	}
	shoot := f.w.ws.Shoot()
	ctx, stop := context.WithCancel(context.Background())
	done := &sync.WaitGroup{}
	f.stop, f.done = stop, done
	done.Go(func() {
		if err := shoot.Watch(ctx); err != nil && aloud {
			fyne.Do(func() { f.w.say(phrase.Upper(phrase.Error(err))) })
		}
	})
	if aloud {
		f.w.say("Photos that arrive in the folder are added at once.")
	}
}

// end ends that.
func (f *folderWatch) end() {
	if f.stop == nil {
		return
	}
	f.stop()
	wait(f.done)
	f.stop, f.done = nil, nil
}

// toggle changes whether the folder is watched.
func (f *folderWatch) toggle() {
	f.w.set.NoWatch = !f.w.set.NoWatch
	f.w.kept.look()
	f.begin(true)
	if f.w.set.NoWatch {
		f.w.say(fmt.Sprintf("The folder is not watched; %s looks for new photos.", f.w.keys.Key(keys.Rescan)))
	}
	f.w.follow()
}

// rescan looks for new photos.
func (f *folderWatch) rescan() {
	f.lookAgain(func(added int) {
		if added == 0 {
			f.w.say("There are no new photos.")
		}
		if !f.w.reading.running {
			f.w.reading.run() // what was stopped continues
		}
	})
}

// lookAgain looks at the folder again; what changed shows by itself.
func (f *folderWatch) lookAgain(then func(added int)) {
	if f.w.ws == nil {
		return
	}
	l := &f.looking
	if l.at != f.w.ws {
		*l = looking{at: f.w.ws}
	}
	l.then = append(l.then, then)
	if l.again = l.busy; l.busy {
		return // once more when that has ended, however often it was asked for
	}
	f.look()
}

func (f *folderWatch) look() {
	d := f.w.ws
	f.looking.busy, f.looking.again = true, false
	ctx, stop := context.WithCancel(context.Background())
	f.w.status.start("Looking for new photos", stop)
	go func() {
		defer stop()
		added, err := d.Shoot().Rescan(ctx)
		fyne.Do(func() {
			if f.w.ws != d {
				return
			}
			f.w.status.end()
			if err != nil && !errors.Is(err, context.Canceled) {
				f.w.boxes.Alert("The folder could not be looked at again", err)
			}
			f.w.refresh()
			l := &f.looking
			l.busy, l.added = false, l.added+len(added)
			if l.again && err == nil {
				f.look()
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
