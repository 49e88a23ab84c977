package dialogs

import (
	"context"
	"errors"
	"slices"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/ui/dialogs/box"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// ModelList is the dialog of models and what is done with one of them, which goes
// on while the dialog is closed.
type ModelList struct {
	host   Host
	work   Work
	models Models

	box  *box.Box // nil while the dialog is closed
	rows *fyne.Container

	busy string // the model, or the folder, that something is done with; "": nothing
	stop context.CancelFunc
	line *modelProgress // of busy; nil while it is not shown

	mu      sync.Mutex
	now     Transfer
	pending bool // a repaint is on its way
}

// NewModelList makes the dialog; models is nil where there are no others.
func NewModelList(h Host, work Work, models Models) *ModelList {
	return &ModelList{host: h, work: work, models: models}
}

// parts of the dialog, by what models do.
var modelParts = []struct {
	part        Part
	title, help string
}{
	{ReadsPrompts, "Models that read your prompts", "One of them is in use. Another one reads the shoot anew in the background, while the scores of the earlier one stay. What a model has read is kept, so that going back takes no time."},
	{GivesMarks, "Marks beside the prompts", "Each that is installed is one more row, with a weight of its own."},
	{FindsFaces, "Faces", ""},
}

// Open lists the models that are installed and that can be.
func (m *ModelList) Open() {
	if m.models == nil {
		m.host.Say("This build has no other models.")
		return
	}
	if m.box != nil {
		return
	}
	m.rows = container.NewVBox()
	room := container.New(layout.NewCustomPaddedLayout(0, 0, 0, theme.Size("scrollBar")), m.rows)
	content := container.NewBorder(m.processors(), nil, nil, nil, container.NewVScroll(room))
	m.box = m.host.Boxes().Open("Models", content, fyne.NewSize(860, 660), box.Button{Title: "Close"}, box.Button{Title: "Add a model folder...", Do: func() bool {
		m.choose()
		return false
	}})
	m.box.Closed = func() {
		m.box, m.line = nil, nil
		if m.busy != "" {
			m.host.Say("This continues in the background; the Models window shows how far it is.")
		}
	}
	m.fill()
}

// processors offers what models can compute with, where there is a choice.
func (m *ModelList) processors() fyne.CanvasObject {
	all, chosen := m.models.Processors()
	if len(all) < 3 && chosen == "" { // what is fastest, and the only one
		return nil
	}
	row := container.NewHBox(widget.NewLabel("Models compute with"))
	var chips []*widgets.Chip
	for k, p := range all {
		c := widgets.NewChip(p[1], nil, nil, func() {
			if err := m.models.SetProcessor(p[0]); err != nil {
				m.host.Boxes().Alert("This could not be chosen", err)
				return
			}
			for i := range chips {
				chips[i].Set(i == k)
			}
			m.work.Run()
		})
		c.Set(p[0] == chosen)
		chips = append(chips, c)
		row.Add(container.NewCenter(c))
	}
	return row
}

// fill lists the models as they are now.
func (m *ModelList) fill() {
	if m.box == nil {
		return
	}
	list, err := m.models.List()
	m.line = nil
	var objects []fyne.CanvasObject
	if err != nil {
		objects = append(objects, words(phrase.Sentence(phrase.Error(err)), "error"))
	}
	if m.busy != "" && !slices.ContainsFunc(list, func(model Model) bool { return model.ID == m.busy }) {
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

// do does something with a model in the background, one thing at a time. done is
// told how it ended.
func (m *ModelList) do(id, what string, work func(ctx context.Context, tell func(Transfer)) error, done func(error)) {
	if m.busy != "" {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	m.busy, m.stop = id, stop
	m.tell(Transfer{What: what, Share: -1})
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
func (m *ModelList) tell(t Transfer) {
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

// Close stops the work under way.
func (m *ModelList) Close() {
	if m.busy != "" {
		m.stop()
	}
}

// use has another model read the shoot.
func (m *ModelList) use(model Model) {
	m.work.Pause()
	m.do(model.ID, "Opening "+model.Title, func(ctx context.Context, tell func(Transfer)) error {
		return m.models.Use(ctx, model.ID, tell)
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
		case err != nil:
			m.host.Boxes().Alert("The model could not be used", err)
		default:
			m.host.Say(model.Title + " reads the photos now.")
		}
		m.work.Run()
	})
}

// install fetches a model.
func (m *ModelList) install(model Model) {
	m.do(model.ID, "Looking for "+model.Title, func(ctx context.Context, tell func(Transfer)) error {
		return m.models.Install(ctx, model.ID, tell)
	}, func(err error) { m.installed(model.Title, model.Part, err) })
}

// installed says how an installation ended.
func (m *ModelList) installed(title string, part Part, err error) {
	switch {
	case errors.Is(err, context.Canceled):
		m.host.Say("Stopped. What has arrived is kept.")
	case err != nil:
		m.host.Boxes().Alert("The model could not be installed", err)
	default:
		m.host.Say(title + " is installed.")
		if part != ReadsPrompts {
			m.work.Run() // it takes part at once
		}
	}
}

// remove asks and deletes a model's files.
func (m *ModelList) remove(model Model) {
	text := "Its files are deleted. What it has read of your photos is kept."
	if model.Size > 0 && model.Installed {
		text = "Its files, " + phrase.Bytes(model.Size) + ", are deleted. What it has read of your photos is kept."
	}
	if !model.Fetchable {
		text += " It was added from a folder of yours, and Culler cannot fetch it."
	}
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	m.host.Boxes().Open("Remove "+model.Title+"?", l, fyne.NewSize(460, 180), box.Button{Title: "Remove", Do: func() bool {
		err := m.models.Remove(model.ID)
		if err != nil {
			m.host.Boxes().Alert("The model could not be removed", err)
		} else if model.Part != ReadsPrompts {
			m.work.Run() // without its row
		}
		m.fill()
		return true
	}}, box.Button{Title: "Cancel"})
}

// choose installs a folder that the photographer has.
func (m *ModelList) choose() {
	if m.busy != "" {
		m.host.Say("Something is being installed; wait until that is done.")
		return
	}
	m.host.Boxes().Folder("", m.add)
}

func (m *ModelList) add(folder string) {
	if m.busy != "" {
		return
	}
	m.do(folder, "Checking the model in "+folder, func(ctx context.Context, tell func(Transfer)) error {
		_, err := m.models.Add(ctx, folder, func(t Transfer) {
			if ctx.Err() == nil {
				tell(t)
				m.work.Tell(t.What)
			}
		})
		return err
	}, func(err error) {
		m.work.End()
		switch {
		case errors.Is(err, context.Canceled):
			m.host.Say("Stopped: the model was not added.")
			return
		case err != nil:
			m.host.Boxes().Alert("This folder cannot be used as a model", err)
			return
		}
		m.host.Say("The model is installed.")
	})
	m.work.Start("Checking the model in "+folder, m.stop)
}
