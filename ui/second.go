package ui

import (
	"fyne.io/fyne/v2"

	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/viewer"
	"culler/ui/widgets"
)

// second is a window for another monitor: the loupe on the photo under the
// cursor, whatever the first window shows. Keys do in it what they do in the
// first. It is hidden rather than closed: Fyne 2.7 ends when the mouse moves over
// a window that is just being closed.
type second struct {
	open     bool
	w        *Window
	win      fyne.Window
	keyboard *keyboard
	loader   *viewer.Loader
	loupe    *viewer.Loupe
}

func newSecond(w *Window) *second {
	s := &second{w: w}
	s.loader = w.stage.loader.Beside()
	s.loupe = viewer.NewLoupe(s.loader)
	s.loupe.OnTap = s.takeKeys
	s.loupe.OnMark = mouse{w}.mark
	return s
}

// make makes the window itself, which only those who use it need.
func (s *second) make() {
	s.win = s.w.app.NewWindow("Culler: the photo")
	s.keyboard = newKeyboard(s.press, s.w.capsLock)
	s.win.SetPadded(false)
	s.win.SetContent(newContent(widgets.NewGround(theme.Stage), s.keyboard, s.loupe.Object()))
	s.win.SetCloseIntercept(s.hide)
	s.win.Resize(fyne.NewSize(1000, 750))
}

// hide takes the window away and lets go of its pictures.
func (s *second) hide() {
	s.open, s.w.set.Second = false, false
	s.win.Hide()
	s.loader.Want(nil)
	s.loupe.Leave()
	s.w.kept.look()
	s.w.follow()
}

// press does what a key does in the first window, unless a dialog waits there: it
// has the keys for itself, and comes to the front.
func (s *second) press(c keys.Chord) bool {
	if s.w.win.Canvas().Overlays().Top() != nil {
		s.w.win.RequestFocus()
		return true
	}
	return s.w.press(c)
}

func (s *second) takeKeys() { s.win.Canvas().Focus(s.keyboard) }

// update shows the photo under the cursor, or nothing.
func (s *second) update() {
	if !s.open {
		return
	}
	ws := s.w.ws
	if ws == nil || ws.Now().Photo(ws.Cursor()) == nil {
		s.loader.Want(nil)
		s.loupe.Object().Hide()
		return
	}
	s.loupe.Object().Show()
	var ahead []viewer.Request
	for _, i := range ws.Shown().Neighbours(ws.Cursor(), 1) {
		ahead = append(ahead, viewer.Request{Photo: i, Of: ws.Now().Photo(i)})
	}
	s.loupe.Show(s.w.stage.subject(ws.Cursor()), ahead)
}

// arrived shows a picture that came in.
func (s *second) arrived(photo int) {
	if s.open {
		s.loupe.Arrived(photo)
	}
}

// toggle opens the second window, or closes it.
func (s *second) toggle() {
	if s.open {
		s.hide()
		return
	}
	s.show()
	s.w.show()
}

// show shows the second window, which is made the first time.
func (s *second) show() {
	if s.win == nil {
		s.make()
	}
	s.open, s.w.set.Second = true, true
	s.w.kept.look()
	s.win.Show()
	s.takeKeys()
	s.update()
	s.w.say("Put the new window on the other monitor: it follows the cursor. " + string(s.w.keys.Key(keys.Second)) + " closes it.")
}
