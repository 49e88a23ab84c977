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
		g.ws.say("There are no duplicates.")
		return
	}
	came := g.ws.cursor.at
	g.showCopies(groups)
	g.came, g.stood = came, g.ws.cursor.at
	more := 0
	for _, group := range groups {
		more += len(group.Photos) - 1
	}
	exist, copied := "exist", " copies"
	if len(groups) == 1 {
		exist = "exists"
	}
	if more == 1 {
		copied = " copy"
	}
	g.ws.say(fmt.Sprintf("%s %s more than once, which is %s%s too many. %s keeps one of each group and rejects the others; %s goes back.",
		phrase.Count(len(groups), "photo"), exist, phrase.Thousands(more), copied, g.ws.key(keys.KeepOnly), g.ws.key(keys.Duplicates)))
}

// HideCopies shows bursts again.
func (g *Grouping) HideCopies() {
	if g.ws.now.AreCopies() {
		at := g.ws.cursor.at
		g.showCopies(nil)
		if at == g.stood && g.came >= 0 && g.ws.shown.ItemOf(g.came) >= 0 {
			g.ws.SelectFrame(g.came)
		}
	}
}

func (g *Grouping) showCopies(groups []copies.Group) {
	g.copies, g.ws.view = groups, Grid
	g.ws.rearrange()
}
