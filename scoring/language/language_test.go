package language_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"culler/prompts"
	"culler/scoring/language"
)

// speller embeds a text by its first two letters, and knows no word in x.
type speller struct{ asked []string }

func (s *speller) LogitScale() float64 { return 1 }

func (s *speller) EmbedTexts(_ context.Context, texts []string) (all [][]float32, err error) {
	s.asked = append(s.asked, texts...)
	for _, t := range texts {
		x, y := float64(t[0]), float64(t[1])
		all = append(all, []float32{float32(x / math.Hypot(x, y)), float32(y / math.Hypot(x, y))})
	}
	return all, nil
}

func (s *speller) UnknownWords(text string) (unknown []string, total int) {
	words := prompts.Words(text)
	for _, w := range words {
		if w[0] == 'x' {
			unknown = append(unknown, w)
		}
	}
	return unknown, len(words)
}

func TestOnlyNewTextsAreAsked(t *testing.T) {
	m := &speller{}
	known, err := language.Encode(t.Context(), m, []string{"light", "dark", "light"}, nil)
	if err != nil || len(known) != 2 || !slices.Equal(m.asked, []string{"light", "dark"}) {
		t.Fatalf("%v, %v; asked %q", known, err, m.asked)
	}
	more, err := language.Encode(t.Context(), m, []string{"dark", "calm"}, known)
	if err != nil || len(more) != 3 || len(known) != 2 || !slices.Equal(m.asked, []string{"light", "dark", "calm"}) {
		t.Errorf("%v, %v; asked %q", more, err, m.asked)
	}
}

func TestDirectionsAreWhatAPromptPrefers(t *testing.T) {
	texts, err := language.Encode(t.Context(), &speller{}, []string{"bright", "dark", "poor"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	of := func(p prompts.Prompt) [][]float32 { return language.Directions(p, texts) }
	bright, dark := texts["bright"], texts["dark"]
	pair := of(prompts.Prompt{Kind: prompts.Pair, Positive: []string{"bright"}, Negative: []string{"dark"}})
	against := of(prompts.Prompt{Kind: prompts.Negative, Negative: []string{"dark"}})
	for i := range bright {
		if math.Abs(float64(pair[0][i]-(bright[i]-dark[i]))) > 1e-6 || math.Abs(float64(against[0][i]+dark[i])) > 1e-6 {
			t.Errorf("a pair %v, against %v; of %v and %v", pair, against, bright, dark)
		}
	}
	mean := of(prompts.Prompt{Kind: prompts.Positive, Positive: []string{"bright", "poor"}})[0]
	if length := math.Hypot(float64(mean[0]), float64(mean[1])); math.Abs(length-1) > 1e-6 {
		t.Errorf("several wordings together have the length %g", length)
	}
	if levels := of(prompts.Prompt{Kind: prompts.Scale, Levels: []string{"dark", "bright"}}); len(levels) != 2 || !slices.Equal(levels[1], bright) {
		t.Errorf("a scale: %v", levels)
	}
}

func TestWordsThatTheModelDoesNotKnowLeaveAPromptOut(t *testing.T) {
	m := &speller{}
	for _, c := range []struct {
		name string
		p    prompts.Prompt
		out  bool
	}{
		{"known", prompts.Prompt{Kind: prompts.Positive, Positive: []string{"calm lines"}}, false},
		{"known in part", prompts.Prompt{Kind: prompts.Positive, Positive: []string{"calm xylophones"}}, false},
		{"unknown", prompts.Prompt{Kind: prompts.Positive, Positive: []string{"xylophones"}}, true},
		{"alike without it", prompts.Prompt{Kind: prompts.Pair, Positive: []string{"calm lines"}, Negative: []string{"calm lines xylophones"}}, true},
	} {
		if leftOut, _ := language.Unknown(m, c.p); leftOut != "" != c.out {
			t.Errorf("%s: %q", c.name, leftOut)
		}
	}
}
