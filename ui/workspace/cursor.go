package workspace

import (
	"slices"

	"culler/library/photo"
)

// Cursor is the photo that keys act on; -1 where nothing is shown.
func (ws *Workspace) Cursor() int { return ws.cursor }

// BurstOf is the index of a photo's burst in the shoot, as Item has it; -1 where
// there is no such photo.
func (ws *Workspace) BurstOf(i int) int {
	if i < 0 || i >= len(ws.burstOf) {
		return -1
	}
	return ws.burstOf[i]
}

// Selected tells whether a photo belongs to the selection.
func (ws *Workspace) Selected(i int) bool { return ws.selected[i] }

// Selection are the selected photos that are shown, in order; at least the
// cursor.
func (ws *Workspace) Selection() []int {
	var s []int
	for _, it := range ws.items {
		if ws.selected[it.Photo] {
			s = append(s, it.Photo)
		}
	}
	if len(s) == 0 && ws.cursor >= 0 {
		s = append(s, ws.cursor)
	}
	return s
}

// Select puts the cursor on a photo and selects it alone. In the grid the top
// frame of a closed stack stands for the stack: as long as nothing is decided
// the cursor follows the best frame.
func (ws *Workspace) Select(i int) {
	k := ws.ItemOf(i)
	ws.choose(i, k >= 0 && ws.view == Grid && ws.items[k].Stack > 1 && ws.best(ws.framesOf(k)) == i)
}

// SelectFrame is Select for a frame that was chosen by itself: it stays on top
// of its stack while the cursor is there, whatever its score.
func (ws *Workspace) SelectFrame(i int) { ws.choose(i, false) }

func (ws *Workspace) choose(i int, loose bool) {
	if ws.Photo(i) == nil {
		return
	}
	clear(ws.selected)
	ws.loose = loose
	ws.setCursor(i)
	ws.anchor = i
	ws.selected[i] = true
	ws.keepPlace()
}

// Toggle adds a photo to the selection, or takes it out, as a click with Ctrl.
func (ws *Workspace) Toggle(i int) {
	if ws.Photo(i) == nil {
		return
	}
	ws.loose = false
	if ws.selected[i] && len(ws.Selection()) > 1 {
		delete(ws.selected, i)
		if i == ws.cursor {
			ws.setCursor(ws.Selection()[0])
		}
	} else {
		ws.selected[i] = true
		ws.setCursor(i)
	}
	ws.anchor = ws.cursor
	ws.keepPlace()
}

// Extend selects all from where the selection began to a photo, as a click
// with Shift.
func (ws *Workspace) Extend(i int) {
	from, to := ws.ItemOf(ws.anchor), ws.ItemOf(i)
	if from < 0 || to < 0 {
		ws.Select(i)
		return
	}
	clear(ws.selected)
	ws.loose = false
	ws.setCursor(i)
	for _, it := range ws.items[min(from, to) : max(from, to)+1] {
		ws.selected[it.Photo] = true
	}
	ws.keepPlace()
}

// SelectAll selects all that is shown.
func (ws *Workspace) SelectAll() {
	ws.loose, ws.fresh = false, false
	for _, it := range ws.items {
		ws.selected[it.Photo] = true
	}
	ws.keepPlace()
}

// SelectBurst selects all frames of the cursor's burst that are shown; a stack
// is opened for it.
func (ws *Workspace) SelectBurst() {
	if ws.cursor < 0 {
		return
	}
	b := ws.burstOf[ws.cursor]
	if ws.stacks && len(ws.bursts[b].Photos) > 1 && !ws.isOpen(b) {
		ws.ToggleOpen(ws.cursor)
	}
	clear(ws.selected)
	for _, i := range ws.bursts[b].Photos {
		if ws.ItemOf(i) >= 0 {
			ws.selected[i] = true
		}
	}
	ws.keepPlace()
}

// setCursor moves the cursor, and with it the frame on top of its stack.
func (ws *Workspace) setCursor(i int) {
	was := ws.cursor
	ws.cursor, ws.fresh = i, false
	for _, p := range []int{was, i} {
		k := ws.ItemOf(p)
		if p < 0 || k < 0 || ws.items[k].Stack < 2 {
			continue
		}
		ws.items[k].Photo = ws.top(ws.items[k].Burst, ws.framesOf(k))
	}
}

// settle finds the cursor its place after the items changed. Where its photo
// is no longer shown, the cursor goes to the next one that still is.
func (ws *Workspace) settle(old []Item, at int) {
	if ws.wanted != nil {
		ws.regain()
	}
	if ws.fresh && len(ws.items) > 0 {
		ws.stand(ws.items[0].Photo)
	}
	if k := ws.ItemOf(ws.cursor); ws.cursor >= 0 && k >= 0 {
		if ws.loose = ws.loose && ws.items[k].Stack > 1 && ws.view == Grid; ws.loose {
			ws.stand(ws.items[k].Photo)
		}
		return
	}
	if len(ws.items) == 0 {
		ws.view = Grid
		if len(ws.photos) == 0 {
			ws.cursor, ws.anchor = -1, -1
		}
		return
	}
	next := ws.items[0].Photo
	if at >= 0 && at < len(old) {
		next = ws.items[len(ws.items)-1].Photo
		for _, it := range old[at:] {
			if k := ws.ItemOf(it.Photo); k >= 0 {
				next = ws.items[k].Photo
				break
			}
		}
	} else if ws.cursor >= 0 {
		// It was hidden before: the nearest one in time.
		next = ws.nearest(ws.cursor)
	}
	if !ws.selected[next] || at >= 0 {
		ws.selected = map[int]bool{}
	}
	ws.stand(next)
}

