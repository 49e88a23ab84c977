package ui

import (
	"cmp"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/widgets"
	"culler/ui/workspace"
	"culler/ui/workspace/arrange"
	"culler/ui/workspace/snapshot"
)

// filterBar is the line above the stage: views, filters, order, search.
type filterBar struct {
	w      *Window
	object fyne.CanvasObject
	line   *fyne.Container

	views     map[workspace.View]*widgets.Chip
	stacks    *widgets.Chip
	all       *widgets.Chip
	undecided *widgets.Chip
	picked    *widgets.Chip
	rejected  *widgets.Chip
	stars     *widgets.Chip
	labels    map[photo.Label]*widgets.Chip
	frames    *widgets.Chip
	more      *widgets.Chip
	order     *widgets.Chip
	hidden    *widgets.Chip // says that photos are hidden, and shows them
	hides     [2]string     // what it says where there is room, and where there is little
	text      *search
	chips     *fold
}

func newFilterBar(w *Window) *filterBar {
	f := &filterBar{w: w, views: map[workspace.View]*widgets.Chip{}, labels: map[photo.Label]*widgets.Chip{}}
	act := func(title string, id keys.ID) *widgets.Chip {
		return widgets.NewChip(title, w.tips, w.hint(id), func() { w.do(id, false) })
	}
	for v, title := range map[workspace.View]string{workspace.Grid: "Grid", workspace.Loupe: "Loupe", workspace.Compare: "Compare", workspace.Survey: "Survey", workspace.Faces: "Faces"} {
		f.views[v] = act(title, keys.ID(v))
	}
	f.stacks = act("Stacks", keys.Stacks)
	f.all, f.undecided = act("All", keys.FilterAll), act("Undecided", keys.FilterUndecided)
	f.picked, f.rejected = act("Picked", keys.FilterPicked), act("Rejected", keys.FilterRejected)
	f.stars = widgets.NewChoice("Stars", w.tips, func() string { return "Only with a number of stars, exactly or at least, or without" }, func() *fyne.Menu { return f.starMenu(true) })
	f.frames = widgets.NewChoice("Frames", w.tips, func() string { return "Only bursts of some kind, or decided or not" }, func() *fyne.Menu { return f.framesMenu(true) })
	f.more = widgets.NewChoice("More", w.tips, func() string { return "Only of a camera, a lens, a day or an hour, or with some faces or faults" }, f.moreMenu)
	f.order = widgets.NewChoice("By "+string(arrange.ByTime), w.tips, func() string { return "What the photos are sorted by" }, f.orderMenu)
	var dots []fyne.CanvasObject
	for _, l := range []photo.Label{photo.Red, photo.Yellow, photo.Green, photo.Blue, photo.Purple} {
		c := widgets.NewDot(theme.Label(l), w.tips, func() string { return f.labelTip(l) }, func() { f.toggleLabel(l) })
		f.labels[l] = c
		dots = append(dots, c)
	}
	f.text = newSearch(f)
	f.hidden = widgets.NewChip("", w.tips, w.hint(keys.FilterClear), func() { w.do(keys.FilterClear, false) }).Emphatic()
	f.hidden.Hide()
	f.chips = newFold(w.tips, f.groups(dots))
	f.line = container.New(&filterLayout{f}, f.chips.object, f.text, f.hidden)
	f.object = container.New(layout.NewCustomPaddedLayout(4, 4, 8, 8), f.line)
	return f
}

