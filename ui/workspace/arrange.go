package workspace

import (
	"cmp"
	"context"
	"math"
	"slices"

	"culler/library/burst"
	"culler/library/natural"
	"culler/library/photo"
	"culler/scoring/rank"
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
func (d *Desk) Items() []Item { return d.items }

// ItemOf is the place where a photo is shown, itself or within a closed stack;
// -1 where the filter hides it.
func (d *Desk) ItemOf(i int) int {
	if i < 0 || i >= len(d.itemOf) {
		return -1
	}
	return d.itemOf[i]
}

// Order is what the photos are sorted by, and whether that is turned round.
func (d *Desk) Order() (o Order, reverse bool) { return d.order, d.reverse }

// SetOrder sorts the photos.
func (d *Desk) SetOrder(o Order, reverse bool) {
	d.order, d.reverse = o, reverse
	d.stale.items = true
	d.Refresh()
	d.keepPlace()
}

// Words are the words that photos are sorted by their likeness to; "" if none.
func (d *Desk) Words() string {
	if d.order != ByLikeness {
		return ""
	}
	return d.words
}

// SetWords sorts the photos by their likeness to words, as the model sees it,
// the most alike first; "" goes back to the order of time.
func (d *Desk) SetWords(ctx context.Context, words string) error {
	if words == "" {
		if d.order == ByLikeness {
			d.SetOrder(ByTime, false)
		}
		return nil
	}
	alike, err := d.board.Search(ctx, words)
	if err != nil {
		return err
	}
	d.SortByWords(words, alike)
	return nil
}

// SortByWords is SetWords for who asked the model already, which may take it a
// moment: alike tells how alike each photo is to the words.
func (d *Desk) SortByWords(words string, alike []float64) {
	d.words, d.likeness = words, alike
	d.SetOrder(ByLikeness, false)
}

// SetStacks shows bursts as stacks, or every photo by itself.
func (d *Desk) SetStacks(on bool) {
	d.stacks = on
	d.stale.items = true
	d.Refresh()
	d.keepPlace()
}

// ToggleOpen opens the stack of a photo, or closes it.
func (d *Desk) ToggleOpen(i int) {
	if i < 0 || !d.stacks {
		return
	}
	b := d.burstOf[i]
	if len(d.bursts[b].Photos) < 2 {
		return
	}
	open := d.isOpen(b)
	for _, p := range d.bursts[b].Photos {
		delete(d.opened, p)
	}
	if !open {
		d.opened[d.bursts[b].Photos[0]] = true
	}
	d.stale.items = true
	d.Refresh()
}

func (d *Desk) isOpen(b int) bool {
	if len(d.opened) == 0 {
		return false
	}
	return slices.ContainsFunc(d.bursts[b].Photos, func(p int) bool { return d.opened[p] })
}

// verdict compares the frames of a burst.
func (d *Desk) verdict(b int) rank.Verdict {
	if !d.judged[b] {
		d.verdicts[b], d.judged[b] = d.ranking.Verdict(d.bursts[b].Photos), true
	}
	return d.verdicts[b]
}

func (d *Desk) tooClose(b int) bool {
	if len(d.bursts[b].Photos) < 2 || d.bursts[b].Kind == burst.Bracket {
		return false
	}
	v := d.verdict(b)
	return v.Best >= 0 && v.RunnerUp >= 0 && !v.Clear
}

// ranked are the frames of a burst, best first; those of a bracket in order
// of capture, because none of them is to be preferred.
func (d *Desk) ranked(b int) []int {
	if d.bursts[b].Kind == burst.Bracket {
		return d.bursts[b].Photos
	}
	return d.verdict(b).Order
}

// arrange fills items.
func (d *Desk) arrange() {
	old, at := d.items, d.ItemOf(d.cursor)
	match := d.matcher()
	d.items = nil
	if d.stacks {
		d.arrangeStacks(match)
	} else {
		for i := range d.photos {
			if match(i) {
				d.items = append(d.items, Item{Photo: i, Burst: d.burstOf[i], Stack: 1})
			}
		}
		d.sort(d.items)
	}
	d.itemOf = slices.Grow(d.itemOf[:0], len(d.photos))[:len(d.photos)]
	for i := range d.itemOf {
		d.itemOf[i] = -1
	}
	for k, it := range d.items {
		if it.Stack > 1 {
			for _, i := range d.bursts[it.Burst].Photos {
				if match(i) {
					d.itemOf[i] = k
				}
			}
		}
		d.itemOf[it.Photo] = k
	}
	d.settle(old, at)
}

// arrangeStacks makes one item of each burst, and one of each frame of a stack
// that is open.
func (d *Desk) arrangeStacks(match func(int) bool) {
	tops := make([]Item, 0, len(d.bursts))
	frames := map[int][]int{} // of open stacks
	var shown []int
	for b := range d.bursts {
		if photos := d.bursts[b].Photos; len(photos) == 1 {
			if match(photos[0]) {
				tops = append(tops, Item{Photo: photos[0], Burst: b, Stack: 1})
			}
			continue
		}
		shown = shown[:0]
		for _, i := range d.ranked(b) {
			if match(i) {
				shown = append(shown, i)
			}
		}
		if len(shown) == 0 {
			continue
		}
		it := Item{Photo: d.top(b, shown), Burst: b, Stack: len(shown), Open: d.isOpen(b)}
		if it.Open {
			frames[b] = slices.Clone(shown)
		}
		tops = append(tops, it)
	}
	d.sort(tops)
	if len(frames) == 0 {
		d.items = tops
		return
	}
	for _, it := range tops {
		if !it.Open {
			d.items = append(d.items, it)
			continue
		}
		for _, i := range frames[it.Burst] {
			d.items = append(d.items, Item{Photo: i, Burst: it.Burst, Stack: 1, Open: true})
		}
	}
}

// top is the frame on top of a stack: the one that was chosen with the cursor,
// else the best one.
func (d *Desk) top(b int, ranked []int) int {
	if !d.loose && d.cursor >= 0 && d.cursor < len(d.burstOf) && d.burstOf[d.cursor] == b && slices.Contains(ranked, d.cursor) {
		return d.cursor
	}
	return d.best(ranked)
}

// best is the best picked one of ranked frames, else the best one that is not
// rejected.
func (d *Desk) best(ranked []int) int {
	for _, f := range []photo.Flag{photo.Picked, photo.Unflagged} {
		for _, i := range ranked {
			if d.decisions[i].Flag == f {
				return i
			}
		}
	}
	return ranked[0]
}

// sort orders items; equals stay in order of capture.
func (d *Desk) sort(items []Item) {
	var less func(a, b Item) int
	scores := d.ranking.Scores()
	best := func(it Item) int {
		if it.Stack > 1 || it.Open {
			if v := d.verdict(it.Burst); v.Best >= 0 {
				return v.Best
			}
		}
		return it.Photo
	}
	switch d.order {
	case ByName:
		less = func(a, b Item) int { return natural.Compare(d.photos[a.Photo].Name, d.photos[b.Photo].Name) }
	case ByScore:
		less = func(a, b Item) int { return highFirst(scores[best(a)], scores[best(b)]) }
	case ByBurst:
		less = func(a, b Item) int { return highFirst(d.lead(best(a)), d.lead(best(b))) }
	case ByLikeness:
		alike := func(it Item) float64 {
			top := d.likenessOf(it.Photo)
			if it.Stack > 1 || it.Open {
				for _, i := range d.bursts[it.Burst].Photos {
					if v := d.likenessOf(i); v > top || math.IsNaN(top) {
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
	slices.SortStableFunc(items, func(a, b Item) int { return d.byTime(a, b) })
	slices.SortStableFunc(items, less)
	if d.reverse {
		slices.Reverse(items)
	}
}

func (d *Desk) byTime(a, b Item) int {
	if a.Burst == b.Burst || a.Stack > 1 || b.Stack > 1 || d.stacks {
		if a.Burst != b.Burst {
			return cmp.Compare(a.Burst, b.Burst)
		}
	}
	x, y := d.taken(a.Photo), d.taken(b.Photo)
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

// lead is how far a frame's score is above that of the best other frame of its
// burst; NaN for a single.
func (d *Desk) lead(i int) float64 {
	v := d.verdict(d.burstOf[i])
	if v.RunnerUp < 0 {
		return math.NaN()
	}
	rival := v.Best
	if i == v.Best {
		rival = v.RunnerUp
	}
	scores := d.ranking.Scores()
	return scores[i] - scores[rival]
}

func (d *Desk) likenessOf(i int) float64 {
	if i >= len(d.likeness) {
		return math.NaN()
	}
	return d.likeness[i]
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
