package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"culler/ui/kit"
	"culler/ui/theme"
)

// showModels lists the models that are installed and that can be.
func (w *Window) showModels() {
	if w.deps.Models == nil {
		w.say("This build has no other models.")
		return
	}
	list, err := w.deps.Models.List()
	if err != nil {
		w.alert("The models could not be listed", err)
		return
	}
	var b *box
	rows := container.NewVBox()
	for _, m := range list {
		state := ""
		switch {
		case m.InUse:
			state = "in use"
		case m.Installed:
			state = "installed"
		}
		if m.Size > 0 {
			state = join(state, bytes(m.Size))
		}
		if m.Licence != "" {
			state = join(state, m.Licence)
		}
		head := widget.NewLabel(m.Title)
		head.TextStyle.Bold = true
		text := widget.NewLabel(lines(state, m.About, m.Problem))
		text.Wrapping, text.SizeName = fyne.TextWrapWord, theme.Small
		var do *kit.Chip
		switch {
		case m.InUse:
			do = kit.NewChip("In use", nil, nil, nil)
			do.Enable(false)
		case m.Installed:
			do = kit.NewChip("Use", nil, nil, func() { b.close(); w.useModel(m) })
		default:
			do = kit.NewChip("Install", nil, nil, func() { b.close(); w.installModel(m) })
		}
		buttons := container.NewHBox(do)
		if m.Installed && !m.Embedded && !m.InUse {
			buttons.Add(kit.NewChip("Remove", nil, nil, func() {
				b.close()
				if err := w.deps.Models.Remove(m.ID); err != nil {
					w.alert("The model could not be removed", err)
				}
				w.showModels()
			}))
		}
		rows.Add(container.NewVBox(container.NewBorder(nil, nil, head, container.NewCenter(buttons)), text, widget.NewSeparator()))
	}
	b = w.box("Models", container.NewVScroll(rows), fyne.NewSize(760, 560), button{"Close", nil}, button{"Add a model folder...", func() bool {
		w.addModel()
		return true
	}})
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}

// useModel has another model read the shoot.
func (w *Window) useModel(m Model) {
	w.pause()
	w.status.start("Loading "+m.Title, nil)
	go func() {
		err := w.deps.Models.Use(context.Background(), m.ID)
		fyne.Do(func() {
			w.status.end()
			if err != nil {
				w.alert("The model could not be used", err)
			} else {
				w.say(m.Title + " reads the photos now.")
			}
			if w.desk != nil {
				w.run()
			}
		})
	}()
}

// installModel fetches a model; Stop ends it and what was fetched is kept.
func (w *Window) installModel(m Model) {
	ctx, stop := context.WithCancel(context.Background())
	w.status.start("Installing "+m.Title, stop)
	go func() {
		defer stop()
		err := w.deps.Models.Install(ctx, m.ID, func(done, total int64) {
			w.tell(progress{what: "Installing " + m.Title + " (MB)", done: int(done / 1e6), total: int(total / 1e6)})
		})
		fyne.Do(func() {
			w.status.end()
			switch {
			case errors.Is(err, context.Canceled):
				w.say("Stopped. Install goes on where it ended.")
			case err != nil:
				w.alert("The model could not be installed", err)
			default:
				w.say(m.Title + " is installed.")
				w.showModels()
			}
		})
	}()
}

// addModel installs a folder that the photographer has.
func (w *Window) addModel() {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		defer w.takeKeys()
		if err != nil || u == nil {
			return
		}
		w.status.start("Checking the model", nil)
		go func() {
			_, err := w.deps.Models.Add(context.Background(), u.Path())
			fyne.Do(func() {
				w.status.end()
				if err != nil {
					w.alert("This folder cannot be used as a model", err)
					return
				}
				w.showModels()
			})
		}()
	}, w.win)
	d.Resize(fyne.NewSize(900, 620))
	d.Show()
}
