package viewer

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library/photo"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// Subject is a photo with what is written about it.
type Subject struct {
	Photo     int
	Of        *photo.Photo // not written to while it is shown
	Decision  photo.Decision
	Standing  string // in the shoot, in words; "" for none
	Place, In int    // in its burst, best first; In is 1 for a single, Place 0 without a score
	Note      string // a line of reasons; "" for none
	Burst     int    // photos with the same number are frames of one burst
	Face      *Point // the largest face's eyes; nil where there is none or it is not known yet
}

// SizeOf is the size of an upright photo in pixels, as far as its file tells.
func SizeOf(p *photo.Photo) image.Point {
	return image.Pt(p.Shape())
}

// sizeOf trusts what the file tells only if the picture has that shape: a RAW
// file's preview may be cut otherwise.
func sizeOf(p *photo.Photo, have image.Point) image.Point {
	s := SizeOf(p)
	if s.X < have.X || s.Y <= 0 || math.Abs(float64(s.X)*float64(have.Y)/(float64(s.Y)*float64(have.X))-1) > 0.02 {
		return have
	}
	return s
}

// Exposure is how a photo was taken, in a line: camera, lens and settings.
func Exposure(m *photo.Meta) string {
	var w []string
	add := func(ok bool, format string, v ...any) {
		if ok {
			w = append(w, fmt.Sprintf(format, v...))
		}
	}
	switch {
	case m.Shutter <= 0:
	case m.Shutter < 0.3:
		add(true, "1/%.0f s", 1/m.Shutter)
	default:
		add(true, "%s s", strings.TrimSuffix(fmt.Sprintf("%.1f", m.Shutter), ".0"))
	}
	add(m.Aperture > 0, "f/%s", strings.TrimSuffix(fmt.Sprintf("%.1f", m.Aperture), ".0"))
	add(m.ISO > 0, "ISO %d", m.ISO)
	add(m.Bias != nil && *m.Bias != 0, "%+.1f EV", deref(m.Bias))
	add(m.FocalLength > 0, "%.0f mm", m.FocalLength)
	add(m.Lens != "", "%s", m.Lens)
	add(m.Camera.String() != "", "%s", m.Camera)
	add(!m.Taken.IsZero(), "%s", m.Taken.Format("2006-01-02 15:04:05"))
	return strings.Join(w, " · ")
}

func deref(f *float64) float64 {
	if f == nil {
		return 0
	}
	return *f
}

// marksFrom is the width of a pane from which marks can be clicked in its first
// line, beside a name of some width at least. The loupe has a line of its own for
// them where it is narrower, if it is high enough.
const (
	marksFrom = 760
	leastName = 40
	lineFrom  = 280
)

// noteLines is how many lines the words below a photo may take, as far as they leave
// it half of the pane.
const noteLines = 3

// pane is a View with what is written about its photo above and below.
type pane struct {
	*View
	object *fyne.Container

	subject Subject
	marks   *marks         // in place of the three below where there is room
	chosen  bool           // keys act on it
	middle  func() float32 // the width that something has in the middle of the line above; nil: nothing is there
	flag    *canvas.Image
	stars   *canvas.Image
	label   *canvas.Rectangle
	edge    *canvas.Rectangle // around the photo that keys act on
	name    *canvas.Text
	stand   *canvas.Text
	lines   [noteLines]*canvas.Text
	message *widget.Label // instead of a photo that cannot be shown
}

func newPane() *pane {
	p := &pane{
		View: NewView(), flag: &canvas.Image{FillMode: canvas.ImageFillContain}, stars: &canvas.Image{FillMode: canvas.ImageFillContain},
		label: canvas.NewRectangle(color.Transparent), edge: canvas.NewRectangle(color.Transparent),
		name: canvas.NewText("", color.White), stand: canvas.NewText("", color.White),
		message: widget.NewLabel(""), marks: newMarks(),
	}
	p.subject.Photo = -1
	p.label.CornerRadius = 2
	p.message.Alignment, p.message.Wrapping = fyne.TextAlignCenter, fyne.TextWrapWord
	p.message.Hide()
	parts := []fyne.CanvasObject{p.View, p.message, p.label, p.flag, p.stars, p.name, p.stand, p.edge, p.marks}
	for k := range p.lines {
		p.lines[k] = canvas.NewText("", color.White)
		parts = append(parts, p.lines[k])
	}
	p.object = container.New(paneLayout{p}, parts...)
	return p
}

// show shows a subject with the best picture that is there.
func (p *pane) show(s Subject, pic *Picture, problem error) {
	p.subject, p.Face = s, s.Face
	p.message.Hide()
	switch {
	case pic != nil:
		p.SetPicture(pic, sizeOf(s.Of, pic.Size()))
	case problem != nil:
		p.SetPicture(nil, image.Point{})
		p.message.SetText(problem.Error())
		p.message.Show()
	default:
		p.SetPicture(nil, image.Point{})
	}
	p.write()
}

// rest lets go of the picture until the next show.
func (p *pane) rest() { p.SetPicture(nil, image.Point{}) }

