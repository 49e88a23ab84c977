package ui

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/ui/dialogs"
	"culler/ui/dialogs/box"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// modelShelf is the dialog of models and what is done with one of them, which
// goes on while the dialog is closed.
type modelShelf struct {
	w    *Window
	box  *box.Box // nil while the dialog is closed
	rows *fyne.Container

	busy string // the model, or the folder, that something is done with; "": nothing
	stop context.CancelFunc
	line *modelProgress // of busy; nil while it is not shown

	mu      sync.Mutex
	now     dialogs.Transfer
	pending bool // a repaint is on its way
}

// parts of the dialog, by what models do.
var modelParts = []struct {
	part        dialogs.Part
	title, help string
}{
	{dialogs.ReadsPrompts, "Models that read your prompts", "One of them is in use. Another one reads the shoot anew in the background, while the scores of the earlier one stay. What a model has read is kept, so that going back takes no time."},
	{dialogs.GivesMarks, "Marks beside the prompts", "Each that is installed is one more row, with a weight of its own."},
	{dialogs.FindsFaces, "Faces", ""},
}

// showModels lists the models that are installed and that can be.
func (w *Window) showModels() {
	if w.deps.Models == nil {
		w.say("This build has no other models.")
		return
	}
	m := w.shelf
	if m == nil {
		m = &modelShelf{w: w}
		w.shelf = m
	}
	if m.box != nil {
		return
	}
	m.rows = container.NewVBox()
	room := container.New(layout.NewCustomPaddedLayout(0, 0, 0, theme.Size("scrollBar")), m.rows)
	content := container.NewBorder(m.processors(), nil, nil, nil, container.NewVScroll(room))
	m.box = w.boxes.Open("Models", content, fyne.NewSize(860, 660), box.Button{Title: "Close"}, box.Button{Title: "Add a model folder...", Do: func() bool {
		m.choose()
		return false
	}})
	m.box.Closed = func() {
		m.box, m.line = nil, nil
		if m.busy != "" {
			w.say("This goes on; the Models window shows how far it is.")
		}
	}
	m.fill()
}

// processors lets one choose what models compute with, where there is a choice.
func (m *modelShelf) processors() fyne.CanvasObject {
	all, chosen := m.w.deps.Models.Processors()
	if len(all) < 3 && chosen == "" { // what is fastest, and the only one
		return nil
	}
	row := container.NewHBox(widget.NewLabel("Models compute with"))
	var chips []*widgets.Chip
	for k, p := range all {
		c := widgets.NewChip(p[1], nil, nil, func() {
			if err := m.w.deps.Models.SetProcessor(p[0]); err != nil {
				m.w.boxes.Alert("This could not be chosen", err)
				return
			}
			for i := range chips {
				chips[i].Set(i == k)
			}
			if m.w.ws != nil {
				m.w.run()
			}
		})
		c.Set(p[0] == chosen)
		chips = append(chips, c)
		row.Add(container.NewCenter(c))
	}
	return row
}

// fill lists the models as they are now.
func (m *modelShelf) fill() {
	if m.box == nil {
		return
	}
	list, err := m.w.deps.Models.List()
	m.line = nil
	var objects []fyne.CanvasObject
	if err != nil {
		objects = append(objects, words(phrase.Sentence(phrase.Error(err)), "error"))
	}
	if m.busy != "" && !slices.ContainsFunc(list, func(model dialogs.Model) bool { return model.ID == m.busy }) {
		objects = append(objects, m.progress()) // of a folder that is added
	}
	for _, p := range modelParts {
		head := widget.NewLabel(p.title)
		head.TextStyle.Bold, head.SizeName = true, "subHeadingText"
		objects = append(objects, head)
		if p.help != "" {
			objects = append(objects, words(p.help, theme.Dim))
		}
		for _, model := range list {
			if model.Part == p.part {
				objects = append(objects, m.row(model), widget.NewSeparator())
			}
		}
	}
	m.rows.Objects = objects
	m.rows.Refresh()
}

// words are sentences that wrap.
func words(text string, colour fyne.ThemeColorName) *widget.RichText {
	t := widget.NewRichText(&widget.TextSegment{Text: text, Style: widget.RichTextStyle{SizeName: theme.Small, ColorName: colour}})
	t.Wrapping = fyne.TextWrapWord
	return t
}

// row is one model.
func (m *modelShelf) row(model dialogs.Model) fyne.CanvasObject {
	title := widget.NewLabel(model.Title)
	title.TextStyle.Bold = true
	buttons := container.NewHBox()
	for _, c := range m.chips(model) {
		buttons.Add(c)
	}
	// The parts of a row belong together; their own padding would part them.
	row := container.New(layout.NewCustomPaddedVBoxLayout(-2*theme.Size("innerPadding")+2),
		container.NewBorder(nil, nil, title, container.NewCenter(buttons)), m.facts(model))
	if model.About != "" {
		row.Add(words(model.About, "foreground"))
	}
	if model.Idle != "" {
		row.Add(words(model.Idle, theme.Dim))
	}
	if model.Problem != "" {
		row.Add(words(phrase.Sentence(model.Problem), "warning"))
	}
	if m.busy == model.ID {
		row.Add(m.progress())
	}
	return row
}

