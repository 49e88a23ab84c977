package ui

import (
	"time"

	"fyne.io/fyne/v2"
)

// haste shows what keys change. Fyne paints nothing while keys wait, so that a key
// that is held down, and takes longer to show than to come again, would freeze the
// picture: of keys that wait in a row, all are answered and only the last is shown.
type haste struct {
	show     func()
	answered time.Time // when the last key was
	owes     bool      // what a key changed is not shown yet
}

// inARow is the longest time between two keys that waited together: there is no
// painting in so short a time.
const inARow = 4 * time.Millisecond

// changed shows what a key changed, or has it shown with what the keys change that
// wait behind it.
func (h *haste) changed() {
	if time.Since(h.answered) > inARow {
		h.owes = true
		h.settle()
	} else if !h.owes {
		h.owes = true
		fyne.Do(h.settle)
	}
}

// settle shows at once what is not shown yet: for actions about what is seen.
func (h *haste) settle() {
	if h.owes {
		h.owes = false
		h.show()
	}
}
