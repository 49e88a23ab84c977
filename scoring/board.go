package scoring

import (
	"slices"
	"strings"
	"sync"

	"culler/prompts"
	"culler/scoring/measure"
	"culler/scoring/rank"
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
	vectors  matrix
	subjects subjects
	measures [][]float64 // by photo; nil: none yet
	problems map[int]error

	model TextModel
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

// NewBoard returns a board for n photos that measures alone rank, until there
// are a model and prompts.
func NewBoard(n int) *Board {
	b := &Board{
		n: n, measures: make([][]float64, n), problems: map[int]error{}, why: noModel,
		texts: map[string][]float32{}, table: rank.NewTable(n),
	}
	b.vectors.grow(n)
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
	b.vectors.grow(n)
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

// Put takes what became known of photos; the updates' slices stay the caller's.
// Photos beyond the end make room for themselves. Nothing known is forgotten
// for an update that lacks it. End an Engine's Run before SetModel, so that no
// embedding of the earlier model comes in here afterwards.
func (b *Board) Put(updates []Update) {
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
		if u.Embedding != nil && b.vectors.put(u.Photo, u.Embedding) {
			b.subjects.forget(u.Photo)
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
	all := b.vectors.present()
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
