package workspace

import (
	"cmp"
	"context"
	"math"
	"slices"

	"culler/library/natural"
	"culler/library/photo"
	"culler/scoring/judge"
)

// Order is what the photos are sorted by.
type Order string

// The orders.
const (
	ByTime     Order = "time"
	ByName     Order = "name"
	ByScore    Order = "score in the shoot"
	ByBurst    Order = "score in the burst" // how far a frame leads its burst; the clearest first
	ByLikeness Order = "likeness to words"  // to what SetWords was given
)

// Orders lists the orders that can always be chosen.
func Orders() []Order { return []Order{ByTime, ByName, ByScore, ByBurst} }

// Item is one place in the grid: a photo, or a stack of a burst's frames.
type Item struct {
	Photo int  // the frame on top
	Burst int  // index of the burst in its shoot
	Stack int  // number of frames that a closed stack shows as one; else 1
	Open  bool // one of the frames of a stack that is open
}

// Items is what is shown, in order. It must not be written to.
func (ws *Workspace) Items() []Item { return ws.items }

// ItemOf is the place where a photo is shown, itself or within a closed stack;
// -1 where the filter hides it.
func (ws *Workspace) ItemOf(i int) int {
	if i < 0 || i >= len(ws.itemOf) {
		return -1
	}
	return ws.itemOf[i]
}

// Order is what the photos are sorted by, and whether that is turned round.
func (ws *Workspace) Order() (o Order, reverse bool) { return ws.order, ws.reverse }

// SetOrder sorts the photos.
func (ws *Workspace) SetOrder(o Order, reverse bool) {
	ws.order, ws.reverse = o, reverse
	ws.stale.items = true
	ws.Refresh()
	ws.keepPlace()
}

// Words are the words that photos are sorted by their likeness to; "" if none.
func (ws *Workspace) Words() string {
	if ws.order != ByLikeness {
		return ""
	}
	return ws.words
}

// SetWords sorts the photos by their likeness to words, as the model sees it,
// the most alike first; "" goes back to the order of time.
func (ws *Workspace) SetWords(ctx context.Context, words string) error {
	if words == "" {
		if ws.order == ByLikeness {
			ws.SetOrder(ByTime, false)
		}
		return nil
	}
	found, err := ws.board.Search(ctx, words)
	if err != nil {
		return err
	}
	ws.SortByWords(words, found.Alike)
	return nil
}

// SortByWords is SetWords for who asked the model already, which may take it a
// moment: alike tells how alike each photo is to the words.
func (ws *Workspace) SortByWords(words string, alike []float64) {
	ws.words, ws.likeness = words, alike
	ws.SetOrder(ByLikeness, false)
}

// SetStacks shows bursts as stacks, or every photo by itself.
func (ws *Workspace) SetStacks(on bool) {
	ws.stacks = on
	ws.stale.items = true
	ws.Refresh()
	ws.keepPlace()
}

// ToggleOpen opens the stack of a photo, or closes it.
func (ws *Workspace) ToggleOpen(i int) {
	if i < 0 || !ws.stacks {
		return
	}
	b := ws.burstOf[i]
	if len(ws.bursts[b].Photos) < 2 {
		return
	}
	open := ws.isOpen(b)
	for _, p := range ws.bursts[b].Photos {
		delete(ws.opened, p)
	}
	if !open {
		ws.opened[ws.bursts[b].Photos[0]] = true
	}
	ws.stale.items = true
	ws.Refresh()
}

func (ws *Workspace) isOpen(b int) bool {
	if len(ws.opened) == 0 {
		return false
	}
	return slices.ContainsFunc(ws.bursts[b].Photos, func(p int) bool { return ws.opened[p] })
}

// verdict is what is said about a burst.
func (ws *Workspace) verdict(b int) judge.Verdict { return ws.judge.Verdict(b) }

func (ws *Workspace) tooClose(b int) bool { return ws.verdict(b).Certainty == judge.TooClose }

// arrange fills items.
func (ws *Workspace) arrange() {
	old, at := ws.items, ws.ItemOf(ws.cursor)
	match := ws.matcher(ws.filter)
	ws.items = nil
	if ws.stacks {
		ws.arrangeStacks(match)
	} else {
		for i := range ws.photos {
			if match(i) {
				ws.items = append(ws.items, Item{Photo: i, Burst: ws.burstOf[i], Stack: 1})
			}
		}
		ws.sort(ws.items)
	}
	ws.itemOf = slices.Grow(ws.itemOf[:0], len(ws.photos))[:len(ws.photos)]
	for i := range ws.itemOf {
		ws.itemOf[i] = -1
	}
	for k, it := range ws.items {
		if it.Stack > 1 {
			for _, i := range ws.bursts[it.Burst].Photos {
				if match(i) {
					ws.itemOf[i] = k
				}
			}
		}
		ws.itemOf[it.Photo] = k
	}
	if !ws.stale.decisions { // what was decided about stays chosen, the next best frame does not follow
		ws.carry(old)
	}
	ws.settle(old, at)
}

