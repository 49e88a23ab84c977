package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"culler/library/setting"
	"culler/scoring/faces"
)

// idle has the photos that were searched for large faces only searched for small
// ones, while nobody presses a key and nothing else is to be done. Its methods
// belong to Fyne's goroutine.
type idle struct {
	w     *Window
	after time.Duration      // how long nobody pressed a key
	timer *time.Timer        // nil: the machine is not waited for
	stop  context.CancelFunc // of the search under way; nil for none
}

const (
	idleAfter = 15 * time.Second
	idleBatch = 8 // photos that are searched before the window shows them
)

// touch ends the search at once, because a key was pressed or there is something
// new to search, and waits anew for the machine to be idle.
func (i *idle) touch() {
	i.end()
	if i.w.deps.SearchFaces == nil {
		return
	}
	var timer *time.Timer
	timer = time.AfterFunc(i.after, func() {
		fyne.Do(func() {
			if i.timer == timer {
				i.search()
			}
		})
	})
	i.timer = timer
}

// end ends the search and the wait for it.
func (i *idle) end() {
	if i.timer != nil {
		i.timer.Stop()
		i.timer = nil
	}
	if i.stop != nil {
		i.stop()
		i.stop = nil
	}
}

// search searches a few photos, then the next.
func (i *idle) search() {
	w := i.w
	if w.closed || w.ws == nil || w.reading.running || i.wanted() != faces.Closer {
		return // where they are looked for everywhere, they were
	}
	if w.stage.people.stop != nil {
		i.touch() // somebody waits for the faces of a burst
		return
	}
	next := i.next()
	if len(next) == 0 {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	i.stop = stop
	shoot, board := w.ws.Shoot(), w.ws.Board()
	go func() {
		err := w.deps.SearchFaces(ctx, shoot, board, next, nil)
		fyne.Do(func() {
			if ctx.Err() != nil {
				return
			}
			stop()
			i.stop = nil
			for _, n := range next {
				w.stage.people.searched[n] = true
			}
			w.refresh()
			if err == nil {
				i.search()
			}
		})
	}()
}

// wanted is where the photographer wants faces looked for.
func (i *idle) wanted() faces.Search {
	var where faces.Search
	host{i.w}.Setting(setting.Faces, &where)
	return where
}

// next are the first photos that were not searched: those of the cursor's burst,
// those of bursts with faces, then the others.
func (i *idle) next() []int {
	ws := i.w.ws
	var ranks [3][]int
	for _, b := range ws.Shoot().Bursts() {
		rank := 2
		switch {
		case slices.Contains(b.Photos, ws.Cursor()):
			rank = 0
		case slices.ContainsFunc(b.Photos, func(n int) bool { return len(ws.Now().Faces(n)) > 0 }):
			rank = 1
		}
		for _, n := range b.Photos {
			if !i.w.stage.people.searched[n] && !ws.Now().Photo(n).Gone {
				ranks[rank] = append(ranks[rank], n)
			}
		}
	}
	all := slices.Concat(ranks[:]...)
	return all[:min(len(all), idleBatch)]
}
