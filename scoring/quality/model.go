// Package quality runs models that give photos marks: networks that look at
// pictures, and heads that read the embeddings of a CLIP.
package quality

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"strings"

	"culler/scoring/graph"
	"culler/scoring/models"
	"culler/scoring/onnx"
	"culler/scoring/rank"
)

// version changes when the same picture may get another mark than before.
const version = 1

// Model is a network that gives pictures marks. It is a scoring.Extra of one
// number; higher is better: where the model's description says that lower marks
// are, their sign is changed.
type Model struct {
	spec  models.Spec
	score models.Score
	graph *graph.Graph
}

// New describes a model; it is opened when it is first asked. The error is a
// sentence for people.
func New(ctx context.Context, load func() (*onnx.Runtime, error), f models.Folder) (*Model, error) {
	if f.Spec.Kind != models.Quality {
		return nil, fmt.Errorf("%s is not a model of quality", f.Spec.Title)
	}
	m := &Model{spec: f.Spec, score: models.Score{Output: models.Scalar}}
	if f.Spec.Score != nil {
		m.score = *f.Spec.Score
	}
	var err error
	m.graph, err = graph.New(ctx, graph.Options{Runtime: load, Folder: f, Image: *f.Spec.Image, Choose: m.choose, Prove: m.prove})
	if err != nil {
		return nil, fmt.Errorf("the model %q cannot be used: %w", f.Spec.Title, err)
	}
	return m, nil
}

// ID identifies the model.
func (m *Model) ID() string { return m.spec.ID }

// Title names the model for people.
func (m *Model) Title() string { return m.spec.Title }

// Row is the model's row on the board.
func (m *Model) Row() rank.Row { return Row(m.spec) }

// Key identifies the model, how it is given pictures and how it is read.
func (m *Model) Key() string {
	return fmt.Sprintf("quality-%d %s %s %g %t", version, m.graph.Key(), m.score.Output, m.score.First, m.score.Lower)
}

// Open opens the model, if it is not open yet, and proves that it gives marks
// and tells two pictures apart. The error is a sentence for people.
func (m *Model) Open(ctx context.Context) error { return m.graph.Open(ctx) }

// Close frees the model.
func (m *Model) Close() error { return m.graph.Close() }

// Read returns the picture's mark, as the only number.
func (m *Model) Read(ctx context.Context, img *image.RGBA) ([]float64, error) {
	out, err := m.graph.Run(ctx, img)
	if err != nil {
		return nil, err
	}
	mark, err := m.mark(out.Values[0])
	if err != nil {
		return nil, fmt.Errorf("the model %q: %w", m.spec.Title, err)
	}
	return []float64{mark}, nil
}

// choose finds the output that holds the mark: the one that the description
// names, else the only one that can.
func (m *Model) choose(outputs []onnx.Tensor) ([]string, error) {
	file := m.spec.Image.File
	if name := m.spec.Image.Output; name != "" {
		return []string{name}, nil
	}
	var fit []string
	var all []string
	for _, t := range outputs {
		all = append(all, t.String())
		if m.fits(t) {
			fit = append(fit, t.Name)
		}
	}
	what := "one number"
	if m.score.Output == models.Distribution {
		what = "a distribution of marks"
	}
	switch len(fit) {
	case 1:
		return fit, nil
	case 0:
		return nil, fmt.Errorf("%s gives %s, and by the model's description it should give %s", file, strings.Join(all, ", "), what)
	}
	return nil, fmt.Errorf("%s gives %s, and each could be %s: name it as the output in %s", file, strings.Join(all, ", "), what, models.SpecName)
}

// fits tells whether an output may hold what the description says. Lengths that
// the graph leaves open show when it runs.
func (m *Model) fits(t onnx.Tensor) bool {
	if t.Type != onnx.Float32 && t.Type != onnx.Float16 && t.Type != onnx.Float64 {
		return false
	}
	n, isOpen := int64(1), false
	for _, d := range t.Shape {
		if d < 0 {
			isOpen = true
			continue
		}
		n *= d
	}
	if m.score.Output == models.Distribution {
		return n > 1 || isOpen
	}
	return n == 1
}

// mark reads an output.
func (m *Model) mark(v onnx.Value) (float64, error) {
	sign := 1.0
	if m.score.Lower {
		sign = -1
	}
	for _, x := range v.Floats {
		if f := float64(x); math.IsNaN(f) || math.IsInf(f, 0) {
			return 0, errors.New("it gave a mark that is not a finite number")
		}
	}
	if m.score.Output != models.Distribution {
		if len(v.Floats) != 1 {
			return 0, fmt.Errorf("it gave %d numbers, and its description says that its mark is one", len(v.Floats))
		}
		return sign * float64(v.Floats[0]), nil
	}
	if len(v.Floats) < 2 {
		return 0, fmt.Errorf("it gave %d numbers, and its description says that they are a distribution of marks", len(v.Floats))
	}
	// The expected value of the marks First, First+1, ... (NIMA, Talebi and
	// Milanfar 2018).
	var sum, mark float64
	for k, p := range v.Floats {
		if p < -1e-3 {
			return 0, fmt.Errorf("it gave a probability of %g; should its output be scalar, or lack a softmax?", p)
		}
		sum += float64(p)
		mark += float64(p) * (m.score.First + float64(k))
	}
	if math.Abs(sum-1) > 0.02 {
		return 0, fmt.Errorf("it gave probabilities that add up to %.3g; should its output be scalar, or lack a softmax?", sum)
	}
	return sign * mark / sum, nil
}

// prove tries the model on two pictures.
func (m *Model) prove(ctx context.Context, run graph.Runner) error {
	var marks [2]float64
	for k, smooth := range []bool{true, false} {
		out, err := run(ctx, graph.Proof(smooth))
		if err != nil {
			return fmt.Errorf("a picture could not be judged: %w", err)
		}
		if marks[k], err = m.mark(out.Values[0]); err != nil {
			return err
		}
	}
	if marks[0] == marks[1] {
		return fmt.Errorf("it does not tell two different pictures apart: both have the mark %g", marks[0])
	}
	return nil
}
