package workspace

import (
	"fmt"

	"culler/library/copies"
	"culler/library/phrase"
	"culler/ui/keys"
)

// ShowCopies shows only the photos that are there more than once, each group as if
// it were a burst, so that its photos are seen side by side and one is kept.
func (g *Grouping) ShowCopies(groups []copies.Group) {
	if len(groups) == 0 {
		g.ws.say("No photo is there more than once.")
		return
	}
	g.showCopies(groups)
	more := 0
	for _, group := range groups {
		more += len(group.Photos) - 1
	}
	g.ws.say(fmt.Sprintf("%s there more than once, with %s too many. %s keeps one of each group and rejects the others; %s goes back.",
		phrase.Are(len(groups), "photo"), phrase.Thousands(more), g.ws.key(keys.KeepOnly), g.ws.key(keys.Duplicates)))
}

// HideCopies shows bursts again.
func (g *Grouping) HideCopies() {
	if g.ws.now.AreCopies() {
		g.showCopies(nil)
	}
}

func (g *Grouping) showCopies(groups []copies.Group) {
	g.copies, g.ws.view = groups, Grid
	g.ws.rearrange()
}
