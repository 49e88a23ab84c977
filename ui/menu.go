package ui

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"culler/library/phrase"
	"culler/ui/keys"
	"culler/ui/workspace"
	"culler/ui/workspace/arrange"
	"culler/ui/workspace/snapshot"
)

// menuBar is the menus of the window.
type menuBar struct {
	w       *Window
	main    *fyne.MainMenu
	items   map[keys.ID]*fyne.MenuItem // by action
	filters *fyne.Menu                 // ends with what the shoot has to choose from
	fixed   int                        // what comes before that
	drawn   string                     // by the menus as they are drawn
	timer   *time.Timer                // until they are drawn anew
}

func newMenuBar(w *Window) *menuBar {
	m := &menuBar{w: w, items: map[keys.ID]*fyne.MenuItem{}}
	m.set()
	return m
}

// set makes the menus, with the keys as they are.
func (b *menuBar) set() {
	b.main, b.drawn = b.make(), ""
	b.w.win.SetMainMenu(b.main)
}

// close stops drawing menus.
func (b *menuBar) close() {
	if b.timer != nil {
		b.timer.Stop()
	}
}

// item is the menu entry of an action, with its key.
func (b *menuBar) item(id keys.ID) *fyne.MenuItem {
	m := fyne.NewMenuItem(keys.Of(id).Title, func() { b.w.do(id, false) })
	m.Shortcut = inMenu(b.w.keys.Key(id))
	b.items[id] = m
	return m
}

// Menus lists which actions are in which menu; "" is a line between them.
var menuActions = []struct {
	title string
	ids   []keys.ID
}{
	{"File", []keys.ID{keys.Open, keys.Demo, "recent", "", keys.Rescan, keys.Watch, keys.Stop, keys.Problems, "", keys.Export, keys.RejectFolder, "", keys.Settings, "", keys.Quit}},
	{"Edit", []keys.ID{keys.Undo, keys.Redo, "", keys.SelectAll, keys.SelectBurst, keys.SelectNone, keys.SelectLeft, keys.SelectRight, keys.SelectUp, keys.SelectDown, "", keys.Search}},
	{"Photo", []keys.ID{keys.Pick, keys.Reject, keys.ClearFlag, keys.ToggleFlag, "", keys.Stars0, keys.Stars1, keys.Stars2, keys.Stars3, keys.Stars4, keys.Stars5, keys.StarDown, keys.StarUp, "",
		keys.LabelRed, keys.LabelYellow, keys.LabelGreen, keys.LabelBlue, keys.LabelPurple, keys.LabelNone, "", keys.TurnLeft, keys.TurnRight, "", keys.KeepOnly, keys.Accept, keys.AcceptAll, "", keys.Strictness, keys.AcceptShortlist, "", keys.Advance, "", keys.ShowInFolder, keys.OpenIn, keys.CopyPath}},
	{"Burst", []keys.ID{keys.Stack, keys.TakeOut, keys.Split, keys.Merge, "", keys.Expand, keys.Stacks, "", keys.Scenes, keys.Duplicates, "", keys.Clocks, keys.ForgetEdits}},
	{"View", []keys.ID{keys.Grid, keys.Loupe, keys.Compare, keys.Survey, keys.Faces, keys.ToggleLoupe, keys.Back, "", keys.Zoom, keys.Closer, keys.Larger, keys.Smaller, keys.Clipping, keys.Peaking, keys.Histogram, keys.Drop, keys.DropWeakest, "", keys.RunnerUp, keys.Details, keys.Panels, keys.Strip, keys.FullScreen, keys.Second, "",
		keys.FontLarger, keys.FontSmaller, keys.Theme}},
	{"Go", []keys.ID{keys.Left, keys.Right, keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.First, keys.Last, "", keys.FrameBefore, keys.FrameNext, keys.BurstBefore, keys.BurstNext, "",
		keys.UndecidedNext, keys.UndecidedBefore}},
	{"Filter", []keys.ID{keys.FilterAll, keys.FilterUndecided, keys.FilterPicked, keys.FilterRejected, keys.FilterClose, "", keys.FilterClear, "", "more"}},
	{"Sort", []keys.ID{keys.SortTime, keys.SortName, keys.SortScore, keys.SortBurst, "", keys.SortReverse}},
	{"Prompts", []keys.ID{keys.PromptNew, keys.PromptSets, keys.WeightsReset, "", keys.Models, keys.Taste, keys.Learn, keys.LearnTaste, "", keys.Profiles}},
	{"Help", []keys.ID{keys.CheatSheet, keys.Tour, keys.About}},
}

// make makes the menus. Entries that list something of the shoot are
// filled as it changes.
func (b *menuBar) make() *fyne.MainMenu {
	main := fyne.NewMainMenu()
	for _, m := range menuActions {
		menu := fyne.NewMenu(m.title)
		for _, id := range m.ids {
			switch id {
			case "more":
				b.filters, b.fixed = menu, len(menu.Items)
			case "recent":
				entry := fyne.NewMenuItem("Recent shoots", nil)
				entry.ChildMenu = fyne.NewMenu("", fyne.NewMenuItem("(none)", nil))
				b.items[id] = entry
				menu.Items = append(menu.Items, entry)
			case "":
				menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
			case keys.Quit:
				q := b.item(id)
				q.IsQuit = true
				menu.Items = append(menu.Items, q)
			default:
				menu.Items = append(menu.Items, b.item(id))
			}
		}
		main.Items = append(main.Items, menu)
	}
	return main
}

