// Package judge decides within bursts: which frame is the best, how sure that
// is, and what is plainly wrong with a frame.
//
// A ranking compares all photos of a shoot. Frames of one burst differ in other
// ways than scenes do, so that here a reading stands beside its siblings alone:
//
//	standing     z = (d - the burst's median) / s, within +-rank.Limit
//	score        sum w z / sum |w|, over the rows that can choose among frames
//	probability  1 / (1 + exp(-slope (score of a - score of b)))
//
// s is what the row varies by inside bursts, pooled over the shoot with what is
// known beforehand. A frame with a fault that a sibling lacks is never the best
// nor as good as equal, whatever its score. Brackets are not judged: they are kept
// whole.
package judge

import (
	"cmp"
	"math"
	"slices"

	"culler/scoring/rank"
)

// Burst is a group of photos to judge.
type Burst struct {
	Photos  []int
	Bracket bool // its frames belong together, none is to be preferred
}

// Certainty is how sure a verdict is.
type Certainty uint8

// The certainties.
const (
	None     Certainty = iota // there is nothing to choose: a single, a bracket, or less than two scores
	TooClose                  // other frames are as good as equal
	Probably
	Clearly
)

func (c Certainty) String() string {
	return [...]string{"", "too close to call", "probably", "clearly"}[c]
}

// Verdict is what is said about a burst.
type Verdict struct {
	Order       []int   // its photos, best first; those without a score last; of a bracket as they were taken
	Best        int     // Order[0]; -1 where no photo has a score, and for a bracket
	RunnerUp    int     // the second best; -1 where there is none
	Margin      float64 // score of Best less score of RunnerUp; below 0 where a fault alone put that one second
	Probability float64 // that people would prefer Best to RunnerUp, 0.5 to 1; 0 where there is no RunnerUp
	Certainty   Certainty
	Equals      []int // the frames that are as good as Best, itself included, best first
}

// Called tells whether a best frame is named.
func (v Verdict) Called() bool { return v.Certainty >= Probably }

// IsEqual tells whether a frame is one of several that are too close to call.
func (v Verdict) IsEqual(photo int) bool {
	return v.Certainty == TooClose && slices.Contains(v.Equals, photo)
}

// Judge is the judgement of all bursts of a shoot at one moment. It never
// changes, but computes verdicts when they are first asked for, so that it
// belongs to one goroutine.
type Judge struct {
	ranking *rank.Ranking
	bursts  []Burst
	burstOf map[int]int
	off     []Fault // faults that are not looked for

	rows     []row
	factors  []float64 // by row: weight / sum |weight| of those that choose among frames; else 0
	scores   []float64
	placed   []float64
	faults   map[int][]Fault // of photos that have any
	vetoed   map[int]int     // how many of those a sibling lacks
	behind   map[int]bool    // frames that such faults put behind others
	verdicts []*Verdict
}

// New judges bursts by a ranking. Faults that are listed in off are passed over.
func New(k *rank.Ranking, bursts []Burst, off ...Fault) *Judge {
	j := &Judge{bursts: bursts, burstOf: map[int]int{}, off: off}
	for n, b := range bursts {
		for _, p := range b.Photos {
			j.burstOf[p] = n
		}
	}
	j.judge(k, nil)
	return j
}

// With judges the same bursts by another ranking. What did not change is not
// computed again: a weight that moves costs one sum.
func (j *Judge) With(k *rank.Ranking) *Judge {
	next := &Judge{bursts: j.bursts, burstOf: j.burstOf, off: j.off}
	next.judge(k, j)
	return next
}

func (j *Judge) judge(k *rank.Ranking, before *Judge) {
	j.ranking = k
	j.verdicts = make([]*Verdict, len(j.bursts))
	kept := 0
	for r, now := range k.Rows() {
		if before != nil && r < len(before.rows) && before.rows[r].same(now.Row) {
			j.rows = append(j.rows, before.rows[r])
			kept++
		} else {
			j.rows = append(j.rows, j.rowOf(now.Row))
		}
	}
	j.weigh()
	j.score()
	if before != nil && kept == len(j.rows) && kept == len(before.rows) {
		j.faults, j.vetoed = before.faults, before.vetoed
	} else {
		j.find()
	}
	j.place()
}

// place fills placed: a frame with more faults that siblings lack than another
// stands no higher than where it would be called behind the best of those.
func (j *Judge) place() {
	j.placed, j.behind = slices.Clone(j.scores), map[int]bool{}
	margin := Margin(Called, j.ranking.Slope())
	for _, b := range j.bursts {
		fewest, top := math.MaxInt, math.Inf(-1)
		for _, p := range b.Photos {
			switch n, s := j.vetoed[p], j.scores[p]; {
			case math.IsNaN(s):
			case n < fewest:
				fewest, top = n, s
			case n == fewest:
				top = max(top, s)
			}
		}
		for _, p := range b.Photos {
			if j.vetoed[p] > fewest {
				s := j.scores[p]
				j.behind[p] = true
				j.placed[p] = min(s, top-margin+tiny*(s-rank.Limit)) // the better of two such stays before the other
			}
		}
	}
}

