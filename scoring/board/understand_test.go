package board

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"culler/prompts"
	"culler/scoring"
	"culler/scoring/language"
	"culler/scoring/vectors"
)

// halves is a model of four numbers: the first two tell how good, the last two
// what is shown: cats and dogs. "cat" alone it hardly knows, in a phrase it does;
// a "yeti" it does not know, and "eyes" it does not see.
type halves struct{}

func (halves) LogitScale() float64 { return 10 }

func (halves) EmbedTexts(_ context.Context, texts []string) ([][]float32, error) {
	var all [][]float32
	for _, t := range texts {
		v := []float32{0, 0, 0, 0}
		for _, w := range prompts.Words(t) {
			switch w {
			case "good":
				v[0] = 2
			case "bad":
				v[1] = 2
			case "cat":
				v[2] = 0.9
			case "dog", "eyes":
				v[3] = 0.9
			case "yeti":
				v[2], v[3] = 0.3, 0.3
			case "sheep":
				v[2], v[3] = -0.5, -0.6
			}
		}
		if v[2] == 0.9 && strings.Contains(t, "photo") {
			v[2] = 1
		}
		n := math.Sqrt(vectors.Dot(v, v))
		for k := range v {
			v[k] /= float32(max(n, 1))
		}
		all = append(all, v)
	}
	return all, nil
}

func (halves) UnknownWords(text string) (unknown []string, total int) {
	words := prompts.Words(text)
	for _, w := range words {
		if w == "eyes" {
			unknown = append(unknown, w)
		}
	}
	return unknown, len(words)
}

func (halves) Meaning(v []float32) language.Meaning {
	m := language.Meaning{Quality: math.Sqrt(vectors.Dot(v[:2], v[:2])), Known: math.NaN()}
	if named := math.Sqrt(vectors.Dot(v[2:], v[2:])); named > 0 {
		m.Known, m.Acquaintance = named, language.Familiar
		if named < 0.95 {
			m.Acquaintance = language.Doubtful
		}
		if named < 0.5 {
			m.Acquaintance = language.Strange
		}
	}
	return m
}

func (halves) Shows(text []float32) func([]float32) bool {
	return func(picture []float32) bool { return vectors.Dot(text[2:], picture[2:]) > 0.5 }
}

func (halves) Subjects(picture []float32) (all []language.Subject) {
	for k, name := range []string{"cat", "dog"} {
		if c := float64(picture[2+k]); c > 0.5 {
			all = append(all, language.Subject{Name: name, Cosine: c})
		}
	}
	return all
}

// menagerie is a board with a photo of a cat, one of a dog and one of neither.
func menagerie(t *testing.T) *Board {
	t.Helper()
	b := New(3)
	if err := b.SetModel(t.Context(), halves{}, ""); err != nil {
		t.Fatal(err)
	}
	b.Put([]scoring.Update{{Photo: 0, Embedding: []float32{.5, 0, .7, 0}}, {Photo: 1, Embedding: []float32{0, .5, 0, .7}}, {Photo: 2, Embedding: []float32{.7, 0, .1, .1}}})
	return b
}

func TestWordsFindWhatPhotosShow(t *testing.T) {
	b := menagerie(t)
	for _, c := range []struct {
		words string
		best  int
		shown int
		note  string
	}{
		{"cat", 0, 1, ""}, // as "a photo of a cat"
		{"a dog", 1, 1, ""},
		{"sheep", 2, 0, "hardly knows"},
		{"good", 2, -1, ""},
		{"good photo of a cat", 0, -1, ""},
		{"dog with eyes", 1, 1, `does not see what "eyes" means`},
	} {
		f, err := b.Search(t.Context(), c.words)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Index(f.Alike, slices.Max(f.Alike)) != c.best || f.Shown != c.shown || !strings.Contains(f.Note, c.note) || (c.note == "") != (f.Note == "") {
			t.Errorf("%q finds %+v", c.words, f)
		}
	}
	for words, want := range map[string]string{"yeti": `does not know what "yeti" is`, "eyes": "none of the words"} {
		if _, err := b.Search(t.Context(), words); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", words, err)
		}
	}
}

