package faces

import (
	"cmp"
	"math"
	"slices"
)

// A face in another frame of a burst may be the same person's if it is near,
// once the frames are laid over each other, and of a like size.
const (
	nearBy   = 0.8 // widths of the face between the middles
	alikeBy  = 1.5 // from one width to the other
	shiftMax = 24  // faces of a frame that are tried to lay it over another
)

// People matches the faces of a burst's frames, in the order of capture: for each
// person the index of the face in each frame, -1 where there is none; the person
// with the largest face comes first. It goes by place and size from frame to frame, and
// tells nothing beyond the burst.
func People(frames [][]Reading) [][]int {
	var people [][]int
	var last []Reading // of each person, as seen the last time
	for k, all := range frames {
		dx, dy := shift(last, all)
		for p, f := range matched(last, all, dx, dy) {
			if f < 0 {
				people[p] = append(people[p], -1)
				b := &last[p].Box // where the frame's movement took whom it does not show
				b.Left, b.Right, b.Top, b.Bottom = b.Left+dx, b.Right+dx, b.Top+dy, b.Bottom+dy
				continue
			}
			people[p] = append(people[p], f)
			last[p] = all[f]
		}
		for f := range all {
			if slices.ContainsFunc(people, func(p []int) bool { return len(p) > k && p[k] == f }) {
				continue
			}
			seen := make([]int, k, len(frames))
			for n := range seen {
				seen[n] = -1
			}
			people, last = append(people, append(seen, f)), append(last, all[f])
		}
	}
	size := func(p []int) (most float64) {
		for k, f := range p {
			if f >= 0 {
				most = max(most, frames[k][f].Pixels)
			}
		}
		return most
	}
	slices.SortStableFunc(people, func(a, b []int) int { return cmp.Compare(size(b), size(a)) })
	return people
}

// apart is how far two faces are apart once the second is moved back by a shift:
// in widths of the larger, and more where their sizes differ; infinite where they
// cannot be the same person's.
func apart(a, b Reading, dx, dy float64) float64 {
	ax, ay := (a.Box.Left+a.Box.Right)/2, (a.Box.Top+a.Box.Bottom)/2
	bx, by := (b.Box.Left+b.Box.Right)/2-dx, (b.Box.Top+b.Box.Bottom)/2-dy
	d := math.Hypot((ax-bx)/max(a.Box.Width(), b.Box.Width(), 1e-6), (ay-by)/max(a.Box.Height(), b.Box.Height(), 1e-6))
	size := math.Abs(math.Log(max(a.Pixels, 1) / max(b.Pixels, 1)))
	if d > nearBy || size > math.Log(alikeBy) {
		return math.Inf(1)
	}
	return d + size
}

// shift is how far a frame has moved against what was seen before, in shares of
// its width and height: as most faces say, and as little as they allow.
func shift(last, now []Reading) (dx, dy float64) {
	best := math.Inf(1)
	try := func(x, y float64) {
		cost := 0.1 * math.Hypot(x, y)
		for _, a := range last {
			least := 2.
			for _, b := range now {
				least = min(least, apart(a, b, x, y))
			}
			cost += least
		}
		if cost < best {
			best, dx, dy = cost, x, y
		}
	}
	try(0, 0)
	for _, a := range last[:min(len(last), shiftMax)] {
		for _, b := range now[:min(len(now), shiftMax)] {
			try((b.Box.Left+b.Box.Right-a.Box.Left-a.Box.Right)/2, (b.Box.Top+b.Box.Bottom-a.Box.Top-a.Box.Bottom)/2)
		}
	}
	return dx, dy
}

// matched are the faces of a frame that belong to the people so far, the nearest
// first; -1 for none.
func matched(last, now []Reading, dx, dy float64) []int {
	type pair struct {
		person, face int
		apart        float64
	}
	var pairs []pair
	for p, a := range last {
		for f, b := range now {
			if d := apart(a, b, dx, dy); !math.IsInf(d, 1) {
				pairs = append(pairs, pair{p, f, d})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(a.apart, b.apart) })
	of, taken := make([]int, len(last)), map[int]bool{}
	for p := range of {
		of[p] = -1
	}
	for _, c := range pairs {
		if of[c.person] < 0 && !taken[c.face] {
			of[c.person], taken[c.face] = c.face, true
		}
	}
	return of
}
