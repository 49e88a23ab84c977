package snapshot

import (
	"math"
	"slices"

	"culler/library/burst"
	"culler/library/photo"
)

// Cell is what is known of a photo at a glance.
type Cell struct {
	Photo      int
	Name       string // of its file
	Decision   photo.Decision
	Percentile float64 // in the shoot; -1 where it has no score
	Earlier    bool    // an earlier model said so, and the present one has not read all photos yet
	Place, Of  int     // in its burst, best first; Place is 0 for a single and where it has no score
	Bracket    bool
	Close      bool   // its burst is too close to call, and it is one of the equals
	Best       bool   // the best frame of a verdict
	Fault      string // what is plainly wrong with it, most of all; ""
	Broken     bool   // it cannot be shown
}

// Cell describes a photo.
func (s *Snapshot) Cell(i int) Cell {
	c := Cell{Photo: i, Percentile: -1, Of: 1}
	if i < 0 || i >= len(s.state.Photos) {
		return c
	}
	p := &s.state.Photos[i]
	c.Name, c.Decision, c.Broken = p.Base(), s.state.Decisions[i], s.Problem(i) != ""
	if v := s.percentile(i); !math.IsNaN(v) {
		c.Percentile, c.Earlier = v, s.earlier
	}
	b := s.burstOf[i]
	g := s.bursts[b]
	c.Of = len(g.Photos)
	c.Bracket = g.Kind == burst.Bracket
	if faults := s.judge.Faults(i); len(faults) > 0 {
		c.Fault = string(faults[0])
	}
	if c.Of < 2 || c.Bracket {
		return c
	}
	v := s.Verdict(b)
	if v.Best < 0 || math.IsNaN(s.judge.Scores()[i]) {
		return c
	}
	c.Place = slices.Index(v.Order, i) + 1
	c.Best = v.Called() && i == v.Best
	c.Close = v.IsEqual(i) && s.progress(b).State != Decided // then it is no question any more
	return c
}

// leastRanked is the number of scored photos from which it means something to
// be better than a share of them.
const leastRanked = 10

// percentile is the share of the shoot that a photo is better than, 0 to 100; NaN
// where it has no score, and as long as few have.
func (s *Snapshot) percentile(i int) float64 {
	if s.scored() < leastRanked {
		return math.NaN()
	}
	return s.ranking.Percentile(i)
}

// scored counts the photos that have a score, up to leastRanked.
func (s *Snapshot) scored() (n int) {
	for _, s := range s.ranking.Scores() {
		if !math.IsNaN(s) {
			if n++; n == leastRanked {
				break
			}
		}
	}
	return n
}
