package library

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"culler/library/burst"
	"culler/library/photo"
	"culler/library/phrase"
)

// Change is a step of the history that is neither about decisions nor about
// bursts, such as one of the weights. Its author takes it back, too.
type Change struct {
	Kind          string          `json:"kind"`
	Before, After json.RawMessage // it leads from the one to the other
}

// Travelled has take called, during Undo and Redo, for steps that were noted with
// Note: the change that it gets is to be made. After an error of take nothing was
// undone. take must not call the shoot.
func (s *Shoot) Travelled(take func(c Change) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.take = take
}

// Note appends a change that was made to the history; what names it for Undo.
// Changes of one kind and name that follow each other closely, as those of a
// slider that is dragged, are one step.
func (s *Shoot) Note(what string, c Change) {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	if n := len(s.undo); n > 0 && len(s.redo) == 0 {
		if last := s.undo[n-1]; last.change != nil && last.what == what && last.change.Kind == c.Kind && time.Since(last.at) < oneGesture {
			c.Before = last.change.Before
			s.undo = s.undo[:n-1]
		}
	}
	s.mu.Unlock()
	s.did(step{what: what, change: &c})
}

// Stand tells where the photographer is: steps are made there. -1 is nowhere.
func (s *Shoot) Stand(i int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stands = i
}

// Stood is where the photographer was when the step was made that Undo or Redo
// took last; -1 where that is not known.
func (s *Shoot) Stood() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.stood
}

// The history is kept with the shoot up to so many steps, and so many decisions
// about photos; the last step is always kept.
const (
	keptSteps     = 200
	keptDecisions = 2000
	keptEdits     = 10_000 // photos in what was changed by hand before and after the steps
)

// keptHistory is the history as it is kept. Photos are named by their identities.
type keptHistory struct {
	Undo []keptStep `json:"undo,omitempty"` // the last one last
	Redo []keptStep `json:"redo,omitempty"`
}

type keptStep struct {
	What   string           `json:"what"`
	Stood  string           `json:"stood,omitempty"`
	Photos []string         `json:"photos,omitempty"`
	Before []photo.Decision `json:"before,omitempty"`
	After  []photo.Decision `json:"after,omitempty"`
	Rules  bool             `json:"rules,omitempty"`
	Bursts [2]*keptBursts   `json:"bursts,omitzero"` // before and after
	Change *Change          `json:"change,omitempty"`
}

type keptBursts struct {
	Gap      time.Duration            `json:"gap,omitempty"`
	Offsets  map[string]time.Duration `json:"offsets,omitempty"`
	MinAlike float64                  `json:"minAlike,omitempty"`
	Scenes   bool                     `json:"scenes,omitempty"`
	Edits    burst.Edits              `json:"edits"`
}

func keepBursts(o burst.Options) *keptBursts {
	return &keptBursts{o.Gap, o.Offsets, o.MinAlike, o.Scenes, o.Edits}
}

func (k *keptBursts) options() burst.Options {
	return burst.Options{Gap: k.Gap, Offsets: k.Offsets, MinAlike: k.MinAlike, Scenes: k.Scenes, Edits: k.Edits}
}

// saveHistory writes the history down.
func (s *Shoot) saveHistory() error {
	if s.db == nil {
		return nil
	}
	s.mu.RLock()
	recalled := s.recalled
	s.mu.RUnlock()
	if !recalled {
		// What was kept would be lost. A writer may wait for a share that
		// never answers; what is not kept now is kept once the photos were read.
		if !s.writing.TryLock() {
			return nil
		}
		err := s.recallHistory()
		s.writing.Unlock()
		if err != nil {
			return err
		}
	}
	s.mu.RLock()
	k := keptHistory{s.keepSteps(s.undo), s.keepSteps(s.redo)}
	s.mu.RUnlock()
	return s.db.SetHistory(s.folder, k)
}

// keepSteps are the last of some steps as they are kept. The caller holds mu.
func (s *Shoot) keepSteps(steps []step) (out []keptStep) {
	decisions, edits := 0, 0
	for _, st := range slices.Backward(steps) {
		if st.bursts != nil {
			edits += st.bursts.before.Edits.Len() + st.bursts.after.Edits.Len()
		}
		if decisions += len(st.before); len(out) == keptSteps || len(out) > 0 && (decisions > keptDecisions || edits > keptEdits) {
			break
		}
		k := keptStep{What: st.what, Before: st.before, After: st.after, Change: st.change}
		for _, i := range st.photos {
			k.Photos = append(k.Photos, s.photos[i].ID.String())
		}
		if st.stood >= 0 {
			k.Stood = s.photos[st.stood].ID.String()
		}
		if b := st.bursts; b != nil {
			k.Bursts, k.Rules = [2]*keptBursts{keepBursts(b.before), keepBursts(b.after)}, b.rules
		}
		out = append(out, k)
	}
	slices.Reverse(out)
	return out
}

// recallHistory puts the steps of the last session before those of this one, once
// its photos are known. What cannot be read is no history. The caller holds
// writing.
func (s *Shoot) recallHistory() error {
	if s.recalled || s.db == nil {
		return nil
	}
	var k keptHistory
	_, err := s.db.History(s.folder, &k)
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		k = keptHistory{} // and the next one takes its place
	} else if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.recalled = true
	if len(s.undo)+len(s.redo) == 0 {
		s.redo = s.recallSteps(k.Redo)
	}
	s.undo = append(s.recallSteps(k.Undo), s.undo...)
	return err
}

// recallSteps are steps about the photos that are still there. The caller holds mu.
func (s *Shoot) recallSteps(kept []keptStep) (out []step) {
	c := &s.sidecars
	c.mu.Lock()
	now := make(map[string]string, len(c.heirs)) // what a picture is known by, by what it was
	for is, was := range c.heirs {
		now[was] = is
	}
	c.mu.Unlock()
	find := func(id string) int {
		if is, renamed := now[id]; renamed {
			id = is
		}
		b, err := hex.DecodeString(id)
		if err != nil || len(b) != len(photo.ID{}) {
			return -1
		}
		i, there := s.owner[photo.ID(b)]
		if !there {
			return -1
		}
		return i
	}
	for _, k := range kept {
		st := step{what: k.What, change: k.Change, stood: find(k.Stood)}
		if b := k.Bursts; b[0] != nil && b[1] != nil {
			st.bursts = &burstStep{before: b[0].options(), after: b[1].options(), rules: k.Rules}
		}
		decided := len(k.Before) == len(k.Photos) && len(k.After) == len(k.Photos)
		for n, id := range k.Photos {
			i := find(id)
			if i < 0 {
				continue
			}
			if st.photos = append(st.photos, i); decided {
				st.before, st.after = append(st.before, k.Before[n]), append(st.after, k.After[n])
			}
		}
		if st.bursts != nil || st.change != nil || decided && len(st.photos) > 0 {
			out = append(out, st)
		}
	}
	return out
}

// tellHistory has the history of the last session taken up once the photos were
// read.
func (s *Shoot) tellHistory() {
	s.mu.RLock()
	news := len(s.undo)+len(s.redo) > 0 // in this session: who only looks writes nothing
	s.mu.RUnlock()
	s.sidecars.mu.Lock()
	news = news || len(s.sidecars.heirs) > 0 // steps that go by other identities now
	s.sidecars.mu.Unlock()
	s.writing.Lock()
	err := s.recallHistory()
	s.writing.Unlock()
	if news {
		s.history.soon()
	}
	if err != nil {
		s.notice("history", "What was done in this shoot before cannot be undone: "+phrase.Error(err)+".", nil)
	}
}
