package ui

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/scoring/judge"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/widgets"
	"culler/ui/workspace"
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
	text      *search
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
	f.stars = widgets.NewChoice("Stars", w.tips, func() string { return "Only with so many stars, exactly or at least, or without" }, func() *fyne.Menu { return f.starMenu(true) })
	f.frames = widgets.NewChoice("Frames", w.tips, func() string { return "Only bursts of some kind, or decided or not" }, func() *fyne.Menu { return f.framesMenu(true) })
	f.more = widgets.NewChoice("More", w.tips, func() string { return "Only of a camera, a lens, a day or an hour, or with some faces or faults" }, f.moreMenu)
	f.order = widgets.NewChoice("", w.tips, func() string { return "What the photos are sorted by" }, f.orderMenu)
	var dots []fyne.CanvasObject
	for _, l := range []photo.Label{photo.Red, photo.Yellow, photo.Green, photo.Blue, photo.Purple} {
		c := widgets.NewDot(theme.Label(l), w.tips, func() string { return f.labelTip(l) }, func() { f.toggleLabel(l) })
		f.labels[l] = c
		dots = append(dots, c)
	}
	f.text = newSearch(f)
	f.hidden = widgets.NewChip("", w.tips, w.hint(keys.FilterClear), func() { w.do(keys.FilterClear, false) }).Emphatic()
	f.hidden.Hide()
	gap := func() fyne.CanvasObject { return container.New(layout.NewCustomPaddedLayout(0, 0, 7, 7)) }
	row := layout.NewCustomPaddedHBoxLayout(3)
	left := container.New(row, f.views[workspace.Grid], f.views[workspace.Loupe], f.views[workspace.Compare], f.views[workspace.Survey], f.views[workspace.Faces], gap(), f.stacks, gap(),
		f.all, f.undecided, f.picked, f.rejected, gap(), f.stars, container.New(layout.NewCustomPaddedHBoxLayout(0), dots...), f.frames, f.more, gap(), f.order)
	f.line = container.New(&filterLayout{left}, container.NewHScroll(left), f.text, f.hidden)
	f.object = container.New(layout.NewCustomPaddedLayout(4, 4, 8, 8), f.line)
	return f
}

// filterLayout gives the chips the room they want, as far as the search leaves
// it: in a narrow window, or with large words, they are scrolled.
type filterLayout struct{ chips *fyne.Container }

const (
	searchLeast = 150
	searchGap   = 12
)

func (l *filterLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(3*searchLeast, max(l.chips.MinSize().Height, o[1].MinSize().Height))
}

func (l *filterLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	if hidden := o[2]; hidden.Visible() {
		m := hidden.MinSize()
		s.Width -= m.Width + searchGap
		hidden.Move(fyne.NewPos(s.Width+searchGap, (s.Height-m.Height)/2))
		hidden.Resize(m)
	}
	w := min(l.chips.MinSize().Width, max(s.Width-searchLeast-searchGap, 0))
	o[0].Resize(fyne.NewSize(w, s.Height))
	o[1].Move(fyne.NewPos(w+searchGap, 0))
	o[1].Resize(fyne.NewSize(s.Width-w-searchGap, s.Height))
}

func (f *filterBar) update() {
	d := f.w.ws
	open := d != nil && d.Len() > 0
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
	tally := d.Tally()
	f.undecided.SetText(counted("Undecided", tally.Open))
	f.picked.SetText(counted("Picked", tally.Picked))
	f.rejected.SetText(counted("Rejected", tally.Rejected))
	f.stars.Set(filter.Stars > 0 || filter.Exactly)
	f.stars.SetText(starWords(filter.Stars, filter.Exactly))
	hidden := d.Here() - d.Shown()
	f.hidden.SetText(hiddenWords(hidden, filter))
	if hidden > 0 {
		f.hidden.Show()
	} else {
		f.hidden.Hide()
	}
	for l, c := range f.labels {
		c.Set(slices.Contains(filter.Labels, l))
	}
	f.frames.Set(filter.Frames != workspace.AnyFrames)
	f.frames.SetText("Frames")
	if filter.Frames != workspace.AnyFrames {
		f.frames.SetText(phrase.Upper(string(filter.Frames)))
	}
	more := moreWords(filter)
	f.more.Set(more != "More")
	f.more.SetText(more)
	order, reverse := d.Order()
	arrow := ""
	if reverse {
		arrow = ", turned round"
	}
	f.order.SetText("By " + string(order) + arrow)
	f.order.Set(order != workspace.ByTime || reverse) // it may be left over from another day
	if f.w.win.Canvas().Focused() != f.text {
		f.text.show(cmp.Or(filter.Text, d.Words()))
	}
	f.line.Layout.Layout(f.line.Objects, f.line.Size()) // the chips' words may have become longer
}

