// Package board joins what is known of the photos of a shoot with what the
// photographer asks and wants, and answers with rankings.
package board

import (
	"slices"
	"sync"

	"culler/prompts"
	"culler/scoring/language"
	"culler/scoring/measure"
	"culler/scoring/rank"
	"culler/scoring/vectors"
)

// Board owns what is known of a shoot's photos, embeddings and measures, and
// what the photographer asks and wants, prompts and weights; it answers with
// Rankings. It is safe for concurrent use.
//
// Photos are indices in the shoot. However the results arrive, in whatever
// order and portions, the ranking of all of them is the same to the last bit.
type Board struct {
	edit sync.Mutex // one change of model or prompts at a time; taken before mu

	mu       sync.Mutex
	n        int // photos
	vectors  vectors.Matrix
	subjects map[int][]language.Subject // what photos show, by photo; nil: not asked yet
	measures [][]float64                // by photo; nil: none yet
	problems map[int]error

	model language.Model
	why   string // why there is no model
	set   prompts.Set
	texts map[string][]float32 // what model makes of texts

	asked    []*source     // prompts, in the order of set
	heads    []*source     // of model
	measured []*source     // in the order of measure.Names
	extras   [][]*source   // in the order of Engine.Extras; nil for a number that makes no row
	told     [][][]float64 // what the Extras say: by Extra, by photo; nil: nothing yet
	others   []*source     // by ID
	chosen   Settings

	// awaiting holds the photos whose embedding by an earlier model is still
	// to be replaced; nil where there are none. While it is not nil, the table
	// keeps the rows of then, which stale lists: those of prompts, those of heads.
	awaiting map[int]bool
	stale    [2][]string
	scale    float64 // logit scale of the model that made the rows of prompts; 0: none

	table      *rank.Table
	ranking    *rank.Ranking // of table; nil: to be made
	generation uint64
}

// New returns a board for n photos that measures alone rank, until there
// are a model and prompts.
func New(n int) *Board {
	b := &Board{
		n: n, measures: make([][]float64, n), problems: map[int]error{}, why: noModel,
		texts: map[string][]float32{}, table: rank.NewTable(n),
	}
	b.vectors.Grow(n)
	for _, m := range measure.Names() {
		b.measured = append(b.measured, &source{
			row:   rank.Row{ID: MeasureRow(m.ID), Title: m.Title, Kind: rank.Measure, Weight: m.DefaultWeight, Within: m.Within, Values: none(n)},
			dirty: true,
		})
	}
	return b
}

// Len is the number of photos.
func (b *Board) Len() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.n
}

// Grow makes room for photos appended to the shoot, up to n in all.
func (b *Board) Grow(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.grow(n)
}

func (b *Board) grow(n int) {
	if n <= b.n {
		return
	}
	b.n = n
	b.vectors.Grow(n)
	b.measures = append(b.measures, make([][]float64, n-len(b.measures))...)
	for _, s := range b.sources() {
		s.row.Values = append(s.row.Values, none(n-len(s.row.Values))...)
	}
	for k := range b.told {
		b.told[k] = append(b.told[k], make([][]float64, n-len(b.told[k]))...)
	}
	b.table.Grow(n)
	b.changed()
}

// Ranking is the ranking as of now. It is made anew only where something
// changed; while nothing does, the same one is returned.
func (b *Board) Ranking() *rank.Ranking {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ranking == nil {
		b.fill()
		b.ranking = b.table.Rank()
	}
	return b.ranking
}

// Generation counts changes: while it stays, so does the ranking.
func (b *Board) Generation() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.generation
}

// Stale tells that the ranking still shows what an earlier model said, because
// the present one has not read all those photos yet. Weights act on it.
func (b *Board) Stale() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.awaiting != nil
}

// Settle ends a stale state although not all photos were read anew: call it
// when the Engine's Run with the new model has ended.
func (b *Board) Settle() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.awaiting != nil {
		b.settle()
		b.changed()
	}
}

func (b *Board) settle() {
	b.awaiting, b.stale = nil, [2][]string{}
	b.scale = scaleOf(b.model)
	all := b.vectors.Present()
	for _, s := range b.readers() {
		b.read(s, all)
		s.dirty = true
	}
}

// changed marks the ranking as outdated.
func (b *Board) changed() {
	b.ranking = nil
	b.generation++
}

// readers lists the rows that read embeddings.
func (b *Board) readers() []*source { return slices.Concat(b.asked, b.heads) }

// sources lists all rows in the order of the table.
func (b *Board) sources() []*source {
	all := slices.Concat(b.asked, b.measured)
	for _, s := range slices.Concat(b.extras...) {
		if s != nil {
			all = append(all, s)
		}
	}
	return slices.Concat(all, b.heads, b.others)
}

// fill brings the table up to date with the sources.
func (b *Board) fill() {
	order := slices.Clone(b.stale[0])
	for _, s := range b.sources() {
		if b.awaiting != nil && (s.head || s.row.Kind.IsPrompt()) {
			continue
		}
		order = append(order, s.row.ID)
		if s.dirty || b.table.Index(s.row.ID) < 0 {
			r := s.row
			r.Values, r.Weight = slices.Clone(r.Values), b.chosen.weight(s)
			b.table.Put(r)
			b.table.SetMuted(r.ID, b.chosen.muted(s))
			b.table.SetSolo(r.ID, b.chosen.Solo[r.ID])
			s.dirty = false
		}
	}
	b.table.Arrange(append(order, b.stale[1]...))
}
