package burst

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sort"
	"time"

	"culler/library/phrase"
)

// Bursts of one scene are put together across pauses and cameras: the longer the
// pause between two, the more alike they must be, because there are ever more
// bursts to be mistaken for one of the scene.

// Of pairs of photographs of different series (the model that comes along,
// BenchmarkSceneAlike of cmd/internal/backend) 1 in 100 is as alike as a pause of a
// minute asks for, 1 in 1,000 as one of eight minutes does. From there on each
// eightfold pause again halves what two pictures may differ by, until they must be
// near-duplicates.
const (
	nearPause  = time.Minute
	nearAlike  = 0.76
	sceneAlike = 0.97 // is always enough
)

// SceneAlike is how alike, 0 to 1, two bursts must be to be one scene where there
// is a pause between them; frames that overlap in time have none.
func SceneAlike(pause time.Duration) float64 {
	if pause <= nearPause {
		return nearAlike
	}
	return min(1-(1-nearAlike)*math.Cbrt(float64(nearPause)/float64(pause)), sceneAlike)
}

// scene is bursts that are put together.
type scene struct {
	photos      []int     // in no order
	first, last int       // photos, by capture
	sum         []float32 // of the photos' vectors
	length      float64   // of sum
	parts       int       // bursts
	era         int       // between which splits by hand it lies; -1: on both sides of one
}

// pairing is two scenes that may be one.
type pairing struct {
	a, b   int     // a < b
	margin float64 // how much more alike they are than they must be
}

// mostPairs is with how many earlier bursts one is paired, the most certain ones: a
// tripod's ten thousand frames, all alike, would make fifty million pairs.
const mostPairs = 128

// scenes puts bursts from the given one on together. Brackets, photos without a
// time and those whose vectors are not known stay as they are. The most certain
// pair comes first, and each must be alike as a whole, so that a scene does not
// drift away through its bursts.
func (g *grouping) scenes(ctx context.Context, from int) error {
	bursts := g.bursts[from:]
	slices.SortFunc(bursts, func(a, b Burst) int { return g.compare(a.Photos[0], b.Photos[0]) })
	var parts []scene
	var of []int // their bursts
	for k, b := range bursts {
		if s, ok := g.part(b); ok {
			parts, of = append(parts, s), append(of, k)
		}
	}
	pairs, err := g.pairings(ctx, parts)
	if err != nil {
		return err
	}
	into := make([]int, len(parts)) // the scene that a part belongs to
	for k := range into {
		into[k] = k
	}
	root := func(k int) int {
		for into[k] != k {
			k = into[k]
		}
		return k
	}
	for _, p := range pairs {
		a, b := root(p.a), root(p.b)
		if a == b {
			continue
		}
		a, b = min(a, b), max(a, b)
		if _, ok := g.margin(&parts[a], &parts[b]); ok {
			g.unite(&parts[a], &parts[b])
			into[b] = a
		}
	}
	gone := make(map[int]bool)
	for k := range parts {
		if root(k) != k {
			gone[of[k]] = true
		} else if s := &parts[k]; s.parts > 1 {
			slices.SortFunc(s.photos, g.compare)
			bursts[of[k]] = Burst{Photos: s.photos, Kind: Several, Note: "one scene, " + phrase.Count(s.parts, "burst")}
		}
	}
	kept := g.bursts[:from]
	for k, b := range bursts {
		if !gone[k] {
			kept = append(kept, b)
		}
	}
	g.bursts = kept
	return nil
}

// part is a burst as a scene of its own; ok is false where it has to stay alone.
func (g *grouping) part(b Burst) (s scene, ok bool) {
	if b.Kind == Bracket || g.taken[b.Photos[0]].IsZero() {
		return s, false
	}
	for _, i := range b.Photos {
		v := g.o.Vector(i)
		if v == nil || s.sum != nil && len(v) != len(s.sum) {
			continue
		}
		if s.sum == nil {
			s.sum = make([]float32, len(v))
		}
		for k, x := range v {
			s.sum[k] += x
		}
	}
	s.photos, s.first, s.last, s.parts = b.Photos, b.Photos[0], b.Photos[len(b.Photos)-1], 1
	s.length = math.Sqrt(float64(product(s.sum, s.sum)))
	s.era = g.era(s.first)
	if g.era(s.last) != s.era {
		s.era = -1
	}
	return s, s.length > 0
}

