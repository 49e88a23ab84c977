package rank

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"
)

func TestContributionsComeLargestFirst(t *testing.T) {
	k := messy(random(6), 20, 20).Rank()
	for i := range k.Scores() {
		if !slices.IsSortedFunc(k.Contributions(i), func(a, b Contribution) int {
			return cmp.Compare(math.Abs(b.Share), math.Abs(a.Share))
		}) {
			t.Fatalf("photo %d: %v", i, k.Contributions(i))
		}
	}
}

// simple is a table of one row whose scores are its standings.
func simple(values ...float64) *Table {
	t := NewTable(len(values))
	t.Put(Row{ID: "only", Weight: 1, Values: values})
	return t
}

func TestPercentiles(t *testing.T) {
	nan := math.NaN()
	// standings are limited, so the two highest are equals
	k := simple(10, 20, 30, 40, 50, 1000, 2000, nan).Rank()
	for i, want := range []float64{0, 100. / 6, 200. / 6, 50, 400. / 6, 550. / 6, 550. / 6, nan} {
		if got := k.Percentile(i); !same(got, want, 1e-12) {
			t.Errorf("photo %d is at %v, want %v", i, got, want)
		}
	}
	if got := simple(7).Rank().Percentile(0); got != 50 {
		t.Errorf("a lone photo is at %v", got)
	}
}

func TestARankingNeverChanges(t *testing.T) {
	table := messy(random(7), 40, 10)
	k := table.Rank()
	order, scores, c := slices.Clone(k.Order()), slices.Clone(k.Scores()), k.Contributions(3)
	for _, row := range k.Rows() {
		table.SetWeight(row.ID, 1.7)
		table.SetMuted(row.ID, !row.Muted)
		row.Values = make([]float64, 40)
		table.Put(row.Row)
	}
	table.SetAggregation(MeasuresOnly)
	table.Grow(60)
	table.Rank()
	table.Arrange(nil)
	if after := table.Rank(); len(after.Rows()) != 0 || len(after.Order()) != 60 {
		t.Errorf("the empty table has %d rows, %d photos", len(after.Rows()), len(after.Order()))
	}
	for i := range scores {
		if !same(scores[i], k.Scores()[i], 0) {
			t.Fatal("the scores of an old ranking changed")
		}
	}
	again := k.Contributions(3)
	for i := range c {
		if c[i].Row != again[i].Row || c[i].Share != again[i].Share {
			t.Fatal("the contributions of an old ranking changed")
		}
	}
	if !slices.Equal(order, k.Order()) {
		t.Error("the order of an old ranking changed")
	}
}

func TestSlidersChangeOnlyTheirRow(t *testing.T) {
	table := NewTable(3)
	table.Put(Row{ID: "a", Kind: Pair, Weight: 1, Values: []float64{1, 2, 3}})
	table.Put(Row{ID: "b", Kind: Measure, Weight: 1, Values: []float64{3, 2, 1}})
	want := func(what string, order ...int) {
		t.Helper()
		if got := table.Rank().Order(); !slices.Equal(got, order) {
			t.Errorf("%s: order %v, want %v", what, got, order)
		}
	}
	want("balanced", 0, 1, 2)
	table.SetWeight("a", 2)
	want("a up", 2, 1, 0)
	table.SetMuted("a", true)
	want("a muted", 0, 1, 2)
	table.SetSolo("a", true)
	want("a muted and soloed: muted wins", 0, 1, 2)
	table.SetMuted("a", false)
	want("a soloed", 2, 1, 0)
	table.SetSolo("b", true)
	table.SetWeight("b", 3)
	want("both soloed", 0, 1, 2)
	table.SetAggregation(ContrastiveOnly)
	want("pairs only", 2, 1, 0)
	table.SetAggregation(MeasuresOnly)
	want("measures only", 0, 1, 2)
	table.SetWeight("b", -1)
	want("turned round", 2, 1, 0)
	if table.SetWeight("c", 1) {
		t.Error("a row that is not there was weighted")
	}
}

const photos, rows = 10_000, 40

func large() *Table {
	r := random(8)
	t := NewTable(photos)
	for k := range rows {
		v := make([]float64, photos)
		for i := range v {
			v[i] = r.NormFloat64()
		}
		t.Put(Row{ID: fmt.Sprint(k), Kind: Pair, Weight: 1, Values: v})
	}
	return t
}

// A slider moves: new scores and a whole new order.
func BenchmarkSlider10kx40(b *testing.B) {
	t := large()
	t.Rank()
	n := 0
	for b.Loop() {
		n++
		t.SetWeight("7", float64(n%20)/10)
		t.Rank()
	}
}

// The readings of one row of 40 change.
func BenchmarkNewReadings10kx40(b *testing.B) {
	t := large()
	t.Rank()
	row := t.rows[7].Row
	for b.Loop() {
		t.Put(row)
		t.Rank()
	}
}

func BenchmarkStandings10k(b *testing.B) {
	t := large()
	for b.Loop() {
		Standings(t.rows[0].Values)
	}
}

func TestARowWithoutReadingsLeavesTheOthersTheirShares(t *testing.T) {
	table := func(more ...Row) *Ranking {
		tb := NewTable(4)
		tb.Put(Row{ID: "a", Kind: Measure, Weight: 1, Values: []float64{1, 2, 3, 9}})
		tb.Put(Row{ID: "b", Kind: Pair, Weight: 0.5, Values: []float64{4, 2, 5, 1}})
		for _, r := range more {
			tb.Put(r)
		}
		return tb.Rank()
	}
	nan := math.NaN()
	alone, beside := table(), table(Row{ID: "faces", Kind: Measure, Weight: 2, Values: []float64{nan, nan, nan, nan}})
	if !slices.Equal(alone.Scores(), beside.Scores()) {
		t.Errorf("scores are %v, and %v beside a row that says nothing", alone.Scores(), beside.Scores())
	}
	some := table(Row{ID: "faces", Kind: Measure, Weight: 2, Values: []float64{nan, 1, 2, nan}})
	if slices.Equal(alone.Scores(), some.Scores()) {
		t.Error("a row that says something of two photos changed nothing")
	}
}
