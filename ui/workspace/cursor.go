package workspace

import (
	"slices"

	"culler/library/photo"
)

// Cursor is the photo that keys act on; -1 where nothing is shown.
func (d *Desk) Cursor() int { return d.cursor }

// Selected tells whether a photo belongs to the selection.
func (d *Desk) Selected(i int) bool { return d.selected[i] }

// Selection are the selected photos that are shown, in order; at least the
// cursor.
func (d *Desk) Selection() []int {
	var s []int
	for _, it := range d.items {
		if d.selected[it.Photo] {
			s = append(s, it.Photo)
		}
	}
	if len(s) == 0 && d.cursor >= 0 {
		s = append(s, d.cursor)
	}
	return s
}

// Select puts the cursor on a photo and selects it alone. In the grid the top
// frame of a closed stack stands for the stack: as long as nothing is decided
// the cursor follows the best frame.
func (d *Desk) Select(i int) {
	k := d.ItemOf(i)
	d.choose(i, k >= 0 && d.view == Grid && d.items[k].Stack > 1 && d.best(d.framesOf(k)) == i)
}

// SelectFrame is Select for a frame that was chosen by itself: it stays on top
// of its stack while the cursor is there, whatever its score.
func (d *Desk) SelectFrame(i int) { d.choose(i, false) }

func (d *Desk) choose(i int, loose bool) {
	if d.Photo(i) == nil {
		return
	}
	clear(d.selected)
	d.loose = loose
	d.setCursor(i)
	d.anchor = i
	d.selected[i] = true
	d.keepPlace()
}

// Toggle adds a photo to the selection, or takes it out, as a click with Ctrl.
func (d *Desk) Toggle(i int) {
	if d.Photo(i) == nil {
		return
	}
	d.loose = false
	if d.selected[i] && len(d.Selection()) > 1 {
		delete(d.selected, i)
		if i == d.cursor {
			d.setCursor(d.Selection()[0])
		}
	} else {
		d.selected[i] = true
		d.setCursor(i)
	}
	d.anchor = d.cursor
	d.keepPlace()
}

// Extend selects all from where the selection began to a photo, as a click
// with Shift.
func (d *Desk) Extend(i int) {
	from, to := d.ItemOf(d.anchor), d.ItemOf(i)
	if from < 0 || to < 0 {
		d.Select(i)
		return
	}
	clear(d.selected)
	d.loose = false
	d.setCursor(i)
	for _, it := range d.items[min(from, to) : max(from, to)+1] {
		d.selected[it.Photo] = true
	}
	d.keepPlace()
}

// SelectAll selects all that is shown.
func (d *Desk) SelectAll() {
	d.loose, d.fresh = false, false
	for _, it := range d.items {
		d.selected[it.Photo] = true
	}
	d.keepPlace()
}

// SelectBurst selects all frames of the cursor's burst that are shown; a stack
// is opened for it.
func (d *Desk) SelectBurst() {
	if d.cursor < 0 {
		return
	}
	b := d.burstOf[d.cursor]
	if d.stacks && len(d.bursts[b].Photos) > 1 && !d.isOpen(b) {
		d.ToggleOpen(d.cursor)
	}
	clear(d.selected)
	for _, i := range d.bursts[b].Photos {
		if d.ItemOf(i) >= 0 {
			d.selected[i] = true
		}
	}
	d.keepPlace()
}

// setCursor moves the cursor, and with it the frame on top of its stack.
func (d *Desk) setCursor(i int) {
	was := d.cursor
	d.cursor, d.fresh = i, false
	for _, p := range []int{was, i} {
		k := d.ItemOf(p)
		if p < 0 || k < 0 || d.items[k].Stack < 2 {
			continue
		}
		d.items[k].Photo = d.top(d.items[k].Burst, d.framesOf(k))
	}
}

// settle finds the cursor its place after the items changed. Where its photo
// is no longer shown, the cursor goes to the next one that still is.
func (d *Desk) settle(old []Item, at int) {
	if d.wanted != nil {
		d.regain()
	}
	if d.fresh && len(d.items) > 0 {
		d.stand(d.items[0].Photo)
	}
	if k := d.ItemOf(d.cursor); d.cursor >= 0 && k >= 0 {
		if d.loose = d.loose && d.items[k].Stack > 1 && d.view == Grid; d.loose {
			d.stand(d.items[k].Photo)
		}
		return
	}
	if len(d.items) == 0 {
		d.view = Grid
		if len(d.photos) == 0 {
			d.cursor, d.anchor = -1, -1
		}
		return
	}
	next := d.items[0].Photo
	if at >= 0 && at < len(old) {
		next = d.items[len(d.items)-1].Photo
		for _, it := range old[at:] {
			if k := d.ItemOf(it.Photo); k >= 0 {
				next = d.items[k].Photo
				break
			}
		}
	} else if d.cursor >= 0 {
		// It was hidden before: the nearest one in time.
		next = d.nearest(d.cursor)
	}
	if !d.selected[next] || at >= 0 {
		d.selected = map[int]bool{}
	}
	d.stand(next)
}

