package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"culler/ui/desk"
)

// stage shows the grid, the loupe, a comparison, or a sentence where there is
// nothing to show.
type stage struct {
	w      *Window
	object *fyne.Container
	empty  *emptiness
	desk   *desk.Desk
	shown  fyne.CanvasObject
}

func newStage(w *Window) *stage {
	s := &stage{w: w, object: container.NewStack()}
	s.empty = newEmptiness(w)
	return s
}

func (s *stage) setDesk(d *desk.Desk) { s.desk = d }

// update shows what the desk's view asks for.
func (s *stage) update() {
	d := s.desk
	show := func(o fyne.CanvasObject) {
		if s.shown != o {
			s.shown = o
			s.object.Objects = []fyne.CanvasObject{o}
			s.object.Refresh()
		}
	}
	if d == nil || len(d.Items()) == 0 {
		s.empty.update()
		show(s.empty.object)
		return
	}
	show(s.w.grid)
	s.w.grid.Update()
}

func (s *stage) toggleZoom()  {}
func (s *stage) zoomBy(_ int) {}
