package board

import (
	"maps"
	"slices"

	"culler/scoring/judge"
	"culler/scoring/rank"
)

// Settings are what the photographer chose besides the prompts themselves. Rows
// that are not named are as they begin. Settings may be kept as JSON.
type Settings struct {
	Aggregation rank.Aggregation   `json:"aggregation,omitempty"` // "" for rank.Weighted
	Weights     map[string]float64 `json:"weights,omitempty"`     // by row ID
	Muted       map[string]bool    `json:"muted,omitempty"`       // by row ID; false turns a prompt on that starts off
	Solo        map[string]bool    `json:"solo,omitempty"`        // by row ID
	FaultsOff   []judge.Fault      `json:"faults_off,omitempty"`  // that are passed over
}

func (c Settings) clone() Settings {
	c.FaultsOff = slices.Clone(c.FaultsOff)
	c.Weights, c.Muted, c.Solo = maps.Clone(c.Weights), maps.Clone(c.Muted), maps.Clone(c.Solo)
	return c
}

func (c *Settings) weight(s *source) float64 {
	if w, set := c.Weights[s.row.ID]; set {
		return w
	}
	return s.row.Weight
}

func (c *Settings) muted(s *source) bool {
	if m, set := c.Muted[s.row.ID]; set {
		return m
	}
	return s.off
}

// Settings returns what was chosen so far.
func (b *Board) Settings() Settings {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.chosen.clone()
}

// SetSettings replaces all that was chosen. Settings of rows that are not there
// wait for them.
func (b *Board) SetSettings(c Settings) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.chosen = c.clone()
	b.apply()
}

// Reset forgets all that was chosen: every row is as it begins.
func (b *Board) Reset() { b.SetSettings(Settings{}) }

// apply tells the table all that was chosen.
func (b *Board) apply() {
	b.table.SetAggregation(b.chosen.aggregation())
	for _, s := range b.sources() {
		b.table.SetWeight(s.row.ID, b.chosen.weight(s))
		b.table.SetMuted(s.row.ID, b.chosen.muted(s))
		b.table.SetSolo(s.row.ID, b.chosen.Solo[s.row.ID])
	}
	b.changed()
}

func (c *Settings) aggregation() rank.Aggregation {
	if c.Aggregation == "" {
		return rank.Weighted
	}
	return c.Aggregation
}

// SetWeight gives a row a weight, usually 0 to 2; a negative one reverses it.
func (b *Board) SetWeight(rowID string, w float64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	put(&b.chosen.Weights, rowID, w)
	b.table.SetWeight(rowID, w)
	b.changed()
}

// DefaultWeight is the weight that a row begins with; 0 where there is no row.
func (b *Board) DefaultWeight(rowID string) float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.sources() {
		if s.row.ID == rowID {
			return s.row.Weight
		}
	}
	return 0
}

// SetMuted takes a row out of the score, or back in.
func (b *Board) SetMuted(rowID string, muted bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	put(&b.chosen.Muted, rowID, muted)
	b.table.SetMuted(rowID, muted)
	b.changed()
}

// SetSolo lets a row count alone, together with the other soloed ones.
func (b *Board) SetSolo(rowID string, solo bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if put(&b.chosen.Solo, rowID, solo); !solo {
		delete(b.chosen.Solo, rowID)
	}
	b.table.SetSolo(rowID, solo)
	b.changed()
}

// SetAggregation chooses the kinds of rows that make the score.
func (b *Board) SetAggregation(a rank.Aggregation) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.chosen.Aggregation = a
	b.table.SetAggregation(b.chosen.aggregation())
	b.changed()
}

// SetFault changes whether a fault is looked for. The judge does that; the
// ranking stays as it is.
func (b *Board) SetFault(f judge.Fault, on bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.chosen.FaultsOff = slices.DeleteFunc(b.chosen.FaultsOff, func(o judge.Fault) bool { return o == f })
	if !on {
		b.chosen.FaultsOff = append(b.chosen.FaultsOff, f)
	}
	b.generation++
}

// Aggregation tells which kinds of rows make the score.
func (b *Board) Aggregation() rank.Aggregation {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.chosen.aggregation()
}

func put[K comparable, V any](m *map[K]V, key K, v V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[key] = v
}
