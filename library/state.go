package library

import (
	"encoding/json"
	"slices"
	"sync"
	"time"

	"culler/library/burst"
)

// state is how a shoot was left.
type state struct {
	Gap      time.Duration            `json:"gap,omitempty"`
	Offsets  map[string]time.Duration `json:"offsets,omitempty"`
	MinAlike float64                  `json:"minAlike,omitempty"`
	Scenes   bool                     `json:"scenes,omitempty"`
	Edits    burst.Edits              `json:"edits"`
	Place    json.RawMessage          `json:"place,omitempty"`
}

// Place is what SetPlace was given last, in this session or an earlier one;
// nil if nothing was.
func (s *Shoot) Place() json.RawMessage {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.place)
}

// SetPlace keeps what the window wants to find again when the shoot is opened
// the next time. It is written within a second, at the latest by Close.
func (s *Shoot) SetPlace(place json.RawMessage) {
	s.mu.Lock()
	s.place = slices.Clone(place)
	s.mu.Unlock()
	s.saver.soon()
}

// loadState fills in what Open's options left open.
func (s *Shoot) loadState() error {
	s.options.Edits = burst.Edits{}
	if s.db == nil {
		return nil
	}
	var was state
	if _, err := s.db.ShootState(s.folder, &was); err != nil {
		return err
	}
	o := &s.options
	o.Edits, s.place = was.Edits, was.Place
	if o.Gap == 0 {
		o.Gap = was.Gap
	}
	if o.Offsets == nil {
		o.Offsets = was.Offsets
	}
	if o.MinAlike == 0 {
		o.MinAlike = was.MinAlike
	}
	o.Scenes = o.Scenes || was.Scenes
	return nil
}

func (s *Shoot) saveState() error {
	if s.db == nil {
		return nil
	}
	s.mu.RLock()
	o := s.options
	is := state{Gap: o.Gap, Offsets: o.Offsets, MinAlike: o.MinAlike, Scenes: o.Scenes, Edits: o.Edits, Place: s.place}
	s.mu.RUnlock()
	return s.db.SetShootState(s.folder, is)
}

// saveDelay lets a slider that is dragged cost one write.
const saveDelay = 500 * time.Millisecond

// saver calls save now, or soon and once for many wishes.
type saver struct {
	save   func() error
	saving sync.Mutex // one save at a time, so that the last one is the newest

	mu     sync.Mutex
	timer  *time.Timer
	closed bool
}

func (v *saver) soon() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.timer == nil && !v.closed {
		v.timer = time.AfterFunc(saveDelay, func() { v.now() }) // an error comes again from Close
	}
}

func (v *saver) now() error {
	v.saving.Lock()
	defer v.saving.Unlock()
	v.mu.Lock()
	v.timer = nil
	v.mu.Unlock()
	err := v.save()
	if err != nil {
		v.soon()
	}
	return err
}

// flush saves what waits to be saved.
func (v *saver) flush() error {
	v.mu.Lock()
	waits := v.timer != nil // also when its time has come and nothing is saved yet
	if waits {
		v.timer.Stop()
	}
	v.mu.Unlock()
	if waits {
		return v.now()
	}
	v.saving.Lock() // a save under way ends first
	defer v.saving.Unlock()
	return nil
}

// close saves what waits to be saved; nothing waits any more after it.
func (v *saver) close() error {
	v.mu.Lock()
	v.closed = true
	v.mu.Unlock()
	return v.flush()
}
