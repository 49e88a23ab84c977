package workspace

import (
	"fmt"
	"slices"

	"culler/library/burst"
	"culler/library/photo"
)

// Targets are the photos that a mark acts on: exactly those that the view shows
// as chosen. In the grid that is the selection, elsewhere the cursor's photo.
func (d *Desk) Targets() []int {
	if d.cursor < 0 || len(d.items) == 0 {
		return nil
	}
	if d.view == Grid {
		return d.Selection()
	}
	return []int{d.cursor}
}

// Mark changes the decision about the targets as one step of undo; if advance
// is set, or the desk advances always, the next photo follows.
func (d *Desk) Mark(advance bool, change func(photo.Decision) photo.Decision) {
	targets := d.Targets()
	if len(targets) == 0 {
		return
	}
	next := -1
	if advance || d.advance {
		next = d.after(targets)
	}
	d.decide("", targets, func(_ int, dec photo.Decision) photo.Decision { return change(dec) })
	if next >= 0 && d.ItemOf(next) >= 0 {
		d.goOn(next)
	}
}

// goOn goes to a photo, within the contest if there is one.
func (d *Desk) goOn(i int) {
	if d.view == Compare || d.view == Survey {
		d.goIn(i)
	} else {
		d.Select(i)
	}
}

// after is the photo that follows the last of some photos; -1 if none does.
func (d *Desk) after(targets []int) int {
	switch d.view {
	case Compare, Survey:
		return d.follows()
	case Loupe:
		next, ok := d.walk(targets[len(targets)-1], 1)
		if !ok {
			return -1
		}
		return next
	}
	last := -1
	for _, i := range targets {
		last = max(last, d.ItemOf(i))
	}
	if last < 0 || last+1 >= len(d.items) {
		return -1
	}
	return d.items[last+1].Photo
}

// Advance goes on as after a mark.
func (d *Desk) Advance() {
	if t := d.Targets(); len(t) > 0 {
		if next := d.after(t); next >= 0 {
			d.goOn(next)
		}
	}
}

// decide changes decisions and shows them, or says why they could not be kept.
func (d *Desk) decide(what string, photos []int, change func(int, photo.Decision) photo.Decision) bool {
	if err := d.shoot.Decide(what, photos, change); err != nil {
		d.say("The decision could not be kept: " + err.Error())
		return false
	}
	d.loose, d.fresh = false, false // what was decided about stays in sight
	d.stale.decisions, d.stale.items = true, true
	d.Refresh()
	return true
}

// SetFlag, SetStars, AddStars and SetLabel mark the targets. A label that all
// targets have already is taken away.
func (d *Desk) SetFlag(f photo.Flag, advance bool) {
	d.Mark(advance, func(dec photo.Decision) photo.Decision { dec.Flag = f; return dec })
}

// SetStars gives the targets 0 to 5 stars.
func (d *Desk) SetStars(n int, advance bool) {
	d.Mark(advance, func(dec photo.Decision) photo.Decision { dec.Stars = n; return dec })
}

// AddStars gives each target some stars more, or less.
func (d *Desk) AddStars(n int) {
	was := d.advance
	d.advance = false // to count up takes several presses
	d.Mark(false, func(dec photo.Decision) photo.Decision { dec.Stars = min(max(dec.Stars+n, 0), 5); return dec })
	d.advance = was
}

// SetLabel gives the targets a colour label, or takes it away where all of them
// have it.
func (d *Desk) SetLabel(l photo.Label, advance bool) {
	if !slices.ContainsFunc(d.Targets(), func(i int) bool { return d.decisions[i].Label != l }) {
		l = photo.NoLabel
	}
	d.Mark(advance, func(dec photo.Decision) photo.Decision { dec.Label = l; return dec })
}

