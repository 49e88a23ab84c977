package taste

import "culler/library/photo"

// Preferred tells which photos of a burst the photographer preferred to the
// others: those that are picked, else those with the most stars; none where
// nothing is picked or starred.
func Preferred(said []photo.Decision) []bool {
	won := make([]bool, len(said))
	best := 0.0
	for _, d := range said {
		best = max(best, Opinion(d))
	}
	for k, d := range said {
		won[k] = best > 0 && Opinion(d) == best
	}
	return won
}

// Opinion turns a decision into a number: picks are alike and outdo any stars,
// and a reject is below everything.
func Opinion(d photo.Decision) float64 {
	switch d.Flag {
	case photo.Picked:
		return 10
	case photo.Rejected:
		return -1
	}
	return float64(d.Stars)
}
