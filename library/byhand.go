package library

import (
	"fmt"
	"slices"

	"culler/library/burst"
	"culler/library/photo"
)

// SplitBefore makes photo i the first of its burst: those taken before it stay
// behind. Like every change of bursts by hand it is one step of undo, is on
// disk when it returns, and wins over every grouping by rules.
func (s *Shoot) SplitBefore(i int) error {
	return s.editPhotos("split before", []int{i}, func(e burst.Edits, ids []photo.ID) burst.Edits {
		return e.SplitBefore(ids[0])
	})
}

// Join makes one burst of all bursts that the photos belong to.
func (s *Shoot) Join(photos []int) error {
	if err := s.check(photos); err != nil {
		return err
	}
	bursts := s.Bursts()
	var all []int
	for _, i := range photos {
		if b := s.BurstOf(i); b < len(bursts) {
			all = append(all, bursts[b].Photos...)
		}
	}
	return s.Stack(all)
}

// Stack makes a burst of exactly these photos, taking them out of theirs.
func (s *Shoot) Stack(photos []int) error {
	if err := s.check(photos); err != nil {
		return err
	}
	return s.editPhotos("burst of", s.byCapture(photos), func(e burst.Edits, ids []photo.ID) burst.Edits {
		return e.Join(ids...)
	})
}

// Apart makes each of the photos a single.
func (s *Shoot) Apart(photos []int) error {
	return s.editPhotos("taking out of", photos, func(e burst.Edits, ids []photo.ID) burst.Edits {
		return e.Apart(ids...)
	})
}

// ClearEdits forgets all that was changed by hand about the bursts.
func (s *Shoot) ClearEdits() error {
	return s.edit("forgetting of all changes of bursts by hand", nil, func(burst.Edits) burst.Edits { return burst.Edits{} })
}

// editPhotos is edit for a change that is about photos, by their identities.
func (s *Shoot) editPhotos(verb string, photos []int, change func(burst.Edits, []photo.ID) burst.Edits) error {
	if err := s.check(photos); err != nil {
		return err
	}
	return s.edit(verb+" "+s.names(photos), photos, func(e burst.Edits) burst.Edits {
		ids := make([]photo.ID, len(photos)) // known by now
		for k, i := range photos {
			ids[k] = s.Photo(i).ID
		}
		return change(e, ids)
	})
}

// byCapture sorts photos by their time, and within one moment as their bursts
// have them.
func (s *Shoot) byCapture(photos []int) []int {
	place := make(map[int]int)
	for _, b := range s.Bursts() {
		for _, i := range b.Photos {
			place[i] = len(place)
		}
	}
	photos = slices.Clone(photos)
	slices.SortFunc(photos, func(a, b int) int {
		if c := s.Photo(a).Meta.Taken.Compare(s.Photo(b).Meta.Taken); c != 0 {
			return c
		}
		return place[a] - place[b]
	})
	return slices.Compact(photos)
}

// check tells whether all the photos are in the shoot.
func (s *Shoot) check(photos []int) error {
	n := s.Len()
	for _, i := range photos {
		if i < 0 || i >= n {
			return fmt.Errorf("photo %d of %d: %w", i, n, errNoPhoto)
		}
	}
	return nil
}
