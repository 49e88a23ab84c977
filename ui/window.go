package ui

import (
	"context"
	"image/color"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library"
	"culler/library/phrase"
	"culler/ui/dialogs"
	"culler/ui/dialogs/box"
	"culler/ui/explain"
	"culler/ui/grid"
	"culler/ui/keys"
	"culler/ui/strip"
	"culler/ui/theme"
	"culler/ui/weights"
	"culler/ui/widgets"
	"culler/ui/workspace"
)

// Window is Culler's window. Its methods belong to Fyne's goroutine.
type Window struct {
	app  fyne.App
	win  fyne.Window
	deps Deps
	keys *keys.Map

	ws     *workspace.Workspace // nil: no shoot is open
	set    settings
	loader *grid.Loader
	tips   *widgets.Tips

	keyboard *keyboard
	grid     *grid.Grid
	strip    *strip.Strip
	reasons  *explain.Panel
	closeUps *closeUps
	details  *details
	weights  *weights.Panel
	filters  *filterBar
	status   *status
	stage    *stage
	rooms    *rooms
	second   *second // nil: it is not open
	guide    *guide
	menu     *fyne.MainMenu
	menus    map[keys.ID]*fyne.MenuItem // by action

	filterMenu  *fyne.Menu // ends with what the shoot has to choose from
	filterFixed int        // what comes before that
	menuShown   string     // by the menus as they are drawn
	menuTimer   *time.Timer

	work  work
	watch watch

	looking looking
	boxes   *box.Stack // the dialogs that are open
	models  *dialogs.ModelList

	keeping *time.Timer // until the weights are kept
	closed  bool
	opened  int           // shoots, so far
	opening func()        // stops what opens one
	ended   chan struct{} // closed with the window
	capsOn  bool          // what Caps Lock was found to be the last time
	marked  bool          // the last action marked a photo and stayed on it
}

// work is what goes on in the background for the open shoot.
type work struct {
	of     *workspace.Workspace
	ctx    context.Context
	stop   context.CancelFunc
	done   *sync.WaitGroup
	cancel func() // of the subscription

	running bool // photos are read and scored
	again   bool // and there are more of them since

	mu     sync.Mutex
	events []library.Event
	timer  bool      // a refresh is on its way
	last   time.Time // of the last refresh
}

// repaintEvery is the least time between two refreshes that nobody asked for.
const repaintEvery = 100 * time.Millisecond

