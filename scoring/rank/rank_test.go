package rank

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

// naive standings: sorting, and nothing clever.
func naive(d []float64) []float64 {
	mid := func(v []float64) float64 {
		v = slices.Sorted(slices.Values(v))
		if len(v) == 0 {
			return 0
		}
		return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
	}
	var ok, off []float64
	for _, v := range d {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			ok = append(ok, v)
		}
	}
	m := mid(ok)
	for _, v := range ok {
		off = append(off, math.Abs(v-m))
	}
	s := 1.4826 * mid(off)
	z := make([]float64, len(d))
	for i, v := range d {
		switch {
		case math.IsNaN(v) || math.IsInf(v, 0):
			z[i] = math.NaN()
		case s > 0:
			z[i] = math.Max(-3, math.Min(3, (v-m)/s))
		}
	}
	return z
}

func same(a, b, within float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= within
}

func TestStandingsOfKnownReadings(t *testing.T) {
	// median 3, deviations 2 1 0 1 97, MAD 1
	got := Standings([]float64{1, 2, 3, 4, 100})
	want := []float64{-2 / 1.4826, -1 / 1.4826, 0, 1 / 1.4826, 3}
	for i := range want {
		if !same(got[i], want[i], 1e-15) {
			t.Errorf("photo %d stands at %v, want %v", i, got[i], want[i])
		}
	}
}

func TestStandingsEqualASortedComputation(t *testing.T) {
	r := random(1)
	for round := range 500 {
		d := make([]float64, r.IntN(60))
		for i := range d {
			switch r.IntN(12) {
			case 0:
				d[i] = math.NaN()
			case 1:
				d[i] = math.Inf(1 - 2*r.IntN(2))
			case 2, 3, 4:
				d[i] = float64(r.IntN(3)) // ties
			default:
				d[i] = r.NormFloat64()
			}
		}
		before := slices.Clone(d)
		got, want := Standings(d), naive(d)
		for i := range d {
			if !same(got[i], want[i], 1e-12) {
				t.Fatalf("round %d: %v stands at %v, want %v", round, d, got, want)
			}
			if !same(d[i], before[i], 0) && d[i] != before[i] {
				t.Fatal("the readings were changed")
			}
		}
	}
}

// A fault that one photo has and the others lack must count, however rare.
func TestSparseReadingsStand(t *testing.T) {
	r := random(3)
	for range 200 {
		n := 5 + r.IntN(2000)
		d := make([]float64, n)
		odd := r.IntN(n)
		d[odd] = -1 - 40*r.Float64()
		z := Standings(d)
		for i := range z {
			if i != odd && math.Abs(z[i]) > 1 || i == odd && z[i] > -2 && n > 9 {
				t.Fatalf("of %d photos one is at %v and stands at %v, another at %v", n, d[odd], z[odd], z[i])
			}
		}
		if n > 9 && z[odd] != -Limit {
			t.Errorf("one in %d stands at %v", n, z[odd])
		}
	}
	// Of a shoot in which a row hardly varies, no mountains are made.
	table := NewTable(4)
	table.Put(Row{ID: "a", Kind: Measure, Weight: 1, Within: 3, Values: []float64{5, 5, 5, 5.1}})
	if z := table.Rank().Standings(0)[3]; math.Abs(z-0.1) > 1e-9 {
		t.Errorf("a tenth of what is usual in bursts stands at %v", z)
	}
}

func TestStandingsOfConstantAndMissingReadings(t *testing.T) {
	nan := math.NaN()
	for _, d := range [][]float64{{}, {5}, {2, 2, 2}, {nan, 4, nan}, {nan, nan}} {
		for i, z := range Standings(d) {
			if math.IsNaN(d[i]) != math.IsNaN(z) || !math.IsNaN(z) && z != 0 {
				t.Errorf("%v: photo %d stands at %v", d, i, z)
			}
		}
	}
}

func TestMedianStaysLinearOnAwkwardInput(t *testing.T) {
	const n = 200_000
	for name, at := range map[string]func(i int) float64{
		"rising":  func(i int) float64 { return float64(i) },
		"falling": func(i int) float64 { return float64(-i) },
		"equal":   func(int) float64 { return 1 },
		"two":     func(i int) float64 { return float64(i % 2) },
		"organ":   func(i int) float64 { return math.Abs(float64(i - n/2)) },
	} {
		v := make([]float64, n)
		for i := range v {
			v[i] = at(i)
		}
		sorted := slices.Sorted(slices.Values(v))
		if got, want := median(v), (sorted[n/2-1]+sorted[n/2])/2; got != want {
			t.Errorf("%s: median %v, want %v", name, got, want)
		}
	}
}

var kinds = []Kind{Pair, Positive, Negative, Scale, Measure, Model}

// messy is a table with missing photos and readings, rows left out, muted,
// soloed and of all weights.
func messy(r *rand.Rand, n, rows int) *Table {
	t := NewTable(n)
	t.SetAggregation(Aggregations()[r.IntN(4)])
	blank := make([]bool, n)
	for i := range blank {
		blank[i] = r.IntN(10) == 0
	}
	for k := range rows {
		v := make([]float64, n)
		for i := range v {
			switch {
			case blank[i] || r.IntN(20) == 0:
				v[i] = math.NaN()
			default:
				v[i] = math.Round(r.NormFloat64()*8) / 8
			}
		}
		row := Row{ID: fmt.Sprint(k), Kind: kinds[r.IntN(len(kinds))], Weight: 2 * r.Float64(), Values: v}
		switch r.IntN(8) {
		case 0:
			row.LeftOut = "it is not understood"
		case 1:
			row.Weight = 0
		case 2:
			row.Weight = -row.Weight
		}
		t.Put(row)
		t.SetMuted(row.ID, r.IntN(6) == 0)
		t.SetSolo(row.ID, r.IntN(12) == 0)
	}
	return t
}

