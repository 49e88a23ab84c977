package learn

import (
	"culler/scoring/judge"
	"culler/scoring/rank"
	"math"
	"math/rand/v2"
	"testing"
)

// Golden numbers are from scikit-learn 1.2.1: LogisticRegression without
// intercept, C the inverse of the penalty, each shared preference given as two
// weighted rows.
func TestLogisticRegressionEqualsScikitLearn(t *testing.T) {
	x := [][]float64{{1.2, -.3}, {.4, .9}, {-1.1, .2}, {.3, -2}, {2, 1}, {-.7, -.6}, {0, 1.5}, {.9, 0}}
	y := []float64{.9, .6, .2, .35, 1, .1, .7, .5}
	var all []Example
	for k := range x {
		all = append(all, Example{X: x[k], Y: y[k], Weight: 1})
	}
	for penalty, want := range map[float64][2]float64{1: {0.7040617142552329, 0.33967688943179447}, 10: {0.17010897349428386, 0.09754735631931075}} {
		w, spread := Fit(all, []float64{0, 0}, penalty)
		for k := range want {
			if math.Abs(w[k]-want[k]) > 1e-7 || !(spread[k] > 0) {
				t.Errorf("penalty %v: weight %d is %.10f, want %.10f (spread %v)", penalty, k, w[k], want[k], spread)
			}
		}
	}
	// A prior draws the weights to itself, and wholly where it is strong.
	for penalty, off := range map[float64]float64{1e6: 1e-4, 1: 2} {
		w, _ := Fit(all, []float64{1, -1}, penalty)
		if math.Abs(w[0]-1) > off || math.Abs(w[1]+1) > off || w[0] == 1 {
			t.Errorf("penalty %v: a prior of 1 and -1 leads to %v", penalty, w)
		}
	}
}

// photographer picks the best frame by hidden weights and his mood.
func photographer(r *rand.Rand, hidden []float64, bursts int, mood float64) (out []Burst) {
	for range bursts {
		b := Burst{Won: make([]bool, 5)}
		best, most := 0, math.Inf(-1)
		for i := range b.Won {
			z := make([]float64, len(hidden))
			for k := range z {
				z[k] = r.NormFloat64()
			}
			b.Standings = append(b.Standings, z)
			// Gumbel noise: the choice is that of the logistic model
			if u := dot(z, hidden) - mood*math.Log(-math.Log(r.Float64())); u > most {
				best, most = i, u
			}
		}
		b.Won[best] = true
		out = append(out, b)
	}
	return out
}

func rowsOf(weights ...float64) (rows []Row) {
	for k, w := range weights {
		rows = append(rows, Row{ID: string(rune('a' + k)), Weight: w})
	}
	return rows
}

// With many picks the hidden weights are found, whatever the weights before;
// with few, those stay about as they are.
func TestHiddenWeightsAreRecovered(t *testing.T) {
	hidden := []float64{2, 1, 0, 0.5}
	start := rowsOf(0, 1, 1, 1)
	last := math.Inf(1)
	for _, bursts := range []int{30, 300, 3000} {
		r := rand.New(rand.NewPCG(7, uint64(bursts)))
		l, err := Learn(t.Context(), start, photographer(r, hidden, bursts, 1), 0)
		if err != nil || l.Bursts != bursts {
			t.Fatal(err)
		}
		var learned []float64
		for _, row := range l.Rows {
			learned = append(learned, row.Learned)
		}
		off := 1 - cosine(learned, hidden)
		if off > last+0.02 || bursts == 3000 && off > 0.01 {
			t.Errorf("from %d bursts come the weights %v, off by %.3f", bursts, learned, off)
		}
		last = off
		if bursts == 300 && (!l.Better() || l.New.Value <= l.Old.Value) {
			t.Errorf("from %d bursts: %+v", bursts, l)
		}
		for _, w := range learned {
			if math.Abs(w) > mostWeight {
				t.Errorf("a weight of %v is off its slider", w)
			}
		}
	}
}

func cosine(a, b []float64) float64 { return dot(a, b) / math.Sqrt(dot(a, a)*dot(b, b)) }

// From picks without reason nothing is learned: the weights hardly move, none
// turns round, and nothing is said to be better.
func TestNoiseTeachesNothing(t *testing.T) {
	better := 0
	for n := range 10 {
		r := rand.New(rand.NewPCG(8, uint64(n)))
		l, err := Learn(t.Context(), rowsOf(1, 1, 1, 0), photographer(r, make([]float64, 4), 60, 1), 0)
		if err != nil {
			t.Fatal(err)
		}
		if l.Better() {
			better++
		}
		for _, row := range l.Rows {
			if row.Learned < -0.5 {
				t.Errorf("the weight of %s became %v", row.ID, row.Learned)
			}
		}
	}
	if better > 1 {
		t.Errorf("%d of 10 lessons by noise are called better", better)
	}
}

// A photographer of the very weights as they are changes nothing much.
func TestWhoAgreesKeepsTheWeights(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	l, err := Learn(t.Context(), rowsOf(1, 1, 0.5), photographer(r, []float64{1.04, 1.04, 0.52}, 100, 1), 0)
	if err != nil {
		t.Fatal(err)
	}
	if l.Better() || l.By.High < 0 || cosine([]float64{l.Rows[0].Learned, l.Rows[1].Learned, l.Rows[2].Learned}, []float64{1, 1, 0.5}) < 0.97 {
		t.Errorf("%+v", l)
	}
}

func TestTooFewPicksAreCounted(t *testing.T) {
	l, err := Learn(t.Context(), rowsOf(1), nil, 0)
	if err != nil || len(l.Sentences()) != 1 || l.Changed() {
		t.Errorf("%+v, %v", l, err)
	}
	if got := (Lesson{Bursts: 29}).Sentences()[0]; got != "Weights can be learned once 30 bursts are decided by your own eye, and so far 29 are. Pick the best frame of 1 burst more, then come back." {
		t.Error(got)
	}
}

// The weights as they are are those that count.
func TestOnlyRowsThatCountAreLearned(t *testing.T) {
	v := []float64{1, 2, 3, 4}
	for _, set := range []func(*rank.Table){
		func(t *rank.Table) { t.SetSolo("a", true) }, func(t *rank.Table) { t.SetAggregation(rank.MeasuresOnly) },
	} {
		table := rank.NewTable(4)
		table.Put(rank.Row{ID: "a", Kind: rank.Measure, Weight: 1, Values: v, Within: 1})
		table.Put(rank.Row{ID: "b", Kind: rank.Pair, Weight: 1, Values: v, Within: 1})
		set(table)
		k := table.Rank()
		if rows := Rows(k, judge.New(k, []judge.Burst{{Photos: []int{0, 1, 2, 3}}})); len(rows) != 1 || rows[0].ID != "a" {
			t.Errorf("%+v", rows)
		}
	}
}
