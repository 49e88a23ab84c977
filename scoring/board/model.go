package board

import (
	"context"
	"fmt"

	"culler/scoring/language"
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
func (b *Board) SetModel(ctx context.Context, m language.Model, why string) error {
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
	had := b.vectors.Present()
	switch {
	case m == nil:
		b.awaiting, b.stale = nil, [2][]string{}
		b.vectors.Clear()
	case b.model != nil:
		b.await(had)
		b.vectors.Clear()
	}
	b.model, b.why, b.texts, b.asked, b.heads, b.subjects = m, why, texts, asked, nil, nil
	for _, s := range b.asked {
		s.row.Values = none(b.n)
		b.read(s, b.vectors.Present())
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

// ModelKey identifies the model whose embeddings are on the board, as
// ImageModel.Key does; "" where there is none, or it does not say.
func (b *Board) ModelKey() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if m, ok := b.model.(interface{ Key() string }); ok {
		return m.Key()
	}
	return ""
}

// sameModel tells whether two models are known to say the same.
func sameModel(a, b language.Model) bool {
	type keyed interface {
		Key() string
		TextKey() string
	}
	x, ok1 := a.(keyed)
	y, ok2 := b.(keyed)
	return ok1 && ok2 && x.Key() == y.Key() && x.TextKey() == y.TextKey()
}

// scaleOf is a model's logit scale; 0 without a model.
func scaleOf(m language.Model) float64 {
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
