package board

import (
	"slices"

	"culler/scoring"
	"culler/scoring/measure"
	"culler/scoring/rank"
	"culler/scoring/vectors"
)

// Put takes what became known of photos; the updates' slices stay the caller's.
// Photos beyond the end make room for themselves. Nothing known is forgotten
// for an update that lacks it. End an Engine's Run before SetModel, so that no
// embedding of the earlier model comes in here afterwards.
func (b *Board) Put(updates []scoring.Update) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var embedded []int
	for _, u := range updates {
		if u.Photo < 0 {
			continue
		}
		b.grow(u.Photo + 1)
		if u.Err != nil {
			b.problems[u.Photo] = u.Err
			delete(b.awaiting, u.Photo)
		} else {
			delete(b.problems, u.Photo)
		}
		if u.Measures != nil {
			b.measure(u.Photo, u.Measures)
		}
		b.extra(u.Photo, u.Extras)
		if u.Embedding != nil && b.vectors.Put(u.Photo, u.Embedding) {
			delete(b.subjects, u.Photo)
			embedded = append(embedded, u.Photo)
			delete(b.awaiting, u.Photo)
		}
	}
	switch {
	case b.awaiting == nil:
		for _, s := range b.readers() {
			b.read(s, embedded)
		}
	case len(b.awaiting) == 0:
		b.settle()
	}
	b.changed()
}

// measure takes one photo's measures.
func (b *Board) measure(photo int, values []float64) {
	b.measures[photo] = slices.Clone(values)
	for k, m := range measure.Names() {
		if k < len(values) {
			v := values[k]
			if !m.HigherIsBetter {
				v = -v
			}
			b.measured[k].row.Values[photo] = v
			b.measured[k].dirty = true
		}
	}
}

// SetExtras names the rows that the Engine's Extras fill: for each Extra, in
// their order, a row for each of its numbers. A row without ID stands for a
// number that takes no part in the ranking. Of a row, higher values must be
// better; its Values are not looked at. Readings of rows that stay are kept.
func (b *Board) SetExtras(rows [][]rank.Row) {
	b.mu.Lock()
	defer b.mu.Unlock()
	before := map[string][]float64{}
	for _, s := range slices.Concat(b.extras...) {
		if s != nil {
			before[s.row.ID] = s.row.Values
		}
	}
	told := map[string][][]float64{}
	for k, sources := range b.extras {
		for _, s := range sources {
			if s != nil {
				told[s.row.ID] = b.told[k]
			}
		}
	}
	b.extras, b.told = make([][]*source, len(rows)), make([][][]float64, len(rows))
	for k := range rows {
		if b.told[k] = make([][]float64, b.n); len(rows[k]) > 0 {
			copy(b.told[k], told[rows[k][0].ID])
		}
		b.extras[k] = make([]*source, len(rows[k]))
		for i, r := range rows[k] {
			if r.ID == "" {
				continue
			}
			if r.Values = before[r.ID]; r.Values == nil {
				r.Values = none(b.n)
			}
			b.extras[k][i] = &source{row: r, dirty: true}
		}
	}
	b.changed()
}

// extra takes what the Extras say of one photo.
func (b *Board) extra(photo int, extras [][]float64) {
	for k := range min(len(extras), len(b.extras)) {
		if extras[k] != nil {
			b.told[k][photo] = slices.Clone(extras[k])
		}
		for i := range min(len(extras[k]), len(b.extras[k])) {
			if s := b.extras[k][i]; s != nil {
				s.row.Values[photo], s.dirty = extras[k][i], true
			}
		}
	}
}

// Told returns all numbers that the Extra says of a photo which fills a row, those
// without a row too; nil where it said nothing yet. They must not be written to.
func (b *Board) Told(rowID string, photo int) []float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	for k, sources := range b.extras {
		for _, s := range sources {
			if s != nil && s.row.ID == rowID && photo >= 0 && photo < b.n {
				return b.told[k][photo]
			}
		}
	}
	return nil
}

// Measures returns what was measured on a photo, in the order of measure.Names;
// nil where nothing was. It must not be written to.
func (b *Board) Measures(photo int) []float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	if photo < 0 || photo >= b.n {
		return nil
	}
	return b.measures[photo]
}

// Problem tells why a photo could not be read; nil if it could or was not tried.
func (b *Board) Problem(photo int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.problems[photo]
}

// Alike is the cosine between the embeddings of two photos; ok is false where
// one of them has none. It fits burst.Options.Alike.
func (b *Board) Alike(x, y int) (cosine float64, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.vectors.Has(x) || !b.vectors.Has(y) {
		return 0, false
	}
	return vectors.Dot(b.vectors.Row(x), b.vectors.Row(y)), true
}

// Vector is a photo's embedding, of length one; nil where it has none. It fits
// burst.Options.Vector.
func (b *Board) Vector(photo int) []float32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.vectors.Has(photo) {
		return nil
	}
	return slices.Clone(b.vectors.Row(photo))
}
