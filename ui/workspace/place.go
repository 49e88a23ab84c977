package workspace

import (
	"encoding/json"

	"culler/ui/workspace/arrange"
	"culler/ui/workspace/snapshot"
)

// place is how the workspace was left, as it is kept with the shoot. Photos are
// named by their paths below the shoot, which are known before any file is read.
type place struct {
	View     View             `json:"view,omitempty"`
	Before   View             `json:"before,omitempty"`
	Single   bool             `json:"single,omitempty"` // not as stacks
	Filter   snapshot.Filter  `json:"filter"`
	Order    arrange.Order    `json:"order,omitempty"`
	Reverse  bool             `json:"reverse,omitempty"`
	Advance  bool             `json:"advance,omitempty"`
	Against  snapshot.Against `json:"against,omitempty"`
	Cursor   string           `json:"cursor,omitempty"`
	Selected []string         `json:"selected,omitempty"`
}

// mostKept is the number of selected photos above which a selection is not kept.
const mostKept = 2000

// keepPlace hands the shoot the workspace's state to keep.
func (ws *Workspace) keepPlace() {
	p := place{
		View: ws.view, Before: ws.before, Single: ws.wish.Singles, Filter: ws.wish.Filter, Order: ws.wish.Order, Reverse: ws.wish.Reverse,
		Advance: ws.marks.advance, Against: ws.against,
	}
	if p.Order == arrange.ByLikeness {
		p.Order = arrange.ByTime // the likeness would have to be asked again
	}
	if p.View != Loupe {
		p.View = Grid
	}
	if c := ws.now.Photo(ws.cursor.at); c != nil {
		p.Cursor = c.Name
	}
	if n := len(ws.cursor.chosen); n > 1 && n <= mostKept {
		for k := range ws.cursor.chosen {
			i := k.Photo
			if top, shown := ws.shown.Top(k); k.Stack && shown {
				i = top
			}
			p.Selected = append(p.Selected, ws.now.Photo(i).Name)
		}
	}
	if b, err := json.Marshal(p); err == nil {
		ws.shoot.SetPlace(b)
	}
}

// restore takes over what keepPlace kept. What it cannot read it leaves.
func (ws *Workspace) restore(kept json.RawMessage) {
	var p place
	if len(kept) == 0 || json.Unmarshal(kept, &p) != nil {
		return
	}
	ws.wish.Singles, ws.wish.Filter, ws.wish.Reverse = p.Single, p.Filter, p.Reverse
	ws.marks.advance, ws.against = p.Advance, p.Against
	if p.Order != "" && p.Order != arrange.ByLikeness {
		ws.wish.Order = p.Order
	}
	if p.View == Loupe {
		ws.view, ws.before = Loupe, Grid
	}
	ws.wanted = &p
}

// regain goes to the photo of the last session.
func (ws *Workspace) regain() {
	byName := make(map[string]int, ws.now.Len())
	for i := range ws.now.Len() {
		byName[ws.now.Photo(i).Name] = i
	}
	i, ok := byName[ws.wanted.Cursor]
	if ok = ok && ws.shown.ItemOf(i) >= 0; !ok && ws.cursor.fresh {
		return // a filter by scores or faces may let it pass once they are known
	}
	if ok {
		ws.cursor.anchor, ws.cursor.loose = i, false
		ws.setCursor(i)
		clear(ws.cursor.chosen)
		for _, name := range append(ws.wanted.Selected, ws.wanted.Cursor) {
			if i, ok := byName[name]; ok {
				ws.cursor.chosen[ws.shown.Key(i)] = true
			}
		}
	}
	ws.wanted = nil
}
