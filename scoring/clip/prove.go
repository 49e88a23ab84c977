package clip

import (
	"context"
	"fmt"

	"culler/scoring/graph"
)

// alike is the cosine from which two embeddings count as the same. Those of any
// two texts or pictures of a working model are further apart.
const alike = 1 - 1e-6

// prove runs the model on two pictures and two texts. What it finds out, the
// size of embeddings and whether pictures may go in batches, the model keeps.
func (m *Model) prove(ctx context.Context) error {
	pictures := [][]float32{m.Input(graph.Proof(true)), m.Input(graph.Proof(false))}
	one, err := m.embedPictures(ctx, pictures[:1])
	if err != nil && m.image.ids >= 0 && m.image.short < m.spec.Text.Context && ctx.Err() == nil {
		// Not every joint graph takes a text that is shorter than the context.
		m.image.short = m.spec.Text.Context
		one, err = m.embedPictures(ctx, pictures[:1])
	}
	if err != nil {
		return fmt.Errorf("a picture could not be embedded: %w", err)
	}
	m.dim = len(one[0])
	if want := m.spec.Embedding; want > 0 && m.dim != want {
		return fmt.Errorf("its embeddings have %d numbers, and its description says %d", m.dim, want)
	}
	two, err := m.embedPictures(ctx, pictures[1:])
	if err != nil {
		return fmt.Errorf("a picture could not be embedded: %w", err)
	}
	if cosine(one[0], two[0]) > alike {
		return fmt.Errorf("it does not tell two different pictures apart")
	}
	if m.image.batch == 0 && m.options.Batch > 1 {
		if _, err := m.embedPictures(ctx, pictures); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			m.options.Batch, m.image.batch = 1, 1 // it says that it takes batches and does not
		}
	}
	return m.proveTexts(ctx)
}

// proveTexts runs the model on two texts, and finds out whether they must be
// filled up to the whole context, which takes longer.
func (m *Model) proveTexts(ctx context.Context) error {
	proof := []string{"a good photo", "a bad photo"}
	texts, err := m.EmbedTexts(ctx, proof)
	if err != nil {
		return fmt.Errorf("a text could not be embedded: %w", err)
	}
	if cosine(texts[0], texts[1]) > alike {
		return fmt.Errorf("it does not tell two different texts apart")
	}
	t := m.text
	if t.short == t.fill {
		return nil
	}
	whole := t.fill
	t.fill = t.short
	short, err := m.EmbedTexts(ctx, proof)
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
