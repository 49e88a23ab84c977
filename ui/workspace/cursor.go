package workspace

import (
	"culler/ui/workspace/arrange"
)

// cursor is the photo that keys act on, and the selection around it. What is
// selected is named by its key, so that a stack stays selected whichever of its
// frames comes to lie on top.
type cursor struct {
	at     int  // a photo; -1: none
	loose  bool // it is on a closed stack as a whole, and follows its best frame
	fresh  bool // it was not moved yet
	anchor int  // the photo at which an extended selection began
	chosen map[arrange.Key]bool
}

// onTop is the frame that lies on top of its stack because the cursor is on it; -1
// where the best one does.
func (c *cursor) onTop() int {
	if c.loose {
		return -1
	}
	return c.at
}

// has tells whether a photo is shown as selected.
func (c *cursor) has(a *arrange.Arrangement, i int) bool {
	return c.chosen[arrange.FrameKey(i)] || c.chosen[a.Key(i)]
}

// holds tells whether a photo is selected, or the closed stack around it.
func (c *cursor) holds(a *arrange.Arrangement, i int) bool {
	_, closed := a.Stack(i)
	return c.chosen[arrange.FrameKey(i)] || closed && c.chosen[a.StackKey(i)]
}

// selection are the selected photos that are shown, in order; at least the cursor,
// unless nothing is shown.
func (c *cursor) selection(a *arrange.Arrangement) []int {
	var s []int
	for _, it := range a.Items() {
		if c.has(a, it.Photo) {
			s = append(s, it.Photo)
		}
	}
	if len(s) == 0 && len(a.Items()) > 0 && c.at >= 0 {
		s = append(s, c.at)
	}
	return s
}

// toggle adds what is shown with a photo to the selection, or takes it out.
func (c *cursor) toggle(a *arrange.Arrangement, i int) {
	c.loose, c.fresh = false, false
	if c.has(a, i) && len(c.selection(a)) > 1 {
		delete(c.chosen, a.Key(i))
		delete(c.chosen, arrange.FrameKey(i))
		if i == c.at {
			c.at = c.selection(a)[0]
		}
	} else {
		c.chosen[a.Key(i)] = true
		c.at = i
	}
	c.anchor = c.at
}

// carry takes the selection into another arrangement. A stack stays selected as
// long as it is closed, else the frame that lay on top of it does. After a decision
// what it was about stays selected, and not the next best frame. A selected frame
// that lies on top of a closed stack stands for it, but for the cursor's, which lies
// there because it was chosen.
func (c *cursor) carry(was, is *arrange.Arrangement, decided bool) {
	next := make(map[arrange.Key]bool, len(c.chosen))
	for k := range c.chosen {
		top, shown := was.Top(k)
		_, closed := is.Stack(top)
		switch {
		case k.Stack && (!shown || closed && !decided):
			if !shown {
				top = k.Photo
			}
			k = is.StackKey(top)
		case k.Stack:
			k = arrange.FrameKey(top)
		}
		if !k.Stack && k.Photo != c.at {
			k = is.Key(k.Photo)
		}
		next[k] = true
	}
	c.chosen = next
}

// stand puts the cursor on a photo without a wish of the photographer: the
// selection goes along where it was the cursor alone.
func (c *cursor) stand(a *arrange.Arrangement, i int, grid bool) {
	if len(c.chosen) == 1 && c.holds(a, c.at) {
		clear(c.chosen)
	}
	c.at, c.anchor = i, i
	c.chosen[a.Key(i)] = true
	it, closed := a.Stack(i)
	c.loose = grid && closed && it.Photo == i
}

// Cursor is the photo that keys act on; -1 where nothing is shown. The place is kept
// for when it is shown again.
func (ws *Workspace) Cursor() int {
	if len(ws.shown.Items()) == 0 {
		return -1
	}
	return ws.cursor.at
}

// Selected tells whether a photo belongs to the selection.
func (ws *Workspace) Selected(i int) bool { return ws.cursor.has(ws.shown, i) }

// Selection are the selected photos that are shown, in order; at least the
// cursor, unless nothing is shown.
func (ws *Workspace) Selection() []int { return ws.cursor.selection(ws.shown) }

// Targets are the photos that a mark acts on: exactly those that the view shows
// as chosen. In the grid that is the selection, elsewhere the cursor's photo.
func (ws *Workspace) Targets() []int {
	switch {
	case ws.Cursor() < 0:
		return nil
	case ws.view == Grid:
		return ws.Selection()
	}
	return []int{ws.cursor.at}
}

// Select puts the cursor on a photo and selects it alone. In the grid the top
// frame of a closed stack stands for the stack: as long as nothing is decided
// the cursor follows the best frame.
func (ws *Workspace) Select(i int) {
	_, closed := ws.shown.Stack(i)
	ws.choose(i, closed && ws.view == Grid && ws.now.Best(ws.shown.Frames(ws.shown.ItemOf(i))) == i)
}

// SelectFrame is Select for a frame that was chosen by itself: it stays on top
// of its stack while the cursor is there, whatever its score.
func (ws *Workspace) SelectFrame(i int) { ws.choose(i, false) }

