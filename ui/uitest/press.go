package uitest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"culler/ui/keys"
)

var keyNames = map[string]fyne.KeyName{
	"Enter": fyne.KeyReturn, "Escape": fyne.KeyEscape, "PageUp": fyne.KeyPageUp, "PageDown": fyne.KeyPageDown,
	"Left": fyne.KeyLeft, "Right": fyne.KeyRight, "Up": fyne.KeyUp, "Down": fyne.KeyDown, "Home": fyne.KeyHome, "End": fyne.KeyEnd,
	"Space": fyne.KeySpace, "Tab": fyne.KeyTab, "Delete": fyne.KeyDelete, "Backspace": fyne.KeyBackspace, "Insert": fyne.KeyInsert,
	"CapsLock": desktop.KeyCapsLock,
}

// Press presses the keys of a chord, such as "Ctrl+Shift+Z", and lets go of
// them: the window hears of it in the order and the forms in which Fyne's
// driver of the desktop tells, on a keyboard that has a key for each symbol.
func Press(w fyne.Window, c keys.Chord) { press(w, c, false) }

// PressWithCapsLock is Press while Caps Lock is on.
func PressWithCapsLock(w fyne.Window, c keys.Chord) { press(w, c, true) }

func press(w fyne.Window, c keys.Chord, caps bool) {
	name, ok := keyNames[c.Key()]
	if !ok {
		name = fyne.KeyName(c.Key())
	}
	var mod fyne.KeyModifier
	var held []fyne.KeyName
	for _, m := range []struct {
		word string
		mod  fyne.KeyModifier
		key  fyne.KeyName
	}{
		{"Ctrl", fyne.KeyModifierControl, desktop.KeyControlLeft}, {"Alt", fyne.KeyModifierAlt, desktop.KeyAltLeft},
		{"Shift", fyne.KeyModifierShift, desktop.KeyShiftLeft},
	} {
		if c.Has(m.word) {
			mod |= m.mod
			held = append(held, m.key)
			down(w, m.key, true)
		}
	}
	down(w, name, true)
	if s := shortcut(name, mod); s != nil {
		if f, ok := w.Canvas().Focused().(fyne.Shortcutable); ok {
			f.TypedShortcut(s)
		}
	} else {
		typed(w, name)
		write(w, c, caps)
	}
	down(w, name, false)
	for _, k := range held {
		down(w, k, false)
	}
}

// down tells listeners that a key goes down, or up.
func down(w fyne.Window, k fyne.KeyName, goesDown bool) {
	e := &fyne.KeyEvent{Name: k}
	f, ok := w.Canvas().Focused().(desktop.Keyable)
	if !ok {
		return
	}
	if goesDown {
		f.KeyDown(e)
	} else {
		f.KeyUp(e)
	}
}

func typed(w fyne.Window, k fyne.KeyName) {
	if k == desktop.KeyCapsLock {
		return
	}
	e := &fyne.KeyEvent{Name: k}
	if f := w.Canvas().Focused(); f != nil {
		f.TypedKey(e)
	} else if f := w.Canvas().OnTypedKey(); f != nil {
		f(e)
	}
}

// write tells the character that the keys write, if they write one.
func write(w fyne.Window, c keys.Chord, caps bool) {
	r, n := utf8.DecodeRuneInString(c.Key())
	if c.Key() == "Space" {
		r, n = ' ', len(c.Key())
	}
	if n != len(c.Key()) {
		return
	}
	if c.Has("Shift") == caps {
		r = unicode.ToLower(r)
	}
	Type(w, string(r))
}

// Type writes characters into what has the focus.
func Type(w fyne.Window, text string) {
	for _, r := range text {
		if f := w.Canvas().Focused(); f != nil {
			f.TypedRune(r)
		} else if f := w.Canvas().OnTypedRune(); f != nil {
			f(r)
		}
	}
}

// shortcut is what Fyne makes of a key with Ctrl or Alt; nil for others.
func shortcut(k fyne.KeyName, mod fyne.KeyModifier) fyne.Shortcut {
	if mod == fyne.KeyModifierControl {
		switch k {
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		case fyne.KeyY:
			return &fyne.ShortcutRedo{}
		case fyne.KeyA:
			return &fyne.ShortcutSelectAll{}
		}
		if strings.ContainsAny(string(k), "CVX") && len(k) == 1 {
			return nil // the clipboard's: no key of ours
		}
	}
	if mod&^fyne.KeyModifierShift == 0 {
		return nil
	}
	return &desktop.CustomShortcut{KeyName: k, Modifier: mod}
}
