package workspace

import (
	"slices"

	"culler/library/photo"
)

// Rotate turns the targets by quarters clockwise, as one step of undo.
func (ws *Workspace) Rotate(quarters int) {
	targets := ws.Targets()
	ws.decide("", targets, func(i int, d photo.Decision) photo.Decision { return ws.shoot.Turned(i, d, quarters) })
}

// turn shows photos turned as they are decided to be now.
func (ws *Workspace) turn(was, is []photo.Decision) {
	var turned []int
	for i := range min(len(was), len(is), len(ws.photos)) {
		if was[i].Orientation != is[i].Orientation {
			turned = append(turned, i)
		}
	}
	if len(turned) == 0 {
		return
	}
	ws.photos = slices.Clone(ws.photos) // somebody may be reading those that were
	for _, i := range turned {
		ws.photos[i].Turn = ws.shoot.Photo(i).Turn
	}
	ws.turned = append(ws.turned, turned...)
}

// Turned returns, once, the photos that are turned otherwise than before.
func (ws *Workspace) Turned() []int {
	turned := ws.turned
	ws.turned = nil
	return turned
}
