package dialogs

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"culler/library/phrase"
	"culler/ui/dialogs/box"
)

// AcceptAll says what accepting all clear verdicts would do, and does it.
func AcceptAll(h Host) {
	ws := h.Workspace()
	if ws == nil {
		return
	}
	a := ws.Marks().Acceptable()
	if a.Bursts == 0 {
		h.Say("There is no clear verdict to accept among what is shown.")
		return
	}
	text := fmt.Sprintf("Of %s the best frame will be picked and %s rejected.", phrase.Count(a.Bursts, "burst"), phrase.Count(a.Rejects, "other frame"))
	if a.Close > 0 {
		text += fmt.Sprintf("\n%s too close to call and left to you.", phrase.Are(a.Close, "burst"))
	}
	if a.Decided > 0 {
		text += fmt.Sprintf("\n%s decided in part already and left alone.", phrase.Are(a.Decided, "burst"))
	}
	if a.Unscored > 0 {
		text += fmt.Sprintf("\n%s not scored yet and left alone.", phrase.Are(a.Unscored, "burst"))
	}
	text += "\nOne undo takes all of it back."
	h.Boxes().Open("Accept all clear verdicts", widget.NewLabel(text), fyne.Size{}, box.Button{Title: fmt.Sprintf("Pick %d, reject %d", a.Bursts, a.Rejects), Do: func() bool {
		ws.Marks().AcceptAll(a)
		h.Follow()
		return true
	}}, box.Button{Title: "Cancel"})
}
