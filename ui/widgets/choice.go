package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// NewChoice is a chip that opens a menu below itself.
func NewChoice(text string, tips *Tips, hint func() string, menu func() *fyne.Menu) *Chip {
	var c *Chip
	c = NewChip(text, tips, hint, func() {
		d := fyne.CurrentApp().Driver()
		canvas := d.CanvasForObject(c)
		if canvas == nil {
			return
		}
		at := d.AbsolutePositionForObject(c)
		widget.ShowPopUpMenuAtPosition(menu(), canvas, at.AddXY(0, c.Size().Height+2))
	})
	c.opens = true
	return c
}
