package quality

import (
	"context"
	"fmt"
	"slices"

	"culler/scoring/board"
	"culler/scoring/models"
	"culler/scoring/rank"
)

// Head reads marks from the embeddings of certain CLIP models: weights . e +
// bias, e being a unit vector (the LAION aesthetic predictor, 2022).
type Head struct {
	spec    models.Spec
	weights []float32
	bias    float32
}

// OpenHead reads a head. The error is a sentence for people.
func OpenHead(ctx context.Context, f models.Folder) (*Head, error) {
	if f.Spec.Kind != models.Head {
		return nil, fmt.Errorf("%s is not a head for embeddings", f.Spec.Title)
	}
	h := &Head{spec: f.Spec}
	if err := h.open(ctx, f); err != nil {
		return nil, fmt.Errorf("the model %q cannot be used: %w", f.Spec.Title, err)
	}
	return h, nil
}

func (h *Head) open(ctx context.Context, f models.Folder) error {
	if err := f.Verify(ctx); err != nil {
		return err
	}
	file := h.spec.Head.File
	b, err := f.ReadFile(file)
	if err != nil {
		return err
	}
	if h.weights, h.bias, err = parsePTH(b); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if want := h.spec.Embedding; want > 0 && len(h.weights) != want {
		return fmt.Errorf("%s has %d weights, and its description says that embeddings have %d numbers", file, len(h.weights), want)
	}
	if h.spec.Score != nil && h.spec.Score.Lower {
		h.bias = -h.bias
		for i := range h.weights {
			h.weights[i] = -h.weights[i]
		}
	}
	return nil
}

// Reads tells whether the head reads the embeddings of a model, by its ID.
func (h *Head) Reads(model string) bool { return slices.Contains(h.spec.Head.Of, model) }

// Dim is how many numbers an embedding has that the head reads.
func (h *Head) Dim() int { return len(h.weights) }

// Mark is what the head says of a unit embedding of Dim numbers. Higher is
// better: where the model's description says that lower marks are, their sign
// is changed.
func (h *Head) Mark(embedding []float32) float64 {
	sum := float64(h.bias)
	for i, w := range h.weights {
		sum += float64(w) * float64(embedding[i])
	}
	return sum
}

// Layer is the head as a row of the board.
func (h *Head) Layer() board.Head {
	return board.Head{Row: Row(h.spec), Weights: h.weights, Bias: float64(h.bias)}
}

// Row is the row on the board of a model of quality or a head.
func Row(s models.Spec) rank.Row {
	return rank.Row{ID: RowID(s.ID), Title: s.Title, Kind: rank.Model, Weight: 1}
}

// RowID is the ID of a model's row on the board.
func RowID(model string) string { return "model/" + model }
