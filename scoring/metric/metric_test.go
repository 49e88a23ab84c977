package metric

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Golden numbers come from SciPy 1.10.1 (spearmanr, pearsonr, rankdata,
// optimize.curve_fit, binomtest and its Wilson interval) and NumPy's quantile;
// those of choices with ties from going through all orders of the photos in
// Python. All are compared to 1e-9.
const within = 1e-9

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > within {
		t.Errorf("%s: %.12f, want %.12f", what, got, want)
	}
}

var nan = math.NaN()

var (
	tied     = []float64{3.1, 2.2, 2.2, 5.0, 4.4, 1.0, 2.2, 7.5, 6.1, 4.4, 0.3, 8.8}
	opinions = []float64{40, 35, 42, 51, 51, 20, 30, 66, 58, 47, 22, 66}
)

func fittedPearson(scores, opinions []float64) (plcc float64, fitted bool) {
	f, fitted := Fitted(scores, opinions)
	return Pearson(f, opinions), fitted
}

func TestCorrelationsEqualSciPy(t *testing.T) {
	near(t, "Spearman", Spearman(tied, opinions), 0.9646153678432167)
	near(t, "Pearson", Pearson(tied, opinions), 0.9625278861357297)
	if want := []float64{6, 4, 4, 9, 7.5, 2, 4, 11, 10, 7.5, 1, 12}; !slices.Equal(Ranks(tied), want) {
		t.Errorf("the ranks are %v, want %v", Ranks(tied), want)
	}
	plcc, fitted := fittedPearson(tied, opinions)
	near(t, "PLCC after the logistic fit", plcc, 0.9751811766734291)
	if !fitted {
		t.Error("no fit was found")
	}
	against := make([]float64, len(opinions))
	for i, o := range opinions {
		against[i] = -o
	}
	// scores that run against opinions are fitted by a falling curve
	plcc, _ = fittedPearson(tied, against)
	near(t, "PLCC of falling scores", plcc, 0.9751811766734302)
	near(t, "Spearman of falling scores", Spearman(tied, against), -0.9646153678432167)

	holes, filled := append([]float64{nan, 1}, tied...), append([]float64{5, nan}, opinions...)
	near(t, "Spearman with holes", Spearman(holes, filled), 0.9646153678432167)
	for _, flat := range [][]float64{{}, {1}, {2, 2, 2}} {
		near(t, "Spearman of nothing that varies", Spearman(flat, flat), nan)
	}
}

func TestAFitThatIsNotFoundLeavesTheScores(t *testing.T) {
	for _, c := range [][2][]float64{
		{{1, 2, 3, 4}, {1, 2, 3, 5}},             // too few
		{{0, 0, 0, 1, 1, 1}, {0, 0, 0, 1, 1, 1}}, // a step
		{{1, 2, 3, 4, 5, 6}, {6, 1, 6, 1, 6, 1}}, // nothing to fit
	} {
		got, _ := fittedPearson(c[0], c[1])
		if plain := Pearson(c[0], c[1]); math.IsNaN(got) || math.Abs(got) < math.Abs(plain)-1e-6 {
			t.Errorf("%v: %v, the scores as they are have %v", c, got, plain)
		}
	}
}

func TestChoicesEqualGoingThroughAllOrders(t *testing.T) {
	for _, c := range []struct {
		scores  []float64
		winners string // 1 at a winner
		top     [3]float64
		mrr     float64
	}{
		{[]float64{3, 1, 2}, "001", [3]float64{0, 1, 1}, 0.5},
		{[]float64{1, 1, 1}, "010", [3]float64{1. / 3, 2. / 3, 1}, 0.611111111111111},
		{[]float64{2, 2, 1, 2}, "1001", [3]float64{2. / 3, 1, 1}, 0.8333333333333334},
		{[]float64{5, 4, 4, 4, nan, nan}, "010100", [3]float64{0, 2. / 3, 1}, 0.44444444444444436},
		{[]float64{5, 4, 4, 4, nan, nan, nan}, "0000011", [3]float64{0, 0, 0}, 0.18888888888889654},
		{[]float64{nan, nan}, "10", [3]float64{0.5, 1, 1}, 0.75},
		{[]float64{1, 1, 2, 2, 2, 0, 0}, "1100010", [3]float64{0, 0, 0}, 0.25},
		{[]float64{1, 2}, "00", [3]float64{nan, nan, nan}, nan},
	} {
		w := make([]bool, len(c.winners))
		for i := range w {
			w[i] = c.winners[i] == '1'
		}
		for k := range 3 {
			near(t, "Top-"+string(rune('1'+k)), TopK(c.scores, w, k+1), c.top[k])
		}
		near(t, "MRR", ReciprocalRank(c.scores, w), c.mrr)
	}
}

