// Package arrange orders what a snapshot of a shoot holds: which photos and stacks
// are shown, where, and which frame lies on top.
package arrange

import (
	"slices"

	"culler/ui/workspace/snapshot"
)

// Item is one place in the grid: a photo, or a stack of a burst's frames.
type Item struct {
	Photo int  // the frame on top
	Burst int  // index of the burst in its shoot
	Stack int  // number of frames that a closed stack shows as one; else 1
	Open  bool // one of the frames of a stack that is open
}

// Closed tells whether the item is a stack that is closed.
func (it Item) Closed() bool { return it.Stack > 1 }

// Key names what was chosen: a frame, or a closed stack by the first frame of its
// burst, whichever frame lies on top.
type Key struct {
	Photo int
	Stack bool
}

// FrameKey names a frame by itself.
func FrameKey(i int) Key { return Key{Photo: i} }

// Wishes say what should be shown, and how.
type Wishes struct {
	Filter   snapshot.Filter
	Order    Order
	Reverse  bool
	Singles  bool      // every photo by itself, no stacks
	Opened   Opened    // the stacks that are open
	Words    string    // what ByLikeness is about
	Likeness []float64 // to Words, by photo
	OnTop    int       // the frame that lies on top of its stack, whatever its score; -1: none
}

// Opened holds a frame of each stack that is open. The zero Opened can be read.
type Opened map[int]bool

// Any tells whether one of a burst's frames is in it.
func (o Opened) Any(frames []int) bool {
	return len(o) > 0 && slices.ContainsFunc(frames, func(i int) bool { return o[i] })
}

// Arrangement is what is shown of a snapshot, in order. It never changes.
type Arrangement struct {
	now    *snapshot.Snapshot
	items  []Item
	itemOf []int // by photo: its item, a closed stack's for all its frames; -1: hidden
}

// New arranges a snapshot as wished.
func New(now *snapshot.Snapshot, w Wishes) *Arrangement {
	a := &Arrangement{now: now, itemOf: make([]int, now.Len())}
	match := now.Matcher(w.Filter)
	if w.Singles {
		for i := range now.Len() {
			if match(i) {
				a.items = append(a.items, Item{Photo: i, Burst: now.BurstOf(i), Stack: 1})
			}
		}
		w.sort(now, a.items)
	} else {
		a.items = w.stacks(now, match)
	}
	for i := range a.itemOf {
		a.itemOf[i] = -1
	}
	for k, it := range a.items {
		a.itemOf[it.Photo] = k
		if it.Closed() {
			for _, i := range now.Bursts()[it.Burst].Photos {
				if match(i) {
					a.itemOf[i] = k
				}
			}
		}
	}
	return a
}

// stacks makes one item of each burst, and one of each frame of a stack that is
// open.
func (w *Wishes) stacks(now *snapshot.Snapshot, match func(int) bool) []Item {
	bursts := now.Bursts()
	tops := make([]Item, 0, len(bursts))
	frames := map[int][]int{} // of open stacks
	var shown []int
	for b := range bursts {
		photos := bursts[b].Photos
		if len(photos) == 1 {
			if match(photos[0]) {
				tops = append(tops, Item{Photo: photos[0], Burst: b, Stack: 1})
			}
			continue
		}
		shown = shown[:0]
		for _, i := range now.Verdict(b).Order {
			if match(i) {
				shown = append(shown, i)
			}
		}
		if len(shown) == 0 {
			continue
		}
		it := Item{Photo: onTop(now, shown, w.OnTop), Burst: b, Stack: len(shown), Open: w.Opened.Any(photos)}
		if it.Open {
			frames[b] = slices.Clone(shown)
		}
		tops = append(tops, it)
	}
	w.sort(now, tops)
	if len(frames) == 0 {
		return tops
	}
	var items []Item
	for _, it := range tops {
		if !it.Open {
			items = append(items, it)
			continue
		}
		for _, i := range frames[it.Burst] {
			items = append(items, Item{Photo: i, Burst: it.Burst, Stack: 1, Open: true})
		}
	}
	return items
}

// onTop is the frame on top of a stack: the one that is wished there, else the best
// one.
func onTop(now *snapshot.Snapshot, ranked []int, wished int) int {
	if slices.Contains(ranked, wished) {
		return wished
	}
	return now.Best(ranked)
}

// WithOnTop returns the arrangement with another frame on top of its stack, and the
// best one on top of a stack that another frame lay on.
func (a *Arrangement) WithOnTop(wished, before int) *Arrangement {
	cloned := false
	for _, i := range []int{before, wished} {
		k := a.ItemOf(i)
		if k < 0 || !a.items[k].Closed() {
			continue
		}
		if top := onTop(a.now, a.Frames(k), wished); top != a.items[k].Photo {
			if !cloned {
				a, cloned = &Arrangement{now: a.now, items: slices.Clone(a.items), itemOf: a.itemOf}, true
			}
			a.items[k].Photo = top
		}
	}
	return a
}

// Items is what is shown, in order. It must not be written to.
func (a *Arrangement) Items() []Item { return a.items }

