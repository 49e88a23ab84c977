package workspace

import (
	"cmp"
	"slices"

	"culler/library/burst"
	"culler/library/photo"
)

// Share is a part of the shoot that can be handed over.
type Share string

// The shares.
const (
	ThePicked    Share = "picked"
	TheRejected  Share = "rejected"
	TheSelection Share = "selected"
	TheStarred   Share = "with stars" // at least so many
	TheBest      Share = "best"       // of every clear burst, and singles
	TheShown     Share = "shown"      // that the filters let pass, all frames of their stacks
)

// Shares lists them.
func Shares() []Share {
	return []Share{ThePicked, TheRejected, TheSelection, TheStarred, TheBest, TheShown}
}

// Shared are the photos of a share, burst after burst in order of capture.
// stars is the least number for TheStarred.
func (d *Desk) Shared(s Share, stars int) []int {
	var out []int
	add := func(is func(i int) bool) {
		for i := range d.photos {
			if !d.photos[i].Gone && is(i) {
				out = append(out, i)
			}
		}
	}
	switch s {
	case ThePicked:
		add(func(i int) bool { return d.decisions[i].Flag == photo.Picked })
	case TheRejected:
		add(func(i int) bool { return d.decisions[i].Flag == photo.Rejected })
	case TheStarred:
		add(func(i int) bool { return d.decisions[i].Stars >= stars && d.decisions[i].Flag != photo.Rejected })
	case TheSelection:
		out = slices.Clone(d.Selection())
	case TheBest:
		add(func(i int) bool { return d.isBest(i) && d.decisions[i].Flag != photo.Rejected })
	case TheShown:
		add(func(i int) bool { return d.ItemOf(i) >= 0 })
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Or(cmp.Compare(d.burstOf[a], d.burstOf[b]), cmp.Compare(a, b)) })
	return out
}

// isBest tells whether a photo is the best of a clear burst, or alone.
func (d *Desk) isBest(i int) bool {
	b := d.burstOf[i]
	if len(d.bursts[b].Photos) == 1 {
		return true
	}
	v := d.verdict(b)
	return d.bursts[b].Kind != burst.Bracket && v.Clear && v.RunnerUp >= 0 && v.Best == i
}