func TestWinnersAndSameBest(t *testing.T) {
	if w := Winners([]float64{1, nan, 3, 3}); !slices.Equal(w, []bool{false, false, true, true}) {
		t.Errorf("the winners are %v", w)
	}
	if w := Winners([]float64{nan, nan}); slices.Contains(w, true) {
		t.Errorf("%v won without an opinion", w)
	}
	near(t, "the same best", SameBest([]float64{1, 5, 3}, []float64{0, 9, 1}), 1)
	near(t, "another best", SameBest([]float64{1, 5, 3}, []float64{10, 9, 1}), 0)
	near(t, "one of two", SameBest([]float64{1, 5, 5}, []float64{0, 9, 1}), 0.5)
	near(t, "two of two", SameBest([]float64{1, 5, 5}, []float64{0, 9, 9}), 0.5)
	near(t, "nothing", SameBest([]float64{nan}, []float64{1}), nan)
}

func TestPairsAreRightAsTheMajoritySays(t *testing.T) {
	scores := []float64{3, 1, 3, nan}
	pairs := []Pair{{0, 1, .9}, {1, 2, .9}, {0, 2, .6}, {0, 3, .8}, {0, 1, .5}, {1, 0, .31}}
	// right, wrong, tied, no score, no majority, right by less than 70 %
	right, counted := PairsRight(scores, pairs, 0)
	near(t, "right", right, 1+0+.5+.5+1)
	near(t, "counted", float64(counted), 5)
	right, counted = PairsRight(scores, pairs, 0.7)
	near(t, "right of the clear ones", right, 1+0+.5)
	near(t, "counted of the clear ones", float64(counted), 3)
}

func TestTestsOfSignificanceEqualSciPy(t *testing.T) {
	for _, c := range []struct {
		plus, minus int
		p           float64
	}{{9, 1, 0.021484375}, {5, 5, 1}, {30, 12, 0.007915897334896727}, {0, 7, 0.015625}, {300, 251, 0.04077065347549081}, {3, 2, 1}, {0, 0, 1}} {
		near(t, "sign test", SignTest(c.plus, c.minus), c.p)
		near(t, "sign test turned round", SignTest(c.minus, c.plus), c.p)
	}
	for _, c := range []struct{ right, of, low, high float64 }{
		{8, 10, 0.4901624715366418, 0.9433178485456248}, {0, 5, 0, 0.43448246478317476},
		{43, 60, 0.5923271483560881, 0.8149317157156728}, {12, 12, 0.7575059933447592, 1},
	} {
		i := Wilson(c.right, c.of)
		near(t, "Wilson low", i.Low, c.low)
		near(t, "Wilson high", i.High, c.high)
	}
	sorted := []float64{1, 2.5, 4, 8, 8, 9.5, 20}
	for q, want := range map[float64]float64{0.025: 1.225, 0.3: 3.7, 0.5: 8, 0.975: 18.425, 1: 20, 0: 1} {
		near(t, "quantile", Quantile(sorted, q), want)
	}
	// the steps of Holm's paper: smallest times 3, next times 2, never falling
	if got := Holm([]float64{0.03, 0.01, 0.04}); math.Abs(got[1]-.03) > within || math.Abs(got[0]-.06) > within || math.Abs(got[2]-.06) > within {
		t.Errorf("Holm makes %v", got)
	}
}

// Of 300 samples of a coin that is right in 60 %, the interval must hold 60 %
// in about 95 of 100.
func TestTheBootstrapCoversTheTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	held := 0
	for round := range 300 {
		s := Share{make([]float64, 80), make([]float64, 80)}
		for i := range s.Right {
			s.Counted[i] = 1
			if r.Float64() < 0.6 {
				s.Right[i] = 1
			}
		}
		if in := s.Interval(400, uint64(round)); in.Low <= 0.6 && 0.6 <= in.High {
			held++
		}
	}
	if held < 300*90/100 || held > 300*99/100 {
		t.Errorf("the interval holds the truth in %d of 300", held)
	}
}