// carry keeps closed stacks selected whose frame on top is another one now.
func (ws *Workspace) carry(old []Item) {
	tops := map[int]int{}
	for _, it := range old {
		if k := ws.ItemOf(it.Photo); it.Stack > 1 && ws.selected[it.Photo] && k >= 0 && ws.items[k].Stack > 1 {
			tops[it.Photo] = ws.items[k].Photo
		}
	}
	for was, is := range tops {
		if was != ws.cursor {
			delete(ws.selected, was)
			ws.selected[is] = true
		}
	}
}

// arrangeStacks makes one item of each burst, and one of each frame of a stack
// that is open.
func (ws *Workspace) arrangeStacks(match func(int) bool) {
	tops := make([]Item, 0, len(ws.bursts))
	frames := map[int][]int{} // of open stacks
	var shown []int
	for b := range ws.bursts {
		if photos := ws.bursts[b].Photos; len(photos) == 1 {
			if match(photos[0]) {
				tops = append(tops, Item{Photo: photos[0], Burst: b, Stack: 1})
			}
			continue
		}
		shown = shown[:0]
		for _, i := range ws.verdict(b).Order {
			if match(i) {
				shown = append(shown, i)
			}
		}
		if len(shown) == 0 {
			continue
		}
		it := Item{Photo: ws.top(b, shown), Burst: b, Stack: len(shown), Open: ws.isOpen(b)}
		if it.Open {
			frames[b] = slices.Clone(shown)
		}
		tops = append(tops, it)
	}
	ws.sort(tops)
	if len(frames) == 0 {
		ws.items = tops
		return
	}
	for _, it := range tops {
		if !it.Open {
			ws.items = append(ws.items, it)
			continue
		}
		for _, i := range frames[it.Burst] {
			ws.items = append(ws.items, Item{Photo: i, Burst: it.Burst, Stack: 1, Open: true})
		}
	}
}

// top is the frame on top of a stack: the one that was chosen with the cursor,
// else the best one.
func (ws *Workspace) top(b int, ranked []int) int {
	if !ws.loose && ws.cursor >= 0 && ws.cursor < len(ws.burstOf) && ws.burstOf[ws.cursor] == b && slices.Contains(ranked, ws.cursor) {
		return ws.cursor
	}
	return ws.best(ranked)
}

// best is the best picked one of ranked frames, else the best one that is not
// rejected.
func (ws *Workspace) best(ranked []int) int {
	for _, f := range []photo.Flag{photo.Picked, photo.Unflagged} {
		for _, i := range ranked {
			if ws.decisions[i].Flag == f {
				return i
			}
		}
	}
	return ranked[0]
}

// sort orders items; equals stay in order of capture.
func (ws *Workspace) sort(items []Item) {
	var less func(a, b Item) int
	scores := ws.ranking.Scores()
	best := func(it Item) int {
		if it.Stack > 1 || it.Open {
			if v := ws.verdict(it.Burst); v.Best >= 0 {
				return v.Best
			}
		}
		return it.Photo
	}
	switch ws.order {
	case ByName:
		less = func(a, b Item) int { return natural.Compare(ws.photos[a.Photo].Name, ws.photos[b.Photo].Name) }
	case ByScore:
		less = func(a, b Item) int { return highFirst(scores[best(a)], scores[best(b)]) }
	case ByBurst:
		less = func(a, b Item) int { return highFirst(ws.lead(best(a)), ws.lead(best(b))) }
	case ByLikeness:
		alike := func(it Item) float64 {
			top := ws.likenessOf(it.Photo)
			if it.Stack > 1 || it.Open {
				for _, i := range ws.bursts[it.Burst].Photos {
					if v := ws.likenessOf(i); v > top || math.IsNaN(top) {
						top = v
					}
				}
			}
			return top
		}
		less = func(a, b Item) int { return highFirst(alike(a), alike(b)) }
	default:
		less = func(a, b Item) int { return 0 }
	}
	slices.SortStableFunc(items, func(a, b Item) int { return ws.byTime(a, b) })
	slices.SortStableFunc(items, less)
	if ws.reverse {
		slices.Reverse(items)
	}
}

func (ws *Workspace) byTime(a, b Item) int {
	if a.Burst == b.Burst || a.Stack > 1 || b.Stack > 1 || ws.stacks {
		if a.Burst != b.Burst {
			return cmp.Compare(a.Burst, b.Burst)
		}
	}
	x, y := ws.taken(a.Photo), ws.taken(b.Photo)
	if u, v := x.IsZero(), y.IsZero(); u != v {
		if u {
			return 1
		}
		return -1
	}
	if c := x.Compare(y); c != 0 {
		return c
	}
	return cmp.Compare(a.Photo, b.Photo)
}

// lead is how far a frame is ahead of the best other frame of its burst, faults
// included; NaN for a single, and for a bracket, which is kept whole.
func (ws *Workspace) lead(i int) float64 {
	rival := ws.Rival(i)
	if rival < 0 {
		return math.NaN()
	}
	placed := ws.judge.Placed()
	return placed[i] - placed[rival]
}

func (ws *Workspace) likenessOf(i int) float64 {
	if i >= len(ws.likeness) {
		return math.NaN()
	}
	return ws.likeness[i]
}

// highFirst orders numbers downwards, NaN last.
func highFirst(a, b float64) int {
	switch x, y := math.IsNaN(a), math.IsNaN(b); {
	case x && y:
		return 0
	case x:
		return 1
	case y:
		return -1
	}
	return cmp.Compare(b, a)
}