// groups are the chips as they lie beside each other, with what the menu says in
// their place where there is no room for them: the labels go first, the views last.
func (f *filterBar) groups(dots []fyne.CanvasObject) []*group {
	acts := func(title string, ids ...keys.ID) func() *fyne.MenuItem {
		return func() *fyne.MenuItem {
			m := fyne.NewMenu("")
			for _, id := range ids {
				e := *f.w.menu.items[id]
				m.Items = append(m.Items, &e)
			}
			return under(title, m)
		}
	}
	views := []workspace.View{workspace.Grid, workspace.Loupe, workspace.Compare, workspace.Survey, workspace.Faces}
	var all []*widgets.Chip
	var ids []keys.ID
	for _, v := range views {
		all, ids = append(all, f.views[v]), append(ids, keys.ID(v))
	}
	labels := &group{object: container.New(layout.NewCustomPaddedHBoxLayout(0), dots...), goes: 1, menu: func() *fyne.MenuItem { return under("Label", f.labelMenu()) }}
	labels.on = labels.any
	for _, c := range f.labels {
		labels.chips = append(labels.chips, c)
	}
	seen := newGroup(8, acts("View", ids...), all...)
	stacks := newGroup(6, func() *fyne.MenuItem { e := *f.w.menu.items[keys.Stacks]; return &e }, f.stacks)
	flags := newGroup(7, acts("Flags", keys.FilterAll, keys.FilterUndecided, keys.FilterPicked, keys.FilterRejected), f.all, f.undecided, f.picked, f.rejected)
	seen.on, stacks.on, flags.on = never, never, func() bool { return !f.all.On() }
	return []*group{
		seen, stacks, flags,
		newGroup(4, func() *fyne.MenuItem { return under("Stars", f.starMenu(false)) }, f.stars),
		labels,
		newGroup(2, func() *fyne.MenuItem { return under("Frames", f.framesMenu(false)) }, f.frames),
		newGroup(3, func() *fyne.MenuItem { return under("More", f.moreMenu()) }, f.more),
		newGroup(5, func() *fyne.MenuItem { return under("Sort", f.orderMenu()) }, f.order),
	}
}

func never() bool { return false }

// filterLayout gives the chips the room they want, as far as the search leaves
// it: in a narrow window, or with large words, some go into a menu.
type filterLayout struct{ bar *filterBar }

const (
	searchLeast = 150
	searchGap   = 12
)

func (l *filterLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(3*searchLeast, max(l.bar.chips.height(), o[1].MinSize().Height))
}

func (l *filterLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	text, hidden := o[1].(*search), l.bar.hidden
	if hidden.Visible() {
		hidden.SetText(l.bar.hides[0])
		if s.Width-hidden.MinSize().Width-searchLeast-2*searchGap < l.bar.chips.least() {
			hidden.SetText(l.bar.hides[1])
		}
		m := hidden.MinSize()
		s.Width -= m.Width + searchGap
		hidden.Move(fyne.NewPos(s.Width+searchGap, (s.Height-m.Height)/2))
		hidden.Resize(m)
	}
	w := l.bar.chips.fit(max(s.Width-searchLeast-searchGap, 0), s.Height)
	room := s.Width - w - searchGap
	text.hint(room)
	text.Move(fyne.NewPos(w+searchGap, 0))
	text.Resize(fyne.NewSize(room, s.Height))
}

