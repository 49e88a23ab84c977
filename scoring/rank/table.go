package rank

import "math"

// Table holds the rows of one shoot and what the photographer set: weights,
// muted and soloed rows, the aggregation. It is not safe for concurrent use;
// the Rankings it makes are.
type Table struct {
	// Slope is what its Rankings say of margins; see Ranking.Slope.
	Slope float64

	n     int // photos
	rows  []row
	agg   Aggregation
	spare []float64
}

// row is a Row with its standings. The slices are replaced, never written to,
// once a Ranking may share them.
type row struct {
	Row
	muted, solo bool
	z           []float64 // standings, 0 where there is no reading; nil: to be computed
	blank       bool      // with z: there is no reading at all
}

// NewTable returns a table without rows for a shoot of n photos.
func NewTable(n int) *Table { return &Table{n: n, agg: Weighted} }

// Len is the number of photos.
func (t *Table) Len() int { return t.n }

// Grow makes room for photos appended to the shoot. They have no readings.
func (t *Table) Grow(n int) {
	if n <= t.n {
		return
	}
	t.n = n
	for i := range t.rows {
		t.rows[i].Values = padded(t.rows[i].Values, n)
		t.rows[i].z = nil
	}
}

// Put adds a row, or replaces the row of that ID and keeps its place and
// whether it is muted or soloed. The table owns r.Values from now on; it is
// cut or padded with NaN to one value for each photo.
func (t *Table) Put(r Row) {
	r.Values = padded(r.Values, t.n)
	if i := t.Index(r.ID); i >= 0 {
		old := &t.rows[i]
		old.Row, old.z = r, nil
		return
	}
	t.rows = append(t.rows, row{Row: r})
}

// Arrange keeps only the rows of these IDs, in this order.
func (t *Table) Arrange(ids []string) {
	kept := make([]row, 0, len(ids))
	for _, id := range ids {
		if i := t.Index(id); i >= 0 {
			kept = append(kept, t.rows[i])
		}
	}
	t.rows = kept
}

// Index finds a row by its ID; -1 where there is none.
func (t *Table) Index(id string) int {
	for i := range t.rows {
		if t.rows[i].ID == id {
			return i
		}
	}
	return -1
}

// SetWeight, SetMuted and SetSolo change one row and tell whether it exists. A
// muted row takes no part. While any row that could take part is soloed, only
// soloed ones do.
func (t *Table) SetWeight(id string, w float64) bool {
	return t.change(id, func(r *row) { r.Weight = w })
}

// SetMuted changes whether a row is muted; see SetWeight.
func (t *Table) SetMuted(id string, muted bool) bool {
	return t.change(id, func(r *row) { r.muted = muted })
}

// SetSolo changes whether a row is soloed; see SetWeight.
func (t *Table) SetSolo(id string, solo bool) bool {
	return t.change(id, func(r *row) { r.solo = solo })
}

func (t *Table) change(id string, f func(*row)) bool {
	i := t.Index(id)
	if i >= 0 {
		f(&t.rows[i])
	}
	return i >= 0
}

// SetAggregation chooses the kinds of rows that take part.
func (t *Table) SetAggregation(a Aggregation) { t.agg = a }

// Rank scores every photo with the table as it stands: one pass over the
// standings of the rows that take part. Only rows whose readings changed since
// the last call have their standings computed anew.
func (t *Table) Rank() *Ranking {
	k := &Ranking{rows: make([]Ranked, len(t.rows)), standings: make([][]float64, len(t.rows)), slope: t.Slope}
	soloed := false
	for i := range t.rows {
		r := &t.rows[i]
		if r.z == nil {
			t.stand(r)
		}
		soloed = soloed || r.solo && t.could(r)
		k.standings[i] = r.z
	}
	var sum float64
	for i := range t.rows {
		r := &t.rows[i]
		k.rows[i] = Ranked{Row: r.Row, Muted: r.muted, Solo: r.solo, TakesPart: t.could(r) && (r.solo || !soloed)}
		if k.rows[i].TakesPart && !r.blank {
			sum += math.Abs(r.Weight)
		}
	}
	for i := range k.rows {
		if k.rows[i].TakesPart && !t.rows[i].blank && sum > 0 {
			k.rows[i].Factor = k.rows[i].Weight / sum
		}
	}
	k.score(t.n)
	return k
}

// could tells whether a row takes part as far as solos are left aside.
func (t *Table) could(r *row) bool { return r.LeftOut == "" && !r.muted && t.agg.Takes(r.Kind) }

func (t *Table) stand(r *row) {
	if cap(t.spare) < t.n {
		t.spare = make([]float64, 0, t.n)
	}
	r.z = make([]float64, t.n)
	standings(r.z, r.Values, leastOf(r.Row), t.spare)
	r.blank = true
	for i, z := range r.z {
		if math.IsNaN(z) {
			r.z[i] = 0
		} else {
			r.blank = false
		}
	}
}

// padded returns v itself if it has n values, else a copy that has.
func padded(v []float64, n int) []float64 {
	if len(v) == n {
		return v
	}
	p := make([]float64, n)
	for i := copy(p, v); i < n; i++ {
		p[i] = missing
	}
	return p
}