// progress is the line of what goes on.
func (m *modelShelf) progress() fyne.CanvasObject {
	m.line = newModelProgress(m.stop)
	m.mu.Lock()
	m.line.show(m.now)
	m.mu.Unlock()
	return m.line.object
}

// chips are what can be done with a model.
func (m *modelShelf) chips(model dialogs.Model) []*widgets.Chip {
	var chips []*widgets.Chip
	add := func(title string, can bool, do func()) *widgets.Chip {
		c := widgets.NewChip(title, nil, nil, do)
		c.Enable(can && m.busy == "")
		chips = append(chips, c)
		return c
	}
	usable := model.Installed && model.Problem == ""
	switch {
	case model.InUse:
		add("In use", false, nil)
	case usable && model.Part == dialogs.ReadsPrompts:
		add("Use", true, func() { m.use(model) })
	case usable && model.Idle != "":
		add("Installed", false, nil)
	case usable:
		add("Takes part", false, nil)
	case model.Installed && model.Fetchable:
		add("Mend", true, func() { m.install(model) })
	case model.Fetchable && model.Fetched > 0:
		add("Go on", true, func() { m.install(model) })
	case model.Fetchable:
		add("Install", true, func() { m.install(model) })
	}
	if (model.Installed && !model.Embedded && !model.InUse) || (!model.Installed && model.Fetched > 0) {
		add("Remove", true, func() { m.remove(model) })
	}
	return chips
}

// facts is a line of what is to be known before one decides.
func (m *modelShelf) facts(model dialogs.Model) fyne.CanvasObject {
	text := ""
	add := func(s string) {
		if text != "" && s != "" {
			text += "  ·  "
		}
		text += s
	}
	if model.Embedded {
		add("comes with Culler")
	}
	switch {
	case model.Fetched > 0 && model.Fetched < model.Size:
		add(phrase.Bytes(model.Fetched) + " of " + phrase.Bytes(model.Size) + " fetched")
	case model.Size > 0:
		add(phrase.Bytes(model.Size))
	case !model.Installed:
		add("size unknown")
	}
	add(model.Speed)
	if model.LicenceLink == "" && model.Licence != "" {
		add("licence: " + model.Licence)
	}
	line := container.New(factsLayout{}, widgets.NewWords(text, theme.Dim, m.w.tips))
	link := func(title, address string) {
		if u, err := url.Parse(address); err == nil && address != "" {
			l := widget.NewHyperlink(title, u)
			l.SizeName = theme.Small
			line.Add(l)
		}
	}
	link("Licence: "+model.Licence, model.LicenceLink)
	link("Source", model.Source)
	return line
}

// factsLayout puts words and the links after them in one line; where room ends
// the words are cut.
type factsLayout struct{}

func (factsLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(60, o[0].MinSize().Height+theme.Size("innerPadding")*2)
	for _, link := range o[1:] {
		size = size.AddWidthHeight(link.MinSize().Width, 0)
		size.Height = max(size.Height, link.MinSize().Height)
	}
	return size
}

func (factsLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	x, room := theme.Size("innerPadding"), s.Width
	for _, link := range o[1:] {
		room -= link.MinSize().Width
	}
	put := func(o fyne.CanvasObject, width float32) {
		h := o.MinSize().Height
		o.Move(fyne.NewPos(x, (s.Height-h)/2))
		o.Resize(fyne.NewSize(width, h))
		x += width
	}
	text := o[0].(*widgets.Words).Text()
	put(o[0], min(fyne.MeasureText(text, theme.Size(theme.Small), fyne.TextStyle{}).Width+4, room-2*x))
	for _, link := range o[1:] {
		put(link, link.MinSize().Width)
	}
}

// modelProgress is a line that says how far something is, with a button that
// stops it.
type modelProgress struct {
	object fyne.CanvasObject
	words  *widgets.Words
	bar    *widgets.Bar
}

func newModelProgress(stop func()) *modelProgress {
	p := &modelProgress{words: widgets.NewWords("", "foreground", nil), bar: widgets.NewBar()}
	var cancel *widgets.Chip
	cancel = widgets.NewChip("Cancel", nil, nil, func() {
		cancel.Enable(false)
		stop()
	})
	p.object = container.New(layout.NewCustomPaddedLayout(theme.Size("innerPadding"), theme.Size("innerPadding"), theme.Size("innerPadding"), 0), container.NewBorder(nil, nil, nil, container.NewCenter(cancel), container.NewVBox(p.words, p.bar)))
	return p
}

