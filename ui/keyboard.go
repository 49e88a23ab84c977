package ui

import (
	"runtime"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"culler/ui/keys"
)

// keyboard holds the focus whenever no field of words does, and turns what is
// pressed into chords. Nothing of it can be seen.
type keyboard struct {
	widget.BaseWidget
	press func(c keys.Chord) bool // tells whether the chord means something
	caps  func(on bool)           // Caps Lock was found to be on, or off

	shift, ctrl, alt bool
	place            string // the Latin letter at the place of the last key, if that has no name
	typed            bool   // the last key was handled, so its character says nothing new
}

func newKeyboard(press func(keys.Chord) bool, caps func(bool)) *keyboard {
	k := &keyboard{press: press, caps: caps}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer is Fyne's.
func (k *keyboard) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(nil))
}

// FocusGained is Fyne's.
func (k *keyboard) FocusGained() { k.release() }

// FocusLost is Fyne's.
func (k *keyboard) FocusLost() { k.release() }

func (k *keyboard) release() { k.shift, k.ctrl, k.alt = false, false, false }

// AcceptsTab keeps Tab from moving the focus.
func (k *keyboard) AcceptsTab() bool { return true }

// KeyDown is Fyne's.
func (k *keyboard) KeyDown(e *fyne.KeyEvent) { k.hold(e.Name, true) }

// KeyUp is Fyne's.
func (k *keyboard) KeyUp(e *fyne.KeyEvent) { k.hold(e.Name, false) }

func (k *keyboard) hold(n fyne.KeyName, down bool) {
	switch n {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight:
		k.shift = down
	case desktop.KeyControlLeft, desktop.KeyControlRight, desktop.KeySuperLeft, desktop.KeySuperRight:
		k.ctrl = down
	case desktop.KeyAltLeft, desktop.KeyAltRight:
		k.alt = down
	case desktop.KeyCapsLock:
		if down {
			k.press("CapsLock")
		}
	}
}

// shifted asks the system, which knows better after the window lost the focus
// with a key held.
func (k *keyboard) shifted() bool {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
	}
	return k.shift
}

var keyNames = map[fyne.KeyName]string{
	fyne.KeyReturn: "Enter", fyne.KeyEnter: "Enter", fyne.KeyEscape: "Escape", fyne.KeyPageUp: "PageUp", fyne.KeyPageDown: "PageDown",
	fyne.KeyLeft: "Left", fyne.KeyRight: "Right", fyne.KeyUp: "Up", fyne.KeyDown: "Down", fyne.KeyHome: "Home", fyne.KeyEnd: "End",
	fyne.KeySpace: "Space", fyne.KeyTab: "Tab", fyne.KeyDelete: "Delete", fyne.KeyBackspace: "Backspace", fyne.KeyInsert: "Insert",
}

// keyName spells Fyne's name of a key as chords do; "" for one that has no
// place in a chord.
func keyName(n fyne.KeyName) string {
	if s, ok := keyNames[n]; ok {
		return s
	}
	s := string(n)
	if len(s) == 1 || len(s) <= 3 && strings.HasPrefix(s, "F") {
		return s
	}
	return ""
}

// TypedKey is Fyne's. Keys that write a character other than a letter or a
// digit are told by that character, in TypedRune: they lie in different places.
// Letters that are not Latin have no name: their place waits for TypedRune, too.
func (k *keyboard) TypedKey(e *fyne.KeyEvent) {
	k.typed, k.place = false, ""
	name := keyName(e.Name)
	if e.Name == fyne.KeyUnknown {
		k.place = keys.AtPlace(runtime.GOOS, e.Physical.ScanCode)
	}
	if name == "" {
		return
	}
	c := keys.New(false, false, k.shifted(), name)
	if len(name) == 1 && keys.Chord(name).IsSymbol() {
		return
	}
	k.typed = k.press(c)
}

// TypedRune is Fyne's.
func (k *keyboard) TypedRune(r rune) {
	place := k.place
	k.place = ""
	foreign := !unicode.Is(unicode.Latin, r) && (unicode.IsLetter(r) || unicode.IsMark(r))
	if place != "" && foreign {
		k.typed = k.press(keys.New(false, false, k.shifted(), place))
	}
	if unicode.IsLetter(r) {
		k.caps(unicode.IsUpper(r) != k.shifted() && unicode.ToLower(r) != unicode.ToUpper(r))
		return
	}
	if c := keys.Chord(string(r)); !foreign && c.IsSymbol() && r != ' ' {
		k.press(c)
	}
}

// TypedShortcut is Fyne's: keys with Ctrl or Alt.
func (k *keyboard) TypedShortcut(s fyne.Shortcut) {
	var c keys.Chord
	switch s := s.(type) {
	case *fyne.ShortcutUndo:
		c = "Ctrl+Z"
	case *fyne.ShortcutRedo:
		c = "Ctrl+Y"
	case *fyne.ShortcutSelectAll:
		c = "Ctrl+A"
	case *fyne.ShortcutCopy:
		c = "Ctrl+C"
	case *fyne.ShortcutPaste:
		c = "Ctrl+V"
	case *fyne.ShortcutCut:
		c = "Ctrl+X"
	case fyne.KeyboardShortcut:
		name := keyName(s.Key())
		if name == "" {
			return
		}
		m := s.Mod()
		c = keys.New(m&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0, m&fyne.KeyModifierAlt != 0, m&fyne.KeyModifierShift != 0, name)
	}
	if !k.press(c) && c.Has("Shift") {
		k.press(c.Without("Shift")) // Ctrl++ needs Shift on many keyboards
	}
}

// shown is a chord as a menu entry shows it. Its name equals no shortcut that
// Fyne would trigger by itself, so a field of words keeps its own keys.
type shown struct {
	key fyne.KeyName
	mod fyne.KeyModifier
}

func (s shown) ShortcutName() string  { return "Culler:" + string(s.key) }
func (s shown) Key() fyne.KeyName     { return s.key }
func (s shown) Mod() fyne.KeyModifier { return s.mod }

// inMenu is a chord for a menu entry; nil for none.
func inMenu(c keys.Chord) fyne.Shortcut {
	if c == "" {
		return nil
	}
	s := shown{key: fyne.KeyName(c.Key())}
	for n, name := range keyNames {
		if name == c.Key() && n != fyne.KeyEnter {
			s.key = n
		}
	}
	if c.Has("Ctrl") {
		s.mod |= fyne.KeyModifierShortcutDefault
	}
	if c.Has("Alt") {
		s.mod |= fyne.KeyModifierAlt
	}
	if c.Has("Shift") {
		s.mod |= fyne.KeyModifierShift
	}
	return s
}