func (ws *Workspace) choose(i int, loose bool) {
	if ws.now.Photo(i) == nil {
		return
	}
	k := arrange.FrameKey(i)
	if loose {
		k = ws.shown.StackKey(i)
	}
	clear(ws.cursor.chosen)
	ws.cursor.chosen[k] = true
	ws.cursor.loose, ws.cursor.anchor = loose, i
	ws.setCursor(i)
	ws.keepPlace()
}

// goIn puts the cursor on a photo of the contest. A selection that it belongs
// to stays.
func (ws *Workspace) goIn(i int) {
	if !ws.cursor.holds(ws.shown, i) {
		ws.Select(i)
		return
	}
	ws.cursor.anchor, ws.cursor.loose = i, false
	ws.setCursor(i)
	ws.keepPlace()
}

// Toggle adds a photo to the selection, or takes it out, as a click with Ctrl.
func (ws *Workspace) Toggle(i int) {
	if ws.now.Photo(i) == nil {
		return
	}
	was := ws.cursor.at
	ws.cursor.toggle(ws.shown, i)
	ws.follow(was)
	ws.keepPlace()
}

// Extend selects all from where the selection began to a photo, as a click
// with Shift.
func (ws *Workspace) Extend(i int) {
	from, to := ws.shown.ItemOf(ws.cursor.anchor), ws.shown.ItemOf(i)
	if from < 0 || to < 0 {
		ws.Select(i)
		return
	}
	clear(ws.cursor.chosen)
	ws.cursor.loose = false
	ws.setCursor(i)
	ws.add(min(from, to), max(from, to)+1)
}

// SelectAll selects all that is shown.
func (ws *Workspace) SelectAll() {
	ws.cursor.loose, ws.cursor.fresh = false, false
	ws.add(0, len(ws.shown.Items()))
}

// add selects items, from one place to before another.
func (ws *Workspace) add(from, to int) {
	for _, it := range ws.shown.Items()[from:to] {
		ws.cursor.chosen[ws.shown.Key(it.Photo)] = true
	}
	ws.keepPlace()
}

// SelectBurst selects all frames of the cursor's burst that are shown; a stack
// is opened for it.
func (ws *Workspace) SelectBurst() {
	frames := ws.now.Frames(ws.Cursor())
	if len(frames) == 0 {
		return
	}
	if !ws.wish.Opened.Any(frames) {
		ws.ToggleOpen(ws.cursor.at)
	}
	clear(ws.cursor.chosen)
	for _, i := range frames {
		if ws.shown.ItemOf(i) >= 0 {
			ws.cursor.chosen[arrange.FrameKey(i)] = true
		}
	}
	ws.keepPlace()
}

// setCursor moves the cursor, and with it the frame on top of its stack.
func (ws *Workspace) setCursor(i int) {
	was := ws.cursor.at
	ws.cursor.at, ws.cursor.fresh = i, false
	ws.follow(was)
}

// follow lays the frame under the cursor on top of its stack, after the cursor was
// on another photo.
func (ws *Workspace) follow(was int) {
	ws.wish.OnTop = ws.cursor.onTop()
	ws.shown = ws.shown.WithOnTop(ws.wish.OnTop, was)
}

// settle finds the cursor its place after the arrangement changed. Where its photo
// is no longer shown, the cursor goes to the next one that still is.
func (ws *Workspace) settle(was *arrange.Arrangement) {
	c, is, grid := &ws.cursor, ws.shown, ws.view == Grid
	items := is.Items()
	if c.fresh && len(items) > 0 {
		c.stand(is, items[0].Photo, grid)
	}
	switch k := is.ItemOf(c.at); {
	case k >= 0:
		if c.loose = c.loose && items[k].Closed() && grid; c.loose {
			c.stand(is, items[k].Photo, grid)
		}
	case len(items) == 0:
		ws.view = Grid
		if ws.now.Len() == 0 {
			c.at, c.anchor = -1, -1
		}
	default:
		at := -1
		if was != nil {
			at = was.ItemOf(c.at)
		}
		next := -1
		switch ws.view { // what is looked at closely goes on to what is beside it
		case Compare, Survey:
			next = ws.contest.beside(c.at)
		case Loupe, Faces:
			next = was.NextIn(is, c.at)
		}
		switch {
		case next >= 0:
		case at >= 0:
			next = following(was.Items()[at:], is)
		case c.at >= 0:
			next = is.Nearest(c.at) // it was hidden before
		default:
			next = items[0].Photo
		}
		if at >= 0 || !c.has(is, next) {
			clear(c.chosen)
		}
		c.stand(is, next, grid)
		ws.follow(c.at)
	}
}

// following is the first of some items that is still shown, else the last one of
// all.
func following(items []arrange.Item, is *arrange.Arrangement) int {
	for _, it := range items {
		if k := is.ItemOf(it.Photo); k >= 0 {
			return is.Items()[k].Photo
		}
	}
	return is.Items()[len(is.Items())-1].Photo
}
