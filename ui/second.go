package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"culler/ui/keys"
	"culler/ui/theme"
	"culler/ui/viewer"
)

// second is a window for another monitor: the loupe on the photo under the
// cursor, whatever the first window shows. Keys do in it what they do in the
// first.
type second struct {
	w        *Window
	win      fyne.Window
	keyboard *keyboard
	loader   *viewer.Loader
	loupe    *viewer.Loupe
}

// secondMemory is what pictures in the second window may take, in bytes: one of
// 45 megapixels with its smaller sizes, and some that fill the screen.
const secondMemory = 350 << 20

// toggleSecond opens the second window, or closes it.
func (w *Window) toggleSecond() {
	w.set.Second = w.second == nil
	w.saveSettings()
	if w.set.Second {
		w.openSecond()
	} else {
		w.second.close()
	}
	w.show()
}

func (w *Window) openSecond() {
	s := &second{w: w, win: w.app.NewWindow("Culler: the photo")}
	s.keyboard = newKeyboard(func(c keys.Chord) bool {
		return w.win.Canvas().Overlays().Top() == nil && w.press(c) // a dialog over there has the keys for itself
	}, w.capsLock)
	s.loader = viewer.NewLoader(w.deps.Pictures, secondMemory, func(i int) { fyne.Do(func() { s.loupe.Arrived(i) }) })
	s.loupe = viewer.NewLoupe(s.loader)
	s.loupe.OnTap = s.takeKeys
	s.loupe.OnMark = w.mark
	s.win.SetPadded(false)
	s.win.SetContent(container.NewStack(newGround(theme.Stage), s.keyboard, s.loupe.Object()))
	s.win.SetOnClosed(func() {
		s.loader.Close()
		if w.second == s {
			w.second = nil
		}
		if !w.closed {
			w.set.Second = false
			w.saveSettings()
			w.checkMenus()
		}
	})
	s.win.Resize(fyne.NewSize(1000, 750))
	w.second = s
	s.win.Show()
	s.takeKeys()
	s.update()
	w.say("Put the new window on the other monitor: it follows the cursor. " + string(w.keys.Key(keys.Second)) + " closes it.")
}

func (s *second) takeKeys() { s.win.Canvas().Focus(s.keyboard) }

// update shows the photo under the cursor.
func (s *second) update() {
	if s == nil {
		return
	}
	ws := s.w.ws
	if ws == nil || ws.Photo(ws.Cursor()) == nil {
		s.loader.Want(nil)
		return
	}
	var ahead []viewer.Request
	for _, i := range ws.Neighbours(1) {
		ahead = append(ahead, viewer.Request{Photo: i, Of: ws.Photo(i)})
	}
	s.loupe.Show(s.w.stage.subject(ws.Cursor()), ahead)
}

// forget drops the pictures of photos whose files changed; nil drops all.
func (s *second) forget(photos []int) {
	if s != nil {
		s.loader.Forget(photos)
	}
}

func (s *second) close() {
	if s != nil {
		s.win.Close()
	}
}
