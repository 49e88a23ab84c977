package rank

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// Ranked is a row as it takes part in a Ranking.
type Ranked struct {
	Row
	Muted, Solo bool
	TakesPart   bool
	Factor      float64 // Weight / sum |Weight| over the rows that take part and have readings; else 0
}

// Ranking is the order of a shoot at one moment. It never changes and is safe
// for concurrent use; nothing it returns may be written to.
type Ranking struct {
	rows      []Ranked
	standings [][]float64
	scores    []float64
	order     []int
	scored    int // photos with a score: the first of order
	slope     float64
}

// place is one photo on its way to its place in the order.
type place struct {
	score float64
	photo int
}

// score fills scores and order.
func (k *Ranking) score(n int) {
	k.scores = make([]float64, n)
	has := make([]bool, n)
	for r := range k.rows {
		row := &k.rows[r]
		if !row.TakesPart {
			continue
		}
		for i, v := range row.Values {
			has[i] = has[i] || finite(v)
		}
		if row.Factor == 0 {
			continue
		}
		f, scores := row.Factor, k.scores
		for i, z := range k.standings[r][:len(scores)] {
			scores[i] += f * z
		}
	}
	places := make([]place, 0, n)
	for i, s := range k.scores {
		if has[i] {
			places = append(places, place{s, i})
		} else {
			k.scores[i] = missing
		}
	}
	k.scored = len(places)
	slices.SortFunc(places, better)
	k.order = make([]int, 0, n)
	for _, p := range places {
		k.order = append(k.order, p.photo)
	}
	for i, h := range has {
		if !h {
			k.order = append(k.order, i)
		}
	}
}

// better puts the higher score first and, of equals, the earlier photo.
func better(a, b place) int {
	if a.score != b.score {
		if a.score > b.score {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.photo, b.photo)
}

// Rows are the rows, in the order of the table.
func (k *Ranking) Rows() []Ranked { return k.rows }

// Slope is k of the probability 1 / (1 + exp(-k margin)) that people prefer the
// frame that is ahead by a margin, as the model's description has it; 0 where it
// says nothing.
func (k *Ranking) Slope() float64 { return k.slope }

// Scores are the photos' scores; NaN where no row that takes part has a
// reading. A reading that is missing counts as a standing of 0.
func (k *Ranking) Scores() []float64 { return k.scores }

// Order lists all photos, best first; of equal scores the earlier photo comes
// first, and photos without a score come last.
func (k *Ranking) Order() []int { return k.order }

// Standings are one row's standings; 0 where there is no reading.
func (k *Ranking) Standings(row int) []float64 { return k.standings[row] }

// Percentile is a photo's place among all that have a score, from 0 (the
// lowest) to 100 (the highest); equals share the middle of their places. It is
// 50 for a lone photo and NaN for one without a score.
func (k *Ranking) Percentile(photo int) float64 {
	s := k.scores[photo]
	if math.IsNaN(s) {
		return missing
	}
	if k.scored == 1 {
		return 50
	}
	above := sort.Search(k.scored, func(j int) bool { return k.scores[k.order[j]] <= s })
	upTo := sort.Search(k.scored, func(j int) bool { return k.scores[k.order[j]] < s })
	below, equal := k.scored-upTo, upTo-above-1 // equal: others
	return 100 * (float64(below) + float64(equal)/2) / float64(k.scored-1)
}

// Sorted returns a copy of photos, best first, in the manner of Order.
func (k *Ranking) Sorted(photos []int) []int {
	places := make([]place, len(photos))
	for i, p := range photos {
		s := k.scores[p]
		if math.IsNaN(s) {
			s = math.Inf(-1)
		}
		places[i] = place{s, p}
	}
	slices.SortFunc(places, better)
	sorted := make([]int, len(places))
	for i, p := range places {
		sorted[i] = p.photo
	}
	return sorted
}

// Contributions tells what each row that takes part adds to a photo's score,
// the largest magnitude first. The shares add up to the score.
func (k *Ranking) Contributions(photo int) []Contribution {
	return k.contributions(func(r int) (float64, float64) {
		return k.rows[r].Values[photo], k.standings[r][photo]
	})
}

// Difference tells what each row that takes part adds to the score of photo a
// less the score of photo b, the largest magnitude first.
func (k *Ranking) Difference(a, b int) []Contribution {
	return k.contributions(func(r int) (float64, float64) {
		v, z := k.rows[r].Values, k.standings[r]
		return v[a] - v[b], z[a] - z[b]
	})
}

func (k *Ranking) contributions(of func(row int) (reading, standing float64)) []Contribution {
	var c []Contribution
	for r := range k.rows {
		if k.rows[r].TakesPart {
			d, z := of(r)
			c = append(c, Contribution{Row: r, Reading: d, Standing: z, Share: k.rows[r].Factor * z})
		}
	}
	slices.SortStableFunc(c, func(a, b Contribution) int {
		return cmp.Compare(math.Abs(b.Share), math.Abs(a.Share))
	})
	return c
}
