package board

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"culler/prompts"
	"culler/scoring"
	"culler/scoring/measure"
	"culler/scoring/rank"
)

// dictionary is a text tower that knows a few words, each with a direction of
// its own; a text is the sum of its words.
type dictionary struct {
	mu    sync.Mutex
	words []string
	asked []string
	err   error
	scale float64 // 0: 10
}

func (d *dictionary) EmbedTexts(ctx context.Context, texts []string) ([][]float32, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, texts...)
	out := make([][]float32, len(texts))
	for k, t := range texts {
		v := make([]float32, len(d.words)+1)
		v[0] = 0.1
		n := 0.01
		for i, w := range d.words {
			if slices.Contains(prompts.Words(t), w) {
				v[i+1]++
				n++
			}
		}
		for i := range v {
			v[i] /= float32(math.Sqrt(n))
		}
		out[k] = v
	}
	return out, d.err
}

func (d *dictionary) LogitScale() float64 {
	if d.scale == 0 {
		return 10
	}
	return d.scale
}

func (d *dictionary) UnknownWords(text string) (unknown []string, total int) {
	for _, w := range prompts.Words(text) {
		total++
		if !slices.Contains(d.words, w) && !slices.Contains([]string{"a", "photo", "of"}, w) {
			unknown = append(unknown, w)
		}
	}
	return unknown, total
}

var english = []string{"good", "bad", "calm", "lines", "fair"}

var questions = prompts.Set{ID: "test", Title: "Test", Prompts: []prompts.Prompt{
	{ID: "good", Title: "Good", Kind: prompts.Pair, Weight: 1, Positive: []string{"a good photo", "good"}, Negative: []string{"a bad photo"}},
	{ID: "calm", Title: "Calm", Kind: prompts.Positive, Weight: 0.5, Positive: []string{"a calm photo"}},
	{ID: "lines", Title: "Lines", Kind: prompts.Negative, Weight: 0.5, Negative: []string{"lines"}},
	{ID: "level", Title: "Level", Kind: prompts.Scale, Weight: 1, Off: true, Levels: []string{"bad", "fair", "good"}},
}}

// results makes embeddings and measures of n photos.
func results(n, dim int, seed uint64) []scoring.Update {
	r := rand.New(rand.NewPCG(seed, 2))
	u := make([]scoring.Update, n)
	for i := range u {
		e, squares := make([]float32, dim), 0.0
		for k := range e {
			e[k] = float32(r.NormFloat64())
			squares += float64(e[k]) * float64(e[k])
		}
		for k := range e {
			e[k] /= float32(math.Sqrt(squares))
		}
		m := make([]float64, len(measure.Names()))
		for k := range m {
			m[k] = r.Float64()
		}
		u[i] = scoring.Update{Photo: i, Embedding: e, Measures: m}
	}
	return u
}

func board(t testing.TB, n int) (*Board, *dictionary) {
	t.Helper()
	b, d := New(n), &dictionary{words: english}
	if err := b.SetModel(t.Context(), d, ""); err != nil {
		t.Fatal(err)
	}
	if err := b.SetPrompts(t.Context(), questions); err != nil {
		t.Fatal(err)
	}
	return b, d
}

func rowOf(t testing.TB, k *rank.Ranking, id string) (int, rank.Ranked) {
	t.Helper()
	for i, r := range k.Rows() {
		if r.ID == id {
			return i, r
		}
	}
	t.Fatalf("there is no row %s", id)
	return 0, rank.Ranked{}
}

