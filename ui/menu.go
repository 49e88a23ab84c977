package ui

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"culler/library/phrase"
	"culler/ui/keys"
	"culler/ui/workspace"
)

// setMenu makes the menus, with the keys as they are.
func (w *Window) setMenu() {
	w.menu, w.menuShown = w.mainMenu(), ""
	w.win.SetMainMenu(w.menu)
}

// item is the menu entry of an action, with its key.
func (w *Window) item(id keys.ID) *fyne.MenuItem {
	m := fyne.NewMenuItem(keys.Of(id).Title, func() { w.do(id, false) })
	m.Shortcut = inMenu(w.keys.Key(id))
	w.menus[id] = m
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
		keys.LabelRed, keys.LabelYellow, keys.LabelGreen, keys.LabelBlue, keys.LabelPurple, keys.LabelNone, "", keys.TurnLeft, keys.TurnRight, "", keys.KeepOnly, keys.Accept, keys.AcceptAll, "", keys.Advance, "", keys.ShowInFolder, keys.OpenIn, keys.CopyPath}},
	{"Burst", []keys.ID{keys.Stack, keys.TakeOut, keys.Split, keys.Merge, "", keys.Expand, keys.Stacks, "", keys.Clocks, keys.ForgetEdits}},
	{"View", []keys.ID{keys.Grid, keys.Loupe, keys.Compare, keys.Survey, keys.Faces, keys.ToggleLoupe, keys.Back, "", keys.Zoom, keys.Closer, keys.Larger, keys.Smaller, keys.Clipping, keys.Peaking, keys.Histogram, keys.Drop, keys.DropWeakest, "", keys.RunnerUp, keys.Details, keys.Panels, keys.Strip, keys.FullScreen, keys.Second, "",
		keys.FontLarger, keys.FontSmaller, keys.Theme}},
	{"Go", []keys.ID{keys.Left, keys.Right, keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.First, keys.Last, "", keys.FrameBefore, keys.FrameNext, keys.BurstBefore, keys.BurstNext, "",
		keys.UndecidedNext, keys.UndecidedBefore}},
	{"Filter", []keys.ID{keys.FilterAll, keys.FilterUndecided, keys.FilterPicked, keys.FilterRejected, keys.FilterClose, "", keys.FilterClear, "", "more"}},
	{"Sort", []keys.ID{keys.SortTime, keys.SortName, keys.SortScore, keys.SortBurst, "", keys.SortReverse}},
	{"Prompts", []keys.ID{keys.PromptNew, keys.PromptSets, keys.WeightsReset, "", keys.Models, keys.Taste, keys.Learn}},
	{"Help", []keys.ID{keys.CheatSheet, keys.Tour, keys.About}},
}

// mainMenu makes the menus. Entries that list something of the shoot are
// filled as it changes.
func (w *Window) mainMenu() *fyne.MainMenu {
	main := fyne.NewMainMenu()
	for _, m := range menuActions {
		menu := fyne.NewMenu(m.title)
		for _, id := range m.ids {
			switch id {
			case "more":
				w.filterMenu, w.filterFixed = menu, len(menu.Items)
			case "recent":
				entry := fyne.NewMenuItem("Recent shoots", nil)
				entry.ChildMenu = fyne.NewMenu("", fyne.NewMenuItem("(none)", nil))
				w.menus[id] = entry
				menu.Items = append(menu.Items, entry)
			case "":
				menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
			case keys.Quit:
				q := w.item(id)
				q.IsQuit = true
				menu.Items = append(menu.Items, q)
			default:
				menu.Items = append(menu.Items, w.item(id))
			}
		}
		main.Items = append(main.Items, menu)
	}
	return main
}

// fillRecent lists the shoots that were opened before.
func (w *Window) fillRecent() {
	if w.deps.Recent == nil {
		return
	}
	list, err := w.deps.Recent()
	if err != nil {
		w.say("The recent shoots could not be listed: " + phrase.Error(err))
		return
	}
	var items []*fyne.MenuItem
	for k, r := range list {
		if k == 12 {
			break
		}
		items = append(items, fyne.NewMenuItem(fmt.Sprintf("%s (%s)", r.Folder, phrase.Count(r.Photos, "photo")), func() { w.Open(r.Folder) }))
	}
	if len(items) == 0 {
		items = append(items, fyne.NewMenuItem("(none)", nil))
		items[0].Disabled = true
	}
	w.menus["recent"].ChildMenu.Items = items
}

