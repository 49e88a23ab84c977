package board

import (
	"context"
	"fmt"
	"math"
	"slices"

	"culler/prompts"
	"culler/scoring/language"
)

// SetPrompts replaces the prompts; only texts that the model was not asked
// before are encoded. A prompt whose words the model does not know is left out,
// with a sentence in its row. On error nothing changes.
func (b *Board) SetPrompts(ctx context.Context, set prompts.Set) error {
	b.edit.Lock()
	defer b.edit.Unlock()
	return b.setPrompts(ctx, set.Clone())
}

// EditPrompt replaces the prompt of that ID, or adds it at the end.
func (b *Board) EditPrompt(ctx context.Context, p prompts.Prompt) error {
	b.edit.Lock()
	defer b.edit.Unlock()
	b.mu.Lock()
	set := b.set.Clone()
	b.mu.Unlock()
	if k := slices.IndexFunc(set.Prompts, func(q prompts.Prompt) bool { return q.ID == p.ID }); k >= 0 {
		set.Prompts[k] = p
	} else {
		set.Prompts = append(set.Prompts, p)
	}
	return b.setPrompts(ctx, set.Clone())
}

// Prompts returns the prompts as they were set. What the photographer chose in
// place of their weights is in Settings.
func (b *Board) Prompts() prompts.Set {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.set.Clone()
}

func (b *Board) setPrompts(ctx context.Context, set prompts.Set) error {
	b.mu.Lock()
	model, why, texts := b.model, b.why, b.texts
	b.mu.Unlock()
	asked, texts, err := ask(ctx, model, why, set, texts)
	if err != nil {
		return fmt.Errorf("ask the model the prompts of %q: %w", set.Title, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	before := map[string]*source{}
	for _, s := range b.asked {
		before[s.row.ID] = s
	}
	b.set, b.texts, b.asked = set, texts, asked
	all := b.vectors.Present()
	for _, s := range b.asked {
		old := before[s.row.ID]
		if old != nil && len(old.row.Values) == b.n && slices.EqualFunc(s.vectors, old.vectors, slices.Equal) {
			same := s.row.Kind == old.row.Kind && s.row.LeftOut == old.row.LeftOut
			s.row.Values = old.row.Values
			s.dirty = old.dirty || !same || s.row.Title != old.row.Title || s.row.Weight != old.row.Weight || s.off != old.off
			continue
		}
		s.row.Values = none(b.n)
		b.read(s, all)
	}
	b.changed()
	return nil
}

// Probability shows the reading d of a pair to people: the two-way softmax 1 /
// (1 + exp(-L d)) of CLIP-IQA (Wang et al. 2023), L being the logit
// scale of the model that the ranking is of. It is 0.5 where there is no model.
func (b *Board) Probability(d float64) float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return 1 / (1 + math.Exp(-b.scale*d))
}

// UnknownWords lists the words of a prompt, by its ID, that the model does not
// know. A prompt may take part all the same if enough of it is known.
func (b *Board) UnknownWords(promptID string) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.asked {
		if s.row.ID == PromptRow(promptID) {
			return slices.Clone(s.unknown)
		}
	}
	return nil
}

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
	cannot, unknown := language.Unknown(model, p)
	if cannot != "" {
		return prompts.Understanding{Cannot: cannot}, nil
	}
	i, ok := model.(language.Interpreter)
	if !ok {
		return prompts.Understanding{}, nil
	}
	texts, err := language.Encode(ctx, model, p.Texts(), known)
	if err != nil {
		return prompts.Understanding{}, fmt.Errorf("ask the model what %q means: %w", p.Texts()[0], err)
	}
	return language.Understand(i, p, unknown, texts, language.Directions(p, texts)), nil
}
