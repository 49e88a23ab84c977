package ui

import (
	"fmt"
	"reflect"
	"slices"

	"fyne.io/fyne/v2"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/scoring/judge"
	"culler/ui/keys"
	"culler/ui/workspace/arrange"
	"culler/ui/workspace/snapshot"
)

// entry is a filter that a menu offers, with the number of photos that it would
// show.
func (f *filterBar) entry(title string, count bool, change func(*snapshot.Filter)) *fyne.MenuItem {
	now := f.w.ws.Filter()
	then := f.w.ws.Filter()
	change(&then)
	if count {
		title = fmt.Sprintf("%s  (%s)", title, phrase.Thousands(f.w.ws.Now().Count(then)))
	}
	item := fyne.NewMenuItem(title, func() { f.change(change) })
	item.Checked = reflect.DeepEqual(now, then)
	return item
}

// starMenu offers numbers of stars; count says how many photos have them, which
// takes its time in a large shoot.
func (f *filterBar) starMenu(count bool) *fyne.Menu {
	stars := func(title string, n int, exactly bool) *fyne.MenuItem {
		return f.entry(title, count, func(filter *snapshot.Filter) { filter.Stars, filter.Exactly = n, exactly })
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
	for _, fr := range snapshot.FrameChoices() {
		title := phrase.Upper(string(fr))
		if fr == snapshot.AnyFrames {
			title = "All frames"
		}
		m.Items = append(m.Items, f.entry(title, count, func(filter *snapshot.Filter) { filter.Frames = fr }))
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
	of    func(snapshot.Choices) []string
	part  func(*snapshot.Filter) *string
	word  func(string) string
}{
	{"Camera", func(c snapshot.Choices) []string { return c.Cameras }, func(f *snapshot.Filter) *string { return &f.Camera }, nil},
	{"Lens", func(c snapshot.Choices) []string { return c.Lenses }, func(f *snapshot.Filter) *string { return &f.Lens }, nil},
	{"Day", func(c snapshot.Choices) []string { return c.Days }, func(f *snapshot.Filter) *string { return &f.Day }, nil},
	{"Hour", func(c snapshot.Choices) []string { return c.Hours }, func(f *snapshot.Filter) *string { return &f.Hour },
		func(h string) string { return h + ":00 to " + h + ":59" }},
	{"Faces", func(snapshot.Choices) []string { return kindsOfPeople() }, func(f *snapshot.Filter) *string { return (*string)(&f.Faces) }, phrase.Upper},
	{"Fault", func(snapshot.Choices) []string { return faults() }, func(f *snapshot.Filter) *string { return &f.Fault }, phrase.Upper},
}

func kindsOfPeople() (names []string) {
	for _, p := range snapshot.PeopleChoices() {
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
	return append([]*fyne.MenuItem{under("Stars", f.starMenu(false)), under("Label", f.labelMenu()), under("Frames", f.framesMenu(false))}, f.valueEntries(false)...)
}

func (f *filterBar) valueEntries(count bool) []*fyne.MenuItem {
	c := f.w.ws.Now().Choices()
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
			e.ChildMenu.Items = append(e.ChildMenu.Items, f.entry(title, count, func(filter *snapshot.Filter) { *v.part(filter) = value }))
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
	ids := map[arrange.Order]keys.ID{arrange.ByTime: keys.SortTime, arrange.ByName: keys.SortName, arrange.ByScore: keys.SortScore, arrange.ByBurst: keys.SortBurst}
	for _, o := range arrange.Orders() {
		item := fyne.NewMenuItem("By "+string(o), func() { f.w.do(ids[o], false) })
		item.Shortcut = inMenu(f.w.keys.Key(ids[o]))
		item.Checked = o == order
		m.Items = append(m.Items, item)
	}
	turn := fyne.NewMenuItem("Reversed", func() { f.w.do(keys.SortReverse, false) })
	turn.Shortcut, turn.Checked = inMenu(f.w.keys.Key(keys.SortReverse)), reverse
	m.Items = append(m.Items, fyne.NewMenuItemSeparator(), turn)
	return m
}

// under is a menu as an entry of another one.
func under(title string, m *fyne.Menu) *fyne.MenuItem {
	e := fyne.NewMenuItem(title, nil)
	e.ChildMenu = m
	return e
}
