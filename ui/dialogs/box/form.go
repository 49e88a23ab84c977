package box

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"culler/ui/theme"
	"culler/ui/widgets"
)

// ours tells whether a key is the box's rather than that of what lies in it.
func ours(e *fyne.KeyEvent) bool {
	return e.Name == fyne.KeyEscape || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter
}

// Field is a line of words, or several.
type Field struct {
	widget.Entry
	s *Stack
}

// Field makes a line of words; changed may be nil.
func (s *Stack) Field(text string, changed func(string)) *Field {
	f := &Field{s: s}
	f.ExtendBaseWidget(f)
	f.SetText(text)
	f.OnChanged = changed
	return f
}

// Lines makes a field of several lines, so that Enter begins one.
func (s *Stack) Lines() *Field {
	f := s.Field("", nil)
	f.MultiLine, f.Wrapping = true, fyne.TextWrapWord
	return f
}

// AcceptsTab lets Tab go on to the next part of the box, also where there are
// several lines.
func (f *Field) AcceptsTab() bool { return false }

// TypedKey is Fyne's.
func (f *Field) TypedKey(e *fyne.KeyEvent) {
	if ours(e) && (e.Name == fyne.KeyEscape || !f.MultiLine && f.OnSubmitted == nil) {
		f.s.Key(e)
		return
	}
	f.Entry.TypedKey(e)
}

// Tick is something that is on or off.
type Tick struct {
	widget.Check
	s *Stack
}

// Tick makes something that is on or off.
func (s *Stack) Tick(title string, on bool, changed func(bool)) *Tick {
	t := &Tick{s: s}
	t.Text, t.Checked, t.OnChanged = title, on, changed
	t.ExtendBaseWidget(t)
	return t
}

// TypedKey is Fyne's.
func (t *Tick) TypedKey(e *fyne.KeyEvent) {
	if ours(e) {
		t.s.Key(e)
	}
}

// Selection is one of several in a menu.
type Selection struct {
	widget.Select
	s *Stack
}

// Selection makes a menu of titles; chosen is the index of the one that is on.
func (s *Stack) Selection(titles []string, chosen int, changed func(k int)) *Selection {
	c := &Selection{s: s}
	c.Options = titles
	c.ExtendBaseWidget(c)
	if chosen >= 0 && chosen < len(titles) {
		c.Selected = titles[chosen]
	}
	c.OnChanged = func(string) { changed(c.SelectedIndex()) }
	return c
}

// TypedKey is Fyne's.
func (c *Selection) TypedKey(e *fyne.KeyEvent) {
	if ours(e) {
		c.s.Key(e)
		return
	}
	c.Select.TypedKey(e)
}

// Choices makes a row of titles of which one is on.
func (s *Stack) Choices(titles []string, chosen int, changed func(k int)) *widgets.Choices {
	c := widgets.NewChoices(titles, chosen, changed)
	c.OnKey = s.Key
	return c
}

// Push is a button in a box.
type Push struct {
	widget.Button
	s *Stack
}

// Button makes a button for a box.
func (s *Stack) Button(title string, tapped func()) *Push {
	b := &Push{s: s}
	b.Text, b.OnTapped = title, tapped
	b.ExtendBaseWidget(b)
	return b
}

// TypedKey is Fyne's.
func (b *Push) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	case fyne.KeyEscape:
		b.s.Key(e)
	default:
		b.Button.TypedKey(e)
	}
}

// Link is a link in a box.
type Link struct {
	widget.Hyperlink
	s *Stack
}

// Link makes a link in small letters.
func (s *Stack) Link(title string, to *url.URL) *Link {
	l := &Link{s: s}
	l.Text, l.URL, l.SizeName = title, to, theme.Small
	l.ExtendBaseWidget(l)
	return l
}

// TypedKey is Fyne's.
func (l *Link) TypedKey(e *fyne.KeyEvent) {
	if ours(e) {
		l.s.Key(e)
		return
	}
	l.Hyperlink.TypedKey(e)
}

// Line is a line of a form: what something is called, and the thing.
type Line struct {
	Name  string
	Thing fyne.CanvasObject
}

// Form puts lines below each other, their names in one column.
func Form(lines ...Line) *fyne.Container {
	c := container.New(layout.NewFormLayout())
	for _, l := range lines {
		c.Add(widget.NewLabel(l.Name))
		c.Add(l.Thing)
	}
	return c
}

// Small is a label of the second rank that is as high as its words need.
func Small(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping, l.SizeName = fyne.TextWrapWord, theme.Small
	return l
}

// Visible shows something or hides it.
func Visible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// Paragraph joins sentences with a new line between them; those that are "" are
// left out.
func Paragraph(sentences ...string) string {
	var out []string
	for _, s := range sentences {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}
