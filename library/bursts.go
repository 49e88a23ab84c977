package library

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"time"

	"culler/library/burst"
	"culler/library/photo"
)

// Bursts returns the bursts as they are now, in order of capture. Every photo
// is in exactly one.
func (s *Shoot) Bursts() []burst.Burst {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.bursts)
}

// BurstOf returns the index in Bursts of the burst that photo i belongs to.
func (s *Shoot) BurstOf(i int) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.burstOf[i]
}

// BurstOptions returns the rules by which bursts are formed and what was
// changed by hand.
func (s *Shoot) BurstOptions() burst.Options {
	s.mu.RLock()
	defer s.mu.RUnlock()
	o := s.options
	o.Offsets = maps.Clone(o.Offsets)
	return o
}

// oneGesture is how close in time changes of the rules are one step of undo:
// those of a slider that is dragged.
const oneGesture = 2 * time.Second

// SetBurstOptions forms the bursts anew by other rules, at once. What was
// changed by hand stays and wins; o.Edits is ignored. A change of the numbers
// can be undone, and is written within a second.
func (s *Shoot) SetBurstOptions(o burst.Options) {
	defer s.events.deliver()
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	was := s.options
	o.Edits = was.Edits
	o.Offsets = maps.Clone(o.Offsets)
	s.options = o
	if was.Gap != o.Gap || was.MinAlike != o.MinAlike || was.Scenes != o.Scenes || !maps.Equal(was.Offsets, o.Offsets) {
		st := step{what: rulesInWords(was, o), bursts: &burstStep{before: was, after: o, rules: true}}
		if n := len(s.undo); n > 0 && s.undo[n-1].bursts != nil && s.undo[n-1].bursts.rules && len(s.redo) == 0 &&
			time.Since(s.undo[n-1].at) < oneGesture {
			st.bursts.before = s.undo[n-1].bursts.before
			st.what = rulesInWords(st.bursts.before, o)
			s.undo = s.undo[:n-1]
		}
		s.mu.Unlock()
		s.did(st)
	} else {
		s.mu.Unlock()
	}
	s.saver.soon()
	s.regroup()
}

func rulesInWords(was, is burst.Options) string {
	switch {
	case was.Gap != is.Gap:
		return fmt.Sprintf("burst gap of %v", is.Gap)
	case was.Scenes != is.Scenes && is.Scenes:
		return "bursts by scene"
	case was.Scenes != is.Scenes:
		return "bursts by time"
	case was.MinAlike != is.MinAlike:
		return "change of the likeness within bursts"
	}
	return "change of a camera's clock"
}

// putOptions makes other options so: their numbers and what was changed by
// hand. The caller holds writing.
func (s *Shoot) putOptions(o burst.Options) error {
	s.mu.Lock()
	was := s.options
	o.Alike, o.Vector = was.Alike, was.Vector // not numbers: they belong to the model that is open
	s.options = o
	s.mu.Unlock()
	if err := s.saver.now(); err != nil {
		s.mu.Lock()
		s.options = was
		s.mu.Unlock()
		return err
	}
	s.regroup()
	return nil
}

// edit changes the work by hand as one step of undo, on disk when it returns.
func (s *Shoot) edit(what string, photos []int, change func(burst.Edits) burst.Edits) error {
	defer s.events.deliver()
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.identify(photos); err != nil {
		return err
	}
	before := s.BurstOptions()
	after := before
	after.Edits = change(before.Edits)
	if err := s.putOptions(after); err != nil {
		return err
	}
	s.did(step{what: what, photos: slices.Clone(photos), bursts: &burstStep{before: before, after: after}})
	return nil
}

// group forms bursts of the photos that are there; what is gone is alone.
func group(photos []photo.Photo, o burst.Options) []burst.Burst {
	var here []photo.Photo
	var index, gone []int
	for i := range photos {
		if photos[i].Gone {
			gone = append(gone, i)
			continue
		}
		here, index = append(here, photos[i]), append(index, i)
	}
	if len(gone) == 0 {
		return burst.Group(photos, o)
	}
	if alike := o.Alike; alike != nil {
		o.Alike = func(a, b int) (float64, bool) { return alike(index[a], index[b]) }
	}
	if vector := o.Vector; vector != nil {
		o.Vector = func(i int) []float32 { return vector(index[i]) }
	}
	bursts := burst.Group(here, o)
	for _, b := range bursts {
		for k, i := range b.Photos {
			b.Photos[k] = index[i]
		}
	}
	for _, i := range gone {
		bursts = append(bursts, burst.Burst{Photos: []int{i}, Note: "no longer there"})
	}
	return bursts
}

// regroup forms the bursts from what is known now.
func (s *Shoot) regroup() {
	s.grouping.Lock()
	defer s.grouping.Unlock()
	for done := false; !done; {
		photos, o := s.Photos(), s.BurstOptions()
		bursts := group(photos, o)
		of := make([]int, len(photos))
		for k, b := range bursts {
			for _, i := range b.Photos {
				of[i] = k
			}
		}
		s.mu.Lock()
		if done = len(photos) == len(s.photos); done { // else photos were added meanwhile
			s.bursts, s.burstOf = bursts, of
			s.events.add(Event{Kind: Grouped})
		}
		s.mu.Unlock()
	}
}

// Grouped is what the bursts would be by other rules; what was changed by hand
// stays. It changes nothing.
func (s *Shoot) Grouped(o burst.Options) []burst.Burst {
	o.Edits = s.BurstOptions().Edits
	return group(s.Photos(), o)
}

// name is what people call photo i: its file's name without extension.
func (s *Shoot) name(i int) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return path.Base(s.photos[i].Name)
}
