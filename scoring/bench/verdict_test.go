package bench

import (
	"math"
	"testing"
)

// The golden number is from scikit-learn 1.2.1.
func TestTheSlopeOfMarginsEqualsScikitLearn(t *testing.T) {
	margins := []float64{.05, .2, .4, .1, .6, .9, .3, .02, .5, 1.2}
	right := []float64{0, 1, 1, 0, 1, 1, 0, 1, 1, 1}
	var duels []duel
	for k := range margins {
		duels = append(duels, duel{k, margins[k], right[k]})
	}
	if got := slopeOf(duels); math.Abs(got-3.7521551927632175) > 1e-5 {
		t.Errorf("the slope is %.9f", got)
	}
}