func TestContributionsAddUpToTheScore(t *testing.T) {
	r := random(2)
	for range 100 {
		k := messy(r, 1+r.IntN(40), r.IntN(30)).Rank()
		for i, s := range k.Scores() {
			sum := 0.0
			for _, c := range k.Contributions(i) {
				sum += c.Share
			}
			if !math.IsNaN(s) && !same(sum, s, 1e-9) {
				t.Fatalf("photo %d: contributions make %v, the score is %v", i, sum, s)
			}
			if math.Abs(s) > Limit+1e-9 {
				t.Fatalf("photo %d has the score %v", i, s)
			}
			j := r.IntN(len(k.Scores()))
			sum = 0
			for _, c := range k.Difference(i, j) {
				sum += c.Share
			}
			if d := s - k.Scores()[j]; !math.IsNaN(d) && !same(sum, d, 1e-9) {
				t.Fatalf("photos %d and %d: differences make %v, the scores differ by %v", i, j, sum, d)
			}
		}
	}
}

func TestScoresFollowTheFormula(t *testing.T) {
	r := random(3)
	for range 50 {
		table := messy(r, 30, 12)
		k := table.Rank()
		soloed, total := false, 0.0
		for _, row := range k.Rows() {
			soloed = soloed || row.Solo && !row.Muted && row.LeftOut == "" && table.agg.Takes(row.Kind)
		}
		part := make([]bool, len(k.Rows()))
		for i, row := range k.Rows() {
			part[i] = row.LeftOut == "" && !row.Muted && table.agg.Takes(row.Kind) && (row.Solo || !soloed)
			if part[i] {
				total += math.Abs(row.Weight)
			}
		}
		for i, got := range k.Scores() {
			want, any := 0.0, false
			for n, row := range k.Rows() {
				if z := naive(row.Values)[i]; part[n] && !math.IsNaN(z) {
					any = true
					if total > 0 {
						want += row.Weight * z / total
					}
				}
			}
			if !any {
				want = math.NaN()
			}
			if !same(got, want, 1e-9) {
				t.Fatalf("photo %d scores %v, want %v", i, got, want)
			}
		}
	}
}

func TestOrderIsTotalAndTiesGoToTheEarlierPhoto(t *testing.T) {
	r := random(4)
	for range 100 {
		k := messy(r, 1+r.IntN(50), 1+r.IntN(4)).Rank()
		order, s := k.Order(), k.Scores()
		if !slices.Equal(slices.Sorted(slices.Values(order)), indices(len(s))) {
			t.Fatalf("%v is no order of %d photos", order, len(s))
		}
		for n := 1; n < len(order); n++ {
			a, b := order[n-1], order[n]
			switch {
			case math.IsNaN(s[a]) && !math.IsNaN(s[b]):
				t.Fatal("a photo without a score comes before one with a score")
			case s[a] < s[b]:
				t.Fatal("a lower score comes first")
			case (s[a] == s[b] || math.IsNaN(s[a]) && math.IsNaN(s[b])) && a > b:
				t.Fatal("a tie went to the later photo")
			}
		}
		if sub := k.Sorted(indices(len(s))); !slices.Equal(sub, order) {
			t.Fatalf("the burst of all photos is ordered %v, the shoot %v", sub, order)
		}
	}
}

func indices(n int) []int {
	v := make([]int, n)
	for i := range v {
		v[i] = i
	}
	return v
}

// However the readings arrive, in whatever order and portions, the ranking is
// the same to the last bit.
func TestRankingDoesNotDependOnTheOrderOfArrival(t *testing.T) {
	r := random(5)
	for range 30 {
		const n, rows = 25, 7
		values := make([][]float64, rows)
		for k := range values {
			values[k] = make([]float64, n)
			for i := range values[k] {
				values[k][i] = math.Round(r.NormFloat64()*4) / 4
			}
		}
		arrive := func() *Ranking {
			table := NewTable(n)
			now := make([][]float64, rows)
			for k := range now {
				now[k] = make([]float64, n)
				for i := range now[k] {
					now[k][i] = math.NaN()
				}
				table.Put(Row{ID: fmt.Sprint(k), Kind: kinds[k%len(kinds)], Weight: float64(k%3 + 1), Values: slices.Clone(now[k])})
			}
			for _, i := range r.Perm(n) {
				for _, k := range r.Perm(rows) {
					now[k][i] = values[k][i]
				}
				if r.IntN(3) == 0 {
					for k := range now {
						row := table.rows[k].Row
						row.Values = slices.Clone(now[k])
						table.Put(row)
					}
					table.Rank()
				}
			}
			for k := range now {
				row := table.rows[k].Row
				row.Values = now[k]
				table.Put(row)
			}
			return table.Rank()
		}
		a, b := arrive(), arrive()
		if !slices.Equal(a.Order(), b.Order()) || !slices.Equal(a.Scores(), b.Scores()) {
			t.Fatal("two arrivals, two rankings")
		}
	}
}