// stand puts the cursor on what is shown of a photo's item, without a wish of
// the photographer: the selection goes along where it was the cursor alone.
func (ws *Workspace) stand(i int) {
	if len(ws.selected) == 1 && ws.selected[ws.cursor] {
		delete(ws.selected, ws.cursor)
	}
	ws.cursor, ws.anchor = i, i
	ws.selected[i] = true
	k := ws.ItemOf(i)
	ws.loose = ws.view == Grid && k >= 0 && ws.items[k].Stack > 1 && ws.items[k].Photo == i
}

// nearest is the shown photo whose burst is nearest in time to a photo's.
func (ws *Workspace) nearest(i int) int {
	if i >= len(ws.burstOf) {
		return ws.items[0].Photo
	}
	best := slices.MinFunc(ws.items, func(a, b Item) int {
		return abs(a.Burst-ws.burstOf[i]) - abs(b.Burst-ws.burstOf[i])
	})
	return best.Photo
}

func abs(n int) int { return max(n, -n) }

// Move goes some items on, and selects what it meets if extend is set.
func (ws *Workspace) Move(by int, extend bool) {
	if len(ws.items) == 0 {
		return
	}
	k := min(max(ws.ItemOf(ws.cursor)+by, 0), len(ws.items)-1)
	ws.goTo(ws.items[k].Photo, extend)
}

func (ws *Workspace) goTo(i int, extend bool) {
	if extend {
		ws.Extend(i)
	} else {
		ws.Select(i)
	}
}

// walk are all photos that are shown, the frames of closed stacks included, in
// the order in which the loupe goes through them.
func (ws *Workspace) walk(from, by int) (next int, ok bool) {
	k := ws.ItemOf(from)
	if k < 0 {
		return -1, false
	}
	frames := ws.framesOf(k)
	at := slices.Index(frames, from) + by
	for at < 0 || at >= len(frames) {
		if at < 0 {
			k--
		} else {
			k, at = k+1, at-len(frames)
		}
		if k < 0 || k >= len(ws.items) {
			return -1, false
		}
		frames = ws.framesOf(k)
		if at < 0 {
			at += len(frames)
		}
	}
	return frames[at], true
}

// framesOf are the photos behind an item, in the order of the strip.
func (ws *Workspace) framesOf(k int) []int {
	it := ws.items[k]
	if it.Stack < 2 {
		return []int{it.Photo}
	}
	var frames []int
	for _, i := range ws.verdict(it.Burst).Order {
		if ws.ItemOf(i) >= 0 {
			frames = append(frames, i)
		}
	}
	return frames
}

// Neighbours are up to n photos before and n after the cursor in the order of
// the loupe, the nearest first: those worth loading ahead.
func (ws *Workspace) Neighbours(n int) []int {
	var out []int
	for by := 1; by <= n; by++ {
		for _, sign := range []int{1, -1} {
			if i, ok := ws.walk(ws.cursor, sign*by); ok {
				out = append(out, i)
			}
		}
	}
	return out
}

// Step goes to the next photo (by 1) or the one before (by -1) as the view
// goes through them: item by item in the grid, frame by frame elsewhere.
func (ws *Workspace) Step(by int) {
	switch ws.view {
	case Grid:
		ws.Move(by, false)
		return
	case Compare, Survey:
		ws.stepContest(by)
		return
	case Faces:
		ws.stepFaces(by)
		return
	}
	if i, ok := ws.walk(ws.cursor, by); ok {
		ws.Select(i)
	}
}

// StepFrame goes to another frame of the burst, in ranked order.
func (ws *Workspace) StepFrame(by int) {
	if ws.cursor < 0 {
		return
	}
	frames := ws.Strip().Frames
	at := slices.Index(frames, ws.cursor) + by
	if at >= 0 && at < len(frames) {
		ws.SelectFrame(frames[at])
	}
}

// StepBurst goes to the top frame of the next burst (by 1) or the one before.
func (ws *Workspace) StepBurst(by int) {
	k := ws.ItemOf(ws.cursor)
	if k < 0 {
		return
	}
	b := ws.items[k].Burst
	for k += by; k >= 0 && k < len(ws.items); k += by {
		if ws.items[k].Burst != b {
			for by < 0 && k > 0 && ws.items[k-1].Burst == ws.items[k].Burst {
				k-- // the first frame of an open stack
			}
			ws.Select(ws.items[k].Photo)
			return
		}
	}
}

// StepUndecided goes to the next photo, or the one before, that has neither
// flag nor stars. In a closed stack any frame counts.
func (ws *Workspace) StepUndecided(by int) {
	for i, ok := ws.walk(ws.cursor, by); ok; i, ok = ws.walk(i, by) {
		if dec := ws.decisions[i]; dec.Flag == photo.Unflagged && dec.Stars == 0 {
			ws.Select(i)
			return
		}
	}
	ws.say("There is no undecided photo further on.")
}

// Strip is the burst of the cursor as the strip shows it.
type Strip struct {
	Frames     []int // best first
	Verdict    string
	Close      bool // too close to call
	Acceptable bool // the verdict is clear
}
