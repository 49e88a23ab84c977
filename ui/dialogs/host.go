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
