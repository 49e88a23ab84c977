package ui

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/ui/dialogs"
	"culler/ui/keys"
)

// mostEditors is how many programs are remembered that photos were opened in.
const mostEditors = 5

// targets are the photos that an action is about.
func (w *Window) targets() (photos []*photo.Photo) {
	if w.ws == nil {
		return nil
	}
	for _, i := range w.ws.Targets() {
		photos = append(photos, w.ws.Photo(i))
	}
	return photos
}

// showInFolder shows the photo's file in the system's file manager.
func (w *Window) showInFolder() {
	photos := w.targets()
	if len(photos) == 0 || w.deps.Reveal == nil {
		return
	}
	path := photos[0].Files[0].Path
	go func() { // it may wait for the file manager
		if err := w.deps.Reveal(path); err != nil {
			fyne.Do(func() { w.say("The folder could not be shown: " + err.Error()) })
		}
	}()
}

// copyPath puts the paths of the photos' files on the clipboard, a line for each.
func (w *Window) copyPath() {
	var paths []string
	for _, p := range w.targets() {
		for _, f := range p.Files {
			paths = append(paths, f.Path)
		}
	}
	if len(paths) == 0 {
		return
	}
	w.app.Clipboard().SetContent(strings.Join(paths, "\n"))
	w.say(fmt.Sprintf("Copied: %s.", phrase.Count(len(paths), "path")))
}

// openElsewhere opens the photos in a program; "" is the system's.
func (w *Window) openElsewhere(program string) {
	var paths []string
	for _, p := range w.targets() {
		paths = append(paths, p.Files[0].Path)
	}
	if len(paths) == 0 || w.deps.OpenIn == nil {
		return
	}
	if err := w.deps.OpenIn(program, paths); err != nil {
		w.say("The program could not be started: " + err.Error())
		return
	}
	if program != "" {
		w.set.Editors = slices.DeleteFunc(w.set.Editors, func(e string) bool { return e == program })
		w.set.Editors = append([]string{program}, w.set.Editors...)
		w.set.Editors = w.set.Editors[:min(len(w.set.Editors), mostEditors)]
		w.saveSettings()
	}
}

// openInEditor opens the photos in the program that was used last, else in the
// system's.
func (w *Window) openInEditor() {
	if len(w.set.Editors) > 0 {
		w.openElsewhere(w.set.Editors[0])
		return
	}
	w.openElsewhere("")
}

// askForEditor asks for a program to open the photos in.
func (w *Window) askForEditor() {
	if len(w.targets()) > 0 {
		dialogs.Program(host{w}, w.openElsewhere)
	}
}

// editorMenu offers the programs that are remembered.
func (w *Window) editorMenu() *fyne.Menu {
	m := fyne.NewMenu("")
	for _, e := range w.set.Editors {
		m.Items = append(m.Items, fyne.NewMenuItem(strings.TrimSuffix(filepath.Base(e), filepath.Ext(e)), func() { w.openElsewhere(e) }))
	}
	m.Items = append(m.Items, fyne.NewMenuItem("The system's program", func() { w.openElsewhere("") }),
		fyne.NewMenuItem("Another program...", w.askForEditor))
	return m
}

// contextMenu opens the menu of a cell.
func (w *Window) contextMenu(k int, at fyne.Position) {
	i := w.ws.Items()[k].Photo
	if !w.ws.Selected(i) {
		w.ws.Select(i)
		w.show()
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
			e := *w.menus[id]
			into.Items = append(into.Items, &e)
		}
	}
	open := fyne.NewMenuItem("Open in", nil)
	open.ChildMenu = w.editorMenu()
	export := *w.menus[keys.Export]
	menu.Items = append(menu.Items, open, fyne.NewMenuItemSeparator(), &export)
	widget.ShowPopUpMenuAtPosition(menu, w.win.Canvas(), at)
}
