package library

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"culler/library/burst"
	"culler/library/photo"
	"culler/library/phrase"
)

// Decision returns what was decided about photo i.
func (s *Shoot) Decision(i int) photo.Decision {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.decisions[i]
}

// Decisions returns what was decided about every photo, by index.
func (s *Shoot) Decisions() []photo.Decision {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.decisions)
}

// Decided returns what was decided about each photo as the sidecars of its
// copies should say; nil if sidecars are off.
func (s *Shoot) Decided() func(*photo.Photo) photo.Decision {
	if s.Sidecars().Mode == SidecarsOff {
		return nil
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	of := make(map[photo.ID]photo.Decision, len(s.photos))
	for i := range s.photos {
		of[s.photos[i].ID] = forSidecar(&s.photos[i], s.decisions[i])
	}
	return func(p *photo.Photo) photo.Decision { return of[p.ID] }
}

// Decide changes the decisions about some photos: change gets each photo's
// decision and returns the new one, whose time Decide sets. It is one step of
// undo and one transaction; when Decide returns nil, the decisions are on disk,
// and when it returns an error, nothing was changed. What change leaves the
// same is left alone, and if it leaves everything the same there is no step.
//
// what names the step for Undo, such as "pick of DSC_0423"; if it is "", words
// are found. change must not call Decide, Undo or Redo.
func (s *Shoot) Decide(what string, photos []int, change func(i int, d photo.Decision) photo.Decision) error {
	defer s.events.deliver()
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.identify(photos); err != nil {
		return err
	}
	var st step
	seen := make(map[int]bool, len(photos))
	for _, i := range photos {
		if seen[i] {
			continue
		}
		seen[i] = true
		was := s.Decision(i)
		is := change(i, was)
		if is.Stars < 0 || is.Stars > 5 || is.Flag < photo.Unflagged || is.Flag > photo.Rejected || is.Label > photo.Purple ||
			is.Orientation != 0 && !photo.ValidOrientation(is.Orientation) {
			return fmt.Errorf("decide about %s: %d stars, flag %d, label %d and orientation %d are not a decision", s.name(i), is.Stars, is.Flag, is.Label, is.Orientation)
		}
		if is.Same(was) {
			continue
		}
		is.At, is.Read = now(was.At), false
		st.photos, st.before, st.after = append(st.photos, i), append(st.before, was), append(st.after, is)
	}
	if len(st.photos) == 0 {
		return nil
	}
	if st.what = what; what == "" {
		v, of := verbOf(st), s.names(st.photos)
		st.what, st.done = fmt.Sprintf(v.step, of), fmt.Sprintf(v.done, of)
	}
	if err := s.put(st.photos, st.after); err != nil {
		return err
	}
	s.wantSidecars(st.photos)
	s.did(st)
	return nil
}

// put stores decisions and then applies them. The caller holds writing.
func (s *Shoot) put(photos []int, decisions []photo.Decision) error {
	if s.db != nil {
		ids := make([]photo.ID, len(photos))
		s.mu.RLock()
		for k, i := range photos {
			ids[k] = s.photos[i].ID
		}
		s.mu.RUnlock()
		if err := s.db.PutDecisions(ids, decisions); err != nil {
			return err
		}
	}
	s.mu.Lock()
	for k, i := range photos {
		s.decided(i, decisions[k])
	}
	s.events.add(Event{Kind: Decided, Photos: slices.Clone(photos)})
	s.mu.Unlock()
	return nil
}

// step is what one Undo takes back: decisions, a change of bursts, or another.
type step struct {
	what          string
	done          string // the same as something that was done, if decisions were made in this session; ""
	photos        []int
	before, after []photo.Decision
	bursts        *burstStep
	change        *Change
	stood         int       // the photo at which it was made; -1: none
	at            time.Time // when it was made last, if in this session
}

// burstStep is a change of the bursts: by hand, or of the rules.
type burstStep struct {
	before, after burst.Options
	rules         bool // whether the rules changed, not the work by hand
}

// did appends a step to the history; what was undone before cannot be redone
// any more. The caller holds writing.
func (s *Shoot) did(st step) {
	s.mu.Lock()
	st.at, st.stood = time.Now(), s.stands
	s.undo, s.redo = append(s.undo, st), nil
	s.mu.Unlock()
	s.history.soon()
}

// Undo takes the last step back and returns what it was, such as "reject of 3
// photos", and the photos it was about; "" if there is nothing to take back.
// There is no limit to the steps of a session, and the last steps of the session
// before it follow. Only what the step changed is taken back, and
// what another program changed since then stays. After an error nothing was
// changed.
func (s *Shoot) Undo() (what string, photos []int, err error) {
	return s.travel(&s.undo, &s.redo, false)
}

// Redo does again what Undo took back; "" if there is nothing.
func (s *Shoot) Redo() (what string, photos []int, err error) {
	return s.travel(&s.redo, &s.undo, true)
}

func (s *Shoot) travel(from, to *[]step, again bool) (string, []int, error) {
	defer s.events.deliver()
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.RLock()
	n := len(*from)
	var st step
	if n > 0 {
		st = (*from)[n-1]
	}
	s.mu.RUnlock()
	if n == 0 {
		return "", nil, nil
	}
	if err := s.redecide(st, again); err != nil {
		return "", nil, err
	}
	s.mu.Lock()
	*from, *to = (*from)[:n-1], append(*to, st)
	s.stood = st.stood
	s.mu.Unlock()
	s.history.soon()
	return st.what, slices.Clone(st.photos), nil
}

// redecide makes a step again, or takes it back. To take something back is to
// decide again, later.
func (s *Shoot) redecide(st step, again bool) error {
	if b := st.bursts; b != nil {
		if again {
			return s.putOptions(b.after)
		}
		return s.putOptions(b.before)
	}
	if c := st.change; c != nil {
		s.mu.RLock()
		take := s.take
		s.mu.RUnlock()
		if take == nil {
			return errors.New("nobody is here to do it")
		}
		if again {
			return take(*c)
		}
		return take(Change{c.Kind, c.After, c.Before})
	}
	decisions := make([]photo.Decision, len(st.photos))
	for k, i := range st.photos {
		is := s.Decision(i)
		from, to := st.after[k], st.before[k]
		if again {
			from, to = to, from
		}
		is.Flag = replaced(is.Flag, from.Flag, to.Flag)
		is.Stars = replaced(is.Stars, from.Stars, to.Stars)
		is.Label = replaced(is.Label, from.Label, to.Label)
		is.Orientation = replaced(is.Orientation, from.Orientation, to.Orientation)
		is.At, is.Read = now(is.At), false
		decisions[k] = is
	}
	if err := s.put(st.photos, decisions); err != nil {
		return err
	}
	s.wantSidecars(st.photos)
	return nil
}

// replaced returns to where is equals from.
func replaced[T comparable](is, from, to T) T {
	if is == from {
		return to
	}
	return is
}

// CanUndo and CanRedo name the next step of Undo and of Redo; "" if there is none.
func (s *Shoot) CanUndo() string { return s.top(&s.undo) }

// CanRedo names the next step of Redo; "" if there is none.
func (s *Shoot) CanRedo() string { return s.top(&s.redo) }

func (s *Shoot) top(steps *[]step) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if n := len(*steps); n > 0 {
		return (*steps)[n-1].what
	}
	return ""
}

