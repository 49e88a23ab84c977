package learn

import (
	"culler/scoring/judge"
	"culler/scoring/metric"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// admirer is a photographer who picks by a direction among embeddings besides two
// rows; liking is how much that moves her against her mood.
func admirer(r *rand.Rand, toward []float64, bursts int, liking float64) (out []Burst) {
	for range bursts {
		b := Burst{Won: make([]bool, 5)}
		scene := randomly(r, len(toward), 1)
		best, most := 0, math.Inf(-1)
		for i := range b.Won {
			e := make([]float32, len(toward))
			for k, v := range randomly(r, len(toward), 0.15) {
				e[k] = float32(scene[k]/math.Sqrt(float64(len(toward))) + v)
			}
			z := []float64{r.NormFloat64(), r.NormFloat64()}
			b.Embeddings, b.Standings = append(b.Embeddings, e), append(b.Standings, z)
			if u := liking*along(e, toward)/0.15 + z[0] - math.Log(-math.Log(r.Float64())); u > most {
				best, most = i, u
			}
		}
		b.Won[best] = true
		out = append(out, b)
	}
	return out
}

func randomly(r *rand.Rand, n int, size float64) []float64 {
	v := make([]float64, n)
	for k := range v {
		v[k] = size * r.NormFloat64()
	}
	return v
}

// A hidden direction is found the better the more was picked by it, and then
// finds more picks than the weights do; it cannot be told from too few.
func TestAHiddenTasteIsFound(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	var toward []float64
	for _, v := range unit(randomly(r, 64, 1)) {
		toward = append(toward, float64(v))
	}
	rows, last := rowsOf(1, 0.5), 0.0
	for _, bursts := range []int{30, 120, 480} {
		l, err := LearnTaste(t.Context(), rows, admirer(r, toward, bursts, 2), 0)
		if err != nil || l.Bursts != bursts || len(l.Rows) != 3 || l.Rows[2].ID != TasteRow || l.Rows[0].Learned != 1 || l.Taste.Check() == nil {
			t.Fatalf("%+v, %v", l, err)
		}
		found := along(l.Taste.Direction, toward)
		if found < last {
			t.Errorf("from %d bursts comes a direction with the cosine %.2f, from fewer one of %.2f", bursts, found, last)
		}
		last = found
		if bursts == 480 && (found < 0.8 || !l.Better() || l.New.Value < l.Old.Value+0.1) {
			t.Errorf("from %d bursts: cosine %.2f, %v, then %v", bursts, found, l.Old, l.New)
		}
	}
	// Who has none is not given any that is said to be better.
	better, heavy := 0, 0
	for range 10 {
		l, err := LearnTaste(t.Context(), rows, admirer(r, toward, 60, 0), 0)
		if err != nil {
			t.Fatal(err)
		}
		if l.Better() {
			better++
		}
		if l.Rows[2].Learned > 0.5 {
			heavy++
		}
	}
	if better > 1 || heavy > 1 {
		t.Errorf("of 10 tastes of nothing %d are called better and %d weigh much", better, heavy)
	}
}

// Golden numbers are from scikit-learn 1.2.1 as in
// TestLogisticRegressionEqualsScikitLearn: both minimise the same.
func TestTheDirectionIsThatOfLogisticRegression(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	var p preferences
	var all []Example
	for range 40 {
		x := randomly(r, 9, 1)
		e := Example{X: x, Y: 1, Weight: 0.1 + r.Float64()}
		narrow := make([]float32, len(x))
		for k := range x {
			narrow[k] = float32(x[k])
			e.X[k] = float64(narrow[k])
		}
		p.x, p.c, all = append(p.x, narrow), append(p.c, e.Weight), append(all, e)
	}
	for _, penalty := range []float64{10, 1, 0.01} {
		want, _ := Fit(all, make([]float64, 9), penalty)
		for _, from := range [][]float64{nil, randomly(r, 9, 3)} {
			got := p.steepest(t.Context(), from, penalty)
			for k := range want {
				if math.Abs(got[k]-want[k]) > 1e-5*(1+math.Abs(want[k])) {
					t.Errorf("penalty %v: %v, want %v", penalty, got, want)
					break
				}
			}
		}
	}
}

func TestATasteIsKeptAsText(t *testing.T) {
	want := Taste{Model: "m", Direction: Direction{0.6, -0.8}, Within: 0.1, Weight: 0.7, Bursts: 40, Likes: []string{"airy"}}
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Taste
	if err := json.Unmarshal(b, &got); err != nil || fmt.Sprint(got) != fmt.Sprint(want) || got.Check() != nil {
		t.Errorf("%s is read as %+v: %v, %v", b, got, err, got.Check())
	}
	if h := want.Head(); h.Row.ID != TasteRow || h.Row.Weight != 0 || h.Row.Note != "Towards: airy." || h.Row.Within != 0.1 || !slices.Equal(h.Weights, []float32{0.6, -0.8}) {
		t.Errorf("%+v", h)
	}
	for _, bad := range []Taste{
		{Direction: want.Direction, Within: 1}, {Model: "m", Within: 1}, {Model: "m", Direction: Direction{1, 1}, Within: 1},
		{Model: "m", Direction: want.Direction}, {Model: "m", Direction: want.Direction, Within: 1, Weight: math.NaN()},
	} {
		if bad.Check() == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}

func FuzzDirection(f *testing.F) {
	good, _ := Direction{0.6, -0.8}.MarshalText()
	f.Add(good)
	f.Add([]byte("AADAfw=="))
	f.Fuzz(func(t *testing.T, text []byte) {
		var d Direction
		if d.UnmarshalText(text) != nil {
			return
		}
		for _, v := range d {
			if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
				t.Fatalf("%q is read as %v", text, d)
			}
		}
	})
}

func TestATasteIsToldInWords(t *testing.T) {
	words := map[string][]float32{
		"airy": {1, 0, 0}, "bright": {0.9, 0.1, 0}, "dark": {-1, 0, 0}, "gloomy": {-0.9, 0, 0.1},
		"dog": {0, 1, 0}, "car": {0, -1, 0}, "sea": {0, 0, 1}, "tree": {0, 0, -1}, "odd": {1},
	}
	taste := Taste{Direction: Direction{1, 0, 0}}
	taste.Describe(words)
	if got := taste.InWords(); got != "Towards: airy, bright. Away from: dark, gloomy." {
		t.Error(got)
	}
	if v := Vocabulary(); len(v) < 100 || len(slices.Compact(slices.Sorted(slices.Values(v)))) != len(v) || slices.ContainsFunc(v, func(w string) bool { return strings.TrimSpace(w) != w || w == "" }) {
		t.Error("the vocabulary has double or empty words")
	}
}

// What is not linear is learned by the small networks, and not by weights.
func TestNetworksLearnWhatWeightsCannot(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	make := func(n int) (all []Burst) {
		for range n {
			b := Burst{Won: make([]bool, 4)}
			best, least := 0, math.Inf(1)
			for i := range b.Won {
				z := randomly(r, 2, 1)
				b.Standings = append(b.Standings, z)
				if math.Abs(z[0]) < least { // neither too much nor too little
					best, least = i, math.Abs(z[0])
				}
			}
			b.Won[best] = true
			all = append(all, b)
		}
		return all
	}
	networks := TrainNetworks(t.Context(), rowsOf(1, 1), make(150))
	found := 0.0
	for _, b := range make(200) {
		scores := []float64{0, 0, 0, 0}
		for i, z := range b.Standings {
			for _, n := range networks {
				scores[i] += n.Score(z)
			}
		}
		if best := slices.Index(scores, slices.Max(scores)); b.Won[best] {
			found++
		}
	}
	if found < 140 {
		t.Errorf("%v of 200 are found", found)
	}
}

// What is promised of a taste holds for the weight that it is taken over with.
func TestATasteIsAsGoodAsPromised(t *testing.T) {
	r := rand.New(rand.NewPCG(40, 4))
	var toward []float64
	for _, v := range unit(randomly(r, 64, 1)) {
		toward = append(toward, float64(v))
	}
	picks := func(n int) []Burst { // rows say nothing of what she likes
		all := admirer(r, toward, n, 4)
		for k := range all {
			for i := range all[k].Standings {
				all[k].Standings[i] = randomly(r, 4, 1)
			}
		}
		return all
	}
	l, err := LearnTaste(t.Context(), rowsOf(1, 1, 1, 1), picks(300), judge.Slope)
	if err != nil {
		t.Fatal(err)
	}
	found := 0.0
	for _, b := range picks(2000) {
		found += metric.TopK(l.After(b), b.Won, 1) / 2000
	}
	if math.Abs(found-l.New.Value) > 0.06 {
		t.Errorf("promised are %v, with the weight %.2f it finds %.2f", l.New, l.Taste.Weight, found)
	}
}
