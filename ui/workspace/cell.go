package workspace

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
func (ws *Workspace) Cell(i int) Cell {
	c := Cell{Photo: i, Percentile: -1, Of: 1}
	if i < 0 || i >= len(ws.photos) {
		return c
	}
	p := &ws.photos[i]
	c.Name, c.Decision, c.Broken = p.Base(), ws.decisions[i], ws.Problem(i) != ""
	if v := ws.percentile(i); !math.IsNaN(v) {
		c.Percentile, c.Earlier = v, ws.earlier
	}
	b := ws.burstOf[i]
	g := ws.bursts[b]
	c.Of = len(g.Photos)
	c.Bracket = g.Kind == burst.Bracket
	if faults := ws.judge.Faults(i); len(faults) > 0 {
		c.Fault = string(faults[0])
	}
	if c.Of < 2 || c.Bracket {
		return c
	}
	v := ws.verdict(b)
	if v.Best < 0 || math.IsNaN(ws.judge.Scores()[i]) {
		return c
	}
	c.Place = slices.Index(v.Order, i) + 1
	c.Best = v.Called() && i == v.Best
	c.Close = v.IsEqual(i) && ws.progress(b).State != Decided // then it is no question any more
	return c
}

// leastRanked is the number of scored photos from which on it means something to
// be better than a share of them.
const leastRanked = 10

// percentile is the share of the shoot that a photo is better than, 0 to 100; NaN
// where it has no score, and as long as few have.
func (ws *Workspace) percentile(i int) float64 {
	if ws.scored() < leastRanked {
		return math.NaN()
	}
	return ws.ranking.Percentile(i)
}

// scored counts the photos that have a score, up to leastRanked.
func (ws *Workspace) scored() (n int) {
	for _, s := range ws.ranking.Scores() {
		if !math.IsNaN(s) {
			if n++; n == leastRanked {
				break
			}
		}
	}
	return n
}
