package ui

import (
	"fmt"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"culler/scoring/shortlist"
	"culler/ui/dialogs/box"
	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// strictness is the line that says how much to keep. The grid shows what that would
// pick.
type strictness struct {
	w      *Window
	object *fyne.Container

	units  map[shortlist.Unit]*widgets.Chip
	slider *widgets.Slider
	amount *widget.Label
	says   *widgets.Words
	take   *widgets.Chip
}

// mostOfABurst is the end of the slider for frames of a burst.
const mostOfABurst = 5

func newStrictness(w *Window) *strictness {
	s := &strictness{w: w, units: map[shortlist.Unit]*widgets.Chip{}}
	hint := func() string { return "How much to keep: drag to the left to be stricter" }
	s.slider = widgets.NewSlider(1, mostOfABurst, 1, func(v float64) { s.ask(shortlist.Goal{Unit: w.ws.Shortlist().Goal().Unit, N: v}) })
	s.slider.Tips, s.slider.Hint = w.tips, hint
	s.amount, s.says = box.Small(""), widgets.NewWords("", theme.Dim, w.tips)
	s.amount.Wrapping = fyne.TextWrapOff
	var units []fyne.CanvasObject
	for _, u := range []struct {
		unit  shortlist.Unit
		title string
	}{{shortlist.PerBurst, "of each burst"}, {shortlist.Percent, "% of the photos"}, {shortlist.Photos, "photos"}} {
		s.units[u.unit] = widgets.NewChip(u.title, w.tips, nil, func() { s.ask(s.begin(u.unit)) })
		units = append(units, s.units[u.unit])
	}
	s.take = widgets.NewChip("", w.tips, w.hint(keys.AcceptShortlist), func() { w.do(keys.AcceptShortlist, false) }).Emphatic()
	leave := widgets.NewChip("Close", w.tips, w.hint(keys.Strictness), func() { w.do(keys.Strictness, false) })
	line := container.New(&strictLayout{changed: func() { fyne.Do(func() { w.rooms.object.Refresh() }) }},
		s.amount, s.slider, container.New(layout.NewCustomPaddedHBoxLayout(strictGap), units...), s.says, container.NewHBox(s.take, leave))
	s.object = container.New(layout.NewCustomPaddedLayout(0, 5, 8, 8), line)
	s.object.Hide()
	return s
}

// strictLayout lays how much, its slider, of what, what that would do and the buttons
// into a line. In a narrow window, where they would make it wider, they are two.
type strictLayout struct {
	two     bool
	changed func() // it has one line more or less
}

const (
	strictGap   = 5
	strictLeast = 120 // of the slider
	strictMost  = 240
)

func (l *strictLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := l.row(o)
	if l.two {
		h += h + strictGap
	}
	return fyne.NewSize(max(l.first(o), o[2].MinSize().Width), h)
}

func (*strictLayout) row(o []fyne.CanvasObject) (h float32) {
	for _, c := range o {
		h = max(h, c.MinSize().Height)
	}
	return h
}

// first is the least width of the first of two lines.
func (*strictLayout) first(o []fyne.CanvasObject) float32 {
	return o[0].MinSize().Width + strictLeast + o[4].MinSize().Width + 2*strictGap
}

func (l *strictLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	row, of := l.row(o), o[2].MinSize().Width
	if two := l.first(o)+of+2*strictGap > s.Width; two != l.two {
		l.two = two
		l.changed()
	}
	x, y := float32(0), float32(0)
	put := func(c fyne.CanvasObject, width float32) {
		h := c.MinSize().Height
		c.Move(fyne.NewPos(x, y+(row-h)/2))
		c.Resize(fyne.NewSize(width, h))
		x += width + strictGap
	}
	room := s.Width - l.first(o) + strictLeast
	if !l.two {
		room -= of + 2*strictGap
	}
	put(o[0], o[0].MinSize().Width)
	put(o[1], min(max(room, strictLeast), strictMost))
	right := s.Width
	if l.two {
		x = s.Width - o[4].MinSize().Width
		put(o[4], o[4].MinSize().Width)
		x, y = 0, row+strictGap
	} else {
		right -= o[4].MinSize().Width + strictGap
	}
	put(o[2], of)
	put(o[3], max(right-x, 0))
	if !l.two {
		put(o[4], o[4].MinSize().Width)
	}
}

// begin is where a unit's slider stands first.
func (s *strictness) begin(u shortlist.Unit) shortlist.Goal {
	switch u {
	case shortlist.Percent:
		return shortlist.Goal{Unit: u, N: 20}
	case shortlist.Photos:
		return shortlist.Goal{Unit: u, N: math.Ceil(float64(s.w.ws.Now().Len()) / 5)}
	}
	return shortlist.Goal{Unit: u, N: 1}
}

func (s *strictness) ask(g shortlist.Goal) {
	s.w.ws.Shortlist().Ask(g)
	s.w.refresh()
	s.w.takeKeys()
}

// update shows what is asked for and what that would do.
func (s *strictness) update() {
	on := s.w.ws != nil && s.w.ws.Shortlist().On()
	if on != s.object.Visible() {
		if on {
			s.object.Show()
		} else {
			s.object.Hide()
		}
		s.w.rooms.object.Refresh()
	}
	if !on {
		return
	}
	l := s.w.ws.Shortlist()
	g := l.Goal()
	for u, c := range s.units {
		c.Set(u == g.Unit)
	}
	switch g.Unit {
	case shortlist.PerBurst:
		s.slider.Max = mostOfABurst
	case shortlist.Percent:
		s.slider.Max = 100
	default:
		s.slider.Max = float64(max(2, s.w.ws.Now().Len()))
	}
	s.slider.Set(min(g.N, s.slider.Max), false)
	s.amount.SetText(fmt.Sprintf("Keep about %.0f", g.N))
	s.says.SetText(l.Says())
	n := len(l.Photos())
	s.take.SetText(fmt.Sprintf("Pick %d", n))
	s.take.Enable(n > 0)
}