func TestTheBootstrapDrawsTheSameForASeed(t *testing.T) {
	s := Share{[]float64{1, 0, 1, 1, 0, 0.5, 1}, []float64{1, 1, 2, 1, 1, 1, 1}}
	a, b := s.Interval(200, 7), s.Interval(200, 7)
	if a != b || a == s.Interval(200, 8) {
		t.Errorf("%v and %v", a, b)
	}
	if a.Low > s.Value() || a.High < s.Value() {
		t.Errorf("%v lies outside %v", s.Value(), a)
	}
	if in := (Share{}).Interval(10, 1); !math.IsNaN(in.Low) {
		t.Errorf("nothing lies in %v", in)
	}
}

func TestMethodsAreComparedInPairs(t *testing.T) {
	ones := slices.Repeat([]float64{1}, 40)
	a, b := make([]float64, 40), make([]float64, 40)
	for i := range a {
		a[i] = float64(i % 2)
		if b[i] = a[i]; i%8 == 1 { // worse in 5 of 40
			b[i] = 0
		}
	}
	d := Compare(Share{a, ones}, Share{b, ones}, 500, 3)
	near(t, "difference", d.By, 5./40)
	near(t, "p", d.P, SignTest(5, 0))
	if d.Better != 5 || d.Worse != 0 || d.Interval.Low < 0 || d.Interval.Low > 5./40 || d.Interval.High < 5./40 {
		t.Errorf("%+v", d)
	}
}

// A whole data set with ties in scores and opinions. Its choices and pairs were
// counted in Python with exact fractions over all orders that the scores allow,
// its correlations by SciPy.
func TestAWholeDataSetEqualsPython(t *testing.T) {
	var top1, top2, mrr, pairs, clear Share
	var scores, opinions []float64
	add := func(s *Share, right, counted float64) {
		s.Right, s.Counted = append(s.Right, right), append(s.Counted, counted)
	}
	for _, b := range []struct {
		scores, opinions []float64
		pairs            []Pair
	}{
		{[]float64{3, 1, 3, 2}, []float64{7, 3, 5, 5}, []Pair{{0, 1, .9}, {0, 2, .75}, {1, 3, .2}, {2, 3, .5}}},
		{[]float64{.5, .5}, []float64{2, 6}, []Pair{{0, 1, .25}}},
		{[]float64{4, 2, 2, 2, 9}, []float64{3, 8, 8, 4, 3}, []Pair{{0, 4, .95}, {1, 2, .85}, {1, 3, .6}, {3, 4, .7}, {2, 3, .1}}},
		{[]float64{1, 6, 5}, []float64{1, 9, 4}, []Pair{{0, 1, .05}, {1, 2, .65}, {0, 2, .31}}},
		{[]float64{7, 7, 2}, []float64{5, 5, 2}, []Pair{{0, 2, .8}, {1, 2, .72}}},
	} {
		w := Winners(b.opinions)
		add(&top1, TopK(b.scores, w, 1), 1)
		add(&top2, TopK(b.scores, w, 2), 1)
		add(&mrr, ReciprocalRank(b.scores, w), 1)
		right, counted := PairsRight(b.scores, b.pairs, 0)
		add(&pairs, right, float64(counted))
		right, counted = PairsRight(b.scores, b.pairs, 0.7)
		add(&clear, right, float64(counted))
		scores, opinions = append(scores, b.scores...), append(opinions, b.opinions...)
	}
	near(t, "Top-1", top1.Value(), 0.6)
	near(t, "Top-2", top2.Value(), 0.8)
	near(t, "MRR", mrr.Value(), 0.7611111111111111)
	near(t, "pair accuracy", pairs.Value(), 9.5/14)
	near(t, "pair accuracy of clear pairs", clear.Value(), 7.0/11)
	near(t, "Spearman", Spearman(scores, opinions), 0.2287891408978612)
	near(t, "Pearson", Pearson(scores, opinions), 0.13445257506329125)
}
