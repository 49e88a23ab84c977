package workspace

import (
	"cmp"
	"slices"

	"culler/library/photo"
	"culler/ui/workspace/snapshot"
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
		for i := range ws.now.Len() {
			if !ws.now.Photo(i).Gone && is(i) {
				out = append(out, i)
			}
		}
	}
	switch s {
	case ThePicked:
		add(func(i int) bool { return ws.now.Decision(i).Flag == photo.Picked })
	case TheRejected:
		add(func(i int) bool { return ws.now.Decision(i).Flag == photo.Rejected })
	case TheStarred:
		add(func(i int) bool {
			return ws.now.Decision(i).Stars >= stars && ws.now.Decision(i).Flag != photo.Rejected
		})
	case TheSelection:
		out = ws.Selection()
	case TheBest:
		now := ws.now
		if now.AreCopies() {
			now = snapshot.Take(ws.shoot, ws.board, nil) // bursts have a best frame, copies have none
		}
		add(func(i int) bool { return now.IsBest(i) && ws.now.Decision(i).Flag != photo.Rejected })
	case TheShown:
		add(func(i int) bool { return ws.shown.ItemOf(i) >= 0 })
	}
	slices.SortFunc(out, func(a, b int) int {
		return cmp.Or(cmp.Compare(ws.now.BurstOf(a), ws.now.BurstOf(b)), cmp.Compare(a, b))
	})
	return out
}
