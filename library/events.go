package library

import "sync"

// Event tells what changed in a shoot.
type Event struct {
	Kind   EventKind
	Photos []int  // whom it is about; nil for Grouped
	Text   string // of Noticed and Conflicted: a sentence
}

// EventKind is a kind of change.
type EventKind uint8

// The kinds of event.
const (
	Read       EventKind = iota // photos got their times, cameras, files or problems
	Grouped                     // the bursts were formed anew
	Decided                     // decisions changed
	Added                       // photos were appended
	Noticed                     // a sidecar could not be read or written, as Notices says
	Conflicted                  // another program decided differently, as Conflicts says
)

// Subscribe has f called after every change, in the order of the changes, one
// call at a time, by whichever goroutine made them. No lock is held meanwhile,
// so f may call any method; what it changes is told after f returned. One call
// that is under way may still end after cancel returned.
func (s *Shoot) Subscribe(f func(Event)) (cancel func()) { return s.events.subscribe(f) }

// events is a queue of what happened and those who want to know.
type events struct {
	mu      sync.Mutex
	queue   []Event
	telling bool
	subs    []*func(Event)
	version Version
}

// now is the version of the shoot after all changes so far.
func (e *events) now() Version {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.version
}

// count takes a change into account that is told with another one.
func (e *events) count(k EventKind) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.version.count(k)
}

func (e *events) subscribe(f func(Event)) func() {
	e.mu.Lock()
	defer e.mu.Unlock()
	sub := &f
	e.subs = append(e.subs[:len(e.subs):len(e.subs)], sub)
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		var rest []*func(Event)
		for _, other := range e.subs {
			if other != sub {
				rest = append(rest, other)
			}
		}
		e.subs = rest
	}
}

// add notes an event; deliver tells it once the locks are free.
func (e *events) add(ev Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.version.count(ev.Kind)
	if len(e.subs) > 0 {
		e.queue = append(e.queue, ev)
	}
}

// deliver tells all events, unless another call is telling them already.
func (e *events) deliver() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for !e.telling && len(e.queue) > 0 {
		ev, subs := e.queue[0], e.subs
		e.queue = e.queue[1:]
		e.telling = true
		e.mu.Unlock()
		for _, f := range subs {
			(*f)(ev)
		}
		e.mu.Lock()
		e.telling = false
	}
}
