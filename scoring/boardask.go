package scoring

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"culler/prompts"
	"culler/scoring/rank"
)

// mostTexts is the number of encoded texts above which those that no prompt
// uses any more are forgotten.
const mostTexts = 5000

// textBatch is the number of texts in one call of the model.
const textBatch = 64

var rowKinds = map[prompts.Kind]rank.Kind{
	prompts.Pair: rank.Pair, prompts.Positive: rank.Positive, prompts.Negative: rank.Negative, prompts.Scale: rank.Scale,
}

// ask makes sources of prompts, without readings, and returns them with all
// texts that are encoded by now; known is not written to.
func ask(ctx context.Context, m TextModel, why string, set prompts.Set, known map[string][]float32) ([]*source, map[string][]float32, error) {
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
			if s.row.LeftOut, s.unknown = understood(m, p); s.row.LeftOut == "" {
				wanted = append(wanted, p.Texts()...)
			}
		}
	}
	texts, err := encode(ctx, m, wanted, known)
	if err != nil {
		return nil, nil, err
	}
	for k, p := range set.Prompts {
		if s := asked[k]; s.row.LeftOut == "" {
			s.vectors = directions(p, texts)
			if i, ok := m.(Interpreter); ok {
				u := understand(i, p, s.unknown, texts, s.vectors)
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
func startWeight(m TextModel, rowID string, plain float64) float64 {
	if m, ok := m.(Weigher); ok {
		if w, told := m.StartWeight(rowID); told {
			return w
		}
	}
	return plain
}

func usualWithin(m TextModel, rowID string) float64 {
	if m, ok := m.(Weigher); ok {
		return m.Within(rowID)
	}
	return 0
}

// encode returns known with the wanted texts.
func encode(ctx context.Context, m TextModel, wanted []string, known map[string][]float32) (map[string][]float32, error) {
	texts := map[string][]float32{}
	if len(known) < mostTexts {
		maps.Copy(texts, known)
	}
	var missing []string
	for _, t := range wanted {
		if _, there := texts[t]; there {
			continue
		}
		if texts[t] = known[t]; texts[t] == nil {
			missing = append(missing, t)
		}
	}
	for batch := range slices.Chunk(missing, textBatch) {
		found, err := m.EmbedTexts(ctx, batch)
		if err != nil {
			return nil, err
		}
		if len(found) != len(batch) {
			return nil, fmt.Errorf("the model returned %d embeddings of %d texts", len(found), len(batch))
		}
		for k, t := range batch {
			texts[t] = found[k]
		}
	}
	return texts, nil
}

// directions are what embeddings are multiplied with: for a pair the
// difference of its sides, for an attribute itself, turned round if it speaks
// against a photo, and for a scale each of its levels.
func directions(p prompts.Prompt, texts map[string][]float32) [][]float32 {
	switch p.Kind {
	case prompts.Pair:
		d := side(p.Positive, texts)
		for i, v := range side(p.Negative, texts) {
			d[i] -= v
		}
		return [][]float32{d}
	case prompts.Positive:
		return [][]float32{side(p.Positive, texts)}
	case prompts.Negative:
		d := side(p.Negative, texts)
		for i := range d {
			d[i] = -d[i]
		}
		return [][]float32{d}
	}
	levels := make([][]float32, len(p.Levels))
	for k, l := range p.Levels {
		levels[k] = texts[l]
	}
	return levels
}

// side is the mean of the wordings' unit vectors, normalised again.
func side(wordings []string, texts map[string][]float32) []float32 {
	sum := make([]float64, len(texts[wordings[0]]))
	for _, w := range wordings {
		for i, v := range texts[w][:len(sum)] {
			sum[i] += float64(v)
		}
	}
	squares := 0.0
	for _, v := range sum {
		squares += v * v
	}
	mean := make([]float32, len(sum))
	if squares > 0 {
		for i, v := range sum {
			mean[i] = float32(v / math.Sqrt(squares))
		}
	}
	return mean
}

// read computes a prompt's readings of photos that have an embedding: e.t of
// its direction, and for a scale the expected level sum(k p_k), k from 1, where
// p = softmax(L e.t_k) (the read-out of LIQE, Zhang et al. 2023).
func (b *Board) read(s *source, photos []int) {
	if len(s.vectors) == 0 || len(photos) == 0 {
		return
	}
	s.dirty = true
	if s.row.Kind != rank.Scale {
		b.vectors.dots(s.vectors[0], photos, s.row.Values)
		if s.bias != 0 {
			for _, p := range photos {
				s.row.Values[p] += s.bias
			}
		}
		return
	}
	levels := make([][]float64, len(s.vectors))
	for k, v := range s.vectors {
		levels[k] = none(b.n)
		b.vectors.dots(v, photos, levels[k])
	}
	scale := b.model.LogitScale()
	for _, p := range photos {
		top := math.Inf(-1)
		for _, l := range levels {
			top = max(top, l[p])
		}
		var sum, weighed float64
		for k, l := range levels {
			e := math.Exp(scale * (l[p] - top))
			sum += e
			weighed += e * float64(k+1)
		}
		s.row.Values[p] = weighed / sum
	}
}

// understood tells, as a sentence, why a prompt must be left out because the
// model does not know its words, "" if it need not, and lists those words. The
// model ignores such words: without them a prompt may say nothing, or the same
// on both sides, and its readings would be noise that looks like a ranking.
func understood(m TextModel, p prompts.Prompt) (leftOut string, unknown []string) {
	strange := map[string]bool{}
	for _, t := range p.Texts() {
		words, _ := m.UnknownWords(t)
		for _, w := range words {
			if w = strings.ToLower(w); !strange[w] {
				strange[w] = true
				unknown = append(unknown, w)
			}
		}
	}
	if len(unknown) == 0 {
		return "", nil
	}
	says := func(wordings ...string) map[string]bool {
		words := map[string]bool{}
		for _, t := range wordings {
			for _, w := range prompts.ContentWords(t) {
				if !strange[w] {
					words[w] = true
				}
			}
		}
		return words
	}
	quoted := "\"" + strings.Join(unknown, "\", \"") + "\""
	nothing := "This model cannot see that: it does not know the words that matter here (" + quoted + "), so this prompt takes no part. Use other words, or another model."
	alike := "Without the words that the model does not know (" + quoted + ") both sides of this prompt say the same, so it takes no part. Use other words, or another model."
	switch p.Kind {
	case prompts.Pair:
		f, a := says(p.Positive...), says(p.Negative...)
		if len(f) == 0 && len(a) == 0 {
			return nothing, unknown
		}
		if maps.Equal(f, a) {
			return alike, unknown
		}
	case prompts.Scale:
		for k := range p.Levels {
			if len(says(p.Levels[k])) == 0 {
				return nothing, unknown
			}
			if k > 0 && maps.Equal(says(p.Levels[k]), says(p.Levels[k-1])) {
				return strings.Replace(alike, "both sides", "two levels", 1), unknown
			}
		}
	default:
		if len(says(p.Texts()...)) == 0 {
			return nothing, unknown
		}
	}
	return "", unknown
}
