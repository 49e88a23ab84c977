package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"culler/library/phrase"
	"culler/ui/dialogs"
)

// profiles is the dialog of the profiles over the window.
func (w *Window) profiles() dialogs.Profiles {
	return dialogs.Profiles{Host: host{w}, Shelf: w.deps.Profiles, Before: w.kept.weightsNow, Changed: w.retuned}
}

// taste is the dialog in which a taste is learned.
func (w *Window) taste() dialogs.TasteLesson {
	return dialogs.TasteLesson{Host: host{w}, Keep: w.deps.Taste, Describe: w.deps.Describe, Thumb: w.deps.Pictures.Thumb, Taken: w.kept.weightsSoon}
}

// retuned has the window follow a change of profile: the keys, and what counts in
// the open shoot, which may take the model a moment.
func (w *Window) retuned() {
	if set := loadSettings(w.deps.Settings).KeySet; set != w.set.KeySet {
		w.set.KeySet = set
		preferences{w}.useKeys()
	}
	ws := w.ws
	if ws == nil || w.deps.Retune == nil {
		return
	}
	go func() {
		err := w.deps.Retune(context.Background(), ws.Board())
		fyne.Do(func() {
			if err != nil {
				w.say("The profile's prompts cannot be asked: " + phrase.Error(err))
			}
			if w.ws == ws {
				w.refresh()
			}
		})
	}()
}
