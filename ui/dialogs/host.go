// Package dialogs holds the dialogs of the window. Each is a function or a type
// that opens over a Host; none knows the window itself. All of it belongs to
// Fyne's goroutine.
package dialogs

import (
	"culler/ui/dialogs/box"
	"culler/ui/keys"
	"culler/ui/workspace"
)

// Host is what a dialog needs of the window that it opens over.
type Host interface {
	// Boxes are the dialogs that are open.
	Boxes() *box.Stack
	// Workspace is that of the open shoot; nil without one.
	Workspace() *workspace.Workspace
	// Say shows a sentence for a while.
	Say(sentence string)
	// Follow shows what a dialog changed and scrolls to the cursor; Refresh also
	// shows what changed in the background.
	Follow()
	Refresh()
	// Do performs an action.
	Do(id keys.ID)
	// Setting reads a setting into the pointer v, which stays as it is where there
	// is none that can be read. Keep remembers one, or says why it cannot.
	Setting(key string, v any)
	Keep(key string, v any)
}

// Work is what the window does in the background, as far as dialogs change it.
type Work interface {
	// Pause ends the reading of photos and waits for it, a moment at most. Run
	// reads the open shoot anew; what is known of it stays.
	Pause()
	Run()
	// Rescan looks for photos that came or went, and reads those that came.
	Rescan()
	// Start names the work under way in the line at the bottom until End; stop ends it.
	// Tell says how far it is and may be called from any goroutine.
	Start(what string, stop func())
	Tell(what string)
	End()
}
