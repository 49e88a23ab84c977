package scoring

import (
	"context"
	"fmt"
	"math"

	"culler/prompts"
)

// few is the share of quality up to which a prompt only tells what photos show.
const few = 0.2

// Understand tells what the model in use makes of a prompt. What it does not
// tell is left empty, and all of it where there is no model or the prompt cannot
// be asked. The prompt may be without ID and title, and a pair without one of its
// sides.
func (b *Board) Understand(ctx context.Context, p prompts.Prompt) (prompts.Understanding, error) {
	b.mu.Lock()
	model, known := b.model, b.texts
	b.mu.Unlock()
	p.ID, p.Title = "prompt", "Prompt"
	if p.Kind == prompts.Pair && len(p.Negative) == 0 {
		p.Kind = prompts.Positive
	} else if p.Kind == prompts.Pair && len(p.Positive) == 0 {
		p.Kind = prompts.Negative
	}
	if model == nil || p.Check() != nil {
		return prompts.Understanding{}, nil
	}
	cannot, unknown := understood(model, p)
	if cannot != "" {
		return prompts.Understanding{Cannot: cannot}, nil
	}
	i, ok := model.(Interpreter)
	if !ok {
		return prompts.Understanding{}, nil
	}
	texts, err := encode(ctx, model, p.Texts(), known)
	if err != nil {
		return prompts.Understanding{}, fmt.Errorf("ask the model what %q means: %w", p.Texts()[0], err)
	}
	return understand(i, p, unknown, texts, directions(p, texts)), nil
}

// understand tells what a prompt means to a model, by the words that it does not
// know, the texts and what they are multiplied with.
func understand(m Interpreter, p prompts.Prompt, unknown []string, texts map[string][]float32, directions [][]float32) prompts.Understanding {
	u := prompts.Understanding{Quality: m.Meaning(heart(directions)).Quality}
	if math.IsNaN(u.Quality) {
		return prompts.Understanding{}
	}
	u.Told, u.Shows = true, u.Quality < few
	var strange, doubtful []string
	for _, t := range p.Texts() {
		switch means := m.Meaning(texts[t]); {
		case means.Quality >= few:
		case means.Acquaintance == Strange:
			strange = append(strange, t)
		case means.Acquaintance == Doubtful:
			doubtful = append(doubtful, t)
		}
	}
	switch {
	case u.Shows && len(unknown) > 0:
		u.Cannot = fmt.Sprintf("This model cannot see that: it does not know what %s means, so this prompt takes no part. Use other words, or another model.", quoted(unknown...))
	case len(strange) == len(p.Texts()):
		u.Cannot = fmt.Sprintf("This model cannot see that: it does not know what is meant by %s, so this prompt takes no part. Use other words, or another model.", quoted(strange[:min(len(strange), 2)]...))
	case u.Shows && len(strange)+len(doubtful) > 0:
		u.Note = fmt.Sprintf("It tells what a photo shows, not how good it is, and this model hardly knows what is meant by %s.", quoted(append(strange, doubtful...)[0]))
	case u.Shows:
		u.Note = "It tells what a photo shows, not how good it is: it can sort photos, and cannot help to choose among the frames of a burst."
	case u.Quality < half:
		u.Note = "Most of it tells what a photo shows, and little of it how good that is."
	}
	return u
}

// heart is the direction that a prompt is about, of length one: for a scale from
// its worst level to its best.
func heart(directions [][]float32) []float32 {
	v := append([]float32(nil), directions[len(directions)-1]...)
	if len(directions) > 1 {
		for i, x := range directions[0] {
			v[i] -= x
		}
	}
	if length := math.Sqrt(dot(v, v)); length > 0 {
		for i := range v {
			v[i] /= float32(length)
		}
	}
	return v
}
