package learn

import (
	"fmt"
	"strings"

	"culler/library/phrase"
)

// Sentences tell the lesson to the photographer, the answer first.
func (l Lesson) Sentences() []string {
	what, new, one := "Weights are", "those learned from the others", "The new weights are"
	if l.OfTaste {
		what, new, one = "A taste is", "a taste learned from the others beside them", "With the taste they are"
	}
	if l.Bursts < Enough {
		return []string{fmt.Sprintf("%s learned from %d decided bursts on, and here are %d: pick the best frame of %s more by your own eye, then ask again.",
			what, Enough, l.Bursts, phrase.Count(Enough-l.Bursts, "burst"))}
	}
	s := []string{fmt.Sprintf("In bursts that were held out of the learning, your picks came first in %s with the weights as they are, in %s with %s; choosing at random finds them in %.0f %%.",
		l.Old, l.New, new, 100*l.Random)}
	switch {
	case !l.Changed() && l.OfTaste:
		s = append(s, "No taste foretells your picks better: there is nothing to take over.")
	case !l.Changed():
		s = append(s, "No other weights foretell your picks better: those you have are kept.")
	case l.Better():
		s = append(s, fmt.Sprintf("%s better by %.0f points (%.0f to %.0f).", one, 100*l.By.Value, 100*l.By.Low, 100*l.By.High))
	case l.By.High < 0:
		s = append(s, one+" worse: leave things as they are.")
	default:
		s = append(s, "Not better than before: the difference may be chance.")
	}
	if t := l.Taste; t != nil && l.Changed() && len(t.Likes)+len(t.Dislikes) > 0 {
		s = append(s, t.InWords())
	}
	return append(s, "The numbers in brackets are where the true share lies with a confidence of 95 %. Only what you picked by your own eye teaches something.")
}

// InWords tells the two ends of a taste; "" where no words are known.
func (t Taste) InWords() string {
	likes, dislikes := strings.Join(t.Likes, ", "), strings.Join(t.Dislikes, ", ")
	switch {
	case likes == "" && dislikes == "":
		return ""
	case likes == "":
		return "Away from: " + dislikes + "."
	case dislikes == "":
		return "Towards: " + likes + "."
	}
	return "Towards: " + likes + ". Away from: " + dislikes + "."
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