// ItemOf is the place where a photo is shown, itself or within a closed stack;
// -1 where the filter hides it.
func (a *Arrangement) ItemOf(i int) int {
	if i < 0 || i >= len(a.itemOf) {
		return -1
	}
	return a.itemOf[i]
}

// Stack is the closed stack that a photo is shown in; ok is false where there is
// none.
func (a *Arrangement) Stack(i int) (it Item, ok bool) {
	if k := a.ItemOf(i); k >= 0 && a.items[k].Closed() {
		return a.items[k], true
	}
	return Item{}, false
}

// Count is the number of photos that the filter lets pass, those within closed
// stacks included.
func (a *Arrangement) Count() int {
	n := 0
	for _, k := range a.itemOf {
		if k >= 0 {
			n++
		}
	}
	return n
}

// Key names what is chosen with a photo: the closed stack that it lies on top of,
// else the photo itself.
func (a *Arrangement) Key(i int) Key {
	if it, closed := a.Stack(i); closed && it.Photo == i {
		return a.StackKey(i)
	}
	return FrameKey(i)
}

// StackKey names the stack of a photo's burst.
func (a *Arrangement) StackKey(i int) Key { return Key{Photo: a.now.Frames(i)[0], Stack: true} }

// Top is the frame on top of the closed stack that a key names; ok is false where
// no such stack is shown.
func (a *Arrangement) Top(k Key) (i int, ok bool) {
	for _, f := range a.now.Frames(k.Photo) {
		if it, closed := a.Stack(f); closed {
			return it.Photo, true
		}
	}
	return -1, false
}

// Frames are the photos behind the item at place k, in the order of the strip.
func (a *Arrangement) Frames(k int) []int {
	it := a.items[k]
	if !it.Closed() {
		return []int{it.Photo}
	}
	var frames []int
	for _, i := range a.now.Verdict(it.Burst).Order {
		if a.ItemOf(i) >= 0 {
			frames = append(frames, i)
		}
	}
	return frames
}

// Walk goes some photos on from one that is shown, in the order of the loupe: it
// goes through the frames of closed stacks too. ok is false where it ends.
func (a *Arrangement) Walk(from, by int) (next int, ok bool) {
	k := a.ItemOf(from)
	if k < 0 {
		return -1, false
	}
	frames := a.Frames(k)
	at := slices.Index(frames, from) + by
	for at < 0 || at >= len(frames) {
		if at < 0 {
			k--
		} else {
			k, at = k+1, at-len(frames)
		}
		if k < 0 || k >= len(a.items) {
			return -1, false
		}
		frames = a.Frames(k)
		if at < 0 {
			at += len(frames)
		}
	}
	return frames[at], true
}

// Neighbours are up to n photos before and n after a photo in the order of the
// loupe, the nearest first: those worth loading ahead.
func (a *Arrangement) Neighbours(of, n int) []int {
	var out []int
	for by := 1; by <= n; by++ {
		for _, sign := range []int{1, -1} {
			if i, ok := a.Walk(of, sign*by); ok {
				out = append(out, i)
			}
		}
	}
	return out
}

// After is the top of the item that follows the last of some photos; -1 if none
// does.
func (a *Arrangement) After(photos []int) int {
	last := -1
	for _, i := range photos {
		last = max(last, a.ItemOf(i))
	}
	if last < 0 || last+1 >= len(a.items) {
		return -1
	}
	return a.items[last+1].Photo
}

// NextBurst is the top of the first item of the next burst (by 1) or of the one
// before (by -1); -1 where there is none or the photo is hidden.
func (a *Arrangement) NextBurst(i, by int) int {
	k := a.ItemOf(i)
	if k < 0 {
		return -1
	}
	b := a.items[k].Burst
	for k += by; k >= 0 && k < len(a.items); k += by {
		if a.items[k].Burst != b {
			for by < 0 && k > 0 && a.items[k-1].Burst == a.items[k].Burst {
				k-- // the first frame of an open stack
			}
			return a.items[k].Photo
		}
	}
	return -1
}

// Nearest is the shown photo whose burst is nearest in time to a photo's. Something
// must be shown.
func (a *Arrangement) Nearest(i int) int {
	b := a.now.BurstOf(i)
	if b < 0 {
		return a.items[0].Photo
	}
	return slices.MinFunc(a.items, func(x, y Item) int { return abs(x.Burst-b) - abs(y.Burst-b) }).Photo
}

// ItemNear is the item of a photo; where the filter hides it, which the strip and
// contests may show all the same, the one nearest to it. Something must be shown.
func (a *Arrangement) ItemNear(i int) int {
	if k := a.ItemOf(i); k >= 0 {
		return k
	}
	return a.ItemOf(a.Nearest(i))
}

// NextIn is the first photo after i, frame by frame, that another arrangement shows;
// -1 for none, and where nothing was arranged before.
func (a *Arrangement) NextIn(other *Arrangement, i int) int {
	if a == nil {
		return -1
	}
	for i, ok := a.Walk(i, 1); ok; i, ok = a.Walk(i, 1) {
		if other.ItemOf(i) >= 0 {
			return i
		}
	}
	return -1
}

func abs(n int) int { return max(n, -n) }