// KeepOnly picks the cursor's photo and rejects the rest of its burst. Of a
// selection of several frames all are kept.
func (d *Desk) KeepOnly() {
	keep := d.Targets()
	if len(keep) == 0 {
		return
	}
	kept := map[int]bool{}
	var all []int
	for _, i := range keep {
		b := d.bursts[d.burstOf[i]]
		if b.Kind == burst.Bracket {
			d.say("A bracket is kept whole: pick or reject its frames one by one if you want to.")
			return
		}
		kept[i] = true
		for _, f := range b.Photos {
			if !slices.Contains(all, f) {
				all = append(all, f)
			}
		}
	}
	what := fmt.Sprintf("keeping %s and rejecting %d", d.names(keep), len(all)-len(keep))
	if len(all) == len(keep) {
		what = "pick of " + d.names(keep)
	}
	next := -1
	if d.advance {
		next = d.nextBurst()
	}
	if d.decide(what, all, keepThese(kept)) {
		d.say(sentence(what))
	}
	if next >= 0 && d.ItemOf(next) >= 0 {
		d.Select(next)
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

func (d *Desk) nextBurst() int {
	for k := d.ItemOf(d.cursor) + 1; k > 0 && k < len(d.items); k++ {
		if d.items[k].Burst != d.burstOf[d.cursor] {
			return d.items[k].Photo
		}
	}
	return -1
}

// AcceptVerdict picks the best frame of the cursor's burst and rejects the
// others, if the verdict is clear; then the next burst follows.
func (d *Desk) AcceptVerdict() {
	if d.cursor < 0 || len(d.items) == 0 {
		return
	}
	b := d.burstOf[d.cursor]
	g, v := d.bursts[b], d.verdict(b)
	switch {
	case len(g.Photos) == 1:
		d.say("This photo is alone, so there is no verdict to accept: press " + "P to pick it or X to reject it.")
		return
	case g.Kind == burst.Bracket:
		d.say("A bracket is kept whole, so there is no verdict to accept.")
		return
	case v.Best < 0 || v.RunnerUp < 0:
		d.say("This burst is not scored yet, so there is no verdict to accept.")
		return
	case !v.Clear:
		d.say("These frames are too close to call: the choice is yours. Shift+P keeps the one you are on.")
		return
	}
	next := d.nextBurst()
	what := fmt.Sprintf("accepted verdict: %s kept, %d rejected", d.name(v.Best), len(g.Photos)-1)
	if d.decide(what, g.Photos, keepThese(map[int]bool{v.Best: true})) {
		d.say(sentence(what))
	}
	if next >= 0 && d.ItemOf(next) >= 0 {
		d.Select(next)
	}
}

// Acceptable is what AcceptAll would do.
type Acceptable struct {
	Bursts, Rejects int // picks one frame of each burst and rejects these others
	Close           int // bursts left alone because they are too close to call
	Decided         int // bursts left alone because they have a flag already
	photos          []int
	kept            map[int]bool
}

// Acceptable counts the clear verdicts among the bursts that are shown and have
// no flag yet.
func (d *Desk) Acceptable() Acceptable {
	a := Acceptable{kept: map[int]bool{}}
	seen := map[int]bool{}
	for _, it := range d.items {
		b := it.Burst
		g := d.bursts[b]
		if seen[b] || len(g.Photos) < 2 || g.Kind == burst.Bracket {
			continue
		}
		seen[b] = true
		v := d.verdict(b)
		switch {
		case v.Best < 0 || v.RunnerUp < 0:
		case slices.ContainsFunc(g.Photos, func(i int) bool { return d.decisions[i].Flag != photo.Unflagged }):
			a.Decided++
		case !v.Clear:
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
func (d *Desk) AcceptAll(a Acceptable) {
	if a.Bursts == 0 {
		return
	}
	what := fmt.Sprintf("accepted %s: %d kept, %d rejected", plural(a.Bursts, "clear verdict"), a.Bursts, a.Rejects)
	if d.decide(what, a.photos, keepThese(a.kept)) {
		d.say(sentence(what))
	}
}

// Undo takes the last step back, says what it was and goes to where it was.
func (d *Desk) Undo() { d.travel(d.shoot.Undo, "Undone: ", "There is nothing to undo.") }

// Redo does again what Undo took back.
func (d *Desk) Redo() { d.travel(d.shoot.Redo, "Done again: ", "There is nothing to redo.") }

func (d *Desk) travel(step func() (string, []int, error), says, nothing string) {
	what, photos, err := step()
	switch {
	case err != nil:
		d.say("That could not be taken back: " + err.Error())
		return
	case what == "":
		d.say(nothing)
		return
	}
	d.stale.decisions, d.stale.groups, d.stale.items = true, true, true
	d.Refresh()
	if len(photos) > 0 && !slices.Contains(photos, d.cursor) {
		for _, i := range photos {
			if d.ItemOf(i) >= 0 {
				d.Select(i)
				break
			}
		}
	}
	d.say(says + what + ".")
}

func (d *Desk) name(i int) string { return base(d.photos[i].Name) }

func (d *Desk) names(photos []int) string {
	if len(photos) == 1 {
		return d.name(photos[0])
	}
	return plural(len(photos), "photo")
}
