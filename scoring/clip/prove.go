package clip

import (
	"context"
	"errors"
	"fmt"

	"culler/scoring/graph"
)

// alike is the cosine from which two embeddings count as the same. Those of any
// two texts or pictures of a working model are further apart.
const alike = 1 - 1e-6

// prove runs a graph on two pictures or two texts, or both. What it finds out,
// the size of embeddings, whether pictures may go in batches and how far texts
// must be filled up, the model and the tower keep.
func (m *Model) prove(ctx context.Context, p *part, t *tower) error {
	if p.image {
		if err := m.provePictures(ctx, t); err != nil {
			return err
		}
	}
	if p.text {
		return m.proveTexts(ctx, t)
	}
	return nil
}

func (m *Model) provePictures(ctx context.Context, t *tower) error {
	pictures := [][]float32{m.Input(graph.Proof(true)), m.Input(graph.Proof(false))}
	one, err := m.embedPictures(ctx, t, pictures[:1])
	if err != nil && t.ids >= 0 && t.short < m.spec.Text.Context && ctx.Err() == nil {
		// Not every joint graph takes a text that is shorter than the context.
		t.short = m.spec.Text.Context
		one, err = m.embedPictures(ctx, t, pictures[:1])
	}
	if err != nil {
		return fmt.Errorf("a picture could not be embedded: %w", err)
	}
	two, err := m.embedPictures(ctx, t, pictures[1:])
	if err != nil {
		return fmt.Errorf("a picture could not be embedded: %w", err)
	}
	if cosine(one[0], two[0]) > alike {
		return errors.New("it does not tell two different pictures apart")
	}
	if t.batch == 0 && m.options.Batch > 1 {
		if _, err := m.embedPictures(ctx, t, pictures); err != nil {
			t.batch = 1 // it says that it takes batches and does not
		}
	}
	return ctx.Err()
}

func (m *Model) proveTexts(ctx context.Context, t *tower) error {
	proof := []string{"a good photo", "a bad photo"}
	texts, err := m.embedTexts(ctx, t, proof)
	if err != nil {
		return fmt.Errorf("a text could not be embedded: %w", err)
	}
	if cosine(texts[0], texts[1]) > alike {
		return errors.New("it does not tell two different texts apart")
	}
	if t.short == t.fill {
		return nil
	}
	// To fill texts up takes longer, and often changes nothing.
	whole := t.fill
	t.fill = t.short
	short, err := m.embedTexts(ctx, t, proof)
	if err != nil || cosine(short[0], texts[0]) < alike || cosine(short[1], texts[1]) < alike {
		t.fill = whole
	}
	return ctx.Err()
}

func cosine(a, b []float32) float64 {
	var sum float64
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}
