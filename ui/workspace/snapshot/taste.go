package snapshot

import (
	"math"

	"culler/library/burst"
	"culler/library/photo"
	"culler/scoring/taste"
)

// Taste tells how well the ranking on the workspace, with its weights as they are,
// knows what was picked in this shoot. Unscored counts the photos of decided
// bursts that have no score yet, or never will.
func (s *Snapshot) Taste() (t taste.Taste, unscored int) {
	picked := map[int]bool{}
	var bursts [][]int
	for _, b := range s.state.Bursts {
		if b.Kind == burst.Bracket || len(b.Photos) < 2 {
			continue // kept whole, or nothing to choose from
		}
		said := make([]photo.Decision, len(b.Photos))
		for k, i := range b.Photos {
			said[k] = s.Decision(i)
		}
		chosen := false
		for k, won := range taste.Preferred(said) {
			if won {
				picked[b.Photos[k]], chosen = true, true
			}
		}
		if !chosen {
			continue
		}
		bursts = append(bursts, b.Photos)
		for _, i := range b.Photos {
			if math.IsNaN(s.ranking.Scores()[i]) {
				unscored++
			}
		}
	}
	return taste.Of(s.ranking, s.ofBursts().Placed(), bursts, func(i int) bool { return picked[i] }), unscored
}
