// Package workspace is the open shoot as it is worked on: which photos and stacks
// are shown, the cursor and the selection, and every action that a key or a button
// can ask for. It draws nothing, so all of it can be tested without a window.
//
// What is known of the shoot is a value, a snapshot.Snapshot; what is shown of it
// another, an arrange.Arrangement. Both are replaced, never changed. The Workspace
// holds the present ones and what the photographer set, and its parts, Marks,
// Tuning, Grouping, Contest and FaceWalk, do what keys ask for.
package workspace

import (
	"context"
	"slices"

	"culler/library"
	"culler/prompts"
	"culler/scoring/board"
	"culler/scoring/shortlist"
	"culler/ui/keys"
	"culler/ui/workspace/arrange"
	"culler/ui/workspace/snapshot"
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
	// Profile is called with the title of the profile that Undo or Redo change to; ""
	// is what counted before there was one. Where it is nil, there are none.
	Profile func(title string) error
	// Tastes keeps what is learned of the photographer's taste; nil: none is learned.
	Tastes Tastes
	// Background does work in another goroutine and then something in this one; where
	// it is nil, all is done at once.
	Background func(work, then func())
	// Keys are those that sentences name.
	Keys *keys.Map

	shoot *library.Shoot
	board *board.Board
	now   *snapshot.Snapshot
	shown *arrange.Arrangement

	view    View
	before  View // what Space and Escape return to from the loupe
	wish    arrange.Wishes
	against snapshot.Against
	cursor  cursor
	page    page   // of the grid
	wanted  *place // what the last session left, until its photo appears
	turned  []int  // photos that are turned otherwise since Turned was asked

	parts
}

// parts do what keys ask for.
type parts struct {
	marks    *Marks
	tuning   *Tuning
	grouping *Grouping
	contest  *Contest
	faces    *FaceWalk
	suggests *Shortlist
}

// page is what the screen shows of the grid at once.
type page struct{ columns, rows int }

// New returns the workspace of a shoot, as the shoot was left the last time.
func New(shoot *library.Shoot, board *board.Board) *Workspace {
	ws := &Workspace{
		Keys: keys.Default(), shoot: shoot, board: board, view: Grid, before: Grid, page: page{1, 1},
		wish:   arrange.Wishes{Order: arrange.ByTime, Opened: arrange.Opened{}, OnTop: -1},
		cursor: cursor{at: -1, anchor: -1, fresh: true, chosen: map[arrange.Key]bool{}},
	}
	ws.marks, ws.grouping = &Marks{ws: ws}, &Grouping{ws: ws}
	ws.contest = &Contest{ws: ws, champion: -1, rival: -1}
	ws.faces = &FaceWalk{ws: ws}
	ws.tuning = &Tuning{ws: ws}
	ws.suggests = &Shortlist{ws: ws, goal: shortlist.Goal{Unit: shortlist.PerBurst, N: 1}}
	shoot.Travelled(ws.tuning.bringBack)
	ws.restore(shoot.Place())
	ws.now = snapshot.Take(shoot, board, nil)
	ws.arrange(false)
	return ws
}

// Shoot is the shoot on the workspace, and Board what ranks it.
func (ws *Workspace) Shoot() *library.Shoot { return ws.shoot }

// Board is what ranks the shoot.
func (ws *Workspace) Board() *board.Board { return ws.board }

// Now is what is known of the shoot, as of the last Refresh.
func (ws *Workspace) Now() *snapshot.Snapshot { return ws.now }

// Shown is what is shown of it.
func (ws *Workspace) Shown() *arrange.Arrangement { return ws.shown }

// Shortlist shows what would be picked, as strictly as is asked for.
func (ws *Workspace) Shortlist() *Shortlist { return ws.suggests }

// Marks decides about photos.
func (ws *Workspace) Marks() *Marks { return ws.marks }

// Tuning changes what counts in the ranking.
func (ws *Workspace) Tuning() *Tuning { return ws.tuning }

// Grouping changes what makes a burst.
func (ws *Workspace) Grouping() *Grouping { return ws.grouping }

// Contest is what Compare and Survey are about.
func (ws *Workspace) Contest() *Contest { return ws.contest }

// Faces goes from face to face.
func (ws *Workspace) Faces() *FaceWalk { return ws.faces }

// Refresh brings what is shown up to date with the shoot and the board. It
// costs little where nothing changed.
func (ws *Workspace) Refresh() {
	was := ws.now
	if ws.now = snapshot.TakeCopies(ws.shoot, ws.board, ws.grouping.copies, was); ws.now != was {
		ws.turned = append(ws.turned, ws.now.TurnedSince(was)...)
		ws.arrange(!ws.now.SameDecisions(was))
	}
}

// Turned returns, once, the photos that are turned otherwise than before.
func (ws *Workspace) Turned() []int {
	turned := ws.turned
	ws.turned = nil
	return turned
}

