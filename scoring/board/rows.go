package board

import (
	"math"
	"slices"
	"strings"

	"culler/scoring/rank"
)

// source is a row before the photographer's settings: Weight and Values of row
// are the weight to begin with, and readings that may still be written to.
type source struct {
	row     rank.Row
	off     bool        // it starts muted
	vectors [][]float32 // of a prompt: one direction, or one for each level of a scale; of a head: its weights
	bias    float64     // added to readings by one direction
	head    bool
	unknown []string // words of a prompt that the model does not know
	dirty   bool     // the table has older readings
}

// Row IDs begin with what the row is.
const (
	promptPrefix  = "prompt/"
	measurePrefix = "measure/"
)

// PromptRow is the ID of a prompt's row.
func PromptRow(promptID string) string { return promptPrefix + promptID }

// MeasureRow is the ID of a measure's row.
func MeasureRow(measureID string) string { return measurePrefix + measureID }

// PromptOf is the inverse of PromptRow; ok tells whether rowID is a prompt's.
func PromptOf(rowID string) (promptID string, ok bool) {
	return strings.CutPrefix(rowID, promptPrefix)
}

// MeasureOf is the inverse of MeasureRow; ok tells whether rowID is a measure's.
func MeasureOf(rowID string) (measureID string, ok bool) {
	return strings.CutPrefix(rowID, measurePrefix)
}

// PutRow adds a row that the board does not make itself, such as that of a head
// on the embeddings, or replaces the row of that ID. Its Values are by photo, higher is
// better, and belong to the board from now on; its Weight is the one that Reset
// returns to.
func (b *Board) PutRow(r rank.Row) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.grow(len(r.Values))
	r.Values = append(r.Values, none(b.n-len(r.Values))...)
	at, found := slices.BinarySearchFunc(b.others, r.ID, func(s *source, id string) int { return strings.Compare(s.row.ID, id) })
	if !found {
		b.others = slices.Insert(b.others, at, &source{})
	}
	b.others[at].row, b.others[at].dirty = r, true
	b.changed()
}

// RemoveRow takes a row away that PutRow added.
func (b *Board) RemoveRow(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.others = slices.DeleteFunc(b.others, func(s *source) bool { return s.row.ID == id })
	b.changed()
}

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
		b.read(s, b.vectors.Present())
	}
	return s
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
		b.vectors.Dots(s.vectors[0], photos, s.row.Values)
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
		b.vectors.Dots(v, photos, levels[k])
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

// none is n missing readings.
func none(n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = math.NaN()
	}
	return v
}
