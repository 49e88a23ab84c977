package board

import (
	"math"
	"slices"
	"testing"

	"culler/scoring"
	"culler/scoring/rank"
)

// marks are what a head says of the updates' embeddings.
func marks(h Head, updates []scoring.Update) []float64 {
	out := make([]float64, len(updates))
	for i, u := range updates {
		out[i] = h.Bias
		for k, w := range h.Weights {
			out[i] += float64(w) * float64(u.Embedding[k])
		}
	}
	return out
}

func TestHeadsReadEmbeddingsHoweverTheyArrive(t *testing.T) {
	dim := len(english) + 1
	head := Head{Row: rank.Row{ID: "model/taste", Title: "Taste", Kind: rank.Model, Weight: 1}, Weights: []float32{1, -2, 0.5, 0, 3, 1}, Bias: 5}
	updates := results(40, dim, 4)
	want := marks(head, updates)
	for name, fill := range map[string]func(b *Board){
		"head first":  func(b *Board) { b.SetHeads([]Head{head}); b.Put(updates) },
		"photo first": func(b *Board) { b.Put(updates); b.SetHeads([]Head{head}) },
		"in between":  func(b *Board) { b.Put(updates[:7]); b.SetHeads([]Head{head}); b.Put(updates[7:]) },
	} {
		b, _ := board(t, 40)
		fill(b)
		i, r := rowOf(t, b.Ranking(), "model/taste")
		for p, v := range r.Values {
			if math.Abs(v-want[p]) > 1e-5 {
				t.Fatalf("%s: photo %d has the mark %v, not %v", name, p, v, want[p])
			}
		}
		// It counts, and its share is told like that of any row.
		b.SetSolo("model/taste", true)
		k := b.Ranking()
		if best := k.Sorted(numbers(40))[0]; best != slices.Index(want, slices.Max(want)) || k.Contributions(best)[0].Row != i {
			t.Errorf("%s: photo %d is the best to the head alone", name, best)
		}
	}
}

func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func TestHeadsGoWithTheirModel(t *testing.T) {
	dim := len(english) + 1
	head := Head{Row: rank.Row{ID: "model/old", Kind: rank.Model, Weight: 1}, Weights: make([]float32, dim), Bias: 1}
	head.Weights[0] = 1
	b, _ := board(t, 10)
	b.SetHeads([]Head{head})
	b.Put(results(10, dim, 5))
	before := b.Ranking().Scores()
	if err := b.SetModel(t.Context(), &dictionary{words: english[:3]}, ""); err != nil {
		t.Fatal(err)
	}
	next := Head{Row: rank.Row{ID: "model/new", Kind: rank.Model, Weight: 1}, Weights: []float32{0, 1, 0, 0}}
	b.SetHeads([]Head{next, {Row: rank.Row{ID: "model/broken", Kind: rank.Model, Weight: 1, LeftOut: "Its file is damaged."}}})
	// What the earlier model said stays, its head's mark with it.
	if !slices.Equal(b.Ranking().Scores(), before) {
		t.Error("the scores changed before the new model read a photo")
	}
	updates := results(10, 4, 6)
	b.Put(updates)
	k := b.Ranking()
	if _, r := rowOf(t, k, "model/new"); !slices.EqualFunc(r.Values, marks(next, updates), func(a, b float64) bool { return math.Abs(a-b) < 1e-6 }) {
		t.Errorf("the new head's marks are %v", r.Values)
	}
	if _, r := rowOf(t, k, "model/broken"); r.TakesPart || r.LeftOut == "" {
		t.Error("a head that cannot be used takes part")
	}
	if slices.ContainsFunc(k.Rows(), func(r rank.Ranked) bool { return r.ID == "model/old" }) {
		t.Error("the earlier model's head is still there")
	}
}
