package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestADockedPanelKeepsItsSizeAndIsDragged(t *testing.T) {
	test.NewTempApp(t)
	body, panel := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	d := NewDock(body, panel, false, 360, 260)
	kept := float32(0)
	d.OnDrag = func(size float32) { kept = size }
	w := test.NewTempWindow(t, d.Object)
	w.SetPadded(false)
	is := func(what string, width, bodyWidth float32) {
		t.Helper()
		if panel.Size().Width != width || body.Size().Width != bodyWidth {
			t.Errorf("%s: the panel has %v, the body %v", what, panel.Size().Width, body.Size().Width)
		}
	}
	w.Resize(fyne.NewSize(1440, 900))
	is("a common window", 360, 1440-360-6)
	w.Resize(fyne.NewSize(3000, 900))
	is("a large window", 360, 3000-360-6)
	w.Resize(fyne.NewSize(440, 900))
	is("a small window", 280, 440-280-6)
	if d.Size() != 360 {
		t.Errorf("a small window changed what was chosen to %v", d.Size())
	}
	w.Resize(fyne.NewSize(1000, 900))
	is("a window that grew again", 360, 1000-360-6)
	d.line.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-40, 7)})
	d.line.DragEnd()
	if is("dragged", 400, 1000-400-6); kept != 400 {
		t.Errorf("kept is %v", kept)
	}
	d.line.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(900, 0)})
	is("dragged as small as it goes", 260, 1000-260-6)
	d.line.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-900, 0)})
	is("dragged as large as it goes", 700, 1000-700-6)
	d.SetOpen(false)
	if body.Size().Width != 1000 || panel.Visible() || d.Open() {
		t.Errorf("closed, it leaves %v to the body", body.Size().Width)
	}
	d.SetOpen(true)
	is("open again", 700, 1000-700-6)
}