// stand puts the cursor on what is shown of a photo's item, without a wish of
// the photographer: the selection goes along where it was the cursor alone.
func (d *Desk) stand(i int) {
	if len(d.selected) == 1 && d.selected[d.cursor] {
		delete(d.selected, d.cursor)
	}
	d.cursor, d.anchor = i, i
	d.selected[i] = true
	k := d.ItemOf(i)
	d.loose = d.view == Grid && k >= 0 && d.items[k].Stack > 1 && d.items[k].Photo == i
}

// nearest is the shown photo whose burst is nearest in time to a photo's.
func (d *Desk) nearest(i int) int {
	if i >= len(d.burstOf) {
		return d.items[0].Photo
	}
	best := slices.MinFunc(d.items, func(a, b Item) int {
		return abs(a.Burst-d.burstOf[i]) - abs(b.Burst-d.burstOf[i])
	})
	return best.Photo
}

func abs(n int) int { return max(n, -n) }

// Move goes some items on, and selects what it meets if extend is set.
func (d *Desk) Move(by int, extend bool) {
	if len(d.items) == 0 {
		return
	}
	k := min(max(d.ItemOf(d.cursor)+by, 0), len(d.items)-1)
	d.goTo(d.items[k].Photo, extend)
}

func (d *Desk) goTo(i int, extend bool) {
	if extend {
		d.Extend(i)
	} else {
		d.Select(i)
	}
}

// walk are all photos that are shown, the frames of closed stacks included, in
// the order in which the loupe goes through them.
func (d *Desk) walk(from, by int) (next int, ok bool) {
	k := d.ItemOf(from)
	if k < 0 {
		return -1, false
	}
	frames := d.framesOf(k)
	at := slices.Index(frames, from) + by
	for at < 0 || at >= len(frames) {
		if at < 0 {
			k--
		} else {
			k, at = k+1, at-len(frames)
		}
		if k < 0 || k >= len(d.items) {
			return -1, false
		}
		frames = d.framesOf(k)
		if at < 0 {
			at += len(frames)
		}
	}
	return frames[at], true
}

// framesOf are the photos behind an item, in the order of the strip.
func (d *Desk) framesOf(k int) []int {
	it := d.items[k]
	if it.Stack < 2 {
		return []int{it.Photo}
	}
	var frames []int
	for _, i := range d.ranked(it.Burst) {
		if d.ItemOf(i) >= 0 {
			frames = append(frames, i)
		}
	}
	return frames
}

// Neighbours are up to n photos before and n after the cursor in the order of
// the loupe, the nearest first: those worth loading ahead.
func (d *Desk) Neighbours(n int) []int {
	var out []int
	for by := 1; by <= n; by++ {
		for _, sign := range []int{1, -1} {
			if i, ok := d.walk(d.cursor, sign*by); ok {
				out = append(out, i)
			}
		}
	}
	return out
}

// Step goes to the next photo (by 1) or the one before (by -1) as the view
// goes through them: item by item in the grid, frame by frame elsewhere.
func (d *Desk) Step(by int) {
	switch d.view {
	case Grid:
		d.Move(by, false)
		return
	case Compare, Survey:
		d.stepContest(by)
		return
	}
	if i, ok := d.walk(d.cursor, by); ok {
		d.Select(i)
	}
}

// StepFrame goes to another frame of the burst, in ranked order.
func (d *Desk) StepFrame(by int) {
	if d.cursor < 0 {
		return
	}
	frames := d.Strip().Frames
	at := slices.Index(frames, d.cursor) + by
	if at >= 0 && at < len(frames) {
		d.SelectFrame(frames[at])
	}
}

// StepBurst goes to the top frame of the next burst (by 1) or the one before.
func (d *Desk) StepBurst(by int) {
	k := d.ItemOf(d.cursor)
	if k < 0 {
		return
	}
	b := d.items[k].Burst
	for k += by; k >= 0 && k < len(d.items); k += by {
		if d.items[k].Burst != b {
			for by < 0 && k > 0 && d.items[k-1].Burst == d.items[k].Burst {
				k-- // the first frame of an open stack
			}
			d.Select(d.items[k].Photo)
			return
		}
	}
}

// StepUndecided goes to the next photo, or the one before, that has neither
// flag nor stars. In a closed stack any frame counts.
func (d *Desk) StepUndecided(by int) {
	for i, ok := d.walk(d.cursor, by); ok; i, ok = d.walk(i, by) {
		if dec := d.decisions[i]; dec.Flag == photo.Unflagged && dec.Stars == 0 {
			d.Select(i)
			return
		}
	}
	d.say("There is no undecided photo further on.")
}

// Strip is the burst of the cursor as the strip shows it.
type Strip struct {
	Frames     []int // best first
	Verdict    string
	Close      bool // too close to call
	Acceptable bool // the verdict is clear
}
