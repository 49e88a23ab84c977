package people

import (
	"testing"

	"fyne.io/fyne/v2"

	"culler/ui/uitest"
	"culler/ui/widgets"
)

// In a low window faces are no larger than can be seen whole, with the words below.
func TestFacesAreSeenWholeInALowWindow(t *testing.T) {
	app := uitest.NewApp(t)
	s := New(widgets.NewTips())
	win := app.NewWindow("")
	win.SetPadded(false)
	win.SetContent(s)
	win.Resize(fyne.NewSize(420, 600))
	s.SetScene(Scene{Sentence: "No eyes are closed.", Heads: []Head{{Title: "1"}, {Title: "2"}}, Rows: [][]Face{
		{{Place: Place{1, 0}, There: true, Cursor: true}, {Place: Place{2, 0}, There: true}},
		{{Place: Place{1, 1}, There: true}, {Place: Place{2, 1}, There: true}},
	}})
	for _, height := range []float32{330, 280, 250, 900} {
		win.Resize(fyne.NewSize(420, height))
		c, view := s.cells[Place{1, 0}], s.scroll.Size().Height
		if c.Position().Y+c.Size().Height > view {
			t.Errorf("in a window %v high a face of %v lies at %v, in a room of %v", height, c.Size(), c.Position(), view)
		}
		if s.heads[1].Position().X != s.cells[Place{2, 0}].Position().X {
			t.Errorf("in a window %v high the second head lies at %v, its face at %v", height, s.heads[1].Position(), s.cells[Place{2, 0}].Position())
		}
	}
	if c := s.cells[Place{1, 0}]; c.Size().Width != Least+4 {
		t.Errorf("in a high window a face is %v", c.Size())
	}
}
