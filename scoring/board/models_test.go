package board

import (
	"errors"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"culler/prompts"
	"culler/scoring"
)

func TestOnlyChangedTextsAreEncoded(t *testing.T) {
	b, d := board(t, 3)
	b.Put(results(3, len(english)+1, 5))
	d.asked = nil
	p := questions.Clone().Prompts[0]
	p.Positive[1] = "fair"
	if err := b.EditPrompt(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if len(d.asked) != 0 { // "fair" is a level of the scale
		t.Errorf("%q were encoded again", d.asked)
	}
	p.Positive[1] = "calm lines"
	p.Weight = 2
	if err := b.EditPrompt(t.Context(), p); err != nil || !slices.Equal(d.asked, []string{"calm lines"}) {
		t.Errorf("%q were encoded: %v", d.asked, err)
	}
	if _, r := rowOf(t, b.Ranking(), "prompt/good"); r.Weight != 2 {
		t.Errorf("the weight is %v", r.Weight)
	}
	before := b.Ranking()
	d.err = errors.New("out of memory")
	p.Positive[1] = "good calm"
	if err := b.EditPrompt(t.Context(), p); !errors.Is(err, d.err) {
		t.Errorf("the error is %v", err)
	}
	if b.Ranking() != before || b.Prompts().Prompts[0].Positive[1] != "calm lines" {
		t.Error("a prompt that could not be encoded changed the ranking")
	}
}

func TestPromptsOfUnknownWordsTakeNoPart(t *testing.T) {
	b, _ := board(t, 3)
	b.Put(results(3, len(english)+1, 6))
	for _, c := range []struct {
		p       prompts.Prompt
		part    bool
		unknown string
		says    string
	}{
		{prompts.Prompt{Kind: prompts.Pair, Positive: []string{"a zesty photo"}, Negative: []string{"a drab photo"}}, false, "zesty drab", "words that matter"},
		{prompts.Prompt{Kind: prompts.Pair, Positive: []string{"zesty good lines"}, Negative: []string{"drab good lines"}}, false, "zesty drab", "both sides"},
		{prompts.Prompt{Kind: prompts.Pair, Positive: []string{"good lines"}, Negative: []string{"drab lines"}}, true, "drab", ""},
		{prompts.Prompt{Kind: prompts.Positive, Positive: []string{"a photo of zest"}}, false, "zest", "words that matter"},
		{prompts.Prompt{Kind: prompts.Positive, Positive: []string{"a photo of zest", "calm"}}, true, "zest", ""},
		{prompts.Prompt{Kind: prompts.Negative, Negative: []string{"Drab"}}, false, "drab", "words that matter"},
		{prompts.Prompt{Kind: prompts.Scale, Levels: []string{"bad", "drab", "good"}}, false, "drab", "words that matter"},
		{prompts.Prompt{Kind: prompts.Scale, Levels: []string{"bad lines", "drab lines", "zesty lines"}}, false, "drab zesty", "two levels"},
		{prompts.Prompt{Kind: prompts.Pair, Positive: []string{"good"}}, false, "", "cannot be asked"},
		{prompts.Prompt{Kind: prompts.Positive, Positive: []string{strings.Repeat("x", 10_000)}}, false, "", "cannot be asked"},
	} {
		c.p.ID, c.p.Title, c.p.Weight = "odd", "Odd", 1
		if err := b.EditPrompt(t.Context(), c.p); err != nil {
			t.Fatal(err)
		}
		_, r := rowOf(t, b.Ranking(), "prompt/odd")
		if r.TakesPart != c.part || !strings.Contains(r.LeftOut, c.says) || (c.says == "") != (r.LeftOut == "") {
			t.Errorf("%q: takes part %v: %q", c.p.Texts(), r.TakesPart, r.LeftOut)
		}
		if got := strings.Join(b.UnknownWords("odd"), " "); got != c.unknown {
			t.Errorf("%q: unknown are %q", c.p.Texts(), got)
		}
		if !c.part && !math.IsNaN(r.Values[0]) {
			t.Errorf("%q is left out and has readings", c.p.Texts())
		}
	}
	if err := b.SetPrompts(t.Context(), prompts.Set{Title: "twice", Prompts: []prompts.Prompt{{ID: "a"}, {ID: "a"}}}); err == nil {
		t.Error("two prompts of one id were taken")
	}
}

// named is a dictionary that says which model it is.
type named struct {
	dictionary
	key, textKey string
}

func (n *named) Key() string     { return n.key }
func (n *named) TextKey() string { return n.textKey }

func TestTheSameModelAgainChangesNothing(t *testing.T) {
	b, _ := board(t, 4)
	model := func(key, textKey string) *named {
		return &named{dictionary: dictionary{words: english}, key: key, textKey: textKey}
	}
	if err := b.SetModel(t.Context(), model("a", "b"), ""); err != nil {
		t.Fatal(err)
	}
	b.Put(results(4, len(english)+1, 7))
	before := b.Ranking()
	again := model("a", "b")
	if err := b.SetModel(t.Context(), again, ""); err != nil || b.Stale() || b.Ranking() != before || len(again.asked) > 0 {
		t.Errorf("stale %v, asked %q, %v", b.Stale(), again.asked, err)
	}
	if _, err := b.Search(t.Context(), "quite good"); err != nil || len(again.asked) == 0 {
		t.Error("the earlier one is still asked", err)
	}
	for _, other := range []*named{model("c", "b"), model("a", "c")} {
		if err := b.SetModel(t.Context(), other, ""); err != nil || !b.Stale() {
			t.Errorf("%s and %s: stale %v, %v", other.key, other.textKey, b.Stale(), err)
		}
	}
}

func TestAnotherModelTakesOverWhenItHasReadThePhotos(t *testing.T) {
	b, _ := board(t, 4)
	old := results(4, len(english)+1, 7)
	old[3].Embedding = nil
	b.Put(old)
	before := b.Ranking()

	words := append(slices.Clone(english), "zesty")
	likely := b.Probability(0.1)
	if err := b.SetModel(t.Context(), &dictionary{words: words, scale: 100}, ""); err != nil {
		t.Fatal(err)
	}
	if b.Probability(0.1) != likely {
		t.Error("readings of the earlier model are shown on the scale of the new one")
	}
	if !b.Stale() || !slices.Equal(b.Ranking().Scores(), before.Scores()) {
		t.Fatal("the earlier ranking is gone")
	}
	b.SetWeight("prompt/good", 0)
	if slices.Equal(b.Ranking().Scores(), before.Scores()) {
		t.Error("weights do not act on the earlier ranking")
	}
	b.SetWeight("prompt/good", 1)
	fresh := results(4, len(words)+1, 8)
	b.Put(fresh[:1])
	b.Put([]scoring.Update{{Photo: 1, Err: errors.New("torn")}})
	if _, r := rowOf(t, b.Ranking(), "prompt/good"); !b.Stale() || r.Values[0] != before.Rows()[0].Values[0] {
		t.Error("the ranking mixes two models")
	}
	b.Put(fresh[2:3])
	if b.Stale() || b.Problem(1) == nil {
		t.Error("all photos were read, and the ranking is still stale")
	}
	if b.Probability(0.1) == likely {
		t.Error("readings of the new model are shown on the scale of the earlier one")
	}
	_, r := rowOf(t, b.Ranking(), "prompt/good")
	if r.Values[0] == before.Rows()[0].Values[0] || math.IsNaN(r.Values[0]) || !math.IsNaN(r.Values[1]) || math.IsNaN(r.Values[2]) {
		t.Errorf("the new readings are %v", r.Values)
	}

	b.SetModel(t.Context(), &dictionary{words: english}, "")
	b.Settle()
	if _, r := rowOf(t, b.Ranking(), "prompt/good"); b.Stale() || !math.IsNaN(r.Values[0]) {
		t.Error("the shoot did not settle")
	}
	b.SetModel(t.Context(), nil, "The model is damaged.")
	_, r = rowOf(t, b.Ranking(), "prompt/good")
	if b.Stale() || r.LeftOut != "The model is damaged." || math.IsNaN(b.Ranking().Scores()[0]) {
		t.Errorf("without a model: stale %v, %q, %v", b.Stale(), r.LeftOut, b.Ranking().Scores())
	}
}

func TestManyHandsOnOneBoard(t *testing.T) {
	b, d := board(t, 50)
	updates := results(80, len(english)+1, 12)
	var wait sync.WaitGroup
	for w := range 4 {
		wait.Go(func() {
			for i := w; i < len(updates); i += 4 {
				b.Put(updates[i : i+1])
				k := b.Ranking()
				if len(k.Order()) != len(k.Scores()) {
					t.Error("torn ranking")
				}
			}
		})
	}
	wait.Go(func() {
		for i := range 20 {
			b.SetWeight("prompt/good", float64(i))
			b.SetPrompts(t.Context(), questions)
			b.Search(t.Context(), "calm")
			b.SetModel(t.Context(), d, "")
			b.Alike(i, i+1)
			b.SetSettings(b.Settings())
		}
	})
	wait.Wait()
	b.Put(updates)
	if b.Stale() || b.Len() != 80 {
		t.Errorf("stale %v, %d photos", b.Stale(), b.Len())
	}
}
