package ui

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"culler/ui/keys"
	"culler/ui/workspace"
)

// item is the menu entry of an action, with its key.
func (w *Window) item(id string) *fyne.MenuItem {
	title := id
	for _, a := range keys.Actions() {
		if a.ID == id {
			title = a.Title
		}
	}
	m := fyne.NewMenuItem(title, func() { w.do(id, false) })
	m.Shortcut = inMenu(w.keys.Key(id))
	w.menus[id] = m
	return m
}

func (w *Window) items(ids ...string) []*fyne.MenuItem {
	var out []*fyne.MenuItem
	for _, id := range ids {
		if id == "" {
			out = append(out, fyne.NewMenuItemSeparator())
		} else {
			out = append(out, w.item(id))
		}
	}
	return out
}

// Menus lists which actions are in which menu; "" is a line between them.
var menuActions = []struct {
	title string
	ids   []string
}{
	{"File", []string{"open", "demo", "recent", "", "rescan", "watch", "stop", "problems", "", "export", "reject-folder", "", "settings", "", "quit"}},
	{"Edit", []string{"undo", "redo", "", "select-all", "select-burst", "select-none", "select-left", "select-right", "select-up", "select-down", "", "search"}},
	{"Photo", []string{"pick", "reject", "clear-flag", "", "stars-0", "stars-1", "stars-2", "stars-3", "stars-4", "stars-5", "star-down", "star-up", "",
		"label-red", "label-yellow", "label-green", "label-blue", "label-purple", "", "keep-only", "accept", "accept-all", "", "advance"}},
	{"Burst", []string{"stack", "take-out", "split", "merge", "", "expand", "stacks", "", "clocks", "forget-edits"}},
	{"View", []string{"grid", "loupe", "compare", "survey", "toggle-loupe", "back", "", "zoom", "larger", "smaller", "clipping", "peaking", "histogram", "drop", "drop-weakest", "", "runner-up", "panels", "strip", "full-screen", "",
		"font-larger", "font-smaller", "theme"}},
	{"Go", []string{"left", "right", "up", "down", "page-up", "page-down", "first", "last", "", "frame-before", "frame-next", "burst-before", "burst-next", "",
		"undecided-next", "undecided-before"}},
	{"Filter", []string{"filter-all", "filter-undecided", "filter-picked", "filter-rejected", "filter-close", "", "filter-clear", "", "more"}},
	{"Sort", []string{"sort-time", "sort-name", "sort-score", "sort-burst", "", "sort-reverse"}},
	{"Prompts", []string{"prompt-new", "prompt-sets", "weights-reset", "", "models", "taste"}},
	{"Help", []string{"cheat-sheet", "tour", "about"}},
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
			case "quit":
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
		w.say("The recent shoots could not be listed: " + err.Error())
		return
	}
	var items []*fyne.MenuItem
	for k, r := range list {
		if k == 12 {
			break
		}
		items = append(items, fyne.NewMenuItem(fmt.Sprintf("%s (%s)", r.Folder, count(r.Photos, "photo")), func() { w.Open(r.Folder) }))
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
	open := w.desk != nil && w.desk.Len() > 0
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
	for _, id := range []string{"font-larger", "font-smaller", "theme", "full-screen", "prompt-sets", "models"} {
		w.menus[id].Disabled = false
	}
	for _, id := range []string{"rescan", "problems", "export", "reject-folder"} {
		w.menus[id].Disabled = w.desk == nil
	}
	w.fillFilters(open)
	for id, on := range map[string]bool{
		"clipping": w.stage.loupe.Overlays().Clipping, "peaking": w.stage.loupe.Overlays().Peaking, "histogram": w.stage.loupe.Histogram(),
		"watch": !w.set.NoWatch, "panels": !w.set.NoPanels, "strip": !w.set.NoStrip, "theme": w.set.Light,
	} {
		w.menus[id].Checked = on
	}
	if w.desk == nil {
		return
	}
	d := w.desk
	name := func(id, verb, what string) {
		w.menus[id].Label = verb
		w.menus[id].Disabled = what == ""
		if what != "" {
			w.menus[id].Label = verb + " " + what
		}
	}
	name("undo", "Undo", d.Shoot().CanUndo())
	name("redo", "Redo", d.Shoot().CanRedo())
	order, reverse := d.Order()
	f := d.Filter()
	for id, on := range map[string]bool{
		"grid": d.View() == workspace.Grid, "loupe": d.View() == workspace.Loupe, "compare": d.View() == workspace.Compare, "survey": d.View() == workspace.Survey,
		"advance": d.Advances(), "stacks": d.Stacks(), "runner-up": d.Against() == workspace.TheRunnerUp,
		"sort-time": order == workspace.ByTime, "sort-name": order == workspace.ByName, "sort-score": order == workspace.ByScore, "sort-burst": order == workspace.ByBurst,
		"sort-reverse":     reverse,
		"filter-undecided": f.Undecided, "filter-picked": f.Picked, "filter-rejected": f.Rejected, "filter-close": f.Frames == workspace.TooClose,
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
	for _, m := range w.win.MainMenu().Items {
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
				w.win.MainMenu().Refresh()
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

// contextMenu opens the menu of a cell.
func (w *Window) contextMenu(k int, at fyne.Position) {
	i := w.desk.Items()[k].Photo
	if !w.desk.Selected(i) {
		w.desk.Select(i)
		w.show()
	}
	menu := fyne.NewMenu("")
	for _, id := range []string{"pick", "reject", "clear-flag", "keep-only", "accept", "", "loupe", "compare", "survey", "expand", "",
		"stack", "take-out", "split", "merge", "", "select-burst", "export"} {
		if id == "" {
			menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
			continue
		}
		e := *w.menus[id]
		menu.Items = append(menu.Items, &e)
	}
	widget.ShowPopUpMenuAtPosition(menu, w.win.Canvas(), at)
}