func (p *modelProgress) show(t dialogs.Transfer) {
	p.words.SetText(t.What)
	p.bar.Set(int(1000*max(t.Share, 0)), 1000)
}

// do does something with a model in the background, one thing at a time. done is
// told how it ended.
func (m *modelShelf) do(id, what string, work func(ctx context.Context, tell func(dialogs.Transfer)) error, done func(error)) {
	if m.busy != "" {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	m.busy, m.stop = id, stop
	m.tell(dialogs.Transfer{What: what, Share: -1})
	m.fill()
	go func() {
		defer stop()
		err := work(ctx, m.tell)
		fyne.Do(func() {
			m.busy = ""
			done(err)
			m.fill()
		})
	}()
}

// tell takes progress, from any goroutine.
func (m *modelShelf) tell(t dialogs.Transfer) {
	m.mu.Lock()
	m.now = t
	pending := m.pending
	m.pending = true
	m.mu.Unlock()
	if pending {
		return
	}
	fyne.Do(func() {
		m.mu.Lock()
		m.pending = false
		now := m.now
		m.mu.Unlock()
		if m.line != nil {
			m.line.show(now)
		}
	})
}

// end stops what goes on.
func (m *modelShelf) end() {
	if m != nil && m.busy != "" {
		m.stop()
	}
}

// use has another model read the shoot.
func (m *modelShelf) use(model dialogs.Model) {
	w := m.w
	w.pause()
	m.do(model.ID, "Opening "+model.Title, func(ctx context.Context, tell func(dialogs.Transfer)) error {
		return w.deps.Models.Use(ctx, model.ID, tell)
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
		case err != nil:
			w.boxes.Alert("The model could not be used", err)
		default:
			w.say(model.Title + " reads the photos now.")
		}
		if w.ws != nil {
			w.run()
		}
	})
}

// install fetches a model.
func (m *modelShelf) install(model dialogs.Model) {
	w := m.w
	m.do(model.ID, "Looking for "+model.Title, func(ctx context.Context, tell func(dialogs.Transfer)) error {
		return w.deps.Models.Install(ctx, model.ID, tell)
	}, func(err error) { m.installed(model.Title, model.Part, err) })
}

// installed says how an installation ended.
func (m *modelShelf) installed(title string, part dialogs.Part, err error) {
	w := m.w
	switch {
	case errors.Is(err, context.Canceled):
		w.say("Stopped. What has arrived is kept.")
	case err != nil:
		w.boxes.Alert("The model could not be installed", err)
	default:
		w.say(title + " is installed.")
		if part != dialogs.ReadsPrompts && w.ws != nil {
			w.run() // it takes part at once
		}
	}
}

// remove asks and deletes a model's files.
func (m *modelShelf) remove(model dialogs.Model) {
	w := m.w
	text := "Its files are deleted. What it has read of your photos is kept."
	if model.Size > 0 && model.Installed {
		text = "Its files, " + phrase.Bytes(model.Size) + ", are deleted. What it has read of your photos is kept."
	}
	if !model.Fetchable {
		text += " It was added from a folder of yours, and Culler cannot fetch it."
	}
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	w.boxes.Open("Remove "+model.Title+"?", l, fyne.NewSize(460, 180), box.Button{Title: "Remove", Do: func() bool {
		err := w.deps.Models.Remove(model.ID)
		if err != nil {
			w.boxes.Alert("The model could not be removed", err)
		} else if model.Part != dialogs.ReadsPrompts && w.ws != nil {
			w.run() // without its row
		}
		m.fill()
		return true
	}}, box.Button{Title: "Cancel"})
}

// choose installs a folder that the photographer has.
func (m *modelShelf) choose() {
	if m.busy != "" {
		m.w.say("Something is being installed; wait until that is done.")
		return
	}
	m.w.boxes.Folder("", m.add)
}

func (m *modelShelf) add(folder string) {
	w := m.w
	if m.busy != "" {
		return
	}
	m.do(folder, "Checking the model in "+folder, func(ctx context.Context, tell func(dialogs.Transfer)) error {
		_, err := w.deps.Models.Add(ctx, folder, func(t dialogs.Transfer) {
			if ctx.Err() == nil {
				tell(t)
				w.tell(progress{what: t.What})
			}
		})
		return err
	}, func(err error) {
		w.status.end()
		switch {
		case errors.Is(err, context.Canceled):
			w.say("Stopped: the model was not added.")
			return
		case err != nil:
			w.boxes.Alert("This folder cannot be used as a model", err)
			return
		}
		w.say("The model is installed.")
	})
	w.status.start("Checking the model in "+folder, m.stop)
}
