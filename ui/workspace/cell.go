package workspace

import (
	"math"

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
	Close      bool // its burst is too close to call, and it is one of the equals
	Best       bool // the best frame of a clear verdict
	Broken     bool // it cannot be shown
}

// Cell describes a photo.
func (ws *Workspace) Cell(i int) Cell {
	c := Cell{Photo: i, Percentile: -1, Of: 1}
	if i < 0 || i >= len(ws.photos) {
		return c
	}
	p := &ws.photos[i]
	c.Name, c.Decision, c.Broken = p.Base(), ws.decisions[i], ws.Problem(i) != ""
	if v := ws.ranking.Percentile(i); !math.IsNaN(v) {
		c.Percentile, c.Earlier = v, ws.earlier
	}
	b := ws.burstOf[i]
	g := ws.bursts[b]
	c.Of = len(g.Photos)
	c.Bracket = g.Kind == burst.Bracket
	if c.Of < 2 || c.Bracket {
		return c
	}
	v := ws.verdict(b)
	scores := ws.ranking.Scores()
	if v.Best < 0 || math.IsNaN(scores[i]) {
		return c
	}
	for k, f := range v.Order {
		if f == i {
			c.Place = k + 1
			break
		}
	}
	c.Best = v.Clear && i == v.Best
	c.Close = ws.tooClose(b) && scores[v.Best]-scores[i] < ws.tooCloseMargin()
	return c
}
