package library

import (
	"sync"

	"culler/library/photo"
	"culler/library/store"
)

// rememberer writes what was read to the database in the background:
// all that came in during one write goes into the next.
type rememberer struct {
	s    *Shoot
	mu   sync.Mutex
	next memories
	wake chan struct{}
	done chan struct{}
	once sync.Once
	err  error
}

func (s *Shoot) startRemembering() *rememberer {
	r := &rememberer{s: s, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go r.run()
	return r
}

func (r *rememberer) add(m memories) {
	r.mu.Lock()
	r.next.files = append(r.next.files, m.files...)
	r.next.known = append(r.next.known, m.known...)
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default: // it was woken already
	}
}

func (r *rememberer) run() {
	defer close(r.done)
	for more := true; more; {
		_, more = <-r.wake
		r.mu.Lock()
		m := r.next
		r.next = memories{}
		r.mu.Unlock()
		if r.s.db == nil || r.err != nil {
			continue
		}
		r.err = r.s.db.Remember(m.files, m.known)
	}
}

// end writes the rest and tells whether all could be written.
func (r *rememberer) end() error {
	r.once.Do(func() { close(r.wake) })
	<-r.done
	return r.err
}

func knownOf(p photo.Photo) store.Known {
	return store.Known{ID: p.ID, Content: p.Content, Picture: p.Picture, Meta: p.Meta, Problem: p.Problem}
}
