package bench

import (
	"math"
	"testing"
)

// Golden numbers are from scikit-learn 1.2.1: LogisticRegression without
// intercept, C the inverse of the penalty, each shared preference given as two
// weighted rows.
func TestLogisticRegressionEqualsScikitLearn(t *testing.T) {
	x := [][]float64{{1.2, -.3}, {.4, .9}, {-1.1, .2}, {.3, -2}, {2, 1}, {-.7, -.6}, {0, 1.5}, {.9, 0}}
	y := []float64{.9, .6, .2, .35, 1, .1, .7, .5}
	var all []example
	for k := range x {
		all = append(all, example{x: x[k], y: y[k]})
	}
	all = append(all, example{fold: 1, x: []float64{5, -5}, y: 0}) // left out below
	for penalty, want := range map[float64][2]float64{1: {0.7040617142552329, 0.33967688943179447}, 10: {0.17010897349428386, 0.09754735631931075}} {
		w := logistic(all, func(e example) bool { return e.fold == 0 }, 2, penalty)
		for k := range want {
			if math.Abs(w[k]-want[k]) > 1e-7 {
				t.Errorf("penalty %v: weight %d is %.10f, want %.10f", penalty, k, w[k], want[k])
			}
		}
	}
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