// arrange shows what the snapshot and the wishes say. decided tells that decisions
// changed since the last time.
func (ws *Workspace) arrange(decided bool) {
	was := ws.shown
	ws.cursor.loose = ws.cursor.loose && ws.view == Grid
	ws.wish.OnTop = ws.cursor.onTop()
	ws.shown = arrange.New(ws.now, ws.wish)
	if was != nil {
		ws.cursor.carry(was, ws.shown, decided)
	}
	if ws.wanted != nil {
		ws.regain()
	}
	ws.settle(was)
}

// rearrange shows what is wished for now.
func (ws *Workspace) rearrange() {
	ws.Refresh()
	ws.arrange(false)
	ws.keepPlace()
}

// Filter is the filter as it is.
func (ws *Workspace) Filter() snapshot.Filter {
	f := ws.wish.Filter
	f.Labels = slices.Clone(f.Labels)
	return f
}

// SetFilter shows other photos. The selection and the place stay where they
// are still shown.
func (ws *Workspace) SetFilter(f snapshot.Filter) {
	f.Labels = slices.Clone(f.Labels)
	ws.wish.Filter = f
	ws.rearrange()
}

// Order is what the photos are sorted by, and whether that is reversed.
func (ws *Workspace) Order() (o arrange.Order, reverse bool) { return ws.wish.Order, ws.wish.Reverse }

// SetOrder sorts the photos.
func (ws *Workspace) SetOrder(o arrange.Order, reverse bool) {
	ws.wish.Order, ws.wish.Reverse = o, reverse
	ws.rearrange()
}

// Words are the words that photos are sorted by their likeness to; "" if none.
func (ws *Workspace) Words() string {
	if ws.wish.Order != arrange.ByLikeness {
		return ""
	}
	return ws.wish.Words
}

// SetWords sorts the photos by their likeness to words, as the model sees it,
// the most alike first; "" goes back to the order of time.
func (ws *Workspace) SetWords(ctx context.Context, words string) error {
	if words == "" {
		if ws.wish.Order == arrange.ByLikeness {
			ws.SetOrder(arrange.ByTime, false)
		}
		return nil
	}
	found, err := ws.board.Search(ctx, words)
	if err != nil {
		return err
	}
	ws.SortByWords(words, found.Alike)
	return nil
}

// SortByWords is SetWords after the model was asked, which may take it a
// moment: alike tells how alike each photo is to the words.
func (ws *Workspace) SortByWords(words string, alike []float64) {
	ws.wish.Words, ws.wish.Likeness = words, alike
	ws.SetOrder(arrange.ByLikeness, false)
}

// Stacks tells whether bursts are shown as stacks rather than as single photos.
func (ws *Workspace) Stacks() bool { return !ws.wish.Singles }

// SetStacks shows bursts as stacks, or every photo by itself.
func (ws *Workspace) SetStacks(on bool) {
	ws.wish.Singles = !on
	ws.rearrange()
}

// ToggleOpen opens the stack of a photo, or closes it.
func (ws *Workspace) ToggleOpen(i int) {
	frames := ws.now.Frames(i)
	if ws.wish.Singles || len(frames) < 2 {
		return
	}
	open := ws.wish.Opened.Any(frames)
	for _, p := range frames {
		delete(ws.wish.Opened, p)
	}
	if !open {
		ws.wish.Opened[frames[0]] = true
	}
	ws.Refresh()
	ws.arrange(false)
}

// SetGeometry tells the workspace how many columns the grid has and how many of its
// rows are on screen.
func (ws *Workspace) SetGeometry(columns, rows int) {
	ws.page = page{max(columns, 1), max(rows, 1)}
}

// Against is what photos are compared with.
func (ws *Workspace) Against() snapshot.Against { return ws.against }

// SetAgainst changes what photos are compared with.
func (ws *Workspace) SetAgainst(a snapshot.Against) {
	ws.against = a
	ws.keepPlace()
}

// View is what the stage shows.
func (ws *Workspace) View() View { return ws.view }

// SetView changes what the stage shows. Compare and Survey need two photos.
func (ws *Workspace) SetView(v View) {
	if v == ws.view || ws.cursor.at < 0 {
		return
	}
	if ws.Cursor() < 0 {
		ws.say("No photo is shown that could be looked at: " + ws.key(keys.FilterAll) + " shows all.")
		return
	}
	contest := v == Compare || v == Survey
	if contest && len(ws.contest.candidates()) < 2 {
		ws.say("There is only one frame here: select two photos, or go to a burst.")
		return
	}
	if v != Grid && ws.view == Grid || v == Loupe {
		ws.before = ws.view
	}
	ws.view, ws.cursor.fresh = v, false
	if contest {
		ws.contest.begin()
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
