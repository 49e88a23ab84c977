package backend

import (
	"context"
	"strings"
	"testing"

	"culler/prompts"
)

// What the embedded model says of the prompts that come along, and of others.
func TestTheEmbeddedModelSaysWhatItMakesOfPrompts(t *testing.T) {
	h := house(t, t.TempDir(), Options{})
	s, b := shoot(t, h)
	score(t, h, s, b)
	for _, set := range prompts.Embedded() {
		for _, p := range set.Prompts {
			if u, err := b.Understand(context.Background(), p); err != nil || !u.Told || u.Shows || u.Cannot != "" || u.Note != "" {
				t.Errorf("%s, %s: %+v, %v", set.ID, p.ID, u, err)
			}
		}
	}
	pair := func(good, bad string) prompts.Prompt {
		return prompts.Prompt{Title: good, Kind: prompts.Pair, Positive: []string{good}, Negative: []string{bad}}
	}
	for _, c := range []struct {
		p            prompts.Prompt
		shows        bool
		cannot, note string
	}{
		{pair("a sharp photo of a cat", "a blurry photo of a cat"), false, "", ""},
		{pair("a photo of a cat", "a photo of a bridge"), true, "", "cannot help to choose"},
		{prompts.Prompt{Title: "Horse", Kind: prompts.Positive, Positive: []string{"a photo of a horse"}}, true, "", "cannot help to choose"},
		{pair("open eyes", "closed eyes"), true, `cannot see that: it does not know what "eyes" means`, ""},
		{pair("a smiling face", "a frowning face"), false, `"smiling", "face", "frowning"`, ""},
		{prompts.Prompt{Title: "Taxes", Kind: prompts.Positive, Positive: []string{"freedom", "taxes"}}, true, `what is meant by "freedom", "taxes"`, ""},
	} {
		u, err := b.Understand(context.Background(), c.p)
		if err != nil || u.Shows != c.shows || !strings.Contains(u.Cannot, c.cannot) || (c.cannot == "") != (u.Cannot == "") || !strings.Contains(u.Note, c.note) {
			t.Errorf("%s: %+v, %v", c.p.Title, u, err)
		}
	}
}
