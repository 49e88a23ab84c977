package snapshot

import (
	"fmt"
	"slices"

	"culler/library/burst"
	"culler/library/copies"
	"culler/scoring/judge"
)

// AreCopies tells whether what Bursts returns are copies of one photo each, and
// single photos.
func (s *Snapshot) AreCopies() bool { return s.copies != nil }

// sameCopies tells whether two snapshots have the same copies in place of bursts.
func (s *Snapshot) sameCopies(groups []copies.Group) bool {
	return (s.copies == nil) == (groups == nil) && slices.EqualFunc(s.copies, groups, func(a, b copies.Group) bool {
		return a.Kind == b.Kind && slices.Equal(a.Photos, b.Photos)
	})
}

// groups are what is shown as bursts: those of the shoot, or the copies, with all
// other photos alone.
func (s *Snapshot) groups() []burst.Burst {
	if s.copies == nil {
		return s.state.Bursts
	}
	var out []burst.Burst
	in := make([]bool, len(s.state.Photos))
	for _, g := range s.copies {
		out = append(out, burst.Burst{Photos: g.Photos, Kind: burst.Several, Note: g.Kind.String()})
		for _, i := range g.Photos {
			in[i] = true
		}
	}
	for i, is := range in {
		if !is {
			out = append(out, burst.Burst{Photos: []int{i}})
		}
	}
	return out
}

// isHidden tells whether a photo is not a copy while copies are shown.
func (s *Snapshot) isHidden(i int) bool {
	return s.copies != nil && len(s.bursts[s.burstOf[i]].Photos) < 2
}

// copiesInWords says what a group of copies is.
func (s *Snapshot) copiesInWords(g burst.Burst) string {
	words := map[string]string{
		copies.SameFile.String():    "Equal files",
		copies.SamePicture.String(): "The same picture in files that differ otherwise",
		copies.Near.String():        "Near-duplicates",
	}[g.Note]
	first := s.state.Photos[g.Photos[0]].Meta
	for _, i := range g.Photos[1:] {
		if m := s.state.Photos[i].Meta; m.Width*m.Height != first.Width*first.Height {
			return fmt.Sprintf("%s, %d of them: %s has the most pixels, %d x %d.", words, len(g.Photos), s.Name(g.Photos[0]), first.Width, first.Height)
		}
	}
	return fmt.Sprintf("%s, %d of them.", words, len(g.Photos))
}

// ofBursts is the judge of the bursts, also while copies are shown in their place.
func (s *Snapshot) ofBursts() *judge.Judge {
	if s.copies == nil {
		return s.judge
	}
	return judge.New(s.ranking, judged(s.state.Bursts, false), s.faultsOff...)
}
