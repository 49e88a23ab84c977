package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"culler/library/phrase"
	"culler/scoring/profile"
	"culler/ui/dialogs"
)

// profiles is the dialog of the profiles over the window.
func (w *Window) profiles() dialogs.Profiles {
	return dialogs.Profiles{Host: host{w}, Shelf: w.deps.Profiles, Before: w.kept.weightsNow, Changed: func(was, now string) {
		if w.ws != nil {
			w.ws.Tuning().NoteProfile(was, now)
		}
		w.retuned()
	}}
}

// taste is the dialog in which a taste is learned.
func (w *Window) taste() dialogs.TasteLesson {
	return dialogs.TasteLesson{Host: host{w}, Describe: w.deps.Describe, Thumb: w.deps.Pictures.Thumb, Taken: w.kept.weightsSoon}
}

// bringProfile changes to a profile of the history. One that was removed since
// does not come back, and must not keep what was done before it from being undone.
func (w *Window) bringProfile(title string) error {
	shelf := w.deps.Profiles
	if shelf == nil {
		return nil
	}
	w.kept.weightsNow()
	err := shelf.UseProfile(title)
	if err == nil {
		w.retuned()
		return nil
	}
	list, unread := shelf.ListProfiles()
	if unread != nil || title == "" || slices.ContainsFunc(list, func(e profile.Entry) bool { return strings.EqualFold(e.Title, title) }) {
		return err
	}
	w.boxes.Tell("The profile is gone", fmt.Sprintf("The profile %q has since been removed. The present weights stay in use.", title))
	return nil
}

// retuned has the window follow a change of profile: the keys, and what counts in
// the open shoot. The prompts may take the model a moment, and Undo waits for them.
func (w *Window) retuned() {
	if set := loadSettings(w.deps.Settings).KeySet; set != w.set.KeySet {
		w.set.KeySet = set
		preferences{w}.useKeys()
	}
	ws := w.ws
	if ws == nil || w.deps.AskAgain == nil {
		return
	}
	if err := w.deps.Reweigh(ws.Board()); err != nil {
		w.say("The profile's weights cannot be read: " + phrase.Error(err))
	}
	asked := ws.Tuning().Asking()
	go func() {
		err := w.deps.AskAgain(context.Background(), ws.Board())
		fyne.Do(func() {
			defer asked()
			if err != nil {
				w.say("The profile's prompts cannot be asked: " + phrase.Error(err))
			}
			if w.ws == ws {
				w.refresh()
			}
		})
	}()
}
