package judge

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"culler/scoring/rank"
)

// row is one measure whose readings usually vary by 1 inside bursts.
func reading(id string, weight float64, values ...float64) rank.Row {
	return rank.Row{ID: id, Kind: rank.Measure, Weight: weight, Within: 1, Values: values}
}

func ranking(n int, rows ...rank.Row) *rank.Ranking {
	t := rank.NewTable(n)
	for _, r := range rows {
		t.Put(r)
	}
	return t.Rank()
}

func TestVerdicts(t *testing.T) {
	nan := math.NaN()
	k := ranking(12, reading("a", 1, 1, 2, 3, 4, 5, 4.1, 3, nan, 1, 1.4, 1, 2))
	for _, c := range []struct {
		name     string
		burst    Burst
		order    []int
		best, up int
		sure     Certainty
		equals   []int
	}{
		{"clear", Burst{Photos: []int{0, 4, 2}}, []int{4, 2, 0}, 4, 2, Clearly, []int{4}},
		{"probable", Burst{Photos: []int{8, 9}}, []int{9, 8}, 9, 8, Probably, []int{9}},
		{"too close", Burst{Photos: []int{3, 5, 0}}, []int{5, 3, 0}, 5, 3, TooClose, []int{5, 3}},
		{"equal", Burst{Photos: []int{6, 2}}, []int{6, 2}, 6, 2, TooClose, []int{6, 2}},
		{"not all scored", Burst{Photos: []int{7, 1}}, []int{1, 7}, 1, -1, None, []int{1}},
		{"none scored", Burst{Photos: []int{7}}, []int{7}, -1, -1, None, nil},
		{"alone", Burst{Photos: []int{2}}, []int{2}, 2, -1, None, []int{2}},
		{"empty", Burst{}, nil, -1, -1, None, nil},
		{"a bracket", Burst{Photos: []int{0, 4}, Bracket: true}, []int{0, 4}, -1, -1, None, nil},
	} {
		v := New(k, []Burst{c.burst}).Verdict(0)
		if !slices.Equal(v.Order, c.order) || v.Best != c.best || v.RunnerUp != c.up || v.Certainty != c.sure || !slices.Equal(v.Equals, c.equals) {
			t.Errorf("%s: %+v", c.name, v)
		}
		if v.Called() != (c.sure >= Probably) || v.RunnerUp >= 0 && (v.Probability < 0.5 || v.Probability > 1) {
			t.Errorf("%s: called %v at %v", c.name, v.Called(), v.Probability)
		}
	}
}

// The curve is the logistic function; values by hand.
func TestMarginsAndProbabilities(t *testing.T) {
	if p := Probability(0, 5); p != 0.5 {
		t.Errorf("equals are preferred with %v", p)
	}
	if p := Probability(math.Log(3)/2, 2); math.Abs(p-0.75) > 1e-12 {
		t.Errorf("odds of three to one are %v", p)
	}
	for _, p := range []float64{0.5, Called, Clear, 0.99} {
		if got := Probability(Margin(p, 0), Slope); math.Abs(got-p) > 1e-12 {
			t.Errorf("%v comes back as %v", p, got)
		}
	}
}

// world is a shoot of bursts whose scenes differ much and whose frames little.
func world(r *rand.Rand, bursts, frames int, scene, frame float64) (values []float64, of []Burst) {
	for range bursts {
		middle := scene * r.NormFloat64()
		b := Burst{}
		for range frames {
			b.Photos = append(b.Photos, len(values))
			values = append(values, middle+frame*r.NormFloat64())
		}
		of = append(of, b)
	}
	return values, of
}

// What varies inside bursts is found however much scenes differ: with a prior
// that is far off, from many bursts; in a single one the prior holds.
func TestScalesArePooledInsideBursts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, c := range []struct {
		bursts    int
		low, high float64
	}{{400, 0.29, 0.34}, {1, 0.7, 1.2}} {
		values, bursts := world(r, c.bursts, 5, 20, 0.3)
		j := New(ranking(len(values), reading("a", 1, values...)), bursts)
		if s, f := j.Scale(0); s < c.low || s > c.high || f != 1 {
			t.Errorf("in %d bursts what varies by 0.3 inside and usually by 1 has the scale %v and the share %v", c.bursts, s, f)
		}
	}
}