// fillFilters lists what the filters can choose from in the open shoot.
func (w *Window) fillFilters(open bool) {
	w.filterMenu.Items = w.filterMenu.Items[:w.filterFixed:w.filterFixed]
	if open {
		w.filterMenu.Items = append(w.filterMenu.Items, w.filters.entries()...)
	}
}

// checkMenus ticks what is on and greys what cannot be done.
func (w *Window) checkMenus() {
	defer w.drawMenus()
	open := w.ws != nil && w.ws.Len() > 0
	for _, m := range menuActions {
		if m.title == "Help" || m.title == "File" {
			continue
		}
		for _, id := range m.ids {
			if e := w.menus[id]; e != nil {
				e.Disabled = !open
			}
		}
	}
	for _, id := range []keys.ID{keys.FontLarger, keys.FontSmaller, keys.Theme, keys.FullScreen, keys.PromptSets, keys.Models} {
		w.menus[id].Disabled = false
	}
	for _, id := range []keys.ID{keys.Rescan, keys.Problems, keys.Export, keys.RejectFolder} {
		w.menus[id].Disabled = w.ws == nil
	}
	w.fillFilters(open)
	for id, on := range map[keys.ID]bool{
		keys.Clipping: w.stage.loupe.Overlays().Clipping, keys.Peaking: w.stage.loupe.Overlays().Peaking, keys.Histogram: w.stage.loupe.Histogram(),
		keys.Watch: !w.set.NoWatch, keys.Panels: !w.set.NoPanels, keys.Strip: !w.set.NoStrip, keys.Theme: w.set.Light, keys.Details: w.set.Details, keys.Second: w.set.Second,
	} {
		w.menus[id].Checked = on
	}
	if w.ws == nil {
		return
	}
	d := w.ws
	name := func(id keys.ID, verb, what string) {
		w.menus[id].Label = verb
		w.menus[id].Disabled = what == ""
		if what != "" {
			w.menus[id].Label = verb + " " + what
		}
	}
	name(keys.Undo, "Undo", d.Shoot().CanUndo())
	name(keys.Redo, "Redo", d.Shoot().CanRedo())
	order, reverse := d.Order()
	f := d.Filter()
	for id, on := range map[keys.ID]bool{
		keys.Grid: d.View() == workspace.Grid, keys.Loupe: d.View() == workspace.Loupe, keys.Compare: d.View() == workspace.Compare, keys.Survey: d.View() == workspace.Survey, keys.Faces: d.View() == workspace.Faces,
		keys.Advance: d.Advances(), keys.Stacks: d.Stacks(), keys.RunnerUp: d.Against() == workspace.TheRunnerUp,
		keys.SortTime: order == workspace.ByTime, keys.SortName: order == workspace.ByName, keys.SortScore: order == workspace.ByScore, keys.SortBurst: order == workspace.ByBurst,
		keys.SortReverse:     reverse,
		keys.FilterUndecided: f.Undecided, keys.FilterPicked: f.Picked, keys.FilterRejected: f.Rejected, keys.FilterClose: f.Frames == workspace.TooClose,
	} {
		w.menus[id].Checked = on
	}
}

// menuDelay lets a flurry of keys cost one drawing of the menus.
const menuDelay = 200 * time.Millisecond

// drawMenus has Fyne make the menus anew soon, if they changed: it keeps what a
// menu showed when it was opened first.
func (w *Window) drawMenus() {
	var b strings.Builder
	for _, m := range w.menu.Items {
		describe(&b, m)
	}
	if b.String() == w.menuShown {
		return
	}
	w.menuShown = b.String()
	if w.menuTimer != nil {
		w.menuTimer.Stop()
	}
	w.menuTimer = time.AfterFunc(menuDelay, func() {
		fyne.Do(func() {
			if !w.closed {
				w.menu.Refresh()
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
