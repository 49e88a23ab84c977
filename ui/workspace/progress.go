package workspace

import (
	"fmt"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/ui/keys"
)

// State tells how far a burst is decided.
type State int

// The states of a burst.
const (
	Open    State = iota // no frame has a flag or stars
	Begun                // some have, but none is picked, and others are left
	Decided              // a frame is picked, or every one has a flag or stars
)

// Progress counts what was decided about the frames of a burst.
type Progress struct {
	State
	Picked, Rejected, Frames int
}

// Progress is how far the burst of a photo is decided.
func (ws *Workspace) Progress(i int) Progress {
	if b := ws.BurstOf(i); b >= 0 {
		return ws.progress(b)
	}
	return Progress{}
}

func (ws *Workspace) progress(b int) Progress {
	frames := ws.bursts[b].Photos
	p, marked := Progress{Frames: len(frames)}, 0
	for _, i := range frames {
		switch dec := ws.decisions[i]; {
		case dec.Flag == photo.Picked:
			p.Picked++
			marked++
		case dec.Flag == photo.Rejected:
			p.Rejected++
			marked++
		case dec.Stars > 0:
			marked++
		}
	}
	switch {
	case p.Picked > 0 || marked == len(frames):
		p.State = Decided
	case marked > 0:
		p.State = Begun
	}
	return p
}

// DecidedBursts counts the bursts of two frames and more, and those of them that
// are decided.
func (ws *Workspace) DecidedBursts() (decided, bursts int) {
	for b := range ws.bursts {
		if len(ws.bursts[b].Photos) < 2 {
			continue
		}
		bursts++
		if ws.progress(b).State == Decided {
			decided++
		}
	}
	return decided, bursts
}

// tellMark says what a mark did where that is not seen at a glance: to several
// photos, or to the frame on top of a closed stack, which alone is marked.
func (ws *Workspace) tellMark(targets []int) {
	stacks, below := 0, 0
	for _, i := range targets {
		if k := ws.ItemOf(i); ws.view == Grid && k >= 0 && ws.items[k].Stack > 1 {
			stacks++
			below += ws.items[k].Stack - 1
		}
	}
	did := ws.shoot.CanUndo()
	if len(targets) < 2 && stacks == 0 || did == "" {
		return
	}
	says := phrase.Upper(did)
	switch {
	case stacks == 1 && len(targets) == 1:
		says += fmt.Sprintf(", the frame on top of its stack; the other %s as they are", leaves(below))
	case stacks > 0:
		says += fmt.Sprintf(": of %s the frame on top; the other %s as they are", phrase.Count(stacks, "stack"), leaves(below))
	}
	ws.say(fmt.Sprintf("%s. %s takes it back.", says, ws.key(keys.Undo)))
}

func leaves(n int) string {
	if n == 1 {
		return "frame stays"
	}
	return phrase.Count(n, "frame") + " stay"
}
