// Package desk is the culling desk without its widgets: the open shoot, what is
// shown of it and in which order, the cursor and the selection, and every
// action a key or a button can ask for. It draws nothing, so all of it can be
// tested without a window.
package desk

import (
	"context"

	"culler/prompts"
	"culler/scoring"
	"culler/scoring/rank"
)

// Board keeps the readings and the weights and answers with rankings. Its
// methods are safe for concurrent use.
type Board interface {
	// Grow makes room for photos appended to the shoot.
	Grow(n int)
	// Put takes over results of the engine.
	Put(updates []scoring.Update)
	// SetPrompts asks other prompts; those whose wordings are known already
	// cost nothing.
	SetPrompts(ctx context.Context, s prompts.Set) error
	// SetWeight, SetMuted and SetSolo change one row and tell whether there is
	// such a row.
	SetWeight(id string, w float64) bool
	SetMuted(id string, muted bool) bool
	SetSolo(id string, solo bool) bool
	// SetAggregation chooses the kinds of rows that take part.
	SetAggregation(a rank.Aggregation)
	// Ranking is the order of the shoot as everything stands now. It never
	// changes once it was returned.
	Ranking() *rank.Ranking
	// Search gives every photo's likeness to some words, NaN where it has none.
	Search(ctx context.Context, words string) ([]float64, error)
}
