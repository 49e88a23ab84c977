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
	row := []fyne.CanvasObject{s.amount, container.NewGridWrap(fyne.NewSize(240, 22), s.slider)}
	for _, u := range []struct {
		unit  shortlist.Unit
		title string
	}{{shortlist.PerBurst, "of each burst"}, {shortlist.Percent, "% of the photos"}, {shortlist.Photos, "photos"}} {
		s.units[u.unit] = widgets.NewChip(u.title, w.tips, nil, func() { s.ask(s.begin(u.unit)) })
		row = append(row, s.units[u.unit])
	}
	s.take = widgets.NewChip("", w.tips, w.hint(keys.AcceptShortlist), func() { w.do(keys.AcceptShortlist, false) }).Emphatic()
	leave := widgets.NewChip("Close", w.tips, w.hint(keys.Strictness), func() { w.do(keys.Strictness, false) })
	right := container.NewHBox(s.take, leave)
	line := container.NewBorder(nil, nil, container.New(layout.NewCustomPaddedHBoxLayout(5), row...), right, s.says)
	s.object = container.New(layout.NewCustomPaddedLayout(0, 5, 8, 8), line)
	s.object.Hide()
	return s
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