// era is how many bursts were split by hand at or before a photo: nothing that was
// taken before such a split is put together with what was taken after it.
func (g *grouping) era(i int) int {
	if g.splits == nil {
		g.splits = []int{}
		for k := range g.photos {
			if g.starts[g.photos[k].ID] && !g.taken[k].IsZero() {
				g.splits = append(g.splits, k)
			}
		}
		slices.SortFunc(g.splits, g.compare)
	}
	return sort.Search(len(g.splits), func(k int) bool { return g.compare(g.splits[k], i) > 0 })
}

// pairings returns the pairs that are alike enough, the most certain first.
func (g *grouping) pairings(ctx context.Context, parts []scene) ([]pairing, error) {
	best := func(p, q pairing) int {
		return cmp.Or(cmp.Compare(q.margin, p.margin), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	}
	var pairs, row []pairing
	for b := range parts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		row = row[:0]
		for a := range parts[:b] {
			if m, ok := g.margin(&parts[a], &parts[b]); ok {
				if row = append(row, pairing{a, b, m}); len(row) == 2*mostPairs {
					slices.SortFunc(row, best)
					row = row[:mostPairs]
				}
			}
		}
		slices.SortFunc(row, best)
		pairs = append(pairs, row[:min(len(row), mostPairs)]...)
	}
	slices.SortFunc(pairs, best)
	return pairs, nil
}

// margin is by how much two scenes are more alike than they must be; ok is false
// where they must not be one.
func (g *grouping) margin(a, b *scene) (m float64, ok bool) {
	if a.era != b.era || a.era < 0 || len(a.sum) != len(b.sum) {
		return 0, false
	}
	pause := max(g.taken[b.first].Sub(g.taken[a.last]), g.taken[a.first].Sub(g.taken[b.last]))
	least := max(SceneAlike(pause), g.o.MinAlike)
	m = cosine(a, b, least) - least
	return m, m >= 0
}

// stretch is the number of dimensions after which two vectors are checked for being
// too far apart already.
const stretch = 32

// cosine is that of two scenes' vectors, or, where that is below least, some value
// below it: most pairs are given up early, since the distance only grows.
func cosine(a, b *scene, least float64) float64 {
	ka, kb := float32(1/a.length), float32(1/b.length)
	most := float32(2*(1-least)) + 1e-5 // of the squared distance
	var squares float32
	x, y := a.sum, b.sum[:len(a.sum)]
	for len(x) > 0 {
		n := min(stretch, len(x))
		var s0, s1 float32
		k := 0
		for ; k+1 < n; k += 2 {
			d, e := x[k]*ka-y[k]*kb, x[k+1]*ka-y[k+1]*kb
			s0 += d * d
			s1 += e * e
		}
		if k < n {
			d := x[k]*ka - y[k]*kb
			s0 += d * d
		}
		if squares += s0 + s1; squares > most {
			return least - 1
		}
		x, y = x[n:], y[n:]
	}
	return 1 - float64(squares)/2
}

func product(a, b []float32) (s float32) {
	for k, x := range a {
		s += x * b[k]
	}
	return s
}

// unite makes b part of a.
func (g *grouping) unite(a, b *scene) {
	a.photos = append(slices.Clone(a.photos), b.photos...)
	if g.compare(b.first, a.first) < 0 {
		a.first = b.first
	}
	if g.compare(b.last, a.last) > 0 {
		a.last = b.last
	}
	sum := make([]float32, len(a.sum))
	for k := range sum {
		sum[k] = a.sum[k] + b.sum[k]
	}
	a.sum, a.parts = sum, a.parts+b.parts
	a.length = math.Sqrt(float64(product(a.sum, a.sum)))
}
