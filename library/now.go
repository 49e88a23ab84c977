package library

import (
	"maps"
	"slices"
	"time"

	"culler/library/burst"
	"culler/library/photo"
)

// Version counts the changes of a shoot. Two states of the same shoot with the
// same version are the same.
type Version struct{ photos, bursts, decisions int }

// State is a shoot at one moment: every photo is in exactly one burst. It must
// not be written to.
type State struct {
	Version   Version
	Photos    []photo.Photo            // by index
	Decisions []photo.Decision         // by index
	Bursts    []burst.Burst            // in order of capture
	Offsets   map[string]time.Duration // by which the bursts were formed, as burst.Options has them
}

// SamePhotos tells whether the photos of two states of a shoot are the same.
func (s State) SamePhotos(t State) bool { return s.Version.photos == t.Version.photos }

// SameBursts tells whether the bursts of two states of a shoot are the same.
func (s State) SameBursts(t State) bool { return s.Version.bursts == t.Version.bursts }

// Now returns the shoot as it is. What has not changed since an earlier state, which
// may be the zero State, is shared with it.
func (s *Shoot) Now(before State) State {
	s.mu.RLock()
	defer s.mu.RUnlock()
	is, was := s.events.now(), before.Version
	before.Version = is
	fresh := len(before.Photos) != len(s.photos) // also while an event is still to be told
	if fresh || is.photos != was.photos {
		before.Photos = slices.Clone(s.photos)
	}
	if fresh || is.bursts != was.bursts {
		before.Bursts, before.Offsets = slices.Clone(s.bursts), maps.Clone(s.options.Offsets)
	}
	if fresh || is.decisions != was.decisions {
		before.Decisions = slices.Clone(s.decisions)
	}
	return before
}

// count takes what an event changes into account.
func (v *Version) count(k EventKind) {
	switch k {
	case Read: // photos that turn out to be known bring their decisions along
		v.photos++
		v.decisions++
	case Added:
		v.photos++
		v.bursts++
		v.decisions++
	case Grouped:
		v.bursts++
	case Decided:
		v.decisions++
	}
}
