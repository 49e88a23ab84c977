package library

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/library/store"
)

// memories are files and what to remember of them.
type memories struct {
	files []photo.File
	known []store.Known
}

// settle makes readings part of the shoot.
func (s *Shoot) settle(batch []reading) (memories, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.settleHeld(batch)
}

// settleHeld is settle for a caller that holds writing. What was decided follows a
// picture to its identity now; a photo whose file became another picture begins
// anew.
func (s *Shoot) settleHeld(batch []reading) (memories, error) {
	s.part(batch)
	pasts, err := s.pasts(batch)
	if err != nil {
		return memories{}, err
	}
	ids := s.claimAll(batch, pasts)
	decisions, left, err := s.inherit(batch, pasts, ids)
	if err != nil {
		return memories{}, err
	}

	var m memories
	told := make([]int, len(batch))
	s.mu.Lock()
	for k, r := range batch {
		told[k] = r.photo
		p := &s.photos[r.photo]
		p.ID, p.Content, p.Picture = ids[k], photo.ID{}, photo.ID{}
		if r.file.Path == p.Files[0].Path {
			p.Content, p.Picture = r.id, r.picture
		}
		p.Meta, p.Problem, p.Gone = r.meta, r.problem, r.gone
		s.decided(r.photo, decisions[k])
		if s.read[r.photo] = r.problem == ""; s.read[r.photo] {
			m = s.recall(m, r.photo)
		}
		if pasts[k].replaced {
			s.forgetSteps(r.photo)
			if left[k] && decisions[k].Same(photo.Decision{}) {
				s.replaced = append(s.replaced, replacement{r.photo, pasts[k].id})
			}
		}
	}
	s.renamed(pasts, ids)
	s.events.add(Event{Kind: Read, Photos: told})
	s.mu.Unlock()
	return m, nil
}

// claimAll gives each photo its identity: the one that it had if it is the same
// file, else one of its content.
func (s *Shoot) claimAll(batch []reading, pasts []past) []photo.ID {
	ids := make([]photo.ID, len(batch))
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range batch {
		if old := s.photos[r.photo].ID; !old.IsZero() && s.owner[old] == r.photo {
			delete(s.owner, old)
		}
	}
	for k, r := range batch {
		if !pasts[k].keep {
			continue
		}
		if owner, taken := s.owner[pasts[k].id]; !taken || s.photos[owner].Gone {
			ids[k] = s.claim(pasts[k].id, r.photo, s.photos[r.photo].Name)
		}
	}
	for k, r := range batch {
		if ids[k].IsZero() {
			ids[k] = s.claim(r.id, r.photo, s.photos[r.photo].Name)
		}
	}
	return ids
}

// inherit returns what is decided about each photo, and whether something was
// decided about what it was before. What follows a photo to another identity is
// on disk when inherit returns.
func (s *Shoot) inherit(batch []reading, pasts []past, ids []photo.ID) (decisions []photo.Decision, left []bool, err error) {
	n := len(batch)
	left = make([]bool, n)
	found := make([]photo.Decision, 3*n) // by identity, by what it was, by its path while it could not be read
	blind := make([]photo.ID, n)
	for k, r := range batch {
		blind[k] = unreadable(s.Photo(r.photo).Files[0].Path)
	}
	if s.db != nil {
		was := make([]photo.ID, n)
		for k := range pasts {
			was[k] = pasts[k].id
		}
		if found, err = s.db.Decisions(slices.Concat(ids, was, blind)); err != nil {
			return nil, nil, err
		}
	}
	decisions = found[:n]
	var movedIDs []photo.ID
	var moved []photo.Decision
	for k, r := range batch {
		was := found[n+k]
		if pasts[k].session {
			was = s.Decision(r.photo)
		}
		left[k] = !was.Same(photo.Decision{})
		carry := pasts[k].inherits && was.At.After(decisions[k].At)
		if carry {
			decisions[k] = was
		}
		if b := found[2*n+k]; r.problem == "" && !b.Same(photo.Decision{}) {
			if b.At.After(decisions[k].At) && !pasts[k].replaced {
				decisions[k], carry = b, true
			}
			// It is used up: what has this name later is another photo.
			movedIDs, moved = append(movedIDs, blind[k]), append(moved, photo.Decision{At: now(b.At)})
		}
		if carry {
			movedIDs, moved = append(movedIDs, ids[k]), append(moved, decisions[k])
		}
	}
	if s.db != nil && len(moved) > 0 {
		err = s.db.PutDecisions(movedIDs, moved)
	}
	return decisions, left, err
}

