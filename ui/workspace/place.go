package workspace

import (
	"encoding/json"
)

// place is how the desk was left, as it is kept with the shoot. Photos are
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

// keepPlace hands the shoot the desk's state to keep.
func (d *Desk) keepPlace() {
	p := place{
		View: d.view, Before: d.before, Single: !d.stacks, Filter: d.filter, Order: d.order, Reverse: d.reverse,
		Advance: d.advance, Against: d.against,
	}
	if p.Order == ByLikeness {
		p.Order = ByTime // the likeness would have to be asked again
	}
	if p.View != Loupe {
		p.View = Grid
	}
	if c := d.Photo(d.cursor); c != nil {
		p.Cursor = c.Name
	}
	if len(d.selected) > 1 && len(d.selected) <= mostKept {
		for i := range d.selected {
			if c := d.Photo(i); c != nil {
				p.Selected = append(p.Selected, c.Name)
			}
		}
	}
	if b, err := json.Marshal(p); err == nil {
		d.shoot.SetPlace(b)
	}
}

// restore takes over what keepPlace kept. What it cannot read it leaves.
func (d *Desk) restore(kept json.RawMessage) {
	var p place
	if len(kept) == 0 || json.Unmarshal(kept, &p) != nil {
		return
	}
	d.stacks, d.filter, d.reverse, d.advance, d.against = !p.Single, p.Filter, p.Reverse, p.Advance, p.Against
	if p.Order != "" && p.Order != ByLikeness {
		d.order = p.Order
	}
	if p.View == Loupe {
		d.view, d.before = Loupe, Grid
	}
	d.wanted = &p
}

// regain goes to the photo of the last session.
func (d *Desk) regain() {
	byName := make(map[string]int, len(d.photos))
	for i := range d.photos {
		byName[d.photos[i].Name] = i
	}
	if i, ok := byName[d.wanted.Cursor]; ok && d.ItemOf(i) >= 0 {
		d.cursor, d.anchor, d.fresh, d.loose = i, i, false, false
		clear(d.selected)
		d.selected[i] = true
		for _, name := range d.wanted.Selected {
			if i, ok := byName[name]; ok {
				d.selected[i] = true
			}
		}
		k := d.ItemOf(i)
		if d.items[k].Stack > 1 {
			d.items[k].Photo = i
		}
	}
	d.wanted = nil
}
