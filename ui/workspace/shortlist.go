package workspace

import (
	"fmt"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/scoring/shortlist"
	"culler/ui/workspace/snapshot"
)

// Shortlist shows which photos would be picked, as strictly as is asked for. They
// are suggestions: nothing is decided before Accept.
type Shortlist struct {
	ws   *Workspace
	on   bool
	goal shortlist.Goal

	of   *snapshot.Snapshot // that keep was made of
	keep []int
	has  map[int]bool
}

// On tells whether suggestions are shown.
func (l *Shortlist) On() bool { return l.on }

// Goal is how much is asked for.
func (l *Shortlist) Goal() shortlist.Goal { return l.goal }

// Ask shows what a goal would pick.
func (l *Shortlist) Ask(g shortlist.Goal) { l.on, l.goal, l.of = true, g, nil }

// Close hides the suggestions.
func (l *Shortlist) Close() { l.on, l.of = false, nil }

// Toggle shows suggestions or leaves them.
func (l *Shortlist) Toggle() { l.on, l.of = !l.on, nil }

// Photos are those that would be picked.
func (l *Shortlist) Photos() []int {
	if !l.on {
		return nil
	}
	if l.of != l.ws.now {
		l.of, l.keep, l.has = l.ws.now, l.ws.now.Shortlist(l.goal), map[int]bool{}
		for _, i := range l.keep {
			l.has[i] = true
		}
	}
	return l.keep
}

// Has tells whether any of some photos would be picked.
func (l *Shortlist) Has(photos ...int) bool {
	l.Photos()
	for _, i := range photos {
		if l.on && l.has[i] {
			return true
		}
	}
	return false
}

// Says tells what Accept would do.
func (l *Shortlist) Says() string {
	n := len(l.Photos())
	picked := l.ws.now.Tally().Picked
	switch {
	case n == 0 && picked > 0:
		return fmt.Sprintf("Nothing more to pick: %s picked.", phrase.Are(picked, "photo"))
	case n == 0:
		return "Nothing to pick."
	case picked > 0:
		return fmt.Sprintf("Would pick %s, beside the %d picked already.", phrase.Count(n, "photo"), picked)
	}
	return fmt.Sprintf("Would pick %s of %s.", phrase.Thousands(n), phrase.Count(l.ws.now.Here(), "photo"))
}

// Accept picks what is suggested, as one step of undo.
func (l *Shortlist) Accept() {
	keep := l.Photos()
	switch {
	case !l.on:
		l.ws.say("Nothing is suggested: choose first how strict to be.")
		return
	case len(keep) == 0:
		l.ws.say(l.Says())
		return
	}
	what := fmt.Sprintf("picked %s that were suggested", phrase.Count(len(keep), "photo"))
	pick := func(_ int, d photo.Decision) photo.Decision { d.Flag = photo.Picked; return d }
	if l.ws.marks.decide(what, keep, pick) {
		l.Close()
		l.ws.say(phrase.Sentence(what))
	}
}
