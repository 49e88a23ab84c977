package arrange

import (
	"cmp"
	"math"
	"slices"

	"culler/library/natural"
	"culler/ui/workspace/snapshot"
)

// Order is what the photos are sorted by.
type Order string

// The orders.
const (
	ByTime     Order = "time"
	ByName     Order = "name"
	ByScore    Order = "score in the shoot"
	ByBurst    Order = "score in the burst" // how far a frame leads its burst; the clearest first
	ByLikeness Order = "likeness to words"  // to Wishes.Words
)

// Orders lists the orders that can always be chosen.
func Orders() []Order { return []Order{ByTime, ByName, ByScore, ByBurst} }

// sort orders items; equals stay in order of capture.
func (w *Wishes) sort(now *snapshot.Snapshot, items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int { return w.byTime(now, a, b) })
	if key := w.key(now); w.Order == ByName {
		slices.SortStableFunc(items, func(a, b Item) int {
			return natural.Compare(now.Photo(a.Photo).Name, now.Photo(b.Photo).Name)
		})
	} else if key != nil {
		slices.SortStableFunc(items, func(a, b Item) int { return highFirst(key(a), key(b)) })
	}
	if w.Reverse {
		slices.Reverse(items)
	}
}

// key is the number that items are sorted by, the highest first; nil for none.
func (w *Wishes) key(now *snapshot.Snapshot) func(Item) float64 {
	best := func(it Item) int {
		if it.Closed() || it.Open {
			if v := now.Verdict(it.Burst); v.Best >= 0 {
				return v.Best
			}
		}
		return it.Photo
	}
	switch w.Order {
	case ByScore:
		scores := now.Ranking().Scores()
		return func(it Item) float64 { return scores[best(it)] }
	case ByBurst:
		return func(it Item) float64 { return now.Lead(best(it)) }
	case ByLikeness:
		return func(it Item) float64 {
			top := w.likeness(it.Photo)
			if it.Closed() || it.Open {
				for _, i := range now.Bursts()[it.Burst].Photos {
					if v := w.likeness(i); v > top || math.IsNaN(top) {
						top = v
					}
				}
			}
			return top
		}
	}
	return nil
}

func (w *Wishes) byTime(now *snapshot.Snapshot, a, b Item) int {
	if (!w.Singles || now.AreCopies()) && a.Burst != b.Burst {
		return cmp.Compare(a.Burst, b.Burst)
	}
	x, y := now.Taken(a.Photo), now.Taken(b.Photo)
	if u, v := x.IsZero(), y.IsZero(); u != v {
		if u {
			return 1
		}
		return -1
	}
	return cmp.Or(x.Compare(y), cmp.Compare(a.Photo, b.Photo))
}

func (w *Wishes) likeness(i int) float64 {
	if i >= len(w.Likeness) {
		return math.NaN()
	}
	return w.Likeness[i]
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
