package widgets

import "fyne.io/fyne/v2"

// Flow lays things one after the other, each as large as it must be, in as many
// rows as the width asks for. Like words that wrap it needs the height that goes
// with the width it had last.
type Flow struct {
	gap   float32 // between things and between rows
	width float32 // as laid out last; 0: not yet
}

// NewFlow is a Flow with gaps between things and rows, in Fyne's units.
func NewFlow(gap float32) *Flow { return &Flow{gap: gap} }

// MinSize is Fyne's.
func (f *Flow) MinSize(things []fyne.CanvasObject) fyne.Size {
	widest := float32(0)
	for _, o := range things {
		if o.Visible() {
			widest = max(widest, o.MinSize().Width)
		}
	}
	width := max(f.width, widest)
	if f.width == 0 {
		width = 1 << 20
	}
	return fyne.NewSize(widest, f.lay(things, width, func(fyne.CanvasObject, fyne.Position) {}).Height)
}

// Layout is Fyne's.
func (f *Flow) Layout(things []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.lay(things, size.Width, func(o fyne.CanvasObject, at fyne.Position) {
		o.Move(at)
		o.Resize(o.MinSize())
	})
}

// Taken is the part of the width it had last that things take.
func (f *Flow) Taken(things []fyne.CanvasObject) fyne.Size {
	return f.lay(things, f.width, func(fyne.CanvasObject, fyne.Position) {})
}

func (f *Flow) lay(things []fyne.CanvasObject, width float32, put func(fyne.CanvasObject, fyne.Position)) (taken fyne.Size) {
	var at fyne.Position
	row := float32(0) // its height
	for _, o := range things {
		if !o.Visible() {
			continue
		}
		s := o.MinSize()
		if at.X > 0 && at.X+s.Width > width {
			at.X, at.Y, row = 0, at.Y+row+f.gap, 0
		}
		put(o, at)
		row = max(row, s.Height)
		taken = fyne.NewSize(max(taken.Width, at.X+s.Width), at.Y+row)
		at.X += s.Width + f.gap
	}
	return taken
}