// write brings the words and marks up to date.
func (p *pane) write() {
	s := p.subject
	if s.Of == nil {
		return
	}
	small := theme.Size(theme.Small)
	p.name.Text, p.name.TextSize, p.name.Color = s.Of.Base(), theme.Size("text"), theme.Colour("foreground")
	p.stand.Text, p.stand.TextSize, p.stand.Color = s.standing(), small, theme.Colour(theme.Dim)
	for _, l := range p.lines {
		l.TextSize, l.Color = small, theme.Colour("foreground")
	}
	switch s.Decision.Flag {
	case photo.Picked:
		p.flag.Resource = theme.Picked
	case photo.Rejected:
		p.flag.Resource = theme.Rejected
	}
	show(p.flag, s.Decision.Flag != photo.Unflagged)
	if s.Decision.Stars > 0 {
		p.stars.Resource = theme.Stars(s.Decision.Stars)
	}
	show(p.stars, s.Decision.Stars > 0)
	p.marks.show(s.Decision)
	p.label.FillColor = theme.Label(s.Decision.Label)
	show(p.label, s.Decision.Label != photo.NoLabel)
	p.object.Refresh()
}

// standing words where a photo stands.
func (s Subject) standing() string {
	var w []string
	if s.In > 1 && s.Place > 0 {
		w = append(w, fmt.Sprintf("%d of %d in its burst", s.Place, s.In))
	}
	if s.Standing != "" {
		w = append(w, s.Standing)
	}
	return strings.Join(w, "   ")
}

// focus frames the pane that keys act on.
func (p *pane) focus(on bool) {
	p.chosen = on
	p.edge.StrokeColor, p.edge.StrokeWidth = color.Transparent, 0
	if on {
		p.edge.StrokeColor, p.edge.StrokeWidth = theme.Colour(theme.Cursor), 2
	}
	p.edge.Refresh()
}

// paneLayout puts a line above the photo and, where there is a note, one below.
type paneLayout struct{ p *pane }

func (l paneLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(80, 80) }

func (l paneLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	p := l.p
	row := paneRow()
	icon := row - 8
	place := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	free := size.Width // of the line, up to the middle
	if p.middle != nil {
		free = (size.Width-p.middle())/2 - 10
	}
	x, top, m := float32(10), row, p.marks.size()
	beside := size.Width >= marksFrom && x+m.Width+12+leastName <= free
	below := !beside && p.middle != nil && size.Width >= m.Width+2*x && size.Height >= lineFrom
	if show(p.marks, (beside || below) && p.subject.Of != nil); beside || below {
		if beside {
			place(p.marks, x, (row-m.Height)/2, m.Width, m.Height)
			x += m.Width + 12
		} else {
			place(p.marks, x-2, row, m.Width, m.Height)
			top += m.Height + 5
		}
		p.label.Hide()
		p.flag.Hide()
		p.stars.Hide()
	}
	if p.label.Visible() {
		place(p.label, x, 6, icon, icon-2)
		x += icon + 8
	}
	if p.flag.Visible() {
		place(p.flag, x, 4, icon, icon)
		x += icon + 8
	}
	write := func(t *canvas.Text, at, y float32) float32 {
		m := t.MinSize()
		place(t, at, y+(row-m.Height)/2, m.Width, m.Height)
		return m.Width
	}
	w := float32(0)
	if p.stars.Visible() {
		w = (icon - 3) * float32(max(p.subject.Decision.Stars, 1))
	}
	p.name.Text = ""
	if p.subject.Of != nil {
		p.name.Text = widgets.Shorten(p.subject.Of.Base(), p.name.TextSize, max(free-x-w-20, leastName))
	}
	x += write(p.name, x, 0) + 10
	if p.stars.Visible() {
		place(p.stars, x, 5, w, icon-3)
		x += w + 10
	}
	stand := p.stand.MinSize()
	if p.middle != nil {
		x = max(x, size.Width-free)
	}
	if x+stand.Width+10 <= size.Width {
		write(p.stand, size.Width-stand.Width-10, 0)
		p.stand.Show()
	} else {
		p.stand.Hide()
	}
	bottom := p.note(size, top, row, write)
	place(p.View, 0, top, size.Width, max(size.Height-top-bottom, 1))
	place(p.message, size.Width*0.2, size.Height*0.4, size.Width*0.6, 80)
	place(p.edge, 1, 1, size.Width-2, size.Height-2)
}

// paneRow is the height of the line above a photo.
func paneRow() float32 { return float32(math.Ceil(float64(theme.Size("text") * 1.7))) }

// notes is how many lines the words below a photo may have, of a height each, with the
// first as high as the line above: the photo keeps half of the pane.
func notes(height, top, step float32) int {
	free := height/2 - top - paneRow()
	if free < 0 {
		return 0
	}
	return min(noteLines, 1+int(free/step))
}

// words is about the height that a pane of some size gives to the words around its
// photo, with a note of some length.
func (p *pane) words(length float32, size fyne.Size) float32 {
	row, step := paneRow(), p.lines[0].MinSize().Height
	lines := min(math.Ceil(float64(length/max(size.Width-20, 1))), float64(notes(size.Height, row, step)))
	if lines == 0 {
		return row
	}
	return 2*row + float32(lines-1)*step
}

// note writes the words below the photo, and returns the height that they take.
func (p *pane) note(size fyne.Size, top, row float32, write func(t *canvas.Text, at, y float32) float32) (bottom float32) {
	step := p.lines[0].MinSize().Height
	var said []string
	if most := notes(size.Height, top, step); most > 0 {
		said = widgets.Lines(p.subject.Note, theme.Size(theme.Small), size.Width-20, most)
	}
	if len(said) > 0 {
		bottom = float32(len(said)-1)*step + row
	}
	for k, l := range p.lines {
		l.Text = ""
		if k < len(said) {
			l.Text = said[k]
			write(l, max((size.Width-l.MinSize().Width)/2, 10), size.Height-bottom+float32(k)*step)
		}
		show(l, l.Text != "")
	}
	return bottom
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