func (f *filterBar) update() {
	d := f.w.ws
	open := d != nil && d.Now().Len() > 0
	chips := []*widgets.Chip{f.stacks, f.all, f.undecided, f.picked, f.rejected, f.stars, f.frames, f.more, f.order}
	for _, c := range f.views {
		chips = append(chips, c)
	}
	for _, c := range f.labels {
		chips = append(chips, c)
	}
	for _, c := range chips {
		c.Enable(open)
	}
	if !open {
		return
	}
	filter := d.Filter()
	for v, c := range f.views {
		c.Set(v == d.View())
	}
	f.stacks.Set(d.Stacks())
	f.all.Set(!filter.Undecided && !filter.Picked && !filter.Rejected)
	f.undecided.Set(filter.Undecided)
	f.picked.Set(filter.Picked)
	f.rejected.Set(filter.Rejected)
	tally := d.Now().Tally()
	f.undecided.SetText(counted("Undecided", tally.Open))
	f.picked.SetText(counted("Picked", tally.Picked))
	f.rejected.SetText(counted("Rejected", tally.Rejected))
	f.stars.Set(filter.Stars > 0 || filter.Exactly)
	f.stars.SetText(starWords(filter.Stars, filter.Exactly))
	hidden := d.Now().Here() - d.Shown().Count()
	f.hides = [2]string{hiddenWords(hidden, filter), phrase.Thousands(hidden) + " hidden"}
	if hidden > 0 {
		f.hidden.Show()
	} else {
		f.hidden.Hide()
	}
	for l, c := range f.labels {
		c.Set(slices.Contains(filter.Labels, l))
	}
	f.frames.Set(filter.Frames != snapshot.AnyFrames)
	f.frames.SetText("Frames")
	if filter.Frames != snapshot.AnyFrames {
		f.frames.SetText(phrase.Upper(string(filter.Frames)))
	}
	more := moreWords(filter)
	f.more.Set(more != "More")
	f.more.SetText(more)
	order, reverse := d.Order()
	arrow := ""
	if reverse {
		arrow = ", reversed"
	}
	f.order.SetText("By " + string(order) + arrow)
	f.order.Set(order != arrange.ByTime || reverse) // it may be left over from another day
	if f.w.win.Canvas().Focused() != f.text {
		f.text.show(cmp.Or(filter.Text, d.Words()))
	}
	f.chips.mark()
	f.line.Layout.Layout(f.line.Objects, f.line.Size()) // the chips' words may have become longer
}

// hiddenWords says how many photos are hidden, and by what where that is plain.
func hiddenWords(n int, filter snapshot.Filter) string {
	by := ""
	if text := filter.Text; text != "" {
		if filter.Text = ""; filter.IsZero() {
			by = " by the search"
		}
	}
	return fmt.Sprintf("%s hidden%s: show all", phrase.Thousands(n), by)
}

// moreWords names what the chip More asks for.
func moreWords(filter snapshot.Filter) string {
	var asked []string
	for _, v := range values {
		if value := *v.part(&filter); value != "" {
			if v.word != nil {
				value = v.word(value)
			}
			asked = append(asked, value)
		}
	}
	switch len(asked) {
	case 0:
		return "More"
	case 1:
		return asked[0]
	}
	return fmt.Sprintf("%d more", len(asked))
}

// change applies a change of the filter.
func (f *filterBar) change(change func(*snapshot.Filter)) {
	if f.w.ws == nil {
		return
	}
	filter := f.w.ws.Filter()
	change(&filter)
	f.w.ws.SetFilter(filter)
	f.w.follow()
}

// labelTip says what the dot of a label does, and how many photos have it.
func (f *filterBar) labelTip(l photo.Label) string {
	tip := "Only with the label " + l.String()
	if f.w.ws == nil {
		return tip
	}
	filter := f.w.ws.Filter()
	filter.Labels = []photo.Label{l}
	return fmt.Sprintf("%s: %s", tip, phrase.Count(f.w.ws.Now().Count(filter), "photo"))
}

func (f *filterBar) toggleLabel(l photo.Label) {
	f.change(func(filter *snapshot.Filter) {
		if k := slices.Index(filter.Labels, l); k >= 0 {
			filter.Labels = slices.Delete(filter.Labels, k, k+1)
		} else {
			filter.Labels = append(filter.Labels, l)
		}
	})
}

// counted is a title with a number, unless that is 0.
func counted(title string, n int) string {
	if n == 0 {
		return title
	}
	return title + "  " + phrase.Thousands(n)
}

// starWords is what the filter by stars asks for.
func starWords(n int, exactly bool) string {
	switch {
	case exactly && n == 0:
		return "No stars"
	case n == 0:
		return "Stars"
	case exactly || n == 5:
		return phrase.Count(n, "star")
	}
	return fmt.Sprintf("%d+ stars", n)
}

func (f *filterBar) focus() { f.w.win.Canvas().Focus(f.text) }
