// Package workspace is the culling desk without its widgets: the open shoot, what is
// shown of it and in which order, the cursor and the selection, and every
// action a key or a button can ask for. It draws nothing, so all of it can be
// tested without a window.
package workspace

import (
	"slices"
	"time"

	"culler/library"
	"culler/library/burst"
	"culler/library/photo"
	"culler/prompts"
	"culler/scoring"
	"culler/scoring/rank"
)

// View is what the stage shows.
type View string

// The views.
const (
	Grid    View = "grid"
	Loupe   View = "loupe"
	Compare View = "compare"
	Survey  View = "survey"
)

// Desk is the state of the culling desk. It belongs to one goroutine, the
// window's. What changes in the shoot or on the board becomes visible with the
// next Refresh.
type Desk struct {
	// Say is called with sentences for the photographer; it may be nil.
	Say func(sentence string)

	shoot *library.Shoot
	board *scoring.Board
	set   prompts.Set

	view    View
	before  View // what Space and Escape return to from the loupe
	stacks  bool
	filter  Filter
	order   Order
	reverse bool
	opened  map[int]bool // closed stacks have none of their frames in here
	advance bool
	against Against

	words    string
	likeness []float64

	cursor   int  // a photo; -1: none
	loose    bool // the cursor is on a closed stack as a whole, and follows its best frame
	fresh    bool // the cursor was not moved yet
	anchor   int  // where an extended selection began
	selected map[int]bool
	contest  contest
	columns  int // of the grid
	rows     int // of the grid on screen

	stale     stale
	photos    []photo.Photo
	decisions []photo.Decision
	bursts    []burst.Burst
	burstOf   []int
	offsets   map[string]time.Duration // of the cameras' clocks
	ranking   *rank.Ranking
	earlier   bool // what ranking says of prompts an earlier model said
	verdicts  []rank.Verdict
	judged    []bool // whether verdicts holds the burst's
	items     []Item
	itemOf    []int // by photo: its item, a closed stack's for all its frames; -1: hidden
	scenes    scenes
	choices   *Choices // nil: not listed yet
	wanted    *place   // what the last session left, until its photo appears
}

// stale tells which of the derived fields are out of date.
type stale struct{ photos, groups, decisions, ranking, items bool }

// New returns the desk of a shoot, as the shoot was left the last time.
func New(shoot *library.Shoot, board *scoring.Board) *Desk {
	d := &Desk{
		shoot: shoot, board: board, view: Grid, before: Grid, stacks: true, order: ByTime, cursor: -1, anchor: -1,
		contest: contest{champion: -1, rival: -1},
		opened:  map[int]bool{}, selected: map[int]bool{}, columns: 1, rows: 1, fresh: true,
		stale: stale{true, true, true, true, true},
	}
	d.restore(shoot.Place())
	d.Refresh()
	return d
}

// Shoot is the shoot on the desk, and Board what ranks it.
func (d *Desk) Shoot() *library.Shoot { return d.shoot }

// Board is what ranks the shoot.
func (d *Desk) Board() *scoring.Board { return d.board }

// Heard takes an event of the shoot; the next Refresh acts on it.
func (d *Desk) Heard(e library.Event) {
	switch e.Kind {
	case library.Read, library.Added:
		d.stale.photos = true
	case library.Grouped:
		d.stale.groups = true
	default:
		d.stale.decisions = true
	}
}

// Refresh brings what is shown up to date with the shoot and the board. It
// costs little where nothing changed.
func (d *Desk) Refresh() {
	if d.stale.photos {
		d.photos = d.shoot.Photos()
		d.board.Grow(len(d.photos))
		d.stale.groups, d.stale.decisions, d.stale.items = true, true, true
	}
	if d.stale.decisions {
		// What was decided here is known here before the shoot tells.
		if now := d.shoot.Decisions(); !slices.Equal(now, d.decisions) {
			d.decisions, d.stale.items = now, true
		}
	}
	if d.stale.groups {
		d.group()
		d.choices = nil
	}
	if r := d.board.Ranking(); r != d.ranking {
		d.ranking, d.stale.ranking = r, true
		d.earlier = d.board.Stale()
	}
	if d.stale.groups || d.stale.ranking {
		d.verdicts, d.judged = make([]rank.Verdict, len(d.bursts)), make([]bool, len(d.bursts))
		d.scenes = scenes{}
		d.stale.items = true
	}
	if d.stale.items {
		d.arrange()
	}
	d.stale = stale{}
}

