package snapshot

import (
	"culler/library/photo"
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
func (s *Snapshot) Progress(i int) Progress {
	if b := s.BurstOf(i); b >= 0 {
		return s.progress(b)
	}
	return Progress{}
}

func (s *Snapshot) progress(b int) Progress {
	frames := s.bursts[b].Photos
	p, marked := Progress{Frames: len(frames)}, 0
	for _, i := range frames {
		switch dec := s.state.Decisions[i]; {
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
func (s *Snapshot) DecidedBursts() (decided, bursts int) {
	for b := range s.bursts {
		if len(s.bursts[b].Photos) < 2 {
			continue
		}
		bursts++
		if s.progress(b).State == Decided {
			decided++
		}
	}
	return decided, bursts
}
