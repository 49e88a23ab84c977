package ui

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/ui/dialogs"
)

// mostEditors is how many programs are remembered that photos were opened in.
const mostEditors = 5

// elsewhere takes photos to other programs.
type elsewhere struct{ w *Window }

// targets are the photos that an action is about.
func (e elsewhere) targets() (photos []*photo.Photo) {
	if e.w.ws == nil {
		return nil
	}
	for _, i := range e.w.ws.Targets() {
		photos = append(photos, e.w.ws.Now().Photo(i))
	}
	return photos
}

// showInFolder shows the photo's file in the system's file manager.
func (e elsewhere) showInFolder() {
	photos := e.targets()
	if len(photos) == 0 || e.w.deps.Reveal == nil {
		return
	}
	path := photos[0].Files[0].Path
	go func() { // it may wait for the file manager
		if err := e.w.deps.Reveal(path); err != nil {
			fyne.Do(func() { e.w.say("The folder could not be shown: " + err.Error() + ".") })
		}
	}()
}

// copyPath puts the paths of the photos' files on the clipboard, a line for each.
func (e elsewhere) copyPath() {
	var paths []string
	for _, p := range e.targets() {
		for _, f := range p.Files {
			paths = append(paths, f.Path)
		}
	}
	if len(paths) == 0 {
		return
	}
	e.w.app.Clipboard().SetContent(strings.Join(paths, "\n"))
	e.w.say(fmt.Sprintf("Copied: %s.", phrase.Count(len(paths), "path")))
}

// open opens the photos in a program; "" is the system's.
func (e elsewhere) open(program string) {
	var paths []string
	for _, p := range e.targets() {
		paths = append(paths, p.Files[0].Path)
	}
	if len(paths) == 0 || e.w.deps.OpenIn == nil {
		return
	}
	if err := e.w.deps.OpenIn(program, paths); err != nil {
		e.w.say("The photo could not be opened: " + err.Error() + ".")
		return
	}
	if program != "" {
		e.w.set.Editors = slices.DeleteFunc(e.w.set.Editors, func(p string) bool { return p == program })
		e.w.set.Editors = append([]string{program}, e.w.set.Editors...)
		e.w.set.Editors = e.w.set.Editors[:min(len(e.w.set.Editors), mostEditors)]
		e.w.kept.look()
	}
}

// openInEditor opens the photos in the program that was used last, else in the
// system's.
func (e elsewhere) openInEditor() {
	if len(e.w.set.Editors) > 0 {
		e.open(e.w.set.Editors[0])
		return
	}
	e.open("")
}

// askForEditor asks for a program to open the photos in.
func (e elsewhere) askForEditor() {
	if len(e.targets()) > 0 {
		dialogs.Program(host(e), e.open)
	}
}

// editorMenu offers the programs that are remembered.
func (e elsewhere) editorMenu() *fyne.Menu {
	m := fyne.NewMenu("")
	for _, p := range e.w.set.Editors {
		m.Items = append(m.Items, fyne.NewMenuItem(strings.TrimSuffix(filepath.Base(p), filepath.Ext(p)), func() { e.open(p) }))
	}
	m.Items = append(m.Items, fyne.NewMenuItem("The system's program", func() { e.open("") }),
		fyne.NewMenuItem("Another program...", e.askForEditor))
	return m
}
