package ui

// handOver opens the hand-over of the picks.
func (w *Window) handOver() {
	if w.desk == nil {
		return
	}
	w.say("Nothing to hand over yet.")
}
