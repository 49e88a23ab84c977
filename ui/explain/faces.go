package explain

import (
	"fmt"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"culler/scoring/faces"
	"culler/ui/theme"
	"culler/ui/widgets"
)

// faceEdge is the edge of a close-up of a face.
const faceEdge = 68

// layFaces lays the faces out from y on, in as many rows as the width asks for,
// and returns where they end.
func (r *listRenderer) layFaces(width, y float32) float32 {
	x, l := float32(6), r.l
	for _, f := range l.faces {
		size := f.MinSize()
		if x > 6 && x+size.Width > width-6 {
			x, y = 6, y+size.Height
		}
		f.Move(fyne.NewPos(x, y))
		f.Resize(size)
		r.objects = append(r.objects, f)
		x += size.Width
	}
	y += l.faces[0].MinSize().Height
	return y
}

// face is one close-up: how sharp it is, and whether its eyes are open.
type face struct {
	widget.BaseWidget
	tips  *widgets.Tips
	of    faces.CloseUp
	image *canvas.Image
	lines [2]*canvas.Text
}

func newFace(c faces.CloseUp, tips *widgets.Tips) *face {
	f := &face{tips: tips, of: c, image: canvas.NewImageFromImage(c.Picture)}
	f.image.FillMode = canvas.ImageFillContain
	for k := range f.lines {
		f.lines[k] = canvas.NewText("", color.White)
		f.lines[k].Alignment = fyne.TextAlignCenter
	}
	f.ExtendBaseWidget(f)
	return f
}

// words are what is written below a face: its sharpness, its eyes.
func (f *face) words() [2]string {
	w := [2]string{"too small", "eyes " + f.of.Eyes.String()}
	if sharp := f.of.Sharp(); !math.IsNaN(sharp) {
		w[0] = fmt.Sprintf("sharp %.1f", sharp)
	}
	return w
}

func (f *face) MouseIn(*desktop.MouseEvent) {
	s := "This face is too small to tell how sharp it is."
	if sharp := f.of.Sharp(); !math.IsNaN(sharp) {
		s = fmt.Sprintf("The sharpness of this face is %.1f; compare it with the same face in other frames.", sharp)
	}
	f.tips.Offer(f, s+" "+eyesInWords(f.of.Reading))
}

// eyesInWords says what is known of the eyes of a face.
func eyesInWords(r faces.Reading) string {
	switch {
	case r.Away():
		return "It looks away, so nothing is said about its eyes."
	case math.IsNaN(r.Open):
		return "Its eyes are too small to be judged."
	case r.Eyes == faces.Unsure:
		return fmt.Sprintf("It is not certain that its eyes are open: %.0f %%.", 100*r.Open)
	}
	return fmt.Sprintf("Its eyes are %s: open with a probability of %.0f %%.", r.Eyes, 100*r.Open)
}

func (f *face) MouseMoved(*desktop.MouseEvent) {}
func (f *face) MouseOut()                      { f.tips.Hide() }

func (f *face) CreateRenderer() fyne.WidgetRenderer {
	r := &faceRenderer{f}
	r.Refresh()
	return r
}

type faceRenderer struct{ f *face }

func (r *faceRenderer) Destroy() {}
func (r *faceRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.f.image, r.f.lines[0], r.f.lines[1]}
}

func (r *faceRenderer) MinSize() fyne.Size {
	wide := fyne.MeasureText("eyes unsure", theme.Size(theme.Small), fyne.TextStyle{}).Width
	return fyne.NewSize(max(faceEdge, wide)+4, faceEdge+4+2*lineHeight())
}

func (r *faceRenderer) Layout(s fyne.Size) {
	r.f.image.Move(fyne.NewPos((s.Width-faceEdge)/2, 2))
	r.f.image.Resize(fyne.NewSize(faceEdge, faceEdge))
	for k, t := range r.f.lines {
		t.Move(fyne.NewPos(0, faceEdge+4+float32(k)*lineHeight()))
		t.Resize(fyne.NewSize(s.Width, lineHeight()))
	}
}

func (r *faceRenderer) Refresh() {
	for k, w := range r.f.words() {
		t := r.f.lines[k]
		t.Text, t.TextSize, t.Color = w, theme.Size(theme.Small), theme.Colour("foreground")
		if k == 1 && r.f.of.Eyes == faces.Unsure || k == 0 && math.IsNaN(r.f.of.Sharp()) {
			t.Color = theme.Colour(theme.Dim)
		}
		if k == 1 && r.f.of.Eyes == faces.Closed {
			t.Color = theme.Colour(theme.Opposed)
		}
	}
	canvas.Refresh(r.f)
}