func TestReadingsFollowTheFormulas(t *testing.T) {
	b, d := board(t, 5)
	updates := results(5, len(english)+1, 1)
	b.Put(updates)
	k := b.Ranking()
	unit := func(texts ...string) []float64 {
		e, _ := d.EmbedTexts(t.Context(), texts)
		sum, squares := make([]float64, len(e[0])), 0.0
		for _, v := range e {
			for i := range v {
				sum[i] += float64(v[i])
			}
		}
		for _, v := range sum {
			squares += v * v
		}
		for i := range sum {
			sum[i] /= math.Sqrt(squares)
		}
		return sum
	}
	times := func(e []float32, t []float64) (s float64) {
		for i := range e {
			s += float64(e[i]) * t[i]
		}
		return s
	}
	plain := func(text string) []float64 {
		e, _ := d.EmbedTexts(t.Context(), []string{text})
		v := make([]float64, len(e[0]))
		for i := range v {
			v[i] = float64(e[0][i])
		}
		return v
	}
	for i, u := range updates {
		e := u.Embedding
		var sum, expected float64
		for l, level := range []string{"bad", "fair", "good"} {
			p := math.Exp(d.LogitScale() * times(e, plain(level)))
			sum += p
			expected += p * float64(l+1)
		}
		for id, want := range map[string]float64{
			"prompt/good":  times(e, unit("a good photo", "good")) - times(e, unit("a bad photo")),
			"prompt/calm":  times(e, unit("a calm photo")),
			"prompt/lines": -times(e, unit("lines")),
			"prompt/level": expected / sum,
		} {
			if _, r := rowOf(t, k, id); math.Abs(r.Values[i]-want) > 1e-6 {
				t.Errorf("photo %d, %s: %v, want %v", i, id, r.Values[i], want)
			}
		}
		for n, info := range measure.Names() {
			want := u.Measures[n]
			if !info.HigherIsBetter {
				want = -want
			}
			if _, r := rowOf(t, k, MeasureRow(info.ID)); r.Values[i] != want || r.Weight != info.DefaultWeight {
				t.Errorf("photo %d, %s: %v of weight %v, want %v", i, info.ID, r.Values[i], r.Weight, want)
			}
		}
	}
	if got, want := b.Probability(0.07), 1/(1+math.Exp(-0.7)); math.Abs(got-want) > 1e-15 {
		t.Errorf("the probability is %v, want %v", got, want)
	}
	if _, r := rowOf(t, k, "prompt/level"); !r.Muted || r.TakesPart {
		t.Error("a prompt that starts off takes part")
	}
}

// Two arrivals in different orders and portions, with rankings, edits and
// growth in between, end in the same ranking to the last bit.
func TestTheBoardDoesNotCareForTheOrderOfArrival(t *testing.T) {
	const n = 200
	updates := results(n, len(english)+1, 3)
	quality := rank.Row{ID: "model/x", Kind: rank.Model, Weight: 1, Values: make([]float64, n)}
	for i := range quality.Values {
		quality.Values[i] = float64(i * 7919 % 101)
	}
	arrive := func(seed uint64) *rank.Ranking {
		r := rand.New(rand.NewPCG(seed, 4))
		b, d := board(t, r.IntN(n))
		b.SetModel(t.Context(), nil, "none yet")
		early := r.IntN(2) == 0
		if early {
			b.SetModel(t.Context(), d, "")
		}
		order := r.Perm(n)
		if !early {
			b.SetModel(t.Context(), d, "")
		}
		for len(order) > 0 {
			k := min(len(order), 1+r.IntN(40))
			var portion []scoring.Update
			for _, i := range order[:k] {
				portion = append(portion, updates[i])
			}
			order = order[k:]
			b.Put(portion)
			switch r.IntN(5) {
			case 0:
				b.Ranking()
			case 1:
				b.EditPrompt(t.Context(), prompts.Prompt{ID: "calm", Title: "Calm", Kind: prompts.Positive, Weight: 0.5, Positive: []string{"lines"}})
			case 2:
				b.PutRow(rank.Row{ID: "model/x", Kind: rank.Model, Weight: 1, Values: slices.Clone(quality.Values)})
				b.PutRow(rank.Row{ID: "model/a", Kind: rank.Model, Weight: 1, Values: slices.Clone(quality.Values[:50])})
			case 3:
				b.SetPrompts(t.Context(), prompts.Set{Title: "none"})
			}
		}
		b.PutRow(rank.Row{ID: "model/x", Kind: rank.Model, Weight: 1, Values: slices.Clone(quality.Values)})
		b.PutRow(rank.Row{ID: "model/a", Kind: rank.Model, Weight: 1, Values: slices.Clone(quality.Values[:50])})
		if err := b.SetPrompts(t.Context(), questions); err != nil {
			t.Fatal(err)
		}
		return b.Ranking()
	}
	a := arrive(1)
	for seed := range uint64(20) {
		b := arrive(seed + 2)
		if !slices.Equal(a.Order(), b.Order()) || !slices.Equal(a.Scores(), b.Scores()) {
			t.Fatal("two arrivals, two rankings")
		}
	}
}
