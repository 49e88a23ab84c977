package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/ui/dialogs"
	"culler/ui/dialogs/box"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/workspace"
)

// Window is Culler's window. Its methods belong to Fyne's goroutine.
type Window struct {
	app  fyne.App
	win  fyne.Window
	deps Deps
	keys *keys.Map
	set  settings
	kept keeping

	ws          *workspace.Workspace // nil: no shoot is open
	opening     opening
	reading     reading
	watch       folderWatch
	duplicates  duplicates
	events      events
	unsubscribe func() // from the events of the open shoot

	parts
	boxes  *box.Stack // the dialogs that are open
	models *dialogs.ModelList

	caps   caps
	closed bool
	ended  chan struct{} // closed with the window
}

// New makes the window; Show it, then Open a folder.
func New(app fyne.App, deps Deps) *Window {
	deps.Pictures = turned{deps.Pictures}
	w := &Window{app: app, win: app.NewWindow("Culler"), deps: deps, ended: make(chan struct{})}
	var problem error
	w.set = loadSettings(deps.Settings)
	w.keys, problem = keys.Load(deps.KeysFile, w.set.KeySet)
	app.Settings().SetTheme(theme.New(w.set.Light, w.set.Scale))
	w.kept.w, w.opening.w, w.reading.w, w.watch.w, w.duplicates.w, w.events.refresh = w, w, w, w, w, w.refresh
	w.makeParts()
	w.boxes = box.NewStack(w.win, w.tips, func() float32 { return w.set.Scale }, func() {
		w.tips.Hide()
		w.takeKeys()
	})
	w.models = dialogs.NewModelList(host{w}, host{w}, deps.Models)
	w.win.SetPadded(false)
	w.win.SetContent(newContent(w.keyboard, w.rooms.object, w.tips.Layer, w.guide.layer))
	w.menu = newMenuBar(w)
	w.win.SetOnDropped(w.opening.dropped)
	w.win.SetCloseIntercept(w.Quit)
	w.win.SetMaster() // the second window ends with it
	w.win.Resize(fyne.NewSize(w.set.Width, w.set.Height))
	w.listen()
	w.refresh()
	if problem != nil {
		w.say(problem.Error())
	}
	return w
}

// ShowProblem shows a window that says why Culler cannot start.
func ShowProblem(app fyne.App, err error) {
	app.Settings().SetTheme(theme.New(false, 1))
	win := app.NewWindow("Culler")
	text := widget.NewLabel(phrase.Upper(phrase.Error(err)))
	text.Wrapping = fyne.TextWrapWord
	quit := widget.NewButton("Quit", app.Quit)
	quit.Importance = widget.HighImportance
	win.SetContent(container.NewPadded(container.NewBorder(nil, container.NewCenter(quit), nil, nil, container.NewVScroll(text))))
	win.Resize(fyne.NewSize(520, 180))
	win.CenterOnScreen()
	win.Show()
}

// Fyne is the window as Fyne knows it.
func (w *Window) Fyne() fyne.Window { return w.win }

// Closed is closed once Close has kept everything.
func (w *Window) Closed() <-chan struct{} { return w.ended }

// Workspace is the workspace of the open shoot; nil without one.
func (w *Window) Workspace() *workspace.Workspace { return w.ws }

// Show opens the window.
func (w *Window) Show() {
	w.win.Show()
	w.takeKeys()
	if w.set.Second {
		w.second.show()
	}
}

// listen takes keys that arrive while nothing holds the focus.
func (w *Window) listen() {
	c := w.win.Canvas()
	free := func(f func()) {
		if c.Overlays().Top() == nil {
			f()
		}
	}
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if top := c.Overlays().Top(); top != nil {
			w.boxes.Key(e)
			return
		}
		w.keyboard.TypedKey(e)
	})
	c.SetOnTypedRune(func(r rune) { free(func() { w.keyboard.TypedRune(r) }) })
	if d, ok := c.(interface {
		SetOnKeyDown(func(*fyne.KeyEvent))
		SetOnKeyUp(func(*fyne.KeyEvent))
	}); ok {
		d.SetOnKeyDown(func(e *fyne.KeyEvent) { free(func() { w.keyboard.KeyDown(e) }) })
		d.SetOnKeyUp(func(e *fyne.KeyEvent) { free(func() { w.keyboard.KeyUp(e) }) })
	}
}

// takeKeys gives the focus back to the keyboard.
func (w *Window) takeKeys() {
	if c := w.win.Canvas(); c.Overlays().Top() == nil && c.Focused() != w.keyboard {
		c.Focus(w.keyboard)
	}
}

// show brings the widgets up to date with the workspace.
func (w *Window) show() {
	w.forgetTurned()
	w.rooms.arrange()
	w.stage.update()
	if w.ws != nil {
		w.strip.Update()
		w.second.update()
		c := w.ws.Cursor()
		w.details.update(w.ws)
		if c >= 0 && !w.set.NoPanels && !w.set.Details {
			w.reasons.Explain(w.ws.Now().Reasons(c, w.ws.Against()), w.ws.Against())
			w.closeUps.show(c)
		} else {
			w.reasons.Clear()
			w.closeUps.show(-1)
		}
		w.weights.Update()
	}
	w.filters.update()
	w.strict.update()
	w.status.update()
	w.menu.check()
	w.guide.update()
}

// weighed follows a change of weights or rules.
func (w *Window) weighed() {
	w.kept.weightsSoon()
	w.show()
	w.takeKeys()
}
