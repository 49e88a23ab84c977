package board

import (
	"context"
	"fmt"

	"culler/prompts"
	"culler/scoring/language"
	"culler/scoring/rank"
)

// Weigher is a language.Model that knows which weights its rows are best begun with,
// as cull bench measured them.
type Weigher interface {
	language.Model
	// StartWeight is the weight to begin with of a built-in prompt or a measure,
	// by its row ID; told is false where the model says nothing of it.
	StartWeight(rowID string) (w float64, told bool)
	// Within is what a prompt's readings vary by inside bursts, as a standard
	// deviation, by its row ID; 0 where the model does not say.
	Within(rowID string) float64
	// MarginSlope is k of the probability 1 / (1 + exp(-k margin)) that people
	// prefer the frame whose score is higher by a margin; 0 where the model does
	// not say.
	MarginSlope() float64
}

var rowKinds = map[prompts.Kind]rank.Kind{
	prompts.Pair: rank.Pair, prompts.Positive: rank.Positive, prompts.Negative: rank.Negative, prompts.Scale: rank.Scale,
}

// ask makes sources of prompts, without readings, and returns them with all
// texts that are encoded by now; known is not written to.
func ask(ctx context.Context, m language.Model, why string, set prompts.Set, known map[string][]float32) ([]*source, map[string][]float32, error) {
	asked := make([]*source, len(set.Prompts))
	seen := map[string]bool{}
	var wanted []string
	for k, p := range set.Prompts {
		if seen[p.ID] {
			return nil, nil, fmt.Errorf("the id %q is used by two prompts; give each its own", p.ID)
		}
		seen[p.ID] = true
		s := &source{row: rank.Row{ID: PromptRow(p.ID), Title: p.Title, Kind: rowKinds[p.Kind], Weight: p.Weight}, off: p.Off, dirty: true}
		asked[k] = s
		if prompts.BuiltIn(p) {
			s.row.Weight, s.row.Within = startWeight(m, s.row.ID, p.Weight), usualWithin(m, s.row.ID)
		}
		switch err := p.Check(); {
		case err != nil:
			s.row.LeftOut = "This prompt cannot be asked: " + err.Error() + "."
		case m == nil:
			s.row.LeftOut = why
		default:
			if s.row.LeftOut, s.unknown = language.Unknown(m, p); s.row.LeftOut == "" {
				wanted = append(wanted, p.Texts()...)
			}
		}
	}
	texts, err := language.Encode(ctx, m, wanted, known)
	if err != nil {
		return nil, nil, err
	}
	for k, p := range set.Prompts {
		if s := asked[k]; s.row.LeftOut == "" {
			s.vectors = language.Directions(p, texts)
			if i, ok := m.(language.Interpreter); ok {
				u := language.Understand(i, p, s.unknown, texts, s.vectors)
				s.row.Shows, s.row.Note = u.Shows, u.Note
				if s.row.Note == "" && s.row.Weight == 0 && p.Weight > 0 {
					s.row.Note = uncounted
				}
				if s.row.LeftOut = u.Cannot; u.Cannot != "" {
					s.vectors = nil
				}
			}
		}
	}
	return asked, texts, nil
}

// uncounted marks a prompt that begins with a weight of 0.
const uncounted = "It tells, and does not count: where it counted, this model chose the better frame of a burst less often."

// startWeight is the weight that a row begins with where m reads the photos;
// plain is that of a model that says nothing of it.
func startWeight(m language.Model, rowID string, plain float64) float64 {
	if m, ok := m.(Weigher); ok {
		if w, told := m.StartWeight(rowID); told {
			return w
		}
	}
	return plain
}

func usualWithin(m language.Model, rowID string) float64 {
	if m, ok := m.(Weigher); ok {
		return m.Within(rowID)
	}
	return 0
}
