// Package workspace is the workspace without its widgets: the open shoot, what is
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
	"culler/scoring/judge"
	"culler/scoring/rank"
	"culler/ui/keys"
)

// View is what the stage shows.
type View string

// The views.
const (
	Grid    View = "grid"
	Loupe   View = "loupe"
	Compare View = "compare"
	Survey  View = "survey"
	Faces   View = "faces"
)

// Workspace is the state of the workspace. It belongs to one goroutine, the
// window's. What changes in the shoot or on the board becomes visible with the
// next Refresh.
type Workspace struct {
	// Say is called with sentences for the photographer; it may be nil.
	Say func(sentence string)
	// Ask is called with the prompts that Undo or Redo bring back, which may take
	// the model a moment; where it is nil, they are asked at once.
	Ask func(prompts.Set)
	// Keys are those that sentences name.
	Keys *keys.Map

	shoot *library.Shoot
	board *scoring.Board

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
	person   int // whose face is looked at, in the burst of the cursor
	gathered gathered
	columns  int // of the grid
	rows     int // of the grid on screen

	stale     stale
	photos    []photo.Photo
	decisions []photo.Decision
	broken    broken
	turned    []int // that are turned otherwise since Turned was asked
	bursts    []burst.Burst
	burstOf   []int
	offsets   map[string]time.Duration // of the cameras' clocks
	ranking   *rank.Ranking
	earlier   bool          // what ranking says of prompts an earlier model said
	judge     *judge.Judge  // of bursts by ranking
	faultsOff []judge.Fault // that judge passes over
	items     []Item
	itemOf    []int    // by photo: its item, a closed stack's for all its frames; -1: hidden
	choices   *Choices // nil: not listed yet
	wanted    *place   // what the last session left, until its photo appears
}

// stale tells which of the derived fields are out of date.
type stale struct{ photos, groups, decisions, ranking, items bool }

// New returns the workspace of a shoot, as the shoot was left the last time.
func New(shoot *library.Shoot, board *scoring.Board) *Workspace {
	ws := &Workspace{
		Keys: keys.Default(), shoot: shoot, board: board, view: Grid, before: Grid, stacks: true, order: ByTime, cursor: -1, anchor: -1,
		contest: contest{champion: -1, rival: -1},
		opened:  map[int]bool{}, selected: map[int]bool{}, columns: 1, rows: 1, fresh: true,
		stale: stale{true, true, true, true, true},
	}
	shoot.Travelled(ws.bringBack)
	ws.restore(shoot.Place())
	ws.Refresh()
	return ws
}

// Shoot is the shoot on the workspace, and Board what ranks it.
func (ws *Workspace) Shoot() *library.Shoot { return ws.shoot }

// Board is what ranks the shoot.
func (ws *Workspace) Board() *scoring.Board { return ws.board }

// Heard takes an event of the shoot; the next Refresh acts on it.
func (ws *Workspace) Heard(e library.Event) {
	switch e.Kind {
	case library.Read, library.Added:
		ws.stale.photos = true
	case library.Grouped:
		ws.stale.groups = true
	default:
		ws.stale.decisions = true
	}
}

// Refresh brings what is shown up to date with the shoot and the board. It
// costs little where nothing changed.
func (ws *Workspace) Refresh() {
	if ws.stale.photos {
		ws.photos, ws.broken = ws.shoot.Photos(), broken{}
		ws.board.Grow(len(ws.photos))
		ws.stale.groups, ws.stale.decisions, ws.stale.items = true, true, true
	}
	if ws.stale.decisions {
		// What was decided here is known here before the shoot tells.
		if now := ws.shoot.Decisions(); !slices.Equal(now, ws.decisions) {
			ws.turn(ws.decisions, now)
			ws.decisions, ws.stale.items = now, true
		}
	}
	if ws.stale.groups {
		ws.group()
		ws.choices = nil
	}
	if r := ws.board.Ranking(); r != ws.ranking {
		ws.ranking, ws.stale.ranking = r, true
		ws.earlier = ws.board.Stale()
	}
	if off := ws.board.Settings().FaultsOff; ws.stale.groups || !slices.Equal(off, ws.faultsOff) {
		ws.faultsOff = off
		ws.judge, ws.stale.items = judge.New(ws.ranking, judged(ws.bursts), off...), true
	} else if ws.stale.ranking {
		ws.judge, ws.stale.items = ws.judge.With(ws.ranking), true
	}
	if ws.stale.items {
		ws.arrange()
	}
	ws.stale = stale{}
}

