package workspace

import (
	"fmt"
	"path"
	"slices"

	"culler/library/burst"
	"culler/library/photo"
	"culler/library/phrase"
	"culler/scoring/judge"
	"culler/ui/keys"
)

// Targets are the photos that a mark acts on: exactly those that the view shows
// as chosen. In the grid that is the selection, elsewhere the cursor's photo.
func (ws *Workspace) Targets() []int {
	if ws.cursor < 0 || len(ws.items) == 0 {
		return nil
	}
	if ws.view == Grid {
		return ws.Selection()
	}
	return []int{ws.cursor}
}

// Mark changes the decision about the targets as one step of undo; if advance
// is set, or the workspace advances always, the next photo follows.
func (ws *Workspace) Mark(advance bool, change func(photo.Decision) photo.Decision) {
	targets := ws.Targets()
	if len(targets) == 0 {
		return
	}
	next := -1
	if advance || ws.advance {
		next = ws.after(targets)
	}
	was := ws.decisions
	if ws.decide("", targets, func(_ int, dec photo.Decision) photo.Decision { return change(dec) }) && !slices.Equal(was, ws.decisions) {
		ws.tellMark(targets)
	}
	if next >= 0 && ws.ItemOf(next) >= 0 {
		ws.goOn(next)
	}
}

// MarkPhoto changes the decision about a photo that was pointed at, and about the
// others of the selection that it belongs to in the grid. It stays there.
func (ws *Workspace) MarkPhoto(i int, change func(photo.Decision) photo.Decision) {
	switch {
	case ws.view != Grid:
		ws.goIn(i)
	case !ws.selected[i]:
		ws.SelectFrame(i)
	}
	was := ws.advance
	ws.advance = false
	from := ws.Decision(i)
	to := change(from) // for the others as well, also where they differ
	ws.Mark(false, func(d photo.Decision) photo.Decision { return merged(d, from, to) })
	ws.advance = was
}

// merged is a decision with what changed from one to another.
func merged(d, from, to photo.Decision) photo.Decision {
	if from.Flag != to.Flag {
		d.Flag = to.Flag
	}
	if from.Stars != to.Stars {
		d.Stars = to.Stars
	}
	if from.Label != to.Label {
		d.Label = to.Label
	}
	return d
}

// goOn goes to a photo, within the contest if there is one.
func (ws *Workspace) goOn(i int) {
	if ws.view == Compare || ws.view == Survey {
		ws.goIn(i)
	} else {
		ws.Select(i)
	}
}

// after is the photo that follows the last of some photos; -1 if none does.
func (ws *Workspace) after(targets []int) int {
	switch ws.view {
	case Compare, Survey:
		return ws.follows()
	case Loupe:
		next, ok := ws.walk(targets[len(targets)-1], 1)
		if !ok {
			return -1
		}
		return next
	}
	last := -1
	for _, i := range targets {
		last = max(last, ws.ItemOf(i))
	}
	if last < 0 || last+1 >= len(ws.items) {
		return -1
	}
	return ws.items[last+1].Photo
}

// Advance goes on as after a mark.
func (ws *Workspace) Advance() {
	if t := ws.Targets(); len(t) > 0 {
		if next := ws.after(t); next >= 0 {
			ws.goOn(next)
		}
	}
}

// decide changes decisions and shows them, or says why they could not be kept.
func (ws *Workspace) decide(what string, photos []int, change func(int, photo.Decision) photo.Decision) bool {
	ws.shoot.Stand(ws.cursor)
	if err := ws.shoot.Decide(what, photos, change); err != nil {
		ws.say("The decision could not be kept: " + phrase.Error(err))
		return false
	}
	ws.loose, ws.fresh = false, false // what was decided about stays in sight
	ws.stale.decisions, ws.stale.items = true, true
	ws.Refresh()
	return true
}

// SetFlag, SetStars, AddStars and SetLabel mark the targets. A label that all
// targets have already is taken away.
func (ws *Workspace) SetFlag(f photo.Flag, advance bool) {
	ws.Mark(advance, func(dec photo.Decision) photo.Decision { dec.Flag = f; return dec })
}

// TogglePick picks the targets, or takes that back where all of them are picked.
func (ws *Workspace) TogglePick(advance bool) {
	f := photo.Picked
	if !slices.ContainsFunc(ws.Targets(), func(i int) bool { return ws.decisions[i].Flag != f }) {
		f = photo.Unflagged
	}
	ws.SetFlag(f, advance)
}

// SetStars gives the targets 0 to 5 stars.
func (ws *Workspace) SetStars(n int, advance bool) {
	ws.Mark(advance, func(dec photo.Decision) photo.Decision { dec.Stars = n; return dec })
}

// AddStars gives each target some stars more, or less.
func (ws *Workspace) AddStars(n int) {
	was := ws.advance
	ws.advance = false // to count up takes several presses
	ws.Mark(false, func(dec photo.Decision) photo.Decision { dec.Stars = min(max(dec.Stars+n, 0), 5); return dec })
	ws.advance = was
}

// SetLabel gives the targets a colour label, or takes it away where all of them
// have it.
func (ws *Workspace) SetLabel(l photo.Label, advance bool) {
	if !slices.ContainsFunc(ws.Targets(), func(i int) bool { return ws.decisions[i].Label != l }) {
		l = photo.NoLabel
	}
	ws.Mark(advance, func(dec photo.Decision) photo.Decision { dec.Label = l; return dec })
}

