package dialogs

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/scoring/taste"
	"culler/ui/dialogs/box"
	"culler/ui/theme"
)

// Taste tells how well the ranking knows what was picked in this shoot.
func Taste(h Host) {
	ws := h.Workspace()
	if ws == nil {
		return
	}
	t, unscored := ws.Now().Taste()
	content := container.NewVBox()
	if t.Bursts > 0 {
		random := taste.Share{Value: t.Random, Low: math.NaN(), High: math.NaN()}
		content.Add(box.Form(
			box.Line{Name: "Culler's first choice", Thing: newShare(t.Score, theme.For)},
			box.Line{Name: "Sharpness alone", Thing: newShare(t.Sharpness, theme.Measure)},
			box.Line{Name: "Choosing at random", Thing: newShare(random, theme.Dim)},
		))
	}
	says := widget.NewLabel(strings.Join(t.Sentences(), "\n"))
	says.Wrapping = fyne.TextWrapWord
	content.Add(says)
	if unscored > 0 {
		content.Add(box.Small(fmt.Sprintf("Without a score in these bursts: %s. Ask again when all photos are read.", phrase.Count(unscored, "photo"))))
	}
	content.Add(box.Small("Only what you picked by your own eye is evidence: where you accepted Culler's verdict, it agrees with itself. " +
		`"cull bench decided" in the terminal judges over all your shoots, method by method, once Culler is closed.`))
	size := fyne.NewSize(680, 400)
	if t.Bursts == 0 {
		size.Height = 240 // it only says what to do first
	}
	h.Boxes().Open("How well does Culler know my taste?", container.NewVScroll(content), size, box.Button{Title: "Close"})
}

// share is a share of the bursts as a bar: its interval, its value, and both in
// words.
type share struct {
	widget.BaseWidget
	of     taste.Share
	colour fyne.ThemeColorName
}

func newShare(of taste.Share, colour fyne.ThemeColorName) *share {
	s := &share{of: of, colour: colour}
	s.ExtendBaseWidget(s)
	return s
}

// Words are what the bar says.
func (s *share) Words() string { return s.of.String() }

func (s *share) CreateRenderer() fyne.WidgetRenderer {
	r := &shareRenderer{s: s, track: canvas.NewRectangle(color.White), band: canvas.NewRectangle(color.White), mark: canvas.NewRectangle(color.White), words: canvas.NewText("", color.White)}
	r.track.CornerRadius, r.band.CornerRadius = 2, 2
	r.Refresh()
	return r
}

type shareRenderer struct {
	s                 *share
	track, band, mark *canvas.Rectangle
	words             *canvas.Text
}

func (r *shareRenderer) Destroy() {}
func (r *shareRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.track, r.band, r.mark, r.words}
}
func (r *shareRenderer) MinSize() fyne.Size {
	words := fyne.MeasureText("100 % (100 to 100)", theme.Size("text"), fyne.TextStyle{})
	return fyne.NewSize(words.Width+160, words.Height*1.5)
}

func (r *shareRenderer) Refresh() {
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}

func (r *shareRenderer) Layout(s fyne.Size) {
	size := theme.Size("text")
	r.words.Text, r.words.TextSize, r.words.Color = r.s.Words(), size, theme.Colour("foreground")
	words := fyne.MeasureText("100 % (100 to 100)", size, fyne.TextStyle{})
	room, h := max(s.Width-words.Width-12, 0), float32(10)
	y := (s.Height - h) / 2
	place := func(o *canvas.Rectangle, c color.Color, from, to float64, grow float32) {
		o.FillColor = c
		o.Hidden = math.IsNaN(from) || math.IsNaN(to)
		o.Move(fyne.NewPos(float32(from)*room-grow, y-grow))
		o.Resize(fyne.NewSize(float32(to-from)*room+2*grow, h+2*grow))
	}
	full, of := theme.Colour(r.s.colour), r.s.of
	place(r.track, theme.Colour("inputBackground"), 0, 1, 0)
	place(r.band, faint(full), of.Low, of.High, 0)
	place(r.mark, full, of.Value, of.Value, 2)
	r.words.Move(fyne.NewPos(room+12, (s.Height-words.Height)/2))
	r.words.Resize(words)
}

// faint is a colour that lets the ground shine through.
func faint(c color.Color) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = 0x70
	return n
}