func TestRowsThatTellScenesApartChooseNoFrame(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	sharp, bursts := world(r, 40, 4, 1, 1)
	scenes, _ := world(r, 40, 4, 5, 0.2)
	unknown := reading("scenes", 2, scenes...)
	unknown.Within = 0
	shows := reading("beach", 2, sharp...)
	shows.Shows = true
	k := ranking(len(sharp), reading("sharp", 1, sharp...), unknown, shows)
	j := New(k, bursts)
	if j.TellsScenes(0) || !j.TellsScenes(1) || !j.TellsScenes(2) {
		t.Errorf("scenes are told by %v, %v and %v", j.TellsScenes(0), j.TellsScenes(1), j.TellsScenes(2))
	}
	for n, b := range bursts {
		v := j.Verdict(n)
		if !slices.IsSortedFunc(v.Order, func(a, b int) int { return -compare(sharp[a], sharp[b]) }) {
			t.Fatalf("burst %v is ordered %v", b.Photos, v.Order)
		}
		for _, c := range j.Difference(v.Best, v.RunnerUp) {
			if c.Row != 0 {
				t.Fatalf("row %d is a reason for a frame", c.Row)
			}
		}
	}
	// Of the same row it is known that it varies inside bursts: it takes part.
	unknown.Within = 0.2
	if j := New(ranking(len(sharp), reading("sharp", 1, sharp...), unknown), bursts); j.TellsScenes(1) {
		t.Error("a row that was measured inside bursts takes no part")
	}
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Reasons add up, whatever the readings; the order is that of the scores; and
// what With keeps is what New would compute.
func TestAnyShootIsJudgedConsistently(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for round := range 60 {
		values, bursts := world(r, 1+r.IntN(12), 1+r.IntN(6), 2, 1)
		n := len(values)
		table := rank.NewTable(n)
		for k := range 1 + r.IntN(6) {
			v := make([]float64, n)
			for i := range v {
				if v[i] = r.NormFloat64(); r.IntN(5) == 0 {
					v[i] = math.NaN()
				}
				if k == 3 { // sparse
					v[i] = -40 * math.Floor(r.Float64()*1.1)
				}
			}
			row := reading(fmt.Sprint(k), r.Float64()*2-0.5, v...)
			row.Within = float64(k % 3)
			table.Put(row)
		}
		table.Put(reading(sharpnessRow, 1, values...))
		before := New(table.Rank(), bursts)
		table.SetWeight("0", 1.5)
		k := table.Rank()
		j, again := New(k, bursts), before.With(k)
		for b := range bursts {
			v, w := j.Verdict(b), again.Verdict(b)
			if !slices.Equal(v.Order, w.Order) || v.Certainty != w.Certainty || v.Margin != w.Margin {
				t.Fatalf("round %d: judged anew %+v, kept %+v", round, v, w)
			}
			for x := range v.Order[1:] {
				p, q := v.Order[x], v.Order[x+1]
				if best := v.Best; best >= 0 && j.vetoed[q] < j.vetoed[best] {
					t.Fatalf("round %d: %d has fewer faults than the best", round, q)
				}
				if !j.ByFault(p, q) && j.Scores()[q] > j.Scores()[p]+1e-12 {
					t.Fatalf("round %d: %d comes before %d", round, p, q)
				}
				sum := 0.0
				for _, c := range j.Difference(p, q) {
					sum += c.Share
				}
				if d := j.Scores()[p] - j.Scores()[q]; !math.IsNaN(d) && math.Abs(sum-d) > 1e-9 {
					t.Fatalf("round %d: reasons add up to %v, the difference is %v", round, sum, d)
				}
			}
		}
	}
}

func BenchmarkSlider10kx40(b *testing.B) {
	r := rand.New(rand.NewPCG(4, 4))
	values, bursts := world(r, 2500, 4, 2, 1)
	t := rank.NewTable(len(values))
	for k := range 40 {
		v := make([]float64, len(values))
		for i := range v {
			v[i] = values[i] + r.NormFloat64()
		}
		t.Put(reading(fmt.Sprint(k), 1, v...))
	}
	j := New(t.Rank(), bursts)
	n := 0
	for b.Loop() {
		n++
		t.SetWeight("7", float64(n%20)/10)
		j = j.With(t.Rank())
		for n := range bursts {
			j.Verdict(n)
		}
	}
}
