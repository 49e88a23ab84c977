package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// emptiness says why there is nothing to see and what to do about it.
type emptiness struct {
	w      *Window
	object *fyne.Container
	lines  *fyne.Container
	scroll *container.Scroll
	title  *widget.Label
	text   *widget.Label
	open   *widgets.Chip
	demo   *widgets.Chip
	clear  *widgets.Chip
	recent *fyne.Container
	places *fyne.Container // where Culler keeps what, at the first start
	filled bool
	first  bool // no shoot was opened yet
}

func newEmptiness(w *Window) *emptiness {
	e := &emptiness{w: w, title: widget.NewLabel(""), text: widget.NewLabel("")}
	e.title.Alignment, e.text.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
	e.title.Wrapping, e.text.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord
	e.title.SizeName, e.title.TextStyle.Bold = "subHeadingText", true
	e.open = widgets.NewChip("Open a folder...", w.tips, w.hint(keys.Open), func() { w.do(keys.Open, false) }).Emphatic()
	e.demo = widgets.NewChip("Open the demo shoot", w.tips, w.hint(keys.Demo), func() { w.do(keys.Demo, false) })
	e.clear = widgets.NewChip("Clear all filters", w.tips, w.hint(keys.FilterClear), func() { w.do(keys.FilterClear, false) }).Emphatic()
	e.recent = container.NewVBox()
	places := widget.NewLabel(w.deps.Places)
	places.Wrapping, places.SizeName = fyne.TextWrapWord, theme.Small
	e.places = container.NewStack(places)
	e.places.Hide()
	e.lines = container.New(column{}, e.title, e.text,
		container.NewCenter(container.NewHBox(e.open, e.demo, e.clear)), container.NewCenter(e.recent), e.places)
	e.scroll = container.NewVScroll(e.lines)
	e.object = container.New(emptyLayout{e}, e.scroll)
	return e
}

// emptyLayout lets the words have the room that there is, whatever they say: the
// window would grow with them, beyond the screen. What is too high is scrolled to.
type emptyLayout struct{ e *emptiness }

func (emptyLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(160, 80) }

func (l emptyLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	l.e.lines.Resize(fyne.NewSize(s.Width, 1)) // how high words are is known once they are as wide as they will be
	l.e.scroll.Resize(s)
	l.e.scroll.Refresh()
}

// column puts lines below each other in the middle, none of them wider than can be
// read with ease.
type column struct{}

const (
	columnWidth = 620
	columnGap   = 8
)

func (column) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := float32(0)
	for _, c := range o {
		if c.Visible() {
			h += c.MinSize().Height + columnGap
		}
	}
	return fyne.NewSize(0, h)
}

func (l column) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(columnWidth, s.Width)
	for _, c := range o {
		c.Resize(fyne.NewSize(w, c.MinSize().Height))
	}
	y := max((s.Height-l.MinSize(o).Height)/2, 0)
	for _, c := range o {
		if c.Visible() {
			h := c.MinSize().Height
			c.Move(fyne.NewPos((s.Width-w)/2, y))
			c.Resize(fyne.NewSize(w, h))
			y += h + columnGap
		}
	}
}

func (e *emptiness) update() {
	d := e.w.ws
	show := func(o fyne.CanvasObject, on bool) {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
	show(e.clear, d != nil && d.Now().Len() > 0)
	show(e.open, d == nil || d.Now().Len() == 0)
	show(e.demo, (d == nil || d.Now().Len() == 0) && e.w.deps.DemoShoot != nil)
	show(e.recent, d == nil)
	show(e.places, d == nil && e.first)
	doing := e.w.status.doing()
	switch {
	case d == nil && doing.what != "":
		e.title.SetText(doing.what)
		e.text.SetText(doing.amount())
	case d == nil:
		e.title.SetText("Open a folder of photos")
		e.text.SetText("Drop it here, or choose it. Originals are opened read-only.")
		e.fillRecent()
	case d.Now().Len() == 0:
		e.title.SetText("There are no photos in this folder")
		e.text.SetText(d.Shoot().Folder() + "\nJPEG, PNG, TIFF, WebP, GIF, BMP, HEIC and RAW files are looked for.")
	default:
		e.title.SetText("No photo passes the filters")
		text := phrase.Are(d.Now().Len(), "photo") + " hidden."
		if words := d.Filter().Text; words != "" {
			text = fmt.Sprintf("No name has %q in it. Enter in the search field looks for it in the photos.", words)
		}
		e.text.SetText(text)
	}
	e.object.Refresh()
}

// fillRecent lists the shoots that were opened before.
func (e *emptiness) fillRecent() {
	if e.filled || e.w.deps.Recent == nil {
		return
	}
	e.filled = true
	list, err := e.w.deps.Recent()
	if err != nil {
		return
	}
	if e.first = len(list) == 0; e.first {
		e.places.Show()
		return
	}
	head := widgets.NewWords("Recent shoots", theme.Dim, nil)
	e.recent.Add(head)
	for k, r := range list {
		if k == 6 {
			break
		}
		name := phrase.Folder(r.Folder) + "  ·  " + phrase.Count(r.Photos, "photo")
		e.recent.Add(widgets.NewChip(name, e.w.tips, func() string { return r.Folder }, func() { e.w.Open(r.Folder) }).Plain().Least(340))
	}
}
