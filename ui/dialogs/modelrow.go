package dialogs

import (
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// words are sentences that wrap.
func words(text string, colour fyne.ThemeColorName) *widget.RichText {
	t := widget.NewRichText(&widget.TextSegment{Text: text, Style: widget.RichTextStyle{SizeName: theme.Small, ColorName: colour}})
	t.Wrapping = fyne.TextWrapWord
	return t
}

// row is one model.
func (m *ModelList) row(model Model) fyne.CanvasObject {
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

// progress is the line of the work under way.
func (m *ModelList) progress() fyne.CanvasObject {
	m.line = newModelProgress(m.stop)
	m.mu.Lock()
	m.line.show(m.now)
	m.mu.Unlock()
	return m.line.object
}

// chips are what can be done with a model.
func (m *ModelList) chips(model Model) []*widgets.Chip {
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
	case usable && model.Part == ReadsPrompts:
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

// facts is a line of what to know before deciding.
func (m *ModelList) facts(model Model) fyne.CanvasObject {
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
	line := container.New(factsLayout{}, widgets.NewWords(text, theme.Dim, m.host.Boxes().Tips()))
	link := func(title, address string) {
		if u, err := url.Parse(address); err == nil && address != "" {
			line.Add(m.host.Boxes().Link(title, u))
		}
	}
	link("Licence: "+model.Licence, model.LicenceLink)
	link("Source", model.Source)
	return line
}

// factsLayout puts words and the links after them in one line; where it is
// full, the words are cut.
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

func (p *modelProgress) show(t Transfer) {
	p.words.SetText(t.What)
	p.bar.Set(int(1000*max(t.Share, 0)), 1000)
}
