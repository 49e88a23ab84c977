package viewer

import (
	"fmt"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"culler/ui/widgets"
)

// zooms are those that the bar offers; 0 fits the photo.
var zooms = []float64{0, 0.5, 1, 2}

// zoomBar says how closely a photo is looked at, and changes it.
type zoomBar struct {
	object *fyne.Container
	chips  []*widgets.Chip
}

func newZoomBar(set func(zoom float64)) *zoomBar {
	b := &zoomBar{object: container.NewHBox()}
	for _, z := range zooms {
		c := widgets.NewChip(zoomWords(z), nil, nil, func() { set(z) }).Least(52)
		b.chips = append(b.chips, c)
		b.object.Add(c)
	}
	return b
}

// update says what the view shows. A zoom that the bar does not offer stands in
// the place of the nearest that it does.
func (b *zoomBar) update(v *View) {
	on := 0
	if z := v.Zoom(); !v.Place().Fits() {
		for k := range zooms[1:] {
			if on == 0 || math.Abs(math.Log(zooms[k+1]/z)) < math.Abs(math.Log(zooms[on]/z)) {
				on = k + 1
			}
		}
	}
	for k, c := range b.chips {
		c.Set(k == on)
		z := zooms[k]
		if k == on && k > 0 {
			z = v.Zoom()
		}
		c.SetText(zoomWords(z))
	}
	if on == 0 && v.Zoom() > 0 {
		b.chips[0].SetText(fmt.Sprintf("Fit (%.0f %%)", v.Zoom()*100))
	}
}

func zoomWords(z float64) string {
	if z == 0 {
		return "Fit"
	}
	return fmt.Sprintf("%.0f %%", z*100)
}
