package ui

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"culler/library"
)

// events are what happened in the shoot, from whichever goroutine, until the next
// refresh shows it. A flurry of them costs one refresh.
type events struct {
	refresh func() // on Fyne's goroutine

	mu    sync.Mutex
	list  []library.Event
	timer bool      // a refresh is on its way
	last  time.Time // of the last refresh
}

// repaintEvery is the least time between two refreshes that nobody asked for.
const repaintEvery = 100 * time.Millisecond

// hear takes an event of the shoot, in whichever goroutine.
func (e *events) hear(event library.Event) {
	e.mu.Lock()
	e.list = append(e.list, event)
	e.mu.Unlock()
	e.touch()
}

// touch asks for a refresh soon; it may be called from any goroutine.
func (e *events) touch() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.timer {
		return
	}
	e.timer = true
	wait := max(repaintEvery-time.Since(e.last), 0)
	time.AfterFunc(wait, func() { fyne.Do(e.refresh) })
}

// take hands over what happened since the last refresh, which is now.
func (e *events) take() []library.Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	list := e.list
	e.list, e.timer, e.last = nil, false, time.Now()
	return list
}
