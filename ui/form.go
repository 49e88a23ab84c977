package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"culler/ui/theme"
	"culler/ui/widgets"
)

// The parts of a form in a dialog are Fyne's, but Escape closes the dialog and
// Enter presses its first button wherever the keyboard is.

// dialogKey tells whether a key is the dialog's rather than its parts'.
func dialogKey(e *fyne.KeyEvent) bool {
	return e.Name == fyne.KeyEscape || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter
}

// field is a line of words, or several.
type field struct {
	widget.Entry
	w *Window
}

func (w *Window) field(text string, changed func(string)) *field {
	f := &field{w: w}
	f.ExtendBaseWidget(f)
	f.SetText(text)
	f.OnChanged = changed
	return f
}

// fieldOfLines is a field of several lines, so that Enter begins one.
func (w *Window) fieldOfLines() *field {
	f := w.field("", nil)
	f.MultiLine, f.Wrapping = true, fyne.TextWrapWord
	return f
}

// TypedKey is Fyne's.
func (f *field) TypedKey(e *fyne.KeyEvent) {
	if dialogKey(e) && (e.Name == fyne.KeyEscape || !f.MultiLine && f.OnSubmitted == nil) {
		f.w.keyInDialog(e)
		return
	}
	f.Entry.TypedKey(e)
}

// tick is something that is on or off.
type tick struct {
	widget.Check
	w *Window
}

func (w *Window) tick(title string, on bool, changed func(bool)) *tick {
	t := &tick{w: w}
	t.Text, t.Checked, t.OnChanged = title, on, changed
	t.ExtendBaseWidget(t)
	return t
}

// TypedKey is Fyne's.
func (t *tick) TypedKey(e *fyne.KeyEvent) {
	if dialogKey(e) {
		t.w.keyInDialog(e)
	}
}

// selection is one of several in a menu.
type selection struct {
	widget.Select
	w *Window
}

func (w *Window) selection(titles []string, chosen int, changed func(k int)) *selection {
	s := &selection{w: w}
	s.Options = titles
	s.ExtendBaseWidget(s)
	if chosen >= 0 && chosen < len(titles) {
		s.Selected = titles[chosen]
	}
	s.OnChanged = func(string) { changed(s.SelectedIndex()) }
	return s
}

// TypedKey is Fyne's.
func (s *selection) TypedKey(e *fyne.KeyEvent) {
	if dialogKey(e) {
		s.w.keyInDialog(e)
		return
	}
	s.Select.TypedKey(e)
}

// choices is a row of which one is on.
func (w *Window) choices(titles []string, chosen int, changed func(k int)) *widgets.Choices {
	c := widgets.NewChoices(titles, chosen, changed)
	c.OnKey = w.keyInDialog
	return c
}

// boxButton is a button of a dialog.
type boxButton struct {
	widget.Button
	w *Window
}

func (w *Window) button(title string, tapped func()) *boxButton {
	b := &boxButton{w: w}
	b.Text, b.OnTapped = title, tapped
	b.ExtendBaseWidget(b)
	return b
}

// TypedKey is Fyne's.
func (b *boxButton) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	case fyne.KeyEscape:
		b.w.keyInDialog(e)
	default:
		b.Button.TypedKey(e)
	}
}

// line is a line of a form: what something is called, and the thing.
type line struct {
	name  string
	thing fyne.CanvasObject
}

func form(lines ...line) *fyne.Container {
	c := container.New(layout.NewFormLayout())
	for _, l := range lines {
		c.Add(widget.NewLabel(l.name))
		c.Add(l.thing)
	}
	return c
}

// small is a label of the second rank that is as high as its words need.
func small(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping, l.SizeName = fyne.TextWrapWord, theme.Small
	return l
}