// group takes a snapshot of the bursts in which every photo is known.
func (d *Desk) group() {
	d.bursts, d.offsets = d.shoot.Bursts(), d.shoot.BurstOptions().Offsets
	d.burstOf = make([]int, len(d.photos))
	for k := range d.burstOf {
		d.burstOf[k] = -1
	}
	for k, b := range d.bursts {
		for _, i := range b.Photos {
			if i < len(d.burstOf) {
				d.burstOf[i] = k
			}
		}
	}
	for k, b := range d.bursts {
		for n, i := range b.Photos {
			if i >= len(d.photos) { // photos were added after the snapshot; they come with the next one
				d.bursts[k].Photos = b.Photos[:n:n]
				break
			}
		}
	}
	for i, k := range d.burstOf {
		if k < 0 {
			d.burstOf[i] = len(d.bursts)
			d.bursts = append(d.bursts, burst.Burst{Photos: []int{i}})
		}
	}
}

// Len is the number of photos, those included that are gone.
func (d *Desk) Len() int { return len(d.photos) }

// Bursts counts the groups of two frames and more.
func (d *Desk) Bursts() int {
	n := 0
	for _, b := range d.bursts {
		if len(b.Photos) > 1 {
			n++
		}
	}
	return n
}

// Here is the number of photos whose files are still where they were.
func (d *Desk) Here() int {
	n := 0
	for i := range d.photos {
		if !d.photos[i].Gone {
			n++
		}
	}
	return n
}

// Shown is the number of photos that the filter lets pass, those within closed
// stacks included.
func (d *Desk) Shown() int {
	n := 0
	for _, k := range d.itemOf {
		if k >= 0 {
			n++
		}
	}
	return n
}

// Photo returns a photo of the shoot; nil where there is no such photo. It
// must not be written to.
func (d *Desk) Photo(i int) *photo.Photo {
	if i < 0 || i >= len(d.photos) {
		return nil
	}
	return &d.photos[i]
}

// Decision is what was decided about a photo.
func (d *Desk) Decision(i int) photo.Decision {
	if i < 0 || i >= len(d.decisions) {
		return photo.Decision{}
	}
	return d.decisions[i]
}

// Ranking is the ranking that is shown.
func (d *Desk) Ranking() *rank.Ranking { return d.ranking }

// View is what the stage shows.
func (d *Desk) View() View { return d.view }

// Stacks tells whether bursts are shown as stacks rather than as single photos.
func (d *Desk) Stacks() bool { return d.stacks }

// Advances tells whether the next photo follows after each mark.
func (d *Desk) Advances() bool { return d.advance }

// SetAdvance changes whether the next photo follows after each mark.
func (d *Desk) SetAdvance(on bool) { d.advance = on }

// SetGeometry tells the desk how many columns the grid has and how many of its
// rows are on screen.
func (d *Desk) SetGeometry(columns, rows int) { d.columns, d.rows = max(columns, 1), max(rows, 1) }

// SetView changes what the stage shows. Compare and Survey need two photos.
func (d *Desk) SetView(v View) {
	if v == d.view || d.cursor < 0 {
		return
	}
	if v == Compare || v == Survey {
		if len(d.candidates()) < 2 {
			d.say("There is only one frame here: select two photos, or go to a burst.")
			return
		}
	}
	if v != Grid && d.view == Grid || v == Loupe {
		d.before = d.view
	}
	d.view, d.fresh = v, false
	if v == Compare || v == Survey {
		d.enter()
		if field := d.contest.field; !slices.Contains(field, d.cursor) {
			d.goIn(field[0])
		}
	}
	d.keepPlace()
}

func (d *Desk) say(sentence string) {
	if d.Say != nil && sentence != "" {
		d.Say(sentence)
	}
}
