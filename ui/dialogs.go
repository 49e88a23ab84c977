package ui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
)

// box is a dialog of ours: content with buttons, closed with Escape.
type box struct {
	w *Window
	d interface{ Hide() }

	content fyne.CanvasObject
	first   *boxButton // the button that Enter presses
	enter   func()     // what the Enter key does; nil: nothing

	escape func() // what the Escape key does; nil: it closes
	closed func() // called when the box was closed; may be nil
}

// open shows content under a title. The first button is the one that Enter
// presses; a button whose function is nil only closes.
func (w *Window) box(title string, content fyne.CanvasObject, size fyne.Size, buttons ...button) *box {
	b := &box{w: w, content: content}
	var row []fyne.CanvasObject
	for k, bt := range buttons {
		press := func() {
			if bt.do == nil || bt.do() {
				b.close()
			}
		}
		o := w.button(bt.title, press)
		if k == 0 {
			o.Importance = widget.HighImportance
			b.first = o
			b.enter = func() {
				if !o.Disabled() {
					press()
				}
			}
		}
		row = append([]fyne.CanvasObject{o}, row...)
	}
	d := dialog.NewCustomWithoutButtons(title, content, w.win)
	b.d = d
	d.SetButtons(row)
	d.SetOnClosed(func() {
		w.boxes = slices.DeleteFunc(w.boxes, func(o *box) bool { return o == b })
		if b.closed != nil {
			b.closed()
		}
		w.tips.Hide()
		w.takeKeys()
	})
	w.boxes = append(w.boxes, b)
	if !size.IsZero() {
		room, scale := w.win.Canvas().Size(), max(w.set.Scale, 1)
		size = fyne.NewSize(size.Width*scale, size.Height*scale)
		d.Resize(fyne.NewSize(min(size.Width, room.Width-40), min(size.Height, room.Height-40)))
	}
	d.Show()
	return b
}

// folder lets the photographer choose a folder, beginning in one, which may be
// "" for home.
func (w *Window) folder(begin string, chosen func(path string)) {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		if err != nil {
			w.alert("The folder could not be chosen", err)
		} else if u != nil {
			chosen(u.Path())
		}
	}, w.win)
	if begin != "" {
		d.SetLocation(listable(begin))
	}
	b := &box{w: w, d: d}
	d.SetOnClosed(func() {
		w.boxes = slices.DeleteFunc(w.boxes, func(o *box) bool { return o == b })
		w.takeKeys()
	})
	w.boxes = append(w.boxes, b)
	d.Resize(fyne.NewSize(900, 620))
	d.Show()
}

// button is one of a box's; do tells whether the box shall close.
type button struct {
	title string
	do    func() bool
}

func (b *box) close() { b.d.Hide() }

// keyInDialog closes the dialog on top with Escape and presses its first
// button with Enter.
func (w *Window) keyInDialog(e *fyne.KeyEvent) {
	if len(w.boxes) == 0 {
		return
	}
	b := w.boxes[len(w.boxes)-1]
	switch e.Name {
	case fyne.KeyEscape:
		if b.escape != nil {
			b.escape()
		} else {
			b.close()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if b.enter != nil {
			b.enter()
		}
	}
}

// alert shows what went wrong.
func (w *Window) alert(title string, err error) {
	w.tellAll(title, phrase.Upper(phrase.Error(err)))
}

// tellAll shows sentences until they are closed.
func (w *Window) tellAll(title, text string) {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	w.box(title, container.NewVScroll(l), fyne.NewSize(560, 240), button{"Close", nil})
}

// acceptAll says what accepting all clear verdicts would do, and does it.
func (w *Window) acceptAll() {
	if w.ws == nil {
		return
	}
	a := w.ws.Acceptable()
	if a.Bursts == 0 {
		w.say("There is no clear verdict to accept among what is shown.")
		return
	}
	text := fmt.Sprintf("Of %s the best frame will be picked and %s rejected.", phrase.Count(a.Bursts, "burst"), phrase.Count(a.Rejects, "other frame"))
	if a.Close > 0 {
		text += fmt.Sprintf("\n%s too close to call and left to you.", isAre(a.Close, "burst"))
	}
	if a.Decided > 0 {
		text += fmt.Sprintf("\n%s decided in part already and left alone.", isAre(a.Decided, "burst"))
	}
	text += "\nOne undo takes all of it back."
	l := widget.NewLabel(text)
	w.box("Accept all clear verdicts", l, fyne.Size{}, button{fmt.Sprintf("Pick %d, reject %d", a.Bursts, a.Rejects), func() bool {
		w.ws.AcceptAll(a)
		w.follow()
		return true
	}}, button{"Cancel", nil})
}

func isAre(n int, one string) string {
	if n == 1 {
		return phrase.Count(n, one) + " is"
	}
	return phrase.Count(n, one) + " are"
}
