package viewer

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"culler/library/photo"
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