// weigh fills factors.
func (j *Judge) weigh() {
	j.factors = make([]float64, len(j.rows))
	sum := 0.0
	for r, row := range j.ranking.Rows() {
		if row.Factor != 0 && !j.rows[r].scenes {
			sum += math.Abs(row.Weight)
		}
	}
	for r, row := range j.ranking.Rows() {
		if row.Factor != 0 && !j.rows[r].scenes {
			j.factors[r] = row.Weight / sum
		}
	}
}

func (j *Judge) score() {
	j.scores = make([]float64, len(j.ranking.Scores()))
	for r, f := range j.factors {
		if f != 0 {
			for i, z := range j.rows[r].z {
				j.scores[i] += f * z
			}
		}
	}
	for i, s := range j.ranking.Scores() {
		if math.IsNaN(s) {
			j.scores[i] = s
		}
	}
}

// Scores are the photos' scores among the frames of their bursts, in the same
// unit as probabilities are told from; NaN where the ranking has none, 0 for
// singles.
func (j *Judge) Scores() []float64 { return j.scores }

// tiny is too little to be seen in a score.
const tiny = 1e-6

// Placed are the Scores, lowered where a fault that a sibling lacks puts a frame
// behind others; Sorted is their order.
func (j *Judge) Placed() []float64 { return j.placed }

// Scale is what a row's readings vary by inside bursts, and factor its share in
// the scores: a difference d between siblings moves theirs by factor d / scale.
// Both are 0 of a row that has no part in them.
func (j *Judge) Scale(row int) (scale, factor float64) {
	if j.factors[row] == 0 {
		return 0, 0
	}
	return j.rows[row].scale, j.factors[row]
}

// Standings are a row's standings among the frames of their bursts; 0 where there
// is no reading, and for singles.
func (j *Judge) Standings(row int) []float64 { return j.rows[row].z }

// TellsScenes tells whether a row of the ranking tells scenes apart, so that it
// has no part in choosing among the frames of a burst.
func (j *Judge) TellsScenes(row int) bool { return j.rows[row].scenes }

// Difference tells what each row adds to the score of photo a less that of
// photo b, its sibling, the largest magnitude first. The shares add up to it.
func (j *Judge) Difference(a, b int) []rank.Contribution {
	var c []rank.Contribution
	for r, row := range j.rows {
		if j.factors[r] != 0 {
			z := row.z[a] - row.z[b]
			c = append(c, rank.Contribution{Row: r, Reading: row.values[a] - row.values[b], Standing: z, Share: j.factors[r] * z})
		}
	}
	slices.SortStableFunc(c, func(x, y rank.Contribution) int { return cmp.Compare(math.Abs(y.Share), math.Abs(x.Share)) })
	return c
}

// Of is the verdict about the burst that a photo is in.
func (j *Judge) Of(photo int) Verdict {
	if b, ok := j.burstOf[photo]; ok {
		return j.Verdict(b)
	}
	return Verdict{Order: []int{photo}, Best: -1, RunnerUp: -1}
}

// Verdict is the verdict about a burst.
func (j *Judge) Verdict(burst int) Verdict {
	if j.verdicts[burst] == nil {
		v := j.decide(j.bursts[burst])
		j.verdicts[burst] = &v
	}
	return *j.verdicts[burst]
}

func (j *Judge) decide(b Burst) Verdict {
	v := Verdict{Order: b.Photos, Best: -1, RunnerUp: -1}
	if b.Bracket || len(b.Photos) == 0 {
		return v
	}
	v.Order = j.Sorted(b.Photos)
	if math.IsNaN(j.scores[v.Order[0]]) {
		return v
	}
	v.Best = v.Order[0]
	if len(v.Order) == 1 || math.IsNaN(j.scores[v.Order[1]]) {
		v.Equals = []int{v.Best}
		return v
	}
	v.RunnerUp = v.Order[1]
	v.Margin = j.scores[v.Best] - j.scores[v.RunnerUp]
	v.Probability = j.prefer(v.Best, v.RunnerUp)
	for _, p := range v.Order {
		if p == v.Best || j.prefer(v.Best, p) < Called {
			v.Equals = append(v.Equals, p)
		}
	}
	switch {
	case len(v.Equals) > 1:
		v.Certainty = TooClose
	case v.Probability < Clear:
		v.Certainty = Probably
	default:
		v.Certainty = Clearly
	}
	return v
}

// ByFault tells whether faults, and not their scores, order two photos: siblings,
// as nothing is a fault beside another scene.
func (j *Judge) ByFault(a, b int) bool {
	x, known := j.burstOf[a]
	y, also := j.burstOf[b]
	return known && also && x == y && j.behind[a] != j.behind[b]
}

// prefer is the probability that people prefer the best frame to another.
func (j *Judge) prefer(best, other int) float64 {
	p := Probability(j.scores[best]-j.scores[other], j.ranking.Slope())
	if j.vetoed[other] > j.vetoed[best] {
		p = max(p, FaultTold)
	}
	return p
}

// Sorted returns a copy of frames of one burst, best first; equals as they come,
// and those without a score last.
func (j *Judge) Sorted(frames []int) []int {
	sorted := slices.Clone(frames)
	slices.SortStableFunc(sorted, func(a, b int) int {
		return cmp.Compare(j.placed[b], j.placed[a]) // NaN is below all numbers
	})
	return sorted
}