// fillRecent lists the shoots that were opened before.
func (b *menuBar) fillRecent() {
	if b.w.deps.Recent == nil {
		return
	}
	list, err := b.w.deps.Recent()
	if err != nil {
		b.w.say("The recent shoots could not be listed: " + phrase.Error(err))
		return
	}
	var items []*fyne.MenuItem
	for k, r := range list {
		if k == 12 {
			break
		}
		items = append(items, fyne.NewMenuItem(fmt.Sprintf("%s (%s)", r.Folder, phrase.Count(r.Photos, "photo")), func() { b.w.Open(r.Folder) }))
	}
	if len(items) == 0 {
		items = append(items, fyne.NewMenuItem("(none)", nil))
		items[0].Disabled = true
	}
	b.items["recent"].ChildMenu.Items = items
}

// fillFilters lists what the filters can choose from in the open shoot.
func (b *menuBar) fillFilters(open bool) {
	b.filters.Items = b.filters.Items[:b.fixed:b.fixed]
	if open {
		b.filters.Items = append(b.filters.Items, b.w.filters.entries()...)
	}
}

// check ticks what is on and greys what cannot be done.
func (b *menuBar) check() {
	defer b.draw()
	open := b.w.ws != nil && b.w.ws.Now().Len() > 0
	for _, m := range menuActions {
		if m.title == "Help" || m.title == "File" {
			continue
		}
		for _, id := range m.ids {
			if e := b.items[id]; e != nil {
				e.Disabled = !open
			}
		}
	}
	for _, id := range []keys.ID{keys.FontLarger, keys.FontSmaller, keys.Theme, keys.FullScreen, keys.PromptSets, keys.Models} {
		b.items[id].Disabled = false
	}
	for _, id := range []keys.ID{keys.Rescan, keys.Problems, keys.Export, keys.RejectFolder} {
		b.items[id].Disabled = b.w.ws == nil
	}
	b.fillFilters(open)
	for id, on := range map[keys.ID]bool{
		keys.Clipping: b.w.stage.loupe.Overlays().Clipping, keys.Peaking: b.w.stage.loupe.Overlays().Peaking, keys.Histogram: b.w.stage.loupe.Histogram(),
		keys.Watch: !b.w.set.NoWatch, keys.Panels: !b.w.set.NoPanels, keys.Strip: !b.w.set.NoStrip, keys.Theme: b.w.set.Light, keys.Details: b.w.set.Details, keys.Second: b.w.set.Second,
	} {
		b.items[id].Checked = on
	}
	if b.w.ws == nil {
		return
	}
	d := b.w.ws
	name := func(id keys.ID, verb, what string) {
		b.items[id].Label = verb
		b.items[id].Disabled = what == ""
		if what != "" {
			b.items[id].Label = verb + " " + what
		}
	}
	name(keys.Undo, "Undo", d.Shoot().CanUndo())
	name(keys.Redo, "Redo", d.Shoot().CanRedo())
	order, reverse := d.Order()
	f := d.Filter()
	for id, on := range map[keys.ID]bool{
		keys.Grid: d.View() == workspace.Grid, keys.Loupe: d.View() == workspace.Loupe, keys.Compare: d.View() == workspace.Compare, keys.Survey: d.View() == workspace.Survey, keys.Faces: d.View() == workspace.Faces,
		keys.Advance: d.Marks().Advances(), keys.Stacks: d.Stacks(), keys.RunnerUp: d.Against() == snapshot.TheRunnerUp,
		keys.SortTime: order == arrange.ByTime, keys.SortName: order == arrange.ByName, keys.SortScore: order == arrange.ByScore, keys.SortBurst: order == arrange.ByBurst,
		keys.SortReverse:     reverse,
		keys.FilterUndecided: f.Undecided, keys.FilterPicked: f.Picked, keys.FilterRejected: f.Rejected, keys.FilterClose: f.Frames == snapshot.TooClose,
	} {
		b.items[id].Checked = on
	}
}

// menuDelay lets a flurry of keys cost one drawing of the menus.
const menuDelay = 200 * time.Millisecond

// draw has Fyne make the menus anew soon, if they changed: it keeps what a
// menu showed when it was opened first.
func (b *menuBar) draw() {
	var says strings.Builder
	for _, m := range b.main.Items {
		describe(&says, m)
	}
	if says.String() == b.drawn {
		return
	}
	b.drawn = says.String()
	if b.timer != nil {
		b.timer.Stop()
	}
	b.timer = time.AfterFunc(menuDelay, func() {
		fyne.Do(func() {
			if !b.w.closed {
				b.main.Refresh()
			}
		})
	})
}

// describe writes all that a menu shows.
func describe(b *strings.Builder, m *fyne.Menu) {
	for _, e := range m.Items {
		fmt.Fprintf(b, "%s %v %v\n", e.Label, e.Checked, e.Disabled)
		if e.ChildMenu != nil {
			describe(b, e.ChildMenu)
		}
	}
}
