package explain

import (
	"fmt"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/scoring/rank"
	"culler/ui/theme"
	"culler/ui/widgets"
	"culler/ui/workspace/snapshot"
)

// row is one bar: its title, for a pair the probability, the bar to the right
// of the axis where it speaks for the photo, and its share.
type row struct {
	widget.BaseWidget
	tips *widgets.Tips
	bar  snapshot.Bar
}

func newRow(tips *widgets.Tips) *row {
	r := &row{tips: tips}
	r.ExtendBaseWidget(r)
	return r
}

func (r *row) set(b snapshot.Bar) {
	same := func(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) }
	if r.bar.Title == b.Title && r.bar.Share == b.Share && r.bar.ScenesOnly == b.ScenesOnly &&
		same(r.bar.Probability, b.Probability) {
		return
	}
	r.bar = b
	r.Refresh()
}

func (r *row) MouseIn(*desktop.MouseEvent) {
	b := r.bar
	s := fmt.Sprintf("%s adds %+.3f to the score.", b.Title, b.Share)
	if !math.IsNaN(b.Probability) {
		s += fmt.Sprintf(" The model gives its good side %.0f %%.", 100*b.Probability)
	}
	if b.ScenesOnly {
		s += " In this shoot it only tells scenes apart: its readings hardly vary within bursts, so it cannot help to choose a frame."
	}
	r.tips.Offer(r, s)
}

func (r *row) MouseMoved(*desktop.MouseEvent) {}
func (r *row) MouseOut()                      { r.tips.Hide() }

func (r *row) CreateRenderer() fyne.WidgetRenderer {
	rr := &rowRenderer{
		r: r, title: canvas.NewText("", color.White), chance: canvas.NewText("", color.White), share: canvas.NewText("", color.White),
		bar: canvas.NewRectangle(color.White), track: canvas.NewRectangle(color.White), axis: canvas.NewRectangle(color.White),
	}
	rr.bar.CornerRadius, rr.track.CornerRadius = 2, 2
	rr.objects = []fyne.CanvasObject{rr.track, rr.axis, rr.bar, rr.title, rr.chance, rr.share}
	rr.Refresh()
	return rr
}

type rowRenderer struct {
	r                    *row
	title, chance, share *canvas.Text
	track, axis, bar     *canvas.Rectangle
	objects              []fyne.CanvasObject
}

func (r *rowRenderer) Destroy()                     {}
func (r *rowRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *rowRenderer) MinSize() fyne.Size           { return fyne.NewSize(160, lineHeight()) }

// fullBar is the share that fills half of the track, for all photos alike.
const fullBar = 0.4

func (r *rowRenderer) Refresh() {
	r.Layout(r.r.BaseWidget.Size())
	canvas.Refresh(r.r)
}

func (r *rowRenderer) Layout(s fyne.Size) {
	b := r.r.bar
	size := theme.Size(theme.Small)
	numbers := fyne.MeasureText("+0.00", size, fyne.TextStyle{}).Width + 4
	chances := fyne.MeasureText("100 %", size, fyne.TextStyle{}).Width + 8
	room := max((s.Width-numbers-chances-16)*0.42, 40) // of the bar
	left := s.Width - numbers - room - 10

	r.title.TextSize, r.chance.TextSize, r.share.TextSize = size, size, size
	r.title.Color, r.chance.Color, r.share.Color = theme.Colour("foreground"), theme.Colour(theme.Dim), theme.Colour("foreground")
	if b.ScenesOnly {
		r.title.Color, r.share.Color = theme.Colour(theme.Dim), theme.Colour(theme.Dim)
	}
	centre := func(t *canvas.Text, x float32) {
		m := t.MinSize()
		t.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
		t.Resize(m)
	}
	r.chance.Text = ""
	if !math.IsNaN(b.Probability) && b.Kind == rank.Pair {
		r.chance.Text = fmt.Sprintf("%.0f %%", 100*b.Probability)
	}
	title := b.Title
	if b.ScenesOnly {
		title += " (scenes only)"
	}
	r.title.Text = widgets.Cut(title, size, fyne.TextStyle{}, left-chances-8)
	centre(r.title, 6)
	centre(r.chance, left-6-r.chance.MinSize().Width)
	r.share.Text = phrase.Signed(b.Share)
	centre(r.share, s.Width-6-r.share.MinSize().Width)

	h := float32(math.Round(float64(s.Height) * 0.5))
	y := (s.Height - h) / 2
	r.track.FillColor = theme.Colour("inputBackground")
	r.track.Move(fyne.NewPos(left, y))
	r.track.Resize(fyne.NewSize(room, h))
	middle := left + room/2
	r.axis.FillColor = theme.Colour(theme.Dim)
	r.axis.Move(fyne.NewPos(middle, y-2))
	r.axis.Resize(fyne.NewSize(1, h+4))
	w := float32(min(math.Abs(b.Share)/fullBar, 1)) * (room/2 - 1)
	if b.Share >= 0 {
		r.bar.FillColor = theme.Colour(theme.For)
		r.bar.Move(fyne.NewPos(middle+1, y))
	} else {
		r.bar.FillColor = theme.Colour(theme.Opposed)
		r.bar.Move(fyne.NewPos(middle-w, y))
	}
	r.bar.Resize(fyne.NewSize(w, h))
}
