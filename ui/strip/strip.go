// Package strip shows the burst of the cursor: its frames in ranked order under
// the sentence of its verdict.
package strip

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"culler/library/photo"
	"culler/ui/grid"
	"culler/ui/theme"
	"culler/ui/widgets"
	"culler/ui/workspace"
)

// Strip is the widget.
type Strip struct {
	widget.BaseWidget
	// OnTap is called for a click on a frame.
	OnTap  func(photo int, m fyne.KeyModifier)
	OnOpen func(photo int)
	OnMark func(photo int, change grid.Change) // a flag or a star was clicked

	ws      *workspace.Workspace
	frames  []int
	sheet   *grid.Sheet
	verdict *widgets.Words
	accept  *widgets.Chip
	content fyne.CanvasObject
}

// New returns the strip of a workspace, which may be nil until SetWorkspace. accept is
// what the button beside the verdict does; hint names its key.
func New(l *grid.Loader, tips *widgets.Tips, hint func() string, accept func()) *Strip {
	s := &Strip{verdict: widgets.NewWords("", "foreground", tips)}
	s.sheet = grid.New(s, l, true)
	s.sheet.OnTap = func(k int, m fyne.KeyModifier) {
		if s.OnTap != nil {
			s.OnTap(s.frames[k], m)
		}
	}
	s.sheet.OnOpen = func(k int) {
		if s.OnOpen != nil {
			s.OnOpen(s.frames[k])
		}
	}
	s.sheet.OnMark = func(k int, change grid.Change) {
		if s.OnMark != nil {
			s.OnMark(s.frames[k], change)
		}
	}
	s.accept = widgets.NewChip("Accept", tips, hint, accept)
	s.accept.Hide()
	head := container.NewBorder(nil, nil, nil, s.accept, s.verdict)
	s.content = container.NewBorder(container.NewPadded(head), nil, nil, nil, s.sheet)
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is Fyne's.
func (s *Strip) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.content) }

// SetWorkspace shows another workspace.
func (s *Strip) SetWorkspace(d *workspace.Workspace) {
	s.ws = d
	s.Update()
}

// Update shows the burst as it is now.
func (s *Strip) Update() {
	s.frames = nil
	text, colour, acceptable := "", fyne.ThemeColorName("foreground"), false
	if s.ws != nil {
		b := s.ws.Now().Strip(s.ws.Cursor())
		s.frames, text = b.Frames, b.Verdict
		if b.Close {
			colour = theme.Close
		}
		acceptable = b.Acceptable
		s.accept.SetText(fmt.Sprintf("Accept: pick 1, reject %d", len(b.Frames)-1))
	}
	s.verdict.SetText(text)
	s.verdict.SetColour(colour)
	if acceptable != s.accept.Visible() {
		if acceptable {
			s.accept.Show()
		} else {
			s.accept.Hide()
		}
	}
	s.sheet.Update()
	if s.ws != nil {
		for k, i := range s.frames {
			if i == s.ws.Cursor() {
				s.sheet.Reveal(k)
			}
		}
	}
}

// Verdict is the sentence shown.
func (s *Strip) Verdict() string { return s.verdict.Text() }

// Len, Info and Photo make the strip a grid.Source.
func (s *Strip) Len() int { return len(s.frames) }

// Info is of the frame at a place.
func (s *Strip) Info(k int) grid.Info {
	i := s.frames[k]
	c := s.ws.Now().Cell(i)
	info := grid.InfoOf(c)
	info.Cursor = i == s.ws.Cursor()
	info.Suggested = s.ws.Shortlist().Has(i)
	info.Selected = s.ws.Selected(i) || info.Cursor
	if c.Place > 0 {
		info.Lead = fmt.Sprintf("%d. ", c.Place)
		info.Of = 0 // the place is said
	}
	return info
}

// Photo is a photo of the shoot.
func (s *Strip) Photo(i int) *photo.Photo { return s.ws.Now().Photo(i) }
