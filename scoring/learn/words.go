package learn

import (
	"fmt"

	"culler/library/phrase"
)

// Sentences tell the lesson to the photographer, the answer first.
func (l Lesson) Sentences() []string {
	if l.Bursts < Enough {
		return []string{fmt.Sprintf("Weights are learned from %d decided bursts on, and here are %d: pick the best frame of %s more by your own eye, then ask again.",
			Enough, l.Bursts, phrase.Count(Enough-l.Bursts, "burst"))}
	}
	s := []string{fmt.Sprintf("In bursts that were held out of the learning, your picks came first in %s with the weights as they are, in %s with those learned from the others; choosing at random finds them in %.0f %%.",
		l.Old, l.New, 100*l.Random)}
	switch {
	case !l.Changed():
		s = append(s, "No other weights foretell your picks better: those you have are kept.")
	case l.Better():
		s = append(s, fmt.Sprintf("The new weights are better by %.0f points (%.0f to %.0f).", 100*l.By.Value, 100*l.By.Low, 100*l.By.High))
	case l.By.High < 0:
		s = append(s, "The new weights are worse: leave things as they are.")
	default:
		s = append(s, "Not better than before: the difference may be chance.")
	}
	return append(s, "The numbers in brackets are where the true share lies with a confidence of 95 %. Only what you picked by your own eye teaches something.")
}

// Changed tells whether any weight would change.
func (l Lesson) Changed() bool {
	for _, r := range l.Rows {
		if r.Learned != r.Weight {
			return true
		}
	}
	return false
}
