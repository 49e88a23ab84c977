package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"culler/ui/widgets"
)

// fold is a row of groups of chips. Those that have no room are in a menu at the
// end of the row.
type fold struct {
	object *fyne.Container
	groups []*group
	rest   *widgets.Chip // opens that menu
}

// group is chips that go into the menu together.
type group struct {
	object fyne.CanvasObject
	chips  []*widgets.Chip
	goes   int                   // 1 goes into the menu first
	menu   func() *fyne.MenuItem // what it is there
	on     func() bool           // something in it is on that one should know of
}

func newGroup(goes int, menu func() *fyne.MenuItem, chips ...*widgets.Chip) *group {
	g := &group{goes: goes, menu: menu, chips: chips}
	g.on = g.any
	row := container.New(layout.NewCustomPaddedHBoxLayout(chipGap))
	for _, c := range chips {
		row.Add(c)
	}
	g.object = row
	return g
}

// any tells whether one of the chips is on.
func (g *group) any() bool {
	return slices.ContainsFunc(g.chips, (*widgets.Chip).On)
}

const (
	chipGap  = 3  // between chips
	groupGap = 14 // between groups
)

func newFold(tips *widgets.Tips, groups []*group) *fold {
	f := &fold{groups: groups, object: container.NewWithoutLayout()}
	f.rest = widgets.NewChoice("\u00bb", tips, func() string { return "What does not fit into this line" }, f.menu)
	f.rest.Hide()
	for _, g := range groups {
		f.object.Add(g.object)
	}
	f.object.Add(f.rest)
	return f
}

// menu is what has no room.
func (f *fold) menu() *fyne.Menu {
	m := fyne.NewMenu("")
	for _, g := range f.groups {
		if !g.object.Visible() {
			m.Items = append(m.Items, g.menu())
		}
	}
	return m
}

func (f *fold) height() (h float32) {
	for _, g := range f.groups {
		h = max(h, g.object.MinSize().Height)
	}
	return h
}

// least is the width at which the group that stays longest is in the row.
func (f *fold) least() float32 {
	last := slices.MaxFunc(f.groups, func(a, b *group) int { return a.goes - b.goes })
	return last.object.MinSize().Width + groupGap + f.rest.MinSize().Width
}

// fit shows as many groups as a width has room for, and returns what they take.
func (f *fold) fit(room, height float32) (width float32) {
	wide := map[*group]float32{}
	for _, g := range f.groups {
		wide[g] = g.object.MinSize().Width // also of one that is hidden
		width += wide[g] + groupGap
	}
	width -= groupGap
	out := 0 // groups up to this one are in the menu
	for ; width > room && out < len(f.groups); out++ {
		if out == 0 {
			width += f.rest.MinSize().Width + groupGap
		}
		for _, g := range f.groups {
			if g.goes == out+1 {
				width -= wide[g] + groupGap
			}
		}
	}
	x := float32(0)
	put := func(o fyne.CanvasObject, on bool) {
		if on != o.Visible() {
			if on {
				o.Show()
			} else {
				o.Hide()
			}
		}
		if on {
			m := o.MinSize()
			o.Move(fyne.NewPos(x, (height-m.Height)/2))
			o.Resize(m)
			x += m.Width + groupGap
		}
	}
	for _, g := range f.groups {
		put(g.object, g.goes > out)
	}
	put(f.rest, out > 0)
	f.mark()
	f.object.Resize(fyne.NewSize(max(x-groupGap, 0), height))
	return max(x-groupGap, 0)
}

// mark lights the menu up while something in it is on, and greys it with what is in
// it.
func (f *fold) mark() {
	on, can := false, false
	for _, g := range f.groups {
		if !g.object.Visible() {
			on = on || g.on()
			can = can || slices.ContainsFunc(g.chips, (*widgets.Chip).Enabled)
		}
	}
	f.rest.Set(on)
	f.rest.Enable(can)
}
