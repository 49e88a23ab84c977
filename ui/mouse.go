package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"culler/library/photo"
	"culler/ui/keys"
)

// mouse does what clicks on photos and their marks mean.
type mouse struct{ w *Window }

// photo is the one in a cell of the grid. There is none where keys changed what the
// cells hold and that is not shown yet: nobody can have meant it, and it is shown now.
func (m mouse) photo(k int) (i int, ok bool) {
	if m.w.haste.owes {
		m.w.haste.settle()
		return -1, false
	}
	items := m.w.ws.Shown().Items()
	if k >= len(items) {
		return -1, false
	}
	return items[k].Photo, true
}

// cell takes a click on a cell of the grid.
func (m mouse) cell(k int, held fyne.KeyModifier) {
	if i, ok := m.photo(k); ok {
		m.choose(i, held)
	}
}

// cellMark takes a click on a mark of a cell.
func (m mouse) cellMark(k int, change func(photo.Decision) photo.Decision) {
	if i, ok := m.photo(k); ok {
		m.mark(i, change)
	}
}

// frame takes a click on a frame of the strip.
func (m mouse) frame(i int, held fyne.KeyModifier) {
	if m.w.ws.Shown().ItemOf(i) < 0 {
		m.w.say("The filter hides this frame.")
		return
	}
	if held == 0 {
		m.w.ws.SelectFrame(i)
		m.w.follow()
		return
	}
	m.choose(i, held)
}

// mark does what a click on a photo's flag, star or label says.
func (m mouse) mark(i int, change func(photo.Decision) photo.Decision) {
	if m.w.ws.Shown().ItemOf(i) < 0 {
		m.w.say("The filter hides this frame.")
		return
	}
	m.w.ws.Marks().MarkPhoto(i, change)
	m.w.show()
	m.w.takeKeys()
}

func (m mouse) choose(i int, held fyne.KeyModifier) {
	switch {
	case held&fyne.KeyModifierShift != 0:
		m.w.ws.Extend(i)
	case held&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0:
		m.w.ws.Toggle(i)
	default:
		m.w.ws.Select(i)
	}
	m.w.show()
	m.w.takeKeys()
}

// menu opens the menu of a cell.
func (m mouse) menu(k int, at fyne.Position) {
	i, ok := m.photo(k)
	if !ok {
		return
	}
	if !m.w.ws.Selected(i) {
		m.w.ws.Select(i)
		m.w.show()
	}
	menu := fyne.NewMenu("")
	for _, group := range []struct {
		title string
		ids   []keys.ID
	}{
		{"", []keys.ID{keys.Pick, keys.Reject, keys.ClearFlag}},
		{"Stars", []keys.ID{keys.Stars5, keys.Stars4, keys.Stars3, keys.Stars2, keys.Stars1, keys.Stars0}},
		{"Label", []keys.ID{keys.LabelRed, keys.LabelYellow, keys.LabelGreen, keys.LabelBlue, keys.LabelPurple, keys.LabelNone}},
		{"", []keys.ID{keys.TurnLeft, keys.TurnRight, "", keys.KeepOnly, keys.Accept, "", keys.Loupe, keys.Compare, keys.Survey, keys.Expand, ""}},
		{"Burst", []keys.ID{keys.Stack, keys.TakeOut, keys.Split, keys.Merge, "", keys.SelectBurst}},
		{"", []keys.ID{"", keys.ShowInFolder, keys.CopyPath}},
	} {
		into := menu
		if group.title != "" {
			into = fyne.NewMenu("")
			e := fyne.NewMenuItem(group.title, nil)
			e.ChildMenu = into
			menu.Items = append(menu.Items, e)
		}
		for _, id := range group.ids {
			if id == "" {
				into.Items = append(into.Items, fyne.NewMenuItemSeparator())
				continue
			}
			e := *m.w.menu.items[id]
			into.Items = append(into.Items, &e)
		}
	}
	open := fyne.NewMenuItem("Open in", nil)
	open.ChildMenu = elsewhere(m).editorMenu()
	export := *m.w.menu.items[keys.Export]
	menu.Items = append(menu.Items, open, fyne.NewMenuItemSeparator(), &export)
	widget.ShowPopUpMenuAtPosition(menu, m.w.win.Canvas(), at)
}
