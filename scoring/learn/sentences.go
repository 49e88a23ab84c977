package learn

import (
	"fmt"
	"strings"

	"culler/library/phrase"
)

// Sentences tell the lesson to the photographer, the answer first.
func (l Lesson) Sentences() []string {
	what, new, one := "Weights", "those learned from the others", "The new weights are"
	if l.OfTaste {
		what, new, one = "A taste", "a taste learned from the others beside them", "With the taste they are"
	}
	if l.Bursts < Enough {
		return []string{fmt.Sprintf("%s can be learned once %s decided by your own eye, and so far %s. Pick the best frame of %s more, then come back.",
			what, phrase.Are(Enough, "burst"), are(l.Bursts), phrase.Count(Enough-l.Bursts, "burst"))}
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

// are is a number as the end of a sentence about several.
func are(n int) string {
	if n == 0 {
		return "none is"
	}
	if n == 1 {
		return "1 is"
	}
	return phrase.Thousands(n) + " are"
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
