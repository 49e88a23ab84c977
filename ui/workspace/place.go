package workspace

import (
	"encoding/json"
)

// place is how the workspace was left, as it is kept with the shoot. Photos are
// named by their paths below the shoot, which are known before any file is read.
type place struct {
	View     View     `json:"view,omitempty"`
	Before   View     `json:"before,omitempty"`
	Single   bool     `json:"single,omitempty"` // not as stacks
	Filter   Filter   `json:"filter"`
	Order    Order    `json:"order,omitempty"`
	Reverse  bool     `json:"reverse,omitempty"`
	Advance  bool     `json:"advance,omitempty"`
	Against  Against  `json:"against,omitempty"`
	Cursor   string   `json:"cursor,omitempty"`
	Selected []string `json:"selected,omitempty"`
}

// mostKept is the number of selected photos above which a selection is not kept.
const mostKept = 2000

// keepPlace hands the shoot the workspace's state to keep.
func (ws *Workspace) keepPlace() {
	p := place{
		View: ws.view, Before: ws.before, Single: !ws.stacks, Filter: ws.filter, Order: ws.order, Reverse: ws.reverse,
		Advance: ws.advance, Against: ws.against,
	}
	if p.Order == ByLikeness {
		p.Order = ByTime // the likeness would have to be asked again
	}
	if p.View != Loupe {
		p.View = Grid
	}
	if c := ws.Photo(ws.cursor); c != nil {
		p.Cursor = c.Name
	}
	if len(ws.selected) > 1 && len(ws.selected) <= mostKept {
		for i := range ws.selected {
			if c := ws.Photo(i); c != nil {
				p.Selected = append(p.Selected, c.Name)
			}
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
	ws.stacks, ws.filter, ws.reverse, ws.advance, ws.against = !p.Single, p.Filter, p.Reverse, p.Advance, p.Against
	if p.Order != "" && p.Order != ByLikeness {
		ws.order = p.Order
	}
	if p.View == Loupe {
		ws.view, ws.before = Loupe, Grid
	}
	ws.wanted = &p
}

// regain goes to the photo of the last session.
func (ws *Workspace) regain() {
	byName := make(map[string]int, len(ws.photos))
	for i := range ws.photos {
		byName[ws.photos[i].Name] = i
	}
	if i, ok := byName[ws.wanted.Cursor]; ok && ws.ItemOf(i) >= 0 {
		ws.cursor, ws.anchor, ws.fresh, ws.loose = i, i, false, false
		clear(ws.selected)
		ws.selected[i] = true
		for _, name := range ws.wanted.Selected {
			if i, ok := byName[name]; ok {
				ws.selected[i] = true
			}
		}
		k := ws.ItemOf(i)
		if ws.items[k].Stack > 1 {
			ws.items[k].Photo = i
		}
	}
	ws.wanted = nil
}
