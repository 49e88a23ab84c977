// Package shortlist proposes which frames to keep, as strictly as was asked for.
// It decides nothing: what it names are suggestions.
//
// Frames are taken in tiers: first what was picked already, then the best frame
// of every burst, then the second of every burst, and so on; inside a tier by
// their scores in the whole shoot. A frame that is plainly wrong comes after all
// that are not. Brackets are kept whole, as one frame of the first tier. What was
// rejected is never proposed, nor is what has no score or shows next to nothing.
package shortlist

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/scoring/judge"
)

// Unit is what a Goal counts.
type Unit string

// The units.
const (
	PerBurst Unit = "per_burst" // frames of each burst
	Percent  Unit = "percent"   // of the photos
	Photos   Unit = "photos"    // in all
)

// Units lists the units.
func Units() []Unit { return []Unit{PerBurst, Percent, Photos} }

// Goal is how much is to be kept.
type Goal struct {
	Unit Unit    `json:"unit"`
	N    float64 `json:"n"`
}

// String is the goal in words.
func (g Goal) String() string {
	switch g.Unit {
	case Percent:
		return fmt.Sprintf("%g %% of the photos", g.N)
	case Photos:
		return phrase.Count(int(g.N), "photo")
	}
	return fmt.Sprintf("%g of a burst", g.N)
}

// Shoot is what is chosen from.
type Shoot struct {
	Judge  *judge.Judge
	Bursts []judge.Burst                  // as they were judged, singles too
	Scores []float64                      // by photo, in the whole shoot; NaN: none
	Said   func(photo int) photo.Decision // what was decided
	Gone   func(photo int) bool           // its files are no longer there; nil: none is
}

// candidate is a frame, or a bracket, that may be kept.
type candidate struct {
	photos []int
	burst  int
	picked bool
	wrong  bool // plainly
	tier   int
	score  float64
}

// Of names the photos that the goal would keep and that are not picked yet, in
// order. Photos that are picked count towards the goal.
func Of(s Shoot, g Goal) []int {
	all := s.candidates()
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(first(a.picked, b.picked), first(!a.wrong, !b.wrong), cmp.Compare(a.tier, b.tier), cmp.Compare(b.score, a.score))
	})
	var keep []int
	room := s.room(g)
	for _, c := range all {
		room -= len(c.photos) - len(s.left(c)) // what is picked counts first
	}
	inBurst := map[int]int{}
	for _, c := range all {
		left := s.left(c)
		switch {
		case g.Unit == PerBurst && inBurst[c.burst] >= int(g.N) && !c.picked:
			continue
		case g.Unit != PerBurst && len(left) > 0 && room < len(left):
			continue // a smaller one may still fit
		}
		room -= len(left)
		inBurst[c.burst]++
		keep = append(keep, left...)
	}
	slices.Sort(keep)
	return keep
}

// left are the photos of a candidate that are not picked yet.
func (s Shoot) left(c candidate) (left []int) {
	for _, p := range c.photos {
		if s.Said(p).Flag != photo.Picked {
			left = append(left, p)
		}
	}
	return left
}

// first orders what is before what is not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func (s Shoot) gone(photo int) bool { return s.Gone != nil && s.Gone(photo) }

// room is how many photos a goal keeps in all.
func (s Shoot) room(g Goal) int {
	n := 0
	for _, b := range s.Bursts {
		for _, p := range b.Photos {
			if !s.gone(p) {
				n++
			}
		}
	}
	if g.Unit == Percent {
		return int(math.Round(float64(n) * min(g.N, 100) / 100))
	}
	return int(min(g.N, float64(n)))
}

func (s Shoot) candidates() (all []candidate) {
	for n, b := range s.Bursts {
		if b.Bracket {
			if c := s.whole(n, b); len(c.photos) > 0 {
				all = append(all, c)
			}
			continue
		}
		tier := 0 // of the next frame that is not picked: picked ones come before it
		for _, p := range b.Photos {
			if s.Said(p).Flag == photo.Picked {
				tier++
			}
		}
		for _, p := range s.Judge.Verdict(n).Order {
			d := s.Said(p)
			faults := s.Judge.Faults(p)
			unfit := math.IsNaN(s.Scores[p]) || slices.Contains(faults, judge.Misfire)
			if s.gone(p) || d.Flag == photo.Rejected || unfit && d.Flag != photo.Picked {
				continue
			}
			c := candidate{photos: []int{p}, burst: n, picked: d.Flag == photo.Picked, tier: tier, score: s.Scores[p], wrong: len(faults) > 0}
			all = append(all, c)
			if !c.picked {
				tier++
			}
		}
	}
	return all
}

// whole is a bracket as a candidate; without photos where one of them was
// rejected, which broke it up.
func (s Shoot) whole(burst int, b judge.Burst) candidate {
	c := candidate{photos: b.Photos, burst: burst, score: math.Inf(-1)}
	for _, p := range b.Photos {
		d := s.Said(p)
		if d.Flag == photo.Rejected {
			return candidate{}
		}
		c.picked = c.picked || d.Flag == photo.Picked
		if v := s.Scores[p]; v > c.score {
			c.score = v
		}
	}
	if math.IsInf(c.score, -1) && !c.picked {
		return candidate{} // nothing is known of it
	}
	return c
}
