package weights

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/widgets"
	"culler/ui/workspace"
	"culler/ui/workspace/snapshot"
)

// row is one prompt or measure: its title, which opens it, its slider, its
// number, and whether it is muted or alone.
type row struct {
	box        *fyne.Container
	w          snapshot.Weight
	title      *widgets.Chip
	slider     *widgets.Slider
	number     *widgets.Words
	mute, solo *widgets.Chip
	why        *widgets.Words // why it takes no part, below the title, in place of what sets a weight
	models     *widgets.Chip
}

func newRow(p *Panel, id string) *row {
	r := &row{w: snapshot.Weight{ID: id}}
	r.title = widgets.NewChip("", p.tips, r.about, func() {
		if r.w.Prompt {
			p.act.Edit(r.w.ID)
		}
	}).Plain()
	r.slider = widgets.NewSlider(0, workspace.MaxWeight, 0.05, func(v float64) {
		p.ws.Tuning().SetWeight(id, v)
		p.act.Changed()
	})
	r.slider.Tips, r.slider.Hint = p.tips, func() string { return "How much this counts. Double click: back to what it is in its prompt set." }
	r.slider.OnReset = func() {
		p.ws.Tuning().SetWeight(id, p.ws.Board().DefaultWeight(id))
		p.act.Changed()
	}
	r.number = widgets.NewWords("", theme.Dim, nil)
	r.mute = widgets.NewChip("M", p.tips, func() string { return "Mute: take this out of the score" }, func() {
		p.ws.Tuning().SetMuted(id, !r.w.Muted)
		p.act.Changed()
	})
	r.solo = widgets.NewChip("S", p.tips, func() string { return "Solo: let this count alone" }, func() {
		p.ws.Tuning().SetSolo(id, !r.w.Solo)
		p.act.Changed()
	})
	r.why = widgets.NewWords("", theme.Dim, p.tips)
	r.models = widgets.NewChip("Models", p.tips, func() string { return p.act.Hint(keys.Models) }, func() { p.act.Models() })
	r.why.Hide()
	r.models.Hide()
	r.box = container.New(&rowLayout{}, r.title, r.slider, r.number, r.mute, r.solo, r.why, r.models)
	return r
}

func (r *row) about() string {
	s := r.w.Title + "."
	if r.w.LeftOut != "" {
		s += " Left out: " + r.w.LeftOut
	}
	if r.w.Note != "" {
		s += " " + r.w.Note
	}
	if r.w.ScenesOnly && !r.w.Shows {
		s += " In this shoot it only tells scenes apart: it cannot help to choose a frame."
	}
	if r.w.Prompt {
		s += " Click to edit it."
	}
	return s
}

// set shows a weight, and tells whether the row is of another height now.
func (r *row) set(w snapshot.Weight) bool {
	if r.w == w && r.title.Text() != "" {
		return false
	}
	r.w = w
	was := r.why.Text()
	r.why.SetText(untold(w))
	show(r.why.Text() != "", r.why)
	show(w.Unseen, r.models)
	show(r.why.Text() == "", r.slider, r.number, r.mute, r.solo)
	title := w.Title
	switch {
	case r.why.Text() != "": // which says it all
	case w.LeftOut != "":
		title = "– " + title
	case w.ScenesOnly:
		title = "~ " + title
	}
	r.title.SetText(title)
	r.title.Dim(!w.TakesPart || w.Weight == 0)
	r.slider.Set(w.Weight, !w.TakesPart)
	r.number.SetText(fmt.Sprintf("%.2f", w.Weight))
	r.mute.Set(w.Muted)
	r.solo.Set(w.Solo)
	return (was == "") != (r.why.Text() == "")
}

// untold says in a few words why a prompt takes no part; "" where it may. While no
// model is there yet, that is so of all, and what is said above them tells it.
func untold(w snapshot.Weight) string {
	switch {
	case w.Unseen:
		return "The model cannot see this"
	case w.Unfinished:
		return "Not finished yet"
	}
	return ""
}

func show(on bool, all ...fyne.CanvasObject) {
	for _, o := range all {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
}

// rowLayout gives title and slider what the rest leaves. Of a prompt that takes no
// part the title has the line, and the one below says why.
type rowLayout struct{}

func (rowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := max(o[0].MinSize().Height, o[1].MinSize().Height) + 1
	if o[5].Visible() {
		h += o[6].MinSize().Height + 3
	}
	return fyne.NewSize(200, h)
}

func (rowLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	chip := o[3].MinSize().Height + 2
	if o[5].Visible() {
		line := o[0].MinSize().Height
		o[0].Move(fyne.NewPos(2, 0))
		o[0].Resize(fyne.NewSize(s.Width-4, line))
		button := o[6].MinSize()
		if !o[6].Visible() {
			button = fyne.Size{}
		}
		o[5].Move(fyne.NewPos(6, line))
		o[5].Resize(fyne.NewSize(s.Width-button.Width-12, o[6].MinSize().Height))
		o[6].Move(fyne.NewPos(s.Width-button.Width-4, line))
		o[6].Resize(button)
		return
	}
	number := fyne.MeasureText("0.00", theme.Size(theme.Small), fyne.TextStyle{}).Width + 4
	room := s.Width - 2*chip - number - 14
	title := room * 0.55
	x := float32(2)
	put := func(k int, w, h float32) {
		o[k].Move(fyne.NewPos(x, (s.Height-h)/2))
		o[k].Resize(fyne.NewSize(w, h))
		x += w + 2
	}
	put(0, title, o[0].MinSize().Height)
	put(1, room-title, o[1].MinSize().Height)
	put(2, number, o[2].MinSize().Height)
	put(3, chip, o[3].MinSize().Height-1)
	put(4, chip, o[4].MinSize().Height-1)
}

// labelled is a line of a label, a control and, if there is one, a number.
type labelled struct{}

func (labelled) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := float32(0)
	for _, c := range o {
		h = max(h, c.MinSize().Height)
	}
	return fyne.NewSize(180, h)
}

func (labelled) Layout(o []fyne.CanvasObject, s fyne.Size) {
	label := fyne.MeasureText("What counts", theme.Size(theme.Small), fyne.TextStyle{}).Width + 14
	number := float32(0)
	if len(o) > 2 {
		number = fyne.MeasureText("60.0 s", theme.Size(theme.Small), fyne.TextStyle{}).Width + 8
	}
	widths := []float32{label, s.Width - label - number - 12, number}
	x := float32(6)
	for k, c := range o {
		h := c.MinSize().Height
		c.Move(fyne.NewPos(x, (s.Height-h)/2))
		c.Resize(fyne.NewSize(widths[k], h))
		x += widths[k]
		if k == 1 {
			x += 6
		}
	}
}

// tight stacks rows without a gap.
type tight struct{}

func (tight) MinSize(o []fyne.CanvasObject) fyne.Size {
	s := fyne.NewSize(0, 4)
	for _, c := range o {
		m := c.MinSize()
		s.Width, s.Height = max(s.Width, m.Width), s.Height+m.Height
	}
	return s
}

func (tight) Layout(o []fyne.CanvasObject, s fyne.Size) {
	y := float32(0)
	for _, c := range o {
		h := c.MinSize().Height
		c.Move(fyne.NewPos(0, y))
		c.Resize(fyne.NewSize(s.Width, h))
		y += h
	}
}