// KeepOnly picks the cursor's photo and rejects the rest of its burst. Of a
// selection of several frames all are kept.
func (ws *Workspace) KeepOnly() {
	keep := ws.Targets()
	if len(keep) == 0 {
		return
	}
	kept := map[int]bool{}
	var all []int
	for _, i := range keep {
		b := ws.bursts[ws.burstOf[i]]
		if b.Kind == burst.Bracket {
			ws.say("A bracket is kept whole: pick or reject its frames one by one if you want to.")
			return
		}
		kept[i] = true
		for _, f := range b.Photos {
			if !slices.Contains(all, f) {
				all = append(all, f)
			}
		}
	}
	what := fmt.Sprintf("keeping %s and rejecting %d", ws.names(keep), len(all)-len(keep))
	if len(all) == len(keep) {
		what = "pick of " + ws.names(keep)
	}
	next := -1
	if ws.advance {
		next = ws.nextBurst()
	}
	if ws.decide(what, all, keepThese(kept)) {
		ws.say(phrase.Sentence(what))
	}
	if next >= 0 && ws.ItemOf(next) >= 0 {
		ws.Select(next)
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

func (ws *Workspace) nextBurst() int {
	for k := ws.ItemOf(ws.cursor) + 1; k > 0 && k < len(ws.items); k++ {
		if ws.items[k].Burst != ws.burstOf[ws.cursor] {
			return ws.items[k].Photo
		}
	}
	return -1
}

// AcceptVerdict picks the best frame of the cursor's burst and rejects the
// others, if a best one is named; then the next burst follows.
func (ws *Workspace) AcceptVerdict() {
	if ws.cursor < 0 || len(ws.items) == 0 {
		return
	}
	b := ws.burstOf[ws.cursor]
	g, v := ws.bursts[b], ws.verdict(b)
	switch {
	case len(g.Photos) == 1:
		ws.say("This photo is alone, so there is no verdict to accept: " + ws.key(keys.Pick) + " picks it, " + ws.key(keys.Reject) + " rejects it.")
		return
	case g.Kind == burst.Bracket:
		ws.say("A bracket is kept whole, so there is no verdict to accept.")
		return
	case v.Best < 0 || v.RunnerUp < 0:
		ws.say("This burst is not scored yet, so there is no verdict to accept.")
		return
	case !v.Called():
		ws.say("These frames are too close to call: the choice is yours. " + ws.key(keys.KeepOnly) + " keeps the one you are on.")
		return
	}
	next := ws.nextBurst()
	what := fmt.Sprintf("accepted verdict: %s kept, %d rejected", ws.name(v.Best), len(g.Photos)-1)
	if ws.decide(what, g.Photos, keepThese(map[int]bool{v.Best: true})) {
		ws.say(phrase.Sentence(what))
	}
	if next >= 0 && ws.ItemOf(next) >= 0 {
		ws.Select(next)
	}
}

// Acceptable is what AcceptAll would do.
type Acceptable struct {
	Bursts, Rejects int // picks one frame of each burst and rejects these others
	Close           int // bursts left alone because no frame is clearly the best
	Decided         int // bursts left alone because they have a flag already
	photos          []int
	kept            map[int]bool
}

// Acceptable counts the clear verdicts among the bursts that are shown and have
// no flag yet.
func (ws *Workspace) Acceptable() Acceptable {
	a := Acceptable{kept: map[int]bool{}}
	seen := map[int]bool{}
	for _, it := range ws.items {
		b := it.Burst
		g := ws.bursts[b]
		if seen[b] || len(g.Photos) < 2 || g.Kind == burst.Bracket {
			continue
		}
		seen[b] = true
		v := ws.verdict(b)
		switch {
		case v.Best < 0 || v.RunnerUp < 0:
		case slices.ContainsFunc(g.Photos, func(i int) bool { return ws.decisions[i].Flag != photo.Unflagged }):
			a.Decided++
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
func (ws *Workspace) AcceptAll(a Acceptable) {
	if a.Bursts == 0 {
		return
	}
	what := fmt.Sprintf("accepted %s: %d kept, %d rejected", phrase.Count(a.Bursts, "clear verdict"), a.Bursts, a.Rejects)
	if ws.decide(what, a.photos, keepThese(a.kept)) {
		ws.say(phrase.Sentence(what))
	}
}

// Undo takes the last step back, says what it was and goes to where the cursor
// was then.
func (ws *Workspace) Undo() {
	ws.travel(ws.shoot.Undo, "Undone: ", "There is nothing to undo.")
}

// Redo does again what Undo took back.
func (ws *Workspace) Redo() { ws.travel(ws.shoot.Redo, "Done again: ", "There is nothing to redo.") }

func (ws *Workspace) travel(step func() (string, []int, error), says, nothing string) {
	what, photos, err := step()
	switch {
	case err != nil:
		ws.say("That could not be taken back: " + phrase.Error(err))
		return
	case what == "":
		ws.say(nothing)
		return
	}
	ws.stale.decisions, ws.stale.groups, ws.stale.items = true, true, true
	ws.Refresh()
	for _, i := range append([]int{ws.shoot.Stood()}, photos...) {
		if ws.ItemOf(i) >= 0 {
			if i != ws.cursor {
				ws.SelectFrame(i)
			}
			break
		}
	}
	ws.say(says + what + ".")
}

func (ws *Workspace) name(i int) string { return path.Base(ws.photos[i].Name) }

func (ws *Workspace) names(photos []int) string {
	if len(photos) == 1 {
		return ws.name(photos[0])
	}
	return phrase.Count(len(photos), "photo")
}
