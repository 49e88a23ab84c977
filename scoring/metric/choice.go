// Package metric tells how well scores agree with what people chose: whether
// the best frame of a burst was found, whether pairs are in order, how scores
// and opinions correlate, and how sure one can be of each. It is pure maths.
//
// Scores are higher for better photos; NaN stands for no score. Ties are never
// broken by position: where equal scores leave the answer open, it is the
// expectation over all their orders, each equally likely, so that a method
// gains nothing from the order in which photos happen to be listed.
package metric

import "math"

// TopK is the probability that at least one winner is among the first k photos
// by score: 0 or 1 where no tie matters. Photos without a score come last, in
// any order. It is NaN where nobody won.
func TopK(scores []float64, winners []bool, k int) float64 {
	missed := 1.0 // probability that no winner was met so far
	anyone := false
	for _, w := range winners {
		anyone = anyone || w
	}
	if !anyone {
		return math.NaN()
	}
	for _, g := range groups(scores, winners) {
		if k <= 0 {
			break
		}
		if take := min(k, g.photos); g.winners > 0 {
			// none of the winners among take drawn from the group
			for i := range take {
				missed *= max(0, float64(g.photos-g.winners-i)) / float64(g.photos-i)
			}
			return 1 - missed
		}
		k -= g.photos
	}
	return 0
}

// ReciprocalRank is 1 / the place of the first winner by score, the place
// counted from 1; in expectation over ties. It is NaN where nobody won.
func ReciprocalRank(scores []float64, winners []bool) float64 {
	before := 0
	for _, g := range groups(scores, winners) {
		if g.winners == 0 {
			before += g.photos
			continue
		}
		sum, none := 0.0, 1.0 // none: no winner among the first j of the group
		for j := 0; none > 0; j++ {
			here := none * float64(g.winners) / float64(g.photos-j)
			sum += here / float64(before+j+1)
			none -= here
			if j+1 == g.photos-g.winners+1 {
				break
			}
		}
		return sum
	}
	return math.NaN()
}

// group is a tie: how many photos share a score, and how many of them won.
type group struct{ photos, winners int }

// groups lists the ties, the highest score first.
func groups(scores []float64, winners []bool) []group {
	order := descending(scores)
	var g []group
	for n, i := range order {
		if n == 0 || !equal(scores[order[n-1]], scores[i]) {
			g = append(g, group{})
		}
		last := &g[len(g)-1]
		last.photos++
		if winners[i] {
			last.winners++
		}
	}
	return g
}

func equal(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// Winners tells which photos have the highest opinion; none where all opinions
// are missing.
func Winners(opinions []float64) []bool {
	best, any := math.Inf(-1), false
	for _, o := range opinions {
		if !math.IsNaN(o) {
			best, any = max(best, o), true
		}
	}
	w := make([]bool, len(opinions))
	for i, o := range opinions {
		w[i] = any && o == best
	}
	return w
}

// Pair is a comparison of two photos by people.
type Pair struct {
	A, B  int
	Ratio float64 // the share of people who preferred A, 0 to 1
}

// Agreement is the share of people on the majority's side, 0.5 to 1.
func (p Pair) Agreement() float64 { return max(p.Ratio, 1-p.Ratio) }

// PairsRight counts the pairs that the scores order as the majority did, half
// for equal scores, among those with at least the given agreement. Pairs
// without a majority, and pairs of which a photo has no score, are right by
// half.
func PairsRight(scores []float64, pairs []Pair, agreement float64) (right float64, counted int) {
	for _, p := range pairs {
		if p.Ratio == 0.5 || p.Agreement() < agreement {
			continue
		}
		counted++
		a, b := scores[p.A], scores[p.B]
		switch {
		case a > b && p.Ratio > 0.5, a < b && p.Ratio < 0.5:
			right++
		case a == b, math.IsNaN(a), math.IsNaN(b):
			right += 0.5
		}
	}
	return right, counted
}

// SameBest is the probability that two methods choose the same photo of a
// burst, each breaking its ties at random.
func SameBest(a, b []float64) float64 {
	wa, wb := Winners(a), Winners(b)
	var na, nb, both float64
	for i := range wa {
		if wa[i] {
			na++
		}
		if wb[i] {
			nb++
		}
		if wa[i] && wb[i] {
			both++
		}
	}
	if na == 0 || nb == 0 {
		return math.NaN()
	}
	return both / (na * nb)
}