// Did words the step that Undo takes back as what was done, such as "Rejected 3
// photos"; "" if it was no decision or one of an earlier session.
func (s *Shoot) Did() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if n := len(s.undo); n > 0 {
		return s.undo[n-1].done
	}
	return ""
}

// verb words a change of decisions about photos, which %s stands for: as a step of
// the history and as what was done.
type verb struct{ step, done string }

var marked = verb{"marking of %s", "Marked %s"}

// verbOf words what a step changed, if that is the same of all its photos.
func verbOf(st step) verb {
	v := verbOfOne(st.before[0], st.after[0])
	for k := range st.after {
		if verbOfOne(st.before[k], st.after[k]) != v {
			return marked
		}
	}
	return v
}

func verbOfOne(was, is photo.Decision) verb {
	flag, stars, label := was.Flag != is.Flag, was.Stars != is.Stars, was.Label != is.Label
	turned := is
	turned.Orientation = was.Orientation
	switch {
	case turned.Same(was):
		return verb{"turning of %s", "Turned %s"}
	case is.Same(photo.Decision{}):
		return verb{"clearing of %s", "Cleared the marks of %s"}
	case flag && !stars && !label:
		switch is.Flag {
		case photo.Picked:
			return verb{"pick of %s", "Picked %s"}
		case photo.Rejected:
			return verb{"reject of %s", "Rejected %s"}
		}
		return verb{"clearing of the flag of %s", "Cleared the flag of %s"}
	case stars && !flag && !label:
		if is.Stars == 0 {
			return verb{"clearing of the stars of %s", "Cleared the stars of %s"}
		}
		n := phrase.Count(is.Stars, "star")
		return verb{"rating with " + n + " of %s", "Gave " + n + " to %s"}
	case label && !flag && !stars:
		if is.Label == photo.NoLabel {
			return verb{"clearing of the label of %s", "Cleared the label of %s"}
		}
		return verb{"label " + is.Label.String() + " of %s", "Labelled %s " + phrase.Lower(is.Label.String())}
	}
	return marked
}

// names is "DSC_0423" or "3 photos".
func (s *Shoot) names(photos []int) string {
	if len(photos) == 1 {
		return s.name(photos[0])
	}
	return phrase.Count(len(photos), "photo")
}

var errNoPhoto = errors.New("there is no such photo in this shoot")
