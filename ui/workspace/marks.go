package workspace

import (
	"fmt"
	"slices"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/ui/keys"
)

// Marks decides about photos, and takes that back.
type Marks struct {
	ws      *Workspace
	advance bool // the next photo follows after each mark
}

// Mark changes the decision about the targets as one step of undo; if advance
// is set, or the workspace advances always, the next photo follows.
func (m *Marks) Mark(advance bool, change func(photo.Decision) photo.Decision) {
	targets := m.ws.Targets()
	if len(targets) == 0 {
		return
	}
	next := -1
	if advance || m.advance {
		next = m.after(targets)
	}
	was := m.ws.now
	if m.decide("", targets, func(_ int, dec photo.Decision) photo.Decision { return change(dec) }) && !m.ws.now.SameDecisions(was) {
		m.tellMark(targets)
	}
	if next >= 0 && m.ws.shown.ItemOf(next) >= 0 {
		m.goOn(next)
	}
}

// MarkPhoto changes the decision about a photo that was pointed at, and about the
// others of the selection that it belongs to in the grid. It stays there.
func (m *Marks) MarkPhoto(i int, change func(photo.Decision) photo.Decision) {
	switch {
	case m.ws.view != Grid:
		m.ws.goIn(i)
	case !m.ws.Selected(i):
		m.ws.SelectFrame(i)
	}
	was := m.advance
	m.advance = false
	from := m.ws.now.Decision(i)
	to := change(from) // for the others as well, also where they differ
	m.Mark(false, func(d photo.Decision) photo.Decision { return merged(d, from, to) })
	m.advance = was
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
func (m *Marks) goOn(i int) {
	if m.ws.view == Compare || m.ws.view == Survey {
		m.ws.goIn(i)
	} else {
		m.ws.Select(i)
	}
}

// after is the photo that follows the last of some photos; -1 if none does.
func (m *Marks) after(targets []int) int {
	switch m.ws.view {
	case Compare, Survey:
		return m.ws.contest.follows()
	case Loupe:
		next, _ := m.ws.shown.Walk(targets[len(targets)-1], 1)
		return next
	}
	return m.ws.shown.After(targets)
}

// Advances tells whether the next photo follows after each mark.
func (m *Marks) Advances() bool { return m.advance }

// SetAdvance changes whether the next photo follows after each mark.
func (m *Marks) SetAdvance(on bool) { m.advance = on }

// Advance goes on as after a mark.
func (m *Marks) Advance() {
	if t := m.ws.Targets(); len(t) > 0 {
		if next := m.after(t); next >= 0 {
			m.goOn(next)
		}
	}
}

// decide changes decisions and shows them, or says why they could not be kept.
func (m *Marks) decide(what string, photos []int, change func(int, photo.Decision) photo.Decision) bool {
	m.ws.shoot.Stand(m.ws.cursor.at)
	if err := m.ws.shoot.Decide(what, photos, change); err != nil {
		m.ws.say("The decision could not be kept: " + phrase.Error(err))
		return false
	}
	m.ws.cursor.loose, m.ws.cursor.fresh = false, false // what was decided about stays in sight
	m.ws.Refresh()
	return true
}

// SetFlag, SetStars, AddStars and SetLabel mark the targets. A label that all
// targets have already is taken away.
func (m *Marks) SetFlag(f photo.Flag, advance bool) {
	m.Mark(advance, func(dec photo.Decision) photo.Decision { dec.Flag = f; return dec })
}

// TogglePick picks the targets, or takes that back where all of them are picked.
func (m *Marks) TogglePick(advance bool) {
	f := photo.Picked
	if !slices.ContainsFunc(m.ws.Targets(), func(i int) bool { return m.ws.now.Decision(i).Flag != f }) {
		f = photo.Unflagged
	}
	m.SetFlag(f, advance)
}

// SetStars gives the targets 0 to 5 stars.
func (m *Marks) SetStars(n int, advance bool) {
	m.Mark(advance, func(dec photo.Decision) photo.Decision { dec.Stars = n; return dec })
}

// AddStars gives each target some stars more, or less.
func (m *Marks) AddStars(n int) {
	was := m.advance
	m.advance = false // to count up takes several presses
	m.Mark(false, func(dec photo.Decision) photo.Decision { dec.Stars = min(max(dec.Stars+n, 0), 5); return dec })
	m.advance = was
}

// SetLabel gives the targets a colour label, or takes it away where all of them
// have it.
func (m *Marks) SetLabel(l photo.Label, advance bool) {
	if !slices.ContainsFunc(m.ws.Targets(), func(i int) bool { return m.ws.now.Decision(i).Label != l }) {
		l = photo.NoLabel
	}
	m.Mark(advance, func(dec photo.Decision) photo.Decision { dec.Label = l; return dec })
}

// Rotate turns the targets by quarters clockwise.
func (m *Marks) Rotate(quarters int) {
	m.decide("", m.ws.Targets(), func(i int, d photo.Decision) photo.Decision { return m.ws.shoot.Turned(i, d, quarters) })
}

// Undo takes the last step back, says what it was and goes to where the cursor
// was then.
func (m *Marks) Undo() { m.travel(m.ws.shoot.Undo, "Undone: ", "There is nothing to undo.") }

// Redo does again what Undo took back.
func (m *Marks) Redo() { m.travel(m.ws.shoot.Redo, "Done again: ", "There is nothing to redo.") }

func (m *Marks) travel(step func() (string, []int, error), says, nothing string) {
	what, photos, err := step()
	switch {
	case err != nil:
		m.ws.say("That could not be taken back: " + phrase.Error(err))
		return
	case what == "":
		m.ws.say(nothing)
		return
	}
	m.ws.Refresh()
	for _, i := range append([]int{m.ws.shoot.Stood()}, photos...) {
		if m.ws.shown.ItemOf(i) >= 0 {
			if i != m.ws.cursor.at {
				m.ws.SelectFrame(i)
			}
			break
		}
	}
	m.ws.say(says + what + ".")
}

// tellMark says what a mark did where it cannot be seen at a glance: to several
// photos, or to the frame on top of a closed stack, which alone is marked.
func (m *Marks) tellMark(targets []int) {
	stacks, below := 0, 0
	for _, i := range targets {
		if it, closed := m.ws.shown.Stack(i); closed && m.ws.view == Grid {
			stacks++
			below += it.Stack - 1
		}
	}
	says := m.ws.shoot.Did()
	if len(targets) < 2 && stacks == 0 || says == "" {
		return
	}
	switch {
	case stacks == 1 && len(targets) == 1:
		says += fmt.Sprintf(", the top frame of its stack; the other %s as they are", leaves(below))
	case stacks > 0:
		says += fmt.Sprintf(", of %s only the top frame; the other %s as they are", phrase.Count(stacks, "stack"), leaves(below))
	}
	m.ws.say(fmt.Sprintf("%s. %s takes it back.", says, m.ws.key(keys.Undo)))
}

func leaves(n int) string {
	if n == 1 {
		return "frame stays"
	}
	return phrase.Count(n, "frame") + " stay"
}
