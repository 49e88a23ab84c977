package snapshot

import (
	"fmt"
	"math"
	"strings"

	"culler/library/burst"
	"culler/library/phrase"
	"culler/scoring/judge"
)

// Strip is a burst as the strip shows it.
type Strip struct {
	Frames     []int // best first
	Verdict    string
	Close      bool // too close to call
	Acceptable bool // the verdict is clear
}

// Strip is the burst of a photo with its verdict; it has no frames where there is
// no such photo.
func (s *Snapshot) Strip(i int) Strip {
	b := s.BurstOf(i)
	if b < 0 {
		return Strip{}
	}
	v := s.Verdict(b)
	return Strip{Frames: v.Order, Verdict: s.verdictInWords(b), Close: v.Certainty == judge.TooClose, Acceptable: v.Called()}
}

func (s *Snapshot) verdictInWords(b int) string {
	g, v := s.bursts[b], s.Verdict(b)
	n := len(g.Photos)
	switch {
	case s.AreCopies() && n > 1:
		return s.copiesInWords(g)
	case n == 1 && g.Note != "":
		return "A single photo: " + phrase.Lower(strings.TrimSuffix(g.Note, ".")) + "." // some notes are sentences
	case n == 1:
		return "A single photo."
	case g.Kind == burst.Bracket:
		return fmt.Sprintf("A %s of %d frames, kept whole.", g.Note, n)
	case v.Best < 0:
		return fmt.Sprintf("A burst of %d frames, not scored yet.", n)
	case v.RunnerUp < 0:
		return fmt.Sprintf("A burst of %d frames, one of them scored so far.", n)
	case !v.Called():
		equals := fmt.Sprintf("%s of %d frames", number(len(v.Equals)), n)
		if len(v.Equals) == n {
			equals = "all " + phrase.Count(n, "frame")
		}
		if n == 2 {
			equals = "both frames"
		}
		return "Too close to call: " + equals + " are as good as equal. The choice is yours."
	}
	return fmt.Sprintf("%s the best of %d: %s%s.", phrase.Upper(v.Certainty.String()), n, s.Name(v.Best), s.ahead(v.Best, v.RunnerUp))
}

// ahead says why a frame comes before another, faults first, as the end of a
// sentence.
func (s *Snapshot) ahead(best, other int) string {
	if s.judge.ByFault(best, other) {
		if f := s.judge.FaultsBeside(other, best); len(f) > 0 {
			return fmt.Sprintf("; %s %s", s.Name(other), f[0].Told())
		}
	}
	var titles []string
	for _, c := range s.judge.Difference(best, other) {
		if c.Share > 0 && len(titles) < 2 {
			titles = append(titles, phrase.Lower(barTitle(s.ranking.Rows()[c.Row].Row)))
		}
	}
	if len(titles) == 0 {
		return ""
	}
	return "; for it: " + strings.Join(titles, ", ")
}

// number writes small numbers out, with a capital left to the caller.
func number(n int) string {
	words := []string{"none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}

// Lead is how far a frame is ahead of the best other frame of its burst, faults
// included; NaN for a single, and for a bracket, which is kept whole.
func (s *Snapshot) Lead(i int) float64 {
	rival := s.Rival(i)
	if rival < 0 {
		return math.NaN()
	}
	placed := s.judge.Placed()
	return placed[i] - placed[rival]
}