// group takes a snapshot of the bursts in which every photo is known. Photos that
// were added after the snapshot of photos come with the next one.
func (ws *Workspace) group() {
	all := ws.shoot.Bursts()
	ws.bursts, ws.offsets = make([]burst.Burst, 0, len(all)), ws.shoot.BurstOptions().Offsets
	ws.burstOf = make([]int, len(ws.photos))
	for k := range ws.burstOf {
		ws.burstOf[k] = -1
	}
	unknown := func(i int) bool { return i >= len(ws.photos) }
	for _, b := range all {
		if slices.ContainsFunc(b.Photos, unknown) {
			b.Photos = slices.DeleteFunc(slices.Clone(b.Photos), unknown)
		}
		if len(b.Photos) == 0 {
			continue
		}
		for _, i := range b.Photos {
			ws.burstOf[i] = len(ws.bursts)
		}
		ws.bursts = append(ws.bursts, b)
	}
	for i, k := range ws.burstOf {
		if k < 0 {
			ws.burstOf[i] = len(ws.bursts)
			ws.bursts = append(ws.bursts, burst.Burst{Photos: []int{i}})
		}
	}
}

// judged are bursts as the judge knows them.
func judged(bursts []burst.Burst) []judge.Burst {
	out := make([]judge.Burst, len(bursts))
	for k, b := range bursts {
		out[k] = judge.Burst{Photos: b.Photos, Bracket: b.Kind == burst.Bracket}
	}
	return out
}

// Len is the number of photos, those included that are gone.
func (ws *Workspace) Len() int { return len(ws.photos) }

// Bursts counts the groups of two frames and more.
func (ws *Workspace) Bursts() int {
	n := 0
	for _, b := range ws.bursts {
		if len(b.Photos) > 1 {
			n++
		}
	}
	return n
}

// Here is the number of photos whose files are still where they were.
func (ws *Workspace) Here() int {
	n := 0
	for i := range ws.photos {
		if !ws.photos[i].Gone {
			n++
		}
	}
	return n
}

// Shown is the number of photos that the filter lets pass, those within closed
// stacks included.
func (ws *Workspace) Shown() int {
	n := 0
	for _, k := range ws.itemOf {
		if k >= 0 {
			n++
		}
	}
	return n
}

// Photo returns a photo of the shoot; nil where there is no such photo. It
// must not be written to.
func (ws *Workspace) Photo(i int) *photo.Photo {
	if i < 0 || i >= len(ws.photos) {
		return nil
	}
	return &ws.photos[i]
}

// Decision is what was decided about a photo.
func (ws *Workspace) Decision(i int) photo.Decision {
	if i < 0 || i >= len(ws.decisions) {
		return photo.Decision{}
	}
	return ws.decisions[i]
}

// Ranking is the ranking that is shown.
func (ws *Workspace) Ranking() *rank.Ranking { return ws.ranking }

// View is what the stage shows.
func (ws *Workspace) View() View { return ws.view }

// Stacks tells whether bursts are shown as stacks rather than as single photos.
func (ws *Workspace) Stacks() bool { return ws.stacks }

// Advances tells whether the next photo follows after each mark.
func (ws *Workspace) Advances() bool { return ws.advance }

// SetAdvance changes whether the next photo follows after each mark.
func (ws *Workspace) SetAdvance(on bool) { ws.advance = on }

// SetGeometry tells the workspace how many columns the grid has and how many of its
// rows are on screen.
func (ws *Workspace) SetGeometry(columns, rows int) {
	ws.columns, ws.rows = max(columns, 1), max(rows, 1)
}

// SetView changes what the stage shows. Compare and Survey need two photos.
func (ws *Workspace) SetView(v View) {
	if v == ws.view || ws.cursor < 0 {
		return
	}
	if v == Compare || v == Survey {
		if len(ws.candidates()) < 2 {
			ws.say("There is only one frame here: select two photos, or go to a burst.")
			return
		}
	}
	if v != Grid && ws.view == Grid || v == Loupe {
		ws.before = ws.view
	}
	ws.view, ws.fresh = v, false
	if v == Compare || v == Survey {
		ws.enter()
		if field := ws.contest.field; !slices.Contains(field, ws.cursor) {
			ws.goIn(field[0])
		}
	}
	ws.keepPlace()
}

// key spells the key of an action for a sentence.
func (ws *Workspace) key(id keys.ID) string { return string(ws.Keys.Key(id)) }

func (ws *Workspace) say(sentence string) {
	if ws.Say != nil && sentence != "" {
		ws.Say(sentence)
	}
}
