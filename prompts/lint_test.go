package prompts

import (
	"slices"
	"strings"
	"testing"
)

func problems(p Prompt) []Problem {
	var found []Problem
	for _, w := range Lint(p) {
		found = append(found, w.Problem)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func TestLintNamesWhatCannotHelp(t *testing.T) {
	attribute := func(w ...string) Prompt {
		return Prompt{ID: "x", Title: "X", Kind: Positive, Weight: 1, Positive: w}
	}
	pair := func(a, b string) Prompt {
		return Prompt{ID: "x", Title: "X", Kind: Pair, Weight: 1, Positive: []string{a}, Negative: []string{b}}
	}
	for _, c := range []struct {
		prompt Prompt
		want   []Problem
	}{
		{attribute("a beautiful sunset"), []Problem{Content}},
		{attribute("a portrait"), []Problem{Content}},
		{attribute("a photo of a dog"), []Problem{Content}},
		{attribute("A Beautiful BEACH!"), []Problem{Content}},
		{attribute("interesting"), []Problem{Ambiguous}},
		{attribute("an artistic photo"), []Problem{Ambiguous}},
		{attribute("a nice picture"), []Problem{Ambiguous}},
		{attribute("an interesting portrait"), []Problem{Ambiguous, Content}},
		{attribute("sharp focus"), []Problem{Technical}},
		{attribute("bright exposure"), []Problem{Technical}},
		{pair("a sharp photo", "a blurry photo"), []Problem{Technical}},
		{pair("a well exposed image", "an overexposed image"), []Problem{Technical}},
		{pair("a balanced composition", "the balanced composition"), []Problem{Alike}},
		{pair("a photo with good framing", "a photo without good framing"), []Problem{Alike, Negated}},
		{attribute("symmetry", "Symmetry."), []Problem{Alike}},
		{Prompt{ID: "x", Title: "X", Kind: Scale, Levels: []string{"good light", "the good light", "bad light"}}, []Problem{Alike}},
		{attribute(""), []Problem{Broken}},
		{attribute(strings.Repeat("a balanced composition ", 1000)), []Problem{Broken, Long}},
		{attribute(strings.Repeat("a b c d e ", 12)), []Problem{Long}},

		{attribute("leading lines"), nil},
		{attribute("smiling"), nil},
		{pair("open eyes", "closed eyes"), nil},
		{attribute("soft light"), nil},
		{attribute("bright and harmonious colors"), nil},
		{pair("a balanced composition", "an unbalanced composition"), nil},
		{pair("good photo", "bad photo"), nil},
	} {
		if got := problems(c.prompt); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.prompt.Texts(), got, c.want)
		}
	}
}

func TestEveryWarningSaysWhyAndWhatToDo(t *testing.T) {
	p := Prompt{ID: "x", Title: "X", Kind: Pair, Weight: 1,
		Positive: []string{"an interesting dog, not blurry", strings.Repeat("word ", 55)}, Negative: []string{"a dull dog"}}
	warnings := Lint(p)
	if len(warnings) < 4 {
		t.Fatalf("found only %v", warnings)
	}
	for _, w := range warnings {
		if len(w.Reason) < 30 || len(w.Suggestion) < 20 || !strings.HasSuffix(w.Reason, ".") || !strings.HasSuffix(w.Suggestion, ".") {
			t.Errorf("%s: %q %q", w.Problem, w.Reason, w.Suggestion)
		}
	}
}

func TestEmbeddedSetsLintClean(t *testing.T) {
	for _, set := range Embedded() {
		for _, p := range set.Prompts {
			for _, w := range Lint(p) {
				t.Errorf("%s, %s: %s", set.ID, p.ID, w)
			}
		}
	}
}

func TestWhatTheModelMakesOfAPromptIsSaidInPlaceOfLists(t *testing.T) {
	p := Prompt{ID: "p", Title: "P", Kind: Positive, Positive: []string{"a sharp dog"}}
	has := func(found []Warning, problem Problem, words string) bool {
		for _, w := range found {
			if w.Problem == problem && strings.Contains(w.String(), words) {
				return true
			}
		}
		return false
	}
	if !has(LintFor(p, Understanding{}), Content, "asks what the photo shows") {
		t.Error("without a model the lists are not asked")
	}
	if has(LintFor(p, Understanding{Told: true, Quality: 0.8}), Content, "") {
		t.Error("the lists are asked although the model tells")
	}
	if !has(LintFor(p, Understanding{Told: true, Shows: true, Note: "It shows."}), Content, "It shows. To choose frames") {
		t.Error("the model's note is not said")
	}
	if !has(LintFor(p, Understanding{Cannot: "It cannot."}), Unseen, "It cannot.") {
		t.Error("what the model cannot see is not said")
	}
	if found := LintFor(p, Understanding{Cannot: "It cannot."}); len(found) < 2 || found[0].Problem != Unseen {
		t.Errorf("what the model cannot see is not said first of %v", found)
	}
}

func TestPromptsAboutFacesAreKnown(t *testing.T) {
	for wording, want := range map[string]bool{"open eyes": true, "A Smiling bride": true, "an open composition": false, "": false} {
		if (Prompt{Positive: []string{wording}}).AsksForFaces() != want {
			t.Errorf("%q is about faces: %v", wording, !want)
		}
	}
}
