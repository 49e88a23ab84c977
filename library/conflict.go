package library

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"culler/library/photo"
	"culler/library/sidecar"
)

// Conflict is one photo about which the photographer decided differently here
// and in another program.
type Conflict struct {
	Photo              int
	Path               string         // the other program's sidecar
	Ours, Theirs, Kept photo.Decision // Theirs.At is when the sidecar was written
	Sentence           string
}

// merge brings together a decision and what a sidecar says, flag, stars and
// label each for itself. base is what the sidecar said when the two last
// agreed, nil if they never did. What only one of the two changed since then is
// taken over; where both changed the same thing differently, the newer one is
// kept, and that is a conflict. A sidecar that was never seen before counts as
// changed in all that it says.
func merge(ours photo.Decision, base *sidecar.Fields, theirs sidecar.Fields, written time.Time) (merged photo.Decision, conflict bool) {
	var was photo.Decision
	starsKnown := true // what the sidecar said about stars
	if base != nil {
		was = base.Decision()
		starsKnown = base.Rating == nil || *base.Rating >= 0
		theirs = theirs.Since(*base)
	}
	is := theirs.Decision()
	starsSaid := theirs.Rating == nil || *theirs.Rating >= 0
	if !starsKnown {
		was.Stars = ours.Stars
		starsSaid = starsSaid && is.Stars > 0
	}
	if !starsSaid {
		is.Stars = was.Stars // a rejected photo's rating is -1, which says nothing about stars
	}
	newer := written.After(ours.At)
	merged = ours
	var c [4]bool
	merged.Flag, c[0] = mergeOne(ours.Flag, was.Flag, is.Flag, newer)
	merged.Stars, c[1] = mergeOne(ours.Stars, was.Stars, is.Stars, newer)
	merged.Label, c[2] = mergeOne(ours.Label, was.Label, is.Label, newer)
	merged.Orientation, c[3] = mergeOne(ours.Orientation, was.Orientation, is.Orientation, newer)
	if !merged.Same(ours) && newer {
		merged.At = written.UTC()
		if now := time.Now().UTC(); merged.At.After(now) {
			merged.At = now // a clock that is ahead must not win for ever
		}
	}
	return merged, c[0] || c[1] || c[2] || c[3]
}

func mergeOne[T comparable](ours, was, theirs T, newer bool) (T, bool) {
	switch {
	case theirs == was || theirs == ours:
		return ours, false
	case ours == was:
		return theirs, false
	case newer:
		return theirs, true
	}
	return ours, true
}

// conflictOf puts a conflict into words.
func (s *Shoot) conflictOf(i int, path string, ours, kept photo.Decision, theirs sidecar.State) Conflict {
	c := Conflict{Photo: i, Path: path, Ours: ours, Theirs: theirs.Fields.Decision(), Kept: kept}
	c.Theirs.At = theirs.ModTime
	whose := "yours is newer and was kept"
	if !kept.Same(ours) {
		whose = "the other program's is newer and was kept; Undo does not bring yours back, but you can decide again"
	}
	c.Sentence = fmt.Sprintf("%s was changed here (%s) and in another program (%s, in %s): %s.",
		s.name(i), inShort(ours), inShort(c.Theirs), filepath.Base(path), whose)
	return c
}

// inShort is "picked, 4 stars, red".
func inShort(d photo.Decision) string {
	var words []string
	if d.Flag != photo.Unflagged {
		words = append(words, d.Flag.String())
	}
	switch {
	case d.Stars == 1:
		words = append(words, "1 star")
	case d.Stars > 1:
		words = append(words, fmt.Sprintf("%d stars", d.Stars))
	}
	if d.Label != photo.NoLabel {
		words = append(words, strings.ToLower(d.Label.String()))
	}
	if d.Orientation != 0 {
		words = append(words, "turned")
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}