// New makes the window; Show it, then Open a folder.
func New(app fyne.App, deps Deps) *Window {
	deps.Pictures = turned{deps.Pictures}
	w := &Window{app: app, win: app.NewWindow("Culler"), deps: deps, tips: widgets.NewTips(), menus: map[keys.ID]*fyne.MenuItem{}, ended: make(chan struct{})}
	var problem error
	w.set = loadSettings(deps.Settings)
	w.keys, problem = keys.Load(deps.KeysFile, w.set.KeySet)
	app.Settings().SetTheme(theme.New(w.set.Light, w.set.Scale))

	w.boxes = box.NewStack(w.win, w.tips, func() float32 { return w.set.Scale }, func() {
		w.tips.Hide()
		w.takeKeys()
	})
	w.models = dialogs.NewModelList(host{w}, host{w}, deps.Models)
	w.loader = grid.NewLoader(deps.Pictures)
	w.keyboard = newKeyboard(w.press, w.capsLock)
	w.grid = grid.NewGrid(w.loader)
	w.grid.SetCellWidth(w.set.Cell)
	w.grid.OnTap = w.tapped
	w.grid.OnOpen = func(int) { w.do(keys.Loupe, false) }
	w.grid.OnMenu = w.contextMenu
	w.grid.OnMark = func(k int, change grid.Change) { w.mark(w.ws.Items()[k].Photo, change) }
	w.grid.OnShown = w.prefer
	w.grid.OnSize = func(columns, rows int) {
		if w.ws != nil {
			w.ws.SetGeometry(columns, rows)
		}
	}
	w.strip = strip.New(w.loader, w.tips, w.hint(keys.Accept), func() { w.do(keys.Accept, false) })
	w.strip.OnTap = w.tappedFrame
	w.strip.OnMark = func(i int, change grid.Change) { w.mark(i, change) }
	w.strip.OnOpen = func(int) { w.do(keys.Loupe, false) }
	w.reasons = explain.New(w.tips, w.hint(keys.RunnerUp), func(a workspace.Against) {
		if w.ws != nil {
			w.ws.SetAgainst(a)
			w.refresh()
		}
	})
	w.closeUps = newCloseUps(w)
	w.details = newDetails(w)
	w.weights = weights.New(w.tips, weights.Actions{
		Changed: w.weighed, Edit: func(row string) { w.prompts().Edit(row) }, New: func() { w.do(keys.PromptNew, false) },
		Sets: func() { w.do(keys.PromptSets, false) }, Hint: func(id keys.ID) string { return w.keys.Titled(id) },
	})
	w.filters = newFilterBar(w)
	w.status = newStatus(w)
	w.stage = newStage(w)
	w.rooms, w.guide = newRooms(w), newGuide(w)
	w.win.SetPadded(false)
	w.win.SetContent(container.NewStack(w.keyboard, w.rooms.object, w.tips.Layer, w.guide.layer))
	w.setMenu()
	w.win.SetOnDropped(w.dropped)
	w.win.SetCloseIntercept(w.quit)
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
		w.openSecond()
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

// touch asks for a refresh soon; it may be called from any goroutine.
func (w *Window) touch() {
	w.work.mu.Lock()
	defer w.work.mu.Unlock()
	if w.work.timer {
		return
	}
	w.work.timer = true
	wait := max(repaintEvery-time.Since(w.work.last), 0)
	time.AfterFunc(wait, func() { fyne.Do(w.refresh) })
}

// refresh shows everything as it is now. What did not change costs little.
func (w *Window) refresh() {
	w.work.mu.Lock()
	events := w.work.events
	w.work.events, w.work.timer, w.work.last = nil, false, time.Now()
	w.work.mu.Unlock()
	if w.ws != nil {
		here := w.ws.Here()
		for _, e := range events {
			w.ws.Heard(e)
			if e.Kind == library.Read {
				w.loader.Forget(e.Photos)
				w.closeUps.forget()
				w.stage.people.forget()
			}
		}
		w.ws.Refresh()
		w.news(events, here)
	}
	w.show()
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
			w.reasons.Explain(w.ws.Reasons(c), w.ws.Against())
			w.closeUps.show(c)
		} else {
			w.reasons.Clear()
			w.closeUps.show(-1)
		}
		w.weights.Update()
	}
	w.filters.update()
	w.status.update()
	w.checkMenus()
	w.guide.firstTime()
}

// weighed follows a change of weights or rules.
func (w *Window) weighed() {
	w.saveWeights()
	w.show()
	w.takeKeys()
}

// newGround is a rectangle in a colour of the theme.
type ground struct {
	widget.BaseWidget
	colour fyne.ThemeColorName
}

func newGround(c fyne.ThemeColorName) *ground {
	g := &ground{colour: c}
	g.ExtendBaseWidget(g)
	return g
}

func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	return &groundRenderer{g, canvas.NewRectangle(color.Transparent)}
}

type groundRenderer struct {
	g    *ground
	rect *canvas.Rectangle
}

func (r *groundRenderer) Destroy() {}
func (r *groundRenderer) Layout(s fyne.Size) {
	r.rect.Resize(s)
	r.rect.FillColor = theme.Colour(r.g.colour)
}
func (r *groundRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }
func (r *groundRenderer) Refresh() {
	r.rect.FillColor = theme.Colour(r.g.colour)
	r.rect.Refresh()
}
