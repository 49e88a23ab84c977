package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"culler/library/exif"
	"culler/ui/dialogs/box"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/widgets"
	"culler/ui/workspace"
	"culler/ui/workspace/snapshot"
)

// details is the panel with what the photo's files tell, in place of the
// reasons while it is asked for.
type details struct {
	w      *Window
	object fyne.CanvasObject
	form   *fyne.Container
	shown  []snapshot.Detail

	of     *workspace.Workspace // extras are of its photo
	photo  int                  // -1: of none
	extras exif.Extras
}

func newDetails(w *Window) *details {
	d := &details{w: w, photo: -1, form: container.New(layout.NewFormLayout())}
	back := widgets.NewChip("Back to the reasons", w.tips, w.hint(keys.Details), func() { w.do(keys.Details, false) })
	d.object = container.NewBorder(container.NewPadded(container.NewHBox(back)), nil, nil, nil, container.NewVScroll(d.form))
	d.object.Hide()
	return d
}

// update lists what is known of the photo at the cursor. Its keywords and its place, which are
// in its files alone, follow.
func (d *details) update(ws *workspace.Workspace) {
	i := ws.Cursor()
	if !d.w.set.Details || i < 0 {
		d.photo = -1
		d.show(nil)
		return
	}
	if d.of != ws || d.photo != i {
		d.of, d.photo, d.extras = ws, i, exif.Extras{}
		go func() {
			extras := ws.Shoot().Extras(i)
			fyne.Do(func() {
				if d.of == ws && d.photo == i {
					d.extras = extras
					d.show(d.list())
				}
			})
		}()
	}
	d.show(d.list())
}

func (d *details) list() []snapshot.Detail {
	list := d.of.Now().Details(d.photo)
	if p := d.extras.Place; p != nil {
		list = append(list, snapshot.Detail{Name: "Place", Value: p.String()})
	}
	if words := d.extras.Keywords; len(words) > 0 {
		list = append(list, snapshot.Detail{Name: "Keywords", Value: strings.Join(words, ", ")})
	}
	return list
}

// show lists what is known of a photo.
func (d *details) show(list []snapshot.Detail) {
	same := len(list) == len(d.shown)
	for k := 0; same && k < len(list); k++ {
		same = list[k] == d.shown[k]
	}
	if same {
		return
	}
	d.shown = list
	d.form.Objects = nil
	for _, l := range list {
		name := widget.NewLabel(l.Name)
		name.SizeName, name.Importance = theme.Small, widget.LowImportance
		value := box.Small(l.Value)
		value.Wrapping = fyne.TextWrapBreak
		d.form.Objects = append(d.form.Objects, name, value)
	}
	d.form.Refresh()
}
