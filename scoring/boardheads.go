package scoring

import (
	"context"
	"fmt"
	"slices"

	"culler/scoring/rank"
)

// Head is a linear layer over the embeddings of the board's model: its reading
// of a photo is Weights . e + Bias, higher being better. The Values of its Row
// are not looked at; a Row that is LeftOut needs no Weights.
type Head struct {
	Row     rank.Row
	Weights []float32
	Bias    float64
}

// SetHeads gives the board the heads of its model, in place of others. SetModel
// takes them away, because they read one model's embeddings.
func (b *Board) SetHeads(heads []Head) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.heads = nil
	for _, h := range heads {
		b.heads = append(b.heads, b.head(h))
	}
	b.changed()
}

// PutHead adds a head, or replaces the one of its row.
func (b *Board) PutHead(h Head) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.heads = append(slices.DeleteFunc(b.heads, func(s *source) bool { return s.row.ID == h.Row.ID }), b.head(h))
	b.changed()
}

// RemoveHead takes the head of a row away, if it is there.
func (b *Board) RemoveHead(rowID string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.heads = slices.DeleteFunc(b.heads, func(s *source) bool { return s.row.ID == rowID })
	b.changed()
}

// head is the source of a head, with its readings.
func (b *Board) head(h Head) *source {
	s := &source{row: h.Row, head: true, bias: h.Bias, dirty: true}
	if h.Row.LeftOut == "" {
		s.vectors = [][]float32{h.Weights}
	}
	s.row.Values = none(b.n)
	if b.awaiting == nil {
		b.read(s, b.vectors.present())
	}
	return s
}

// ModelKey identifies the model whose embeddings are on the board, as
// ImageModel.Key does; "" where there is none, or it does not say.
func (b *Board) ModelKey() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if m, ok := b.model.(interface{ Key() string }); ok && b.awaiting == nil {
		return m.Key()
	}
	return ""
}

// Words are the embeddings of those texts of which the model knows every word;
// none where there is no model.
func (b *Board) Words(ctx context.Context, texts []string) (map[string][]float32, error) {
	b.mu.Lock()
	model, known := b.model, b.texts
	b.mu.Unlock()
	if model == nil {
		return nil, nil
	}
	texts = slices.DeleteFunc(slices.Clone(texts), func(t string) bool {
		unknown, _ := model.UnknownWords(t)
		return len(unknown) > 0
	})
	all, err := encode(ctx, model, texts, known)
	if err != nil {
		return nil, fmt.Errorf("read words by the model: %w", err)
	}
	found := map[string][]float32{}
	for _, t := range texts {
		found[t] = all[t]
	}
	return found, nil
}
