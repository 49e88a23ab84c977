package ui

import (
	"culler/ui/keys"
	"culler/ui/viewer"
	"culler/ui/workspace"
)

// resize makes thumbnails larger or smaller in the grid, and zooms elsewhere.
func (s *stage) resize(by int) {
	f := float32(1.2)
	if by < 0 {
		f = 1 / f
	}
	if s.w.ws != nil && s.w.ws.View() == workspace.Faces {
		s.people.sheet.SetEdge(s.people.sheet.Edge() * f)
		return
	}
	if s.w.ws != nil && s.w.ws.View() != workspace.Grid {
		s.zoomBy(by)
		return
	}
	s.w.grid.SetCellWidth(s.w.grid.CellWidth() * f)
	s.w.kept.look()
	s.w.follow()
}

// zoom goes between 100 % and the whole picture; from the grid it opens the
// loupe first.
func (s *stage) zoom() {
	if s.w.ws == nil {
		return
	}
	switch s.w.ws.View() {
	case workspace.Faces:
		s.closeTo()
		return
	case workspace.Grid:
		s.w.do(keys.Loupe, false)
	}
	s.toggleZoom()
}

// closer opens the photo; where it is open, it goes between 100 % and the whole.
func (s *stage) closer() {
	switch {
	case s.w.ws == nil:
	case s.w.ws.View() == workspace.Grid:
		s.w.do(keys.Loupe, false)
	case s.w.ws.View() == workspace.Faces:
		s.closeTo()
	default:
		s.toggleZoom()
	}
}

// closeTo opens the photo at the cursor at 100 % of the face that is looked at.
func (s *stage) closeTo() {
	i := s.w.ws.Cursor()
	face := s.w.ws.Faces().Of(i)
	s.w.ws.SetView(workspace.Loupe)
	s.w.follow()
	if face != nil {
		at := eyes(s.w.ws.Now().Photo(i), face)
		s.loupe.SetPlace(viewer.Place{Zoom: 1, X: at.X, Y: at.Y})
	}
}

func (s *stage) toggleZoom() {
	if c := s.close(); c != nil {
		c.ToggleZoom()
	}
}

func (s *stage) zoomBy(n int) {
	if c := s.close(); c != nil {
		c.ZoomBy(n)
	}
}

// panning are the directions of the keys that look further.
var panning = map[keys.ID][2]float64{keys.SelectLeft: {-panStep, 0}, keys.SelectRight: {panStep, 0}, keys.SelectUp: {0, -panStep}, keys.SelectDown: {0, panStep}}

const panStep = 0.2 // of what is seen

// pans tells whether an action may look further in a direction.
func (s *stage) pans(id keys.ID) bool {
	_, ok := panning[id]
	return ok && s.close() != nil
}

// pan looks further in a direction, if a photo is seen closely: with the keys
// that elsewhere extend the selection, since the arrows go from frame to frame.
func (s *stage) pan(id keys.ID) bool {
	if !s.pans(id) {
		return false
	}
	d := panning[id]
	return s.close().Pan(d[0], d[1])
}
