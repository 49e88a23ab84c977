package viewer

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"culler/library/photo"
	"culler/ui/theme"
)

func TestMarksAreClicked(t *testing.T) {
	test.NewTempApp(t)
	m := newMarks()
	test.NewTempWindow(t, m)
	m.Resize(m.size())
	d := photo.Decision{}
	m.OnMark = func(change func(photo.Decision) photo.Decision) { d = change(d); m.show(d) }
	for _, c := range []struct {
		n    int
		want photo.Decision
	}{
		{0, photo.Decision{Flag: photo.Picked}}, {4, photo.Decision{Flag: photo.Picked, Stars: 3}}, {1, photo.Decision{Flag: photo.Rejected, Stars: 3}},
		{1, photo.Decision{Stars: 3}}, {6, photo.Decision{Stars: 5}}, {6, photo.Decision{}}, {8, photo.Decision{Label: photo.Yellow}},
		{11, photo.Decision{Label: photo.Purple}}, {11, photo.Decision{}},
	} {
		m.Tapped(&fyne.PointEvent{Position: fyne.NewPos(m.at(c.n)+m.edge()/2, 5)})
		if d != c.want {
			t.Errorf("a click on mark %d leaves %+v, want %+v", c.n, d, c.want)
		}
	}
	m.Tapped(&fyne.PointEvent{Position: fyne.NewPos(m.at(2)-marksGap/2, 5)})
	if d != (photo.Decision{}) {
		t.Errorf("a click between marks leaves %+v", d)
	}
}

// The marks of the loupe can be clicked at every width that a window has, and never
// lie on the zoom or the name, at any size of the font.
func TestMarksHaveRoomInTheLoupe(t *testing.T) {
	app := test.NewTempApp(t)
	for _, scale := range theme.Scales {
		app.Settings().SetTheme(theme.New(false, scale))
		for _, width := range []float32{420, 645, 760, 900, 1075, 1800} {
			p := newPane()
			zooms := 250 * scale
			p.middle = func() float32 { return zooms }
			test.NewTempWindow(t, p.object)
			p.object.Resize(fyne.NewSize(width, 500))
			p.show(Subject{Photo: 1, Of: &photo.Photo{Name: "IMG_0001.jpg"}}, nil, nil)
			m, from, to := p.marks, p.marks.Position(), p.marks.Size()
			if !m.Visible() {
				t.Errorf("at %g and a width of %g there are no marks", scale, width)
				continue
			}
			if from.X+to.Width > width {
				t.Errorf("at %g and a width of %g the marks are cut", scale, width)
			}
			if beside := from.Y < p.name.Position().Y+p.name.Size().Height && from.Y+to.Height > p.name.Position().Y; beside && (from.X+to.Width > p.name.Position().X || from.X+to.Width > (width-zooms)/2) {
				t.Errorf("at %g and a width of %g the marks lie on the name or the zoom", scale, width)
			}
			if p.View.Position().Y < from.Y+to.Height {
				t.Errorf("at %g and a width of %g the marks lie on the photo", scale, width)
			}
		}
	}
}
