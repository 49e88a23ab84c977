// Package explain shows why a photo stands where it stands: one bar for each
// prompt, measure and model, the strongest first, and the faces in it.
package explain

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/scoring/faces"
	"culler/ui/theme"
	"culler/ui/widgets"
	"culler/ui/workspace/snapshot"
)

// Panel is the widget.
type Panel struct {
	widget.BaseWidget
	tips     *widgets.Tips
	sentence *widget.Label
	shoot    *widgets.Chip
	rival    *widgets.Chip
	list     *list
	content  fyne.CanvasObject
}

// New returns an empty panel. against is called when another comparison is
// asked for; hint names its key.
func New(tips *widgets.Tips, hint func() string, against func(snapshot.Against)) *Panel {
	p := &Panel{tips: tips, sentence: widget.NewLabel("")}
	p.sentence.Wrapping = fyne.TextWrapWord
	p.shoot = widgets.NewChip("Against the shoot", tips, hint, func() { against(snapshot.TheShoot) })
	p.rival = widgets.NewChip("Against the burst", tips, hint, func() { against(snapshot.TheRunnerUp) })
	p.list = newList(tips)
	head := container.NewVBox(container.NewHBox(p.shoot, p.rival), p.sentence)
	p.content = container.NewBorder(head, nil, nil, nil, container.NewVScroll(p.list))
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer is Fyne's.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.content) }

// Explain shows reasons; against is what is compared with.
func (p *Panel) Explain(r snapshot.Reasons, against snapshot.Against) {
	p.shoot.Set(against == snapshot.TheShoot)
	p.rival.Set(against == snapshot.TheRunnerUp)
	p.sentence.SetText(r.Sentence)
	if len(r.Subjects) > 0 {
		p.sentence.SetText(r.Sentence + " Looks like: " + strings.Join(r.Subjects, ", ") + ".")
	}
	p.list.show(r)
}

// Clear shows nothing.
func (p *Panel) Clear() {
	p.sentence.SetText("")
	p.list.show(snapshot.Reasons{})
	p.Faces(nil)
}

// Faces shows close-ups of the photo's faces above the reasons.
func (p *Panel) Faces(shown []faces.CloseUp) {
	l := p.list
	if len(shown) == 0 && len(l.faces) == 0 {
		return
	}
	l.faces = nil
	for _, c := range shown {
		l.faces = append(l.faces, newFace(c, l.tips))
	}
	l.Refresh()
}

// Sentence is what the panel says in words, and Titles whose bars it shows.
func (p *Panel) Sentence() string { return p.sentence.Text }

// Titles are the titles of the bars, from the top.
func (p *Panel) Titles() []string {
	var out []string
	r := p.list.reasons
	for _, b := range slices.Concat(r.Prompts, r.Measures, r.Models) {
		out = append(out, b.Title)
	}
	return out
}

// FaceWords are what is written below the faces.
func (p *Panel) FaceWords() []string {
	var out []string
	for _, f := range p.list.faces {
		w := f.words()
		out = append(out, strings.TrimSpace(w[0]+" "+w[1]))
	}
	return out
}

// list draws the bars.
type list struct {
	widget.BaseWidget
	tips    *widgets.Tips
	reasons snapshot.Reasons
	rows    []*row
	heads   [5]*canvas.Text
	out     []*widgets.Words
	faces   []*face
}

func newList(tips *widgets.Tips) *list {
	l := &list{tips: tips}
	for k := range l.heads {
		l.heads[k] = canvas.NewText("", color.White)
		l.heads[k].TextStyle.Bold = true
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *list) show(r snapshot.Reasons) {
	l.reasons = r
	l.Refresh()
}

func (l *list) CreateRenderer() fyne.WidgetRenderer { return &listRenderer{l: l} }

type listRenderer struct {
	l       *list
	objects []fyne.CanvasObject
	height  float32
}

func (r *listRenderer) Destroy()                     {}
func (r *listRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *listRenderer) MinSize() fyne.Size           { return fyne.NewSize(200, r.height) }

func (r *listRenderer) Refresh() {
	r.Layout(r.l.BaseWidget.Size())
	canvas.Refresh(r.l)
}

// lineHeight is the height of one bar's row.
func lineHeight() float32 { return float32(math.Ceil(float64(theme.Size(theme.Small) * 1.75))) }

func (r *listRenderer) Layout(s fyne.Size) {
	l := r.l
	r.objects = r.objects[:0]
	y, used, outs := float32(2), 0, 0
	head := func(k int, text string) {
		h := l.heads[k]
		h.Text, h.TextSize, h.Color = text, theme.Size(theme.Small), theme.Colour("foreground")
		h.Move(fyne.NewPos(6, y+4))
		h.Resize(h.MinSize())
		r.objects = append(r.objects, h)
		y += lineHeight() + 4
	}
	bars := func(bars []snapshot.Bar) {
		for _, b := range bars {
			if used == len(l.rows) {
				l.rows = append(l.rows, newRow(l.tips))
			}
			row := l.rows[used]
			used++
			row.set(b)
			row.Move(fyne.NewPos(0, y))
			row.Resize(fyne.NewSize(s.Width, lineHeight()))
			r.objects = append(r.objects, row)
			y += lineHeight()
		}
	}
	if len(l.faces) > 0 {
		head(4, "Faces")
		y = r.layFaces(s.Width, y)
	}
	if len(l.reasons.Prompts) > 0 {
		head(0, "Prompts")
		bars(l.reasons.Prompts)
	}
	if len(l.reasons.Measures) > 0 {
		head(1, "Measures")
		bars(l.reasons.Measures)
	}
	if len(l.reasons.Models) > 0 {
		head(3, "Quality models")
		bars(l.reasons.Models)
	}
	if len(l.reasons.LeftOut) > 0 {
		all := 0
		for _, o := range l.reasons.LeftOut {
			all += 1 + o.More
		}
		head(2, fmt.Sprintf("Left out (%d)", all))
		for _, o := range l.reasons.LeftOut {
			for _, line := range widgets.Lines(o.String(), theme.Size(theme.Small), s.Width-12, leftOutLines) {
				if outs == len(l.out) {
					l.out = append(l.out, widgets.NewWords("", theme.Dim, l.tips))
				}
				w := l.out[outs]
				outs++
				w.SetText(line)
				w.Move(fyne.NewPos(6, y))
				w.Resize(fyne.NewSize(s.Width-12, lineHeight()))
				r.objects = append(r.objects, w)
				y += lineHeight()
			}
		}
	}
	r.height = y + 4
}

// leftOutLines is how many lines one reason may take.
const leftOutLines = 4
