package workspace

import (
	"cmp"
	"slices"

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
	TheBest      Share = "best"       // of every burst in which one is named, and singles
	TheShown     Share = "shown"      // that the filters let pass, all frames of their stacks
)

// Shares lists them.
func Shares() []Share {
	return []Share{ThePicked, TheRejected, TheSelection, TheStarred, TheBest, TheShown}
}

// Shared are the photos of a share, burst after burst in order of capture.
// stars is the least number for TheStarred.
func (ws *Workspace) Shared(s Share, stars int) []int {
	var out []int
	add := func(is func(i int) bool) {
		for i := range ws.photos {
			if !ws.photos[i].Gone && is(i) {
				out = append(out, i)
			}
		}
	}
	switch s {
	case ThePicked:
		add(func(i int) bool { return ws.decisions[i].Flag == photo.Picked })
	case TheRejected:
		add(func(i int) bool { return ws.decisions[i].Flag == photo.Rejected })
	case TheStarred:
		add(func(i int) bool { return ws.decisions[i].Stars >= stars && ws.decisions[i].Flag != photo.Rejected })
	case TheSelection:
		out = slices.Clone(ws.Selection())
	case TheBest:
		add(func(i int) bool { return ws.isBest(i) && ws.decisions[i].Flag != photo.Rejected })
	case TheShown:
		add(func(i int) bool { return ws.ItemOf(i) >= 0 })
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Or(cmp.Compare(ws.burstOf[a], ws.burstOf[b]), cmp.Compare(a, b)) })
	return out
}

// isBest tells whether a photo is named the best of its burst, or alone.
func (ws *Workspace) isBest(i int) bool {
	b := ws.burstOf[i]
	v := ws.verdict(b)
	return len(ws.bursts[b].Photos) == 1 || v.Called() && v.Best == i
}
