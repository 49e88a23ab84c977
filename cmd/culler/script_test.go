package main

import (
	"culler/ui/keys"
	"culler/ui/workspace/snapshot"
)

// script culls with every action that has a key, and returns the keys in parts;
// the mirror is told the same. Keys between which and the end of the line the
// workspace has no say, such as those that close a dialog, are for the app alone.
func script(m *mirror) [][]keys.Chord {
	var parts [][]keys.Chord
	both := func(chords ...keys.Chord) {
		m.press(chords...)
		parts = append(parts, chords)
	}
	window := func(chords ...keys.Chord) { parts = append(parts, chords) }
	text := func(words string, leave keys.Chord) {
		var chords []keys.Chord
		for _, r := range words {
			chords = append(chords, keys.New(false, false, false, string(r)))
		}
		parts = append(parts, append(append([]keys.Chord{"/"}, chords...), leave))
	}

	// Flags, stars and labels, by name, photo by photo.
	both("Alt+2", "B", "Home", "P", "Right", "X", "Right", "U", "`", "`", "1", "Right", "2", "Right", "3", "Right", "4", "Right", "5", "Right", "5", "0", "Right",
		"3", "]", "Right", "3", "[", "Right", "6", "Right", "7", "Right", "8", "Right", "9", "Right", "P", "U")
	both("Shift+X", "Shift+3", "Shift+9", "Shift+8", "X", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Z", "Ctrl+Y", "Right")
	// Caps Lock advances.
	both("CapsLock", "P", "X", "3", "6", "U", "CapsLock", "7", "7", "8", "Alt+9")
	// Selections.
	both("Shift+Right", "Shift+Right", "Shift+Left", "5", "Escape", "Right", "Right")
	both("Ctrl+A", "Ctrl+D", "Shift+Down", "Shift+Up", "Escape", "Home", "Ctrl+B", "9", "Escape", "End", "X")
	// What shows things differently decides nothing.
	window("?", "Escape", "F1", "Escape", "Shift+F1", "Escape")
	window("Ctrl+O", "Escape", "Ctrl+T", "Escape", "Ctrl+Shift+T", "Escape", "Ctrl+M", "Escape")
	window("Ctrl+E", "Escape", "Ctrl+Shift+E", "Escape", "Ctrl+,", "Escape", "Ctrl+K", "Escape", "Ctrl+H", "Escape", "Ctrl+Shift+H", "Escape", "Ctrl+Alt+H", "Escape", "Ctrl+Shift+M", "Escape")
	window("+", "=", "-", "-", "Ctrl+I", "Ctrl+I", "Shift+F11", "Shift+F11", "Tab", "Tab", "Shift+Tab", "Shift+Tab", "F11", "F11", "Ctrl++", "Ctrl+-", "Ctrl+Shift+L", "Ctrl+Shift+L", "F5", "Ctrl+.", "Shift+F5", "Shift+F5", "Ctrl+R", "Ctrl+Shift+C", "Ctrl+Shift+O", "Ctrl+P")
	// Stacks and verdicts.
	both("B", "Alt+1", "Home", "Down", "Home", "PageDown", "PageUp", "Home", "Ctrl+Down", "Ctrl+Down", "Ctrl+Shift+P", "Ctrl+Down", ".", ".", ",", "Ctrl+Shift+P", "Ctrl+Up", "S", "Right", "2", "S")
	both("J", "J", "J", "X", "Shift+J", "4", "Ctrl+Enter", "Ctrl+Enter", "Ctrl+Enter", "Enter", "Enter")
	// The loupe: frame by frame; zoomed in the arrows with Shift look about.
	both("E", "Right", "P", "Right", "X", "Left", "Down", "3", "Up", "R", "R")
	window("Z", "+", "Shift+Right", "Shift+Down", "Shift+Left", "Shift+Up", "-", "O", "D", "I", "O", "D", "I", "Z", "Z")
	both("1", "Ctrl+Space", "Ctrl+Space")
	window("Z")
	both("Space", "Space", "Escape", "H", "Escape")
	// Compare: challengers come and go; survey: the weakest go.
	both("Alt+4", "Home", "Right", "C", "Right", "X", "Right", "Up", "Down", "P", "Escape")
	both("Home", "Right", "Right", "N", "Right", "Backspace", "Delete", "5", "G", "Alt+0", "Alt+0", "Alt+3", "Home", "2", "Alt+1")
	// Bursts by hand.
	both("End", "Home", "Ctrl+Down", "Ctrl+Down", "Ctrl+Down", "Ctrl+Down", ".", "K", "M", "Ctrl+Z", "Ctrl+Shift+G", "Shift+Right", "Ctrl+G", "Ctrl+Shift+B", "Ctrl+Z")
	// Filters.
	both("Ctrl+2", "Home", "X", "X", "P", "Ctrl+3", "Home", "1", "Ctrl+4", "Home", "6", "Ctrl+5", "Home", "Ctrl+Shift+P", "Ctrl+1", "Ctrl+0")
	text("pcb", "Tab")
	f := m.Filter()
	f.Text = "pcb"
	m.SetFilter(f)
	both("Home", "4", "End", "2", "Ctrl+L")
	text("none", "Escape")
	m.SetFilter(snapshot.Filter{Text: "none"})
	m.SetFilter(snapshot.Filter{})
	// Turned, and what is suggested, which is taken back.
	both("Home", "Ctrl+[", "Ctrl+]", "Ctrl+]", "Ctrl+J", "Ctrl+Shift+J", "Ctrl+Z")
	// All that is clear, then most of what is left, photo by photo, and one label
	// to know the end by.
	window("Ctrl+Shift+Enter", "Escape")
	both("Ctrl+Shift+Enter")
	window("Enter")
	both("Alt+2", "B", "Ctrl+2", "Home", "CapsLock")
	for range 20 {
		both("P", "X", "3", "X", "1", "X", "P", "X", "2", "X")
	}
	both("CapsLock", "Ctrl+1", "Home", "Right", "Ctrl+9")
	return parts
}
