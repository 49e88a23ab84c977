package workspace

import (
	"fmt"
	"slices"

	"culler/library/burst"
	"culler/library/photo"
	"culler/library/phrase"
	"culler/scoring/judge"
	"culler/ui/keys"
)

// KeepOnly picks the cursor's photo and rejects the rest of its burst. Of a
// selection of several frames all are kept.
func (m *Marks) KeepOnly() {
	keep := m.ws.Targets()
	if len(keep) == 0 {
		return
	}
	kept := map[int]bool{}
	var all []int
	for _, i := range keep {
		b := m.ws.now.Bursts()[m.ws.now.BurstOf(i)]
		if b.Kind == burst.Bracket {
			m.ws.say("A bracket is kept whole: pick or reject its frames one by one if you want to.")
			return
		}
		kept[i] = true
		for _, f := range b.Photos {
			if !slices.Contains(all, f) {
				all = append(all, f)
			}
		}
	}
	what := fmt.Sprintf("keeping %s and rejecting %d", m.ws.now.Names(keep), len(all)-len(keep))
	if len(all) == len(keep) {
		what = "pick of " + m.ws.now.Names(keep)
	}
	next := -1
	if m.advance {
		next = m.ws.shown.NextBurst(m.ws.cursor.at, 1)
	}
	if m.decide(what, all, keepThese(kept)) {
		m.ws.say(phrase.Sentence(what))
	}
	if next >= 0 && m.ws.shown.ItemOf(next) >= 0 {
		m.ws.Select(next)
	}
}

func keepThese(kept map[int]bool) func(int, photo.Decision) photo.Decision {
	return func(i int, dec photo.Decision) photo.Decision {
		dec.Flag = photo.Rejected
		if kept[i] {
			dec.Flag = photo.Picked
		}
		return dec
	}
}

// AcceptVerdict picks the best frame of the cursor's burst and rejects the
// others, if a best one is named; then the next burst follows.
func (m *Marks) AcceptVerdict() {
	b := m.ws.now.BurstOf(m.ws.Cursor())
	if b < 0 {
		return
	}
	g, v := m.ws.now.Bursts()[b], m.ws.now.Verdict(b)
	switch {
	case len(g.Photos) == 1:
		m.ws.say("This photo is alone, so there is no verdict to accept: " + m.ws.key(keys.Pick) + " picks it, " + m.ws.key(keys.Reject) + " rejects it.")
		return
	case m.ws.now.AreCopies():
		m.ws.say("These are duplicates, which have no verdict: " + m.ws.key(keys.KeepOnly) + " keeps the one you are on and rejects the others.")
		return
	case g.Kind == burst.Bracket:
		m.ws.say("A bracket is kept whole, so there is no verdict to accept.")
		return
	case v.Best < 0 || v.RunnerUp < 0:
		m.ws.say("This burst is not scored yet, so there is no verdict to accept.")
		return
	case !v.Called():
		m.ws.say("These frames are too close to call: the choice is yours. " + m.ws.key(keys.KeepOnly) + " keeps the one you are on.")
		return
	}
	next := m.ws.shown.NextBurst(m.ws.cursor.at, 1)
	what := fmt.Sprintf("accepted verdict: %s kept, %d rejected", m.ws.now.Name(v.Best), len(g.Photos)-1)
	if m.decide(what, g.Photos, keepThese(map[int]bool{v.Best: true})) {
		m.ws.say(phrase.Sentence(what))
	}
	if next >= 0 && m.ws.shown.ItemOf(next) >= 0 {
		m.ws.Select(next)
	}
}

// Acceptable is what AcceptAll would do.
type Acceptable struct {
	Bursts, Rejects int // picks one frame of each burst and rejects these others
	Close           int // bursts left alone because no frame is clearly the best
	Decided         int // bursts left alone because they have a flag already
	Unscored        int // bursts left alone because they are not scored yet
	photos          []int
	kept            map[int]bool
}

// Acceptable counts the clear verdicts among the bursts that are shown and have
// no flag yet.
func (m *Marks) Acceptable() Acceptable {
	a := Acceptable{kept: map[int]bool{}}
	seen := map[int]bool{}
	for _, it := range m.ws.shown.Items() {
		b := it.Burst
		g := m.ws.now.Bursts()[b]
		if seen[b] || len(g.Photos) < 2 || g.Kind == burst.Bracket {
			continue
		}
		seen[b] = true
		v := m.ws.now.Verdict(b)
		switch {
		case slices.ContainsFunc(g.Photos, func(i int) bool { return m.ws.now.Decision(i).Flag != photo.Unflagged }):
			a.Decided++
		case v.Best < 0 || v.RunnerUp < 0:
			a.Unscored++
		case v.Certainty != judge.Clearly:
			a.Close++
		default:
			a.Bursts++
			a.Rejects += len(g.Photos) - 1
			a.photos = append(a.photos, g.Photos...)
			a.kept[v.Best] = true
		}
	}
	return a
}

// AcceptAll does what Acceptable counted, as one step of undo.
func (m *Marks) AcceptAll(a Acceptable) {
	if a.Bursts == 0 {
		return
	}
	what := fmt.Sprintf("accepted %s: %d kept, %d rejected", phrase.Count(a.Bursts, "clear verdict"), a.Bursts, a.Rejects)
	if m.decide(what, a.photos, keepThese(a.kept)) {
		m.ws.say(phrase.Sentence(what))
	}
}
