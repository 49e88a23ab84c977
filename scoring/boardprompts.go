package scoring

import (
	"context"
	"fmt"
	"math"
	"slices"

	"culler/prompts"
	"culler/scoring/measure"
)

const noModel = "Prompts wait for the model; so far photos are ranked by what is measured on them."

// SetModel gives the board the text tower of the model whose embeddings will
// come in, and asks it the prompts; nil with the reason, as a sentence, where
// there is none. Embeddings of an earlier model are forgotten; those that came
// in while there was none are taken for this model's. What an earlier model said
// stays in the ranking, which is Stale, until it is replaced. A model of the same
// Key and TextKey as the earlier one, where both have them, takes its place and
// nothing else changes. On error nothing changes.
func (b *Board) SetModel(ctx context.Context, m TextModel, why string) error {
	b.edit.Lock()
	defer b.edit.Unlock()
	if m == nil && why == "" {
		why = noModel
	}
	b.mu.Lock()
	set := b.set
	same := sameModel(b.model, m)
	if same {
		b.model = m
	}
	b.mu.Unlock()
	if same {
		return nil
	}
	asked, texts, err := ask(ctx, m, why, set, nil)
	if err != nil {
		return fmt.Errorf("ask the model the prompts of %q: %w", set.Title, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	had := b.vectors.present()
	switch {
	case m == nil:
		b.awaiting, b.stale = nil, [2][]string{}
		b.vectors.clear()
	case b.model != nil:
		b.await(had)
		b.vectors.clear()
	}
	b.model, b.why, b.texts, b.asked, b.heads, b.subjects = m, why, texts, asked, nil, nil
	for _, s := range b.asked {
		s.row.Values = none(b.n)
		b.read(s, b.vectors.present())
	}
	for k, info := range measure.Names() {
		s := b.measured[k]
		s.row.Weight, s.dirty = startWeight(m, s.row.ID, info.DefaultWeight), true
	}
	b.table.Slope = 0
	if m, ok := m.(Weigher); ok {
		b.table.Slope = m.MarginSlope()
	}
	if b.awaiting == nil {
		b.scale = scaleOf(m)
	}
	b.changed()
	return nil
}

// HasModel tells whether a model was set.
func (b *Board) HasModel() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.model != nil
}

// sameModel tells whether two models are known to say the same.
func sameModel(a, b TextModel) bool {
	type keyed interface {
		Key() string
		TextKey() string
	}
	x, ok1 := a.(keyed)
	y, ok2 := b.(keyed)
	return ok1 && ok2 && x.Key() == y.Key() && x.TextKey() == y.TextKey()
}

// scaleOf is a model's logit scale; 0 without a model.
func scaleOf(m TextModel) float64 {
	if m == nil {
		return 0
	}
	return m.LogitScale()
}

// await keeps what the table says of prompts until these photos were read anew.
func (b *Board) await(photos []int) {
	if b.awaiting == nil && len(photos) > 0 {
		b.fill()
		b.awaiting = map[int]bool{}
		for k, rows := range [2][]*source{b.asked, b.heads} {
			for _, old := range rows {
				b.stale[k] = append(b.stale[k], old.row.ID)
			}
		}
	}
	for _, p := range photos {
		b.awaiting[p] = true
	}
}

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
	all := b.vectors.present()
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