// renamed lets bursts made by hand and what is known of sidecars follow photos to
// their identities. The caller holds mu.
func (s *Shoot) renamed(pasts []past, ids []photo.ID) {
	heirs := make(map[photo.ID]photo.ID)
	c := &s.sidecars
	c.mu.Lock()
	for k, p := range pasts {
		switch {
		case p.inherits && p.id != ids[k]:
			heirs[p.id] = ids[k]
			c.heirs[ids[k].String()] = p.id.String()
		case p.replaced:
			c.replaced[ids[k].String()] = p.id.String()
		}
	}
	c.mu.Unlock()
	if len(heirs) == 0 {
		return
	}
	if !s.options.Edits.IsZero() {
		s.options.Edits = s.options.Edits.Renamed(heirs)
		s.saver.soon()
	}
}

// claim gives photo i an identity that no other photo of the shoot has: its
// fingerprint, or, for a copy, SHA-256 over the fingerprint and its name. A
// photo that is gone leaves its identity to where its file is now. The caller
// holds mu.
func (s *Shoot) claim(id photo.ID, i int, name string) photo.ID {
	for {
		owner, taken := s.owner[id]
		if taken && owner != i && s.photos[owner].Gone {
			s.owner[id] = i
			s.photos[owner].ID = s.claim(id, owner, s.photos[owner].Name)
			return id
		}
		if !taken || owner == i {
			s.owner[id] = i
			return id
		}
		id = sha256.Sum256(append(id[:], name...))
	}
}

// replacement is a photo that became another one under the same name.
type replacement struct {
	photo int
	was   photo.ID
}

// forgetSteps takes a photo out of the history: its steps were about another
// picture. The caller holds mu.
func (s *Shoot) forgetSteps(i int) {
	for _, steps := range []*[]step{&s.undo, &s.redo} {
		for k, st := range *steps {
			at := slices.Index(st.photos, i)
			if at < 0 {
				continue
			}
			if st.bursts != nil {
				continue
			}
			st.photos = slices.Delete(slices.Clone(st.photos), at, at+1)
			st.before = slices.Delete(slices.Clone(st.before), at, at+1)
			st.after = slices.Delete(slices.Clone(st.after), at, at+1)
			(*steps)[k] = st
		}
		*steps = slices.DeleteFunc(*steps, func(st step) bool { return st.bursts == nil && st.change == nil && len(st.photos) == 0 })
	}
}

// tellReplaced tells which photos became others under the same name, once all
// were read: one whose earlier picture has another name now was only renamed.
func (s *Shoot) tellReplaced() {
	var photos []int
	var names []string
	s.mu.Lock()
	for _, r := range s.replaced {
		if _, there := s.owner[r.was]; !there {
			photos = append(photos, r.photo)
			names = append(names, s.photos[r.photo].Base())
		}
	}
	s.replaced = nil
	s.mu.Unlock()
	switch len(photos) {
	case 0:
		return
	case 1:
		s.notice("replaced "+names[0], names[0]+" is another picture than the one that had this name before: it is undecided. What was decided about the earlier one is kept and comes back with it.", photos)
	default:
		s.notice("replaced "+strings.Join(names, "\n"), fmt.Sprintf("%s are other pictures than those that had these names before, such as %s: they are undecided. What was decided about the earlier ones is kept and comes back with them.", phrase.Count(len(photos), "photo"), names[0]), photos)
	}
}
