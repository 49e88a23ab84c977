// Package box is what dialogs are made of: boxes over a window with buttons and
// forms in them. Wherever the keyboard is in a box, Escape closes it and Enter
// presses its first button. Everything here belongs to Fyne's goroutine, unless
// it says otherwise.
package box

import (
	"os"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/ui/widgets"
)

// Stack is the boxes that are open over a window.
type Stack struct {
	win    fyne.Window
	tips   *widgets.Tips
	scale  func() float32 // of the font; 1 is as delivered
	closed func()         // a box was closed
	open   []*Box         // the top one last
}

// NewStack is for the boxes of a window: scale is that of its font, closed is
// called whenever one was closed.
func NewStack(win fyne.Window, tips *widgets.Tips, scale func() float32, closed func()) *Stack {
	return &Stack{win: win, tips: tips, scale: scale, closed: closed}
}

// Tips are the hints of the window below, for what lies in a box.
func (s *Stack) Tips() *widgets.Tips { return s.tips }

// Top is the box on top; nil where none is open.
func (s *Stack) Top() *Box {
	if len(s.open) == 0 {
		return nil
	}
	return s.open[len(s.open)-1]
}

// Len is the number of open boxes.
func (s *Stack) Len() int { return len(s.open) }

// Room is the size of the window below, in Fyne's units.
func (s *Stack) Room() fyne.Size { return s.win.Canvas().Size() }

// Focus gives the keyboard to a part of a box.
func (s *Stack) Focus(o fyne.Focusable) { s.win.Canvas().Focus(o) }

// Box is one of the dialogs that are open.
type Box struct {
	First  *Push  // the button that Enter presses; nil: there is none
	Enter  func() // what the Enter key does; nil: nothing
	Escape func() // what the Escape key does; nil: it closes
	Closed func() // called when the box was closed; may be nil

	content fyne.CanvasObject
	d       interface{ Hide() }
	size    func(fyne.Size)
}

// Button is a button of a box; Do tells whether the box should close, nil only
// closes it.
type Button struct {
	Title string
	Do    func() bool
}

// Open shows content under a title. The first button is the one that Enter
// presses. The size is meant for the font as delivered and grows with it, as far
// as the window has room; zero is what the content needs.
func (s *Stack) Open(title string, content fyne.CanvasObject, size fyne.Size, buttons ...Button) *Box {
	b := &Box{content: content}
	var row []fyne.CanvasObject
	for k, bt := range buttons {
		press := func() {
			if bt.Do == nil || bt.Do() {
				b.Close()
			}
		}
		o := s.Button(bt.Title, press)
		if k == 0 {
			o.Importance = widget.HighImportance
			b.First = o
			b.Enter = func() {
				if !o.Disabled() {
					press()
				}
			}
		}
		row = append([]fyne.CanvasObject{o}, row...)
	}
	shown := content
	if !size.IsZero() { // what a small window has no room for is scrolled to
		shown = container.NewScroll(content)
	}
	d := dialog.NewCustomWithoutButtons(title, shown, s.win)
	d.SetButtons(row)
	s.put(b, d)
	b.size = func(size fyne.Size) {
		room, scale := s.Room(), max(s.scale(), 1)
		d.Resize(fyne.NewSize(min(size.Width*scale, room.Width-40), min(size.Height*scale, room.Height-40)))
	}
	if !size.IsZero() {
		b.size(size)
	}
	d.Show()
	return b
}

// put lays a dialog on top.
func (s *Stack) put(b *Box, d interface {
	Hide()
	SetOnClosed(func())
}) {
	b.d = d
	d.SetOnClosed(func() {
		s.open = slices.DeleteFunc(s.open, func(o *Box) bool { return o == b })
		if b.Closed != nil {
			b.Closed()
		}
		s.closed()
	})
	s.open = append(s.open, b)
}

// Content is what the box was opened with; nil for the choice of a folder.
func (b *Box) Content() fyne.CanvasObject { return b.content }

// Resize gives the box another size, meant as that of Open.
func (b *Box) Resize(size fyne.Size) { b.size(size) }

// Close takes the box away.
func (b *Box) Close() { b.d.Hide() }

// Folder lets the photographer choose a folder, beginning in one, which may be
// "" for home.
func (s *Stack) Folder(begin string, chosen func(path string)) {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		if err != nil {
			s.Alert("The folder could not be chosen", err)
		} else if u != nil {
			chosen(u.Path())
		}
	}, s.win)
	if begin != "" {
		if u, err := storage.ListerForURI(storage.NewFileURI(begin)); err == nil {
			d.SetLocation(u)
		}
	}
	s.files(d)
}

// File lets the photographer choose a file whose name has an ending.
func (s *Stack) File(ending string, chosen func(path string)) {
	d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err != nil {
			s.Alert("The file could not be chosen", err)
		} else if f != nil {
			f.Close()
			chosen(f.URI().Path())
		}
	}, s.win)
	d.SetFilter(storage.NewExtensionFileFilter([]string{ending}))
	s.files(d)
}

// SaveAs lets the photographer choose a file to write, by the name proposed.
func (s *Stack) SaveAs(name string, chosen func(path string)) {
	d := dialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
		if err != nil {
			s.Alert("The file could not be chosen", err)
		} else if f != nil {
			f.Close()
			chosen(f.URI().Path())
		}
	}, s.win)
	d.SetFileName(name)
	s.files(d)
}

// files shows a dialog of the system's files.
func (s *Stack) files(d *dialog.FileDialog) {
	s.put(&Box{}, d)
	d.Resize(fyne.NewSize(900, 620))
	d.Show()
}

// IsFolder tells whether there is a folder at a path.
func IsFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// Key closes the box on top with Escape and presses its first button with Enter.
func (s *Stack) Key(e *fyne.KeyEvent) {
	b := s.Top()
	if b == nil {
		return
	}
	switch e.Name {
	case fyne.KeyEscape:
		if b.Escape != nil {
			b.Escape()
		} else {
			b.Close()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if b.Enter != nil {
			b.Enter()
		}
	}
}

// Alert says what went wrong.
func (s *Stack) Alert(title string, err error) {
	s.Tell(title, phrase.Upper(phrase.Error(err)))
}

// Tell shows sentences until they are closed.
func (s *Stack) Tell(title, text string) {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	s.Open(title, container.NewVScroll(l), fyne.NewSize(560, 240), Button{"Close", nil})
}