func TestAPhotosSubjectsAreNamed(t *testing.T) {
	b := menagerie(t)
	names := func() (all []string) {
		for photo := range 4 {
			for _, s := range b.Subjects(photo) {
				all = append(all, s.Name)
			}
		}
		return all
	}
	b.NameAll(t.Context())
	if got := names(); !slices.Equal(got, []string{"cat", "dog"}) {
		t.Errorf("they show %q", got)
	}
	b.Put([]scoring.Update{{Photo: 1, Embedding: []float32{0, 0, 1, 0}}})
	if got := names(); !slices.Equal(got, []string{"cat", "cat"}) {
		t.Errorf("read anew, they show %q", got)
	}
	if err := b.SetModel(t.Context(), &dictionary{words: english}, ""); err != nil {
		t.Fatal(err)
	}
	if got := names(); got != nil {
		t.Errorf("a model without names says %q", got)
	}
}

func TestAPromptThatTellsWhatIsShownSaysSo(t *testing.T) {
	b := menagerie(t)
	set := prompts.Set{ID: "s", Title: "S", Prompts: []prompts.Prompt{
		{ID: "good", Title: "Good", Kind: prompts.Pair, Weight: 1, Positive: []string{"good"}, Negative: []string{"bad"}},
		{ID: "good-cat", Title: "Good cat", Kind: prompts.Pair, Weight: 1, Positive: []string{"good photo of a cat"}, Negative: []string{"bad photo of a cat"}},
		{ID: "cat", Title: "Cat", Kind: prompts.Positive, Weight: 1, Positive: []string{"a photo of a cat"}},
		{ID: "either", Title: "Either", Kind: prompts.Pair, Weight: 1, Positive: []string{"a photo of a cat"}, Negative: []string{"dog"}},
		{ID: "yeti", Title: "Yeti", Kind: prompts.Positive, Weight: 1, Positive: []string{"yeti"}},
		{ID: "eyes", Title: "Eyes", Kind: prompts.Positive, Weight: 1, Positive: []string{"dog eyes"}},
	}}
	if err := b.SetPrompts(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	want := map[string]struct {
		shows        bool
		cannot, note string
	}{
		"good": {}, "good-cat": {}, "cat": {shows: true, note: "cannot help to choose"}, "either": {shows: true, note: `hardly knows what is meant by "dog"`},
		"yeti": {shows: true, cannot: `what is meant by "yeti"`}, "eyes": {shows: true, cannot: `what "eyes" means`},
	}
	for k, p := range set.Prompts {
		w, row := want[p.ID], b.Ranking().Rows()[k]
		u, err := b.Understand(t.Context(), prompts.Prompt{Kind: p.Kind, Positive: p.Positive, Negative: p.Negative})
		if err != nil || row.Shows != w.shows || u.Shows != w.shows || row.Note != u.Note || row.LeftOut != u.Cannot {
			t.Errorf("%s: the row is %+v, understood %+v, %v", p.ID, row.Row, u, err)
		}
		if !strings.Contains(u.Cannot, w.cannot) || (w.cannot == "") != (u.Cannot == "") || !strings.Contains(u.Note, w.note) || (w.note == "") != (u.Note == "") {
			t.Errorf("%s: %+v", p.ID, u)
		}
		if row.TakesPart != (w.cannot == "") {
			t.Errorf("%s takes part: %v", p.ID, row.TakesPart)
		}
	}
	if u, err := b.Understand(t.Context(), prompts.Prompt{Kind: prompts.Pair, Positive: []string{"a photo of a cat"}}); err != nil || !u.Shows {
		t.Errorf("half of a pair: %+v, %v", u, err)
	}
	if u, err := New(1).Understand(t.Context(), set.Prompts[0]); err != nil || u != (prompts.Understanding{}) {
		t.Errorf("without a model: %+v, %v", u, err)
	}
}