// hiddenWords says how many photos are hidden, and by what where that is plain.
func hiddenWords(n int, filter workspace.Filter) string {
	by := ""
	if text := filter.Text; text != "" {
		if filter.Text = ""; filter.IsZero() {
			by = " by the search"
		}
	}
	return fmt.Sprintf("%s hidden%s: show all", phrase.Thousands(n), by)
}

// moreWords names what the chip More asks for.
func moreWords(filter workspace.Filter) string {
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
func (f *filterBar) change(change func(*workspace.Filter)) {
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
	return fmt.Sprintf("%s: %s", tip, phrase.Count(f.w.ws.Count(filter), "photo"))
}

func (f *filterBar) toggleLabel(l photo.Label) {
	f.change(func(filter *workspace.Filter) {
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

// entry is a filter that a menu offers, with the number of photos that it would
// show.
func (f *filterBar) entry(title string, count bool, change func(*workspace.Filter)) *fyne.MenuItem {
	now := f.w.ws.Filter()
	then := f.w.ws.Filter()
	change(&then)
	if count {
		title = fmt.Sprintf("%s  (%s)", title, phrase.Thousands(f.w.ws.Count(then)))
	}
	item := fyne.NewMenuItem(title, func() { f.change(change) })
	item.Checked = reflect.DeepEqual(now, then)
	return item
}

// starMenu offers numbers of stars; count says how many photos have them, which
// takes its time in a large shoot.
func (f *filterBar) starMenu(count bool) *fyne.Menu {
	stars := func(title string, n int, exactly bool) *fyne.MenuItem {
		return f.entry(title, count, func(filter *workspace.Filter) { filter.Stars, filter.Exactly = n, exactly })
	}
	m := fyne.NewMenu("", stars("Any stars", 0, false), stars("No stars", 0, true), fyne.NewMenuItemSeparator())
	for n := 1; n < 5; n++ {
		m.Items = append(m.Items, stars(phrase.Count(n, "star")+" or more", n, false))
	}
	m.Items = append(m.Items, fyne.NewMenuItemSeparator())
	for n := 1; n < 6; n++ {
		m.Items = append(m.Items, stars("Exactly "+phrase.Count(n, "star"), n, true))
	}
	return m
}

func (f *filterBar) framesMenu(count bool) *fyne.Menu {
	m := fyne.NewMenu("")
	for _, fr := range workspace.FrameChoices() {
		title := phrase.Upper(string(fr))
		if fr == workspace.AnyFrames {
			title = "All frames"
		}
		m.Items = append(m.Items, f.entry(title, count, func(filter *workspace.Filter) { filter.Frames = fr }))
	}
	return m
}

// labelMenu is for the menu bar, which has no dots.
func (f *filterBar) labelMenu() *fyne.Menu {
	m := fyne.NewMenu("")
	for _, l := range []photo.Label{photo.Red, photo.Yellow, photo.Green, photo.Blue, photo.Purple, photo.NoLabel} {
		title := l.String()
		if l == photo.NoLabel {
			title = "No label"
		}
		item := fyne.NewMenuItem(title, func() { f.toggleLabel(l) })
		item.Checked = slices.Contains(f.w.ws.Filter().Labels, l)
		m.Items = append(m.Items, item)
	}
	return m
}

// values are the parts of the filter that choose one of what the shoot has.
var values = []struct {
	title string
	of    func(workspace.Choices) []string
	part  func(*workspace.Filter) *string
	word  func(string) string
}{
	{"Camera", func(c workspace.Choices) []string { return c.Cameras }, func(f *workspace.Filter) *string { return &f.Camera }, nil},
	{"Lens", func(c workspace.Choices) []string { return c.Lenses }, func(f *workspace.Filter) *string { return &f.Lens }, nil},
	{"Day", func(c workspace.Choices) []string { return c.Days }, func(f *workspace.Filter) *string { return &f.Day }, nil},
	{"Hour", func(c workspace.Choices) []string { return c.Hours }, func(f *workspace.Filter) *string { return &f.Hour },
		func(h string) string { return h + ":00 to " + h + ":59" }},
	{"Faces", func(workspace.Choices) []string { return kindsOfPeople() }, func(f *workspace.Filter) *string { return (*string)(&f.Faces) }, phrase.Upper},
	{"Fault", func(workspace.Choices) []string { return faults() }, func(f *workspace.Filter) *string { return &f.Fault }, phrase.Upper},
}

func kindsOfPeople() (names []string) {
	for _, p := range workspace.PeopleChoices() {
		names = append(names, string(p))
	}
	return names
}

func faults() (names []string) {
	for _, f := range judge.Faults() {
		names = append(names, string(f))
	}
	return names
}

func (f *filterBar) moreMenu() *fyne.Menu {
	m := fyne.NewMenu("", f.valueEntries(true)...)
	clear := fyne.NewMenuItem("Clear all filters", func() { f.w.do(keys.FilterClear, false) })
	clear.Shortcut = inMenu(f.w.keys.Key(keys.FilterClear))
	m.Items = append(m.Items, fyne.NewMenuItemSeparator(), clear)
	return m
}

// entries are all parts of the filter that have no key, for the menu bar.
func (f *filterBar) entries() []*fyne.MenuItem {
	sub := func(title string, m *fyne.Menu) *fyne.MenuItem {
		e := fyne.NewMenuItem(title, nil)
		e.ChildMenu = m
		return e
	}
	return append([]*fyne.MenuItem{sub("Stars", f.starMenu(false)), sub("Label", f.labelMenu()), sub("Frames", f.framesMenu(false))}, f.valueEntries(false)...)
}

func (f *filterBar) valueEntries(count bool) []*fyne.MenuItem {
	c := f.w.ws.Choices()
	var out []*fyne.MenuItem
	for _, v := range values {
		e := fyne.NewMenuItem(v.title, nil)
		e.ChildMenu = fyne.NewMenu("")
		for k, value := range append([]string{""}, v.of(c)...) {
			if k > mostValues {
				break
			}
			title := value
			switch {
			case value == "":
				title = "All"
			case v.word != nil:
				title = v.word(value)
			}
			e.ChildMenu.Items = append(e.ChildMenu.Items, f.entry(title, count, func(filter *workspace.Filter) { *v.part(filter) = value }))
		}
		out = append(out, e)
	}
	return out
}

// mostValues is how many fit on a screen.
const mostValues = 40

func (f *filterBar) orderMenu() *fyne.Menu {
	m := fyne.NewMenu("")
	order, reverse := f.w.ws.Order()
	ids := map[workspace.Order]keys.ID{workspace.ByTime: keys.SortTime, workspace.ByName: keys.SortName, workspace.ByScore: keys.SortScore, workspace.ByBurst: keys.SortBurst}
	for _, o := range workspace.Orders() {
		item := fyne.NewMenuItem("By "+string(o), func() { f.w.do(ids[o], false) })
		item.Shortcut = inMenu(f.w.keys.Key(ids[o]))
		item.Checked = o == order
		m.Items = append(m.Items, item)
	}
	turn := fyne.NewMenuItem("Turned round", func() { f.w.do(keys.SortReverse, false) })
	turn.Shortcut, turn.Checked = inMenu(f.w.keys.Key(keys.SortReverse)), reverse
	m.Items = append(m.Items, fyne.NewMenuItemSeparator(), turn)
	return m
}

func (f *filterBar) focus() { f.w.win.Canvas().Focus(f.text) }
