package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"culler/ui/theme"
)

// restyle puts the theme of the settings on.
func (p preferences) restyle() {
	freeTexts(p.w.win)
	if p.w.second.win != nil {
		freeTexts(p.w.second.win)
	}
	p.w.app.Settings().SetTheme(theme.New(p.w.set.Light, p.w.set.Scale))
	p.w.kept.look()
	p.w.refresh()
	p.w.menu.main.Refresh() // the menu bar and all lines are higher or lower now
	p.w.win.Content().Refresh()
}

// freeTexts has a window give back the textures of its texts. A new theme has Fyne
// 2.7 forget them all while no window's OpenGL is current, so that none is freed:
// up to 5 MB for a full window. Content that is set has it free them rightly.
func freeTexts(win fyne.Window) {
	content, ok := win.Content().(*fyne.Container)
	if !ok {
		return
	}
	if s, ok := content.Layout.(*steady); ok {
		s.held = true
		win.SetContent(content)
		s.held = false
	}
}

// newContent is what a window shows, all objects over another.
func newContent(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&steady{}, objects...)
}

// steady is a layout that can be held in its size: content that is set would first
// be made as small as it can be, and a grid would lose its place.
type steady struct{ held bool }

func (s *steady) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewStackLayout().Layout(objects, size)
}

func (s *steady) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if s.held {
		return objects[0].Size()
	}
	return layout.NewStackLayout().MinSize(objects)
}
