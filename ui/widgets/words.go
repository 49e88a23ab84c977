package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"culler/ui/theme"
)

// Words is a line of words that is cut where space runs out and shows the whole when
// the mouse rests on it.
type Words struct {
	widget.BaseWidget
	Tips   *Tips
	text   string
	Colour fyne.ThemeColorName
	Rank   fyne.ThemeSizeName
	Bold   bool
}

// NewWords is a line of words.
func NewWords(text string, colour fyne.ThemeColorName, tips *Tips) *Words {
	w := &Words{text: text, Colour: colour, Rank: theme.Small, Tips: tips}
	w.ExtendBaseWidget(w)
	return w
}

// SetText changes the words.
func (w *Words) SetText(s string) {
	if w.text != s {
		w.text = s
		w.Refresh()
	}
}

// Text is what is written.
func (w *Words) Text() string { return w.text }

// SetColour changes the colour.
func (w *Words) SetColour(c fyne.ThemeColorName) {
	if w.Colour != c {
		w.Colour = c
		w.Refresh()
	}
}

// MouseIn is Fyne's.
func (w *Words) MouseIn(*desktop.MouseEvent) {
	if w.Tips != nil && Cut(w.text, theme.Size(w.Rank), fyne.TextStyle{Bold: w.Bold}, w.BaseWidget.Size().Width) != w.text {
		w.Tips.Offer(w, w.text)
	}
}

// MouseMoved is Fyne's.
func (w *Words) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is Fyne's.
func (w *Words) MouseOut() {
	if w.Tips != nil {
		w.Tips.Hide()
	}
}

// CreateRenderer is Fyne's.
func (w *Words) CreateRenderer() fyne.WidgetRenderer {
	r := &wordsRenderer{w, canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type wordsRenderer struct {
	w    *Words
	text *canvas.Text
}

func (r *wordsRenderer) Destroy()                     {}
func (r *wordsRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }
func (r *wordsRenderer) MinSize() fyne.Size {
	return fyne.NewSize(10, fyne.MeasureText("Ag", theme.Size(r.w.Rank), fyne.TextStyle{Bold: r.w.Bold}).Height)
}

func (r *wordsRenderer) Layout(s fyne.Size) {
	r.text.TextStyle = fyne.TextStyle{Bold: r.w.Bold}
	r.text.TextSize = theme.Size(r.w.Rank)
	r.text.Text = Cut(r.w.text, r.text.TextSize, r.text.TextStyle, s.Width)
	m := r.text.MinSize()
	r.text.Move(fyne.NewPos(0, (s.Height-m.Height)/2))
	r.text.Resize(m)
}

func (r *wordsRenderer) Refresh() {
	r.text.Color = theme.Colour(r.w.Colour)
	r.Layout(r.w.BaseWidget.Size())
	canvas.Refresh(r.w)
}
