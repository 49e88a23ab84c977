package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"culler/ui/dialogs/box"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/widgets"
	"culler/ui/workspace"
)

// details is the panel with what the photo's files tell, in place of the
// reasons while it is asked for.
type details struct {
	object fyne.CanvasObject
	form   *fyne.Container
	shown  []workspace.Detail
}

func newDetails(w *Window) *details {
	d := &details{form: container.New(layout.NewFormLayout())}
	back := widgets.NewChip("Back to the reasons", w.tips, w.hint(keys.Details), func() { w.do(keys.Details, false) })
	d.object = container.NewBorder(container.NewPadded(container.NewHBox(back)), nil, nil, nil, container.NewVScroll(d.form))
	d.object.Hide()
	return d
}

// show lists what is known of a photo.
func (d *details) show(list []workspace.Detail) {
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

// toggleDetails goes between what the files tell and the reasons.
func (w *Window) toggleDetails() {
	w.set.Details = !w.set.Details
	w.set.NoPanels = w.set.NoPanels && !w.set.Details
	w.saveSettings()
	w.follow()
}
