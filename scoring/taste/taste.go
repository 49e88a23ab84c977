// Package taste tells how well a ranking knows what a photographer picked.
package taste

import (
	"fmt"
	"math"

	"culler/library/phrase"
	"culler/scoring/board"
	"culler/scoring/measure"
	"culler/scoring/metric"
	"culler/scoring/rank"
)

// Taste tells how well a ranking knows a photographer's own picks.
type Taste struct {
	Bursts    int     // that have a pick and a frame that is none
	Frames    int     // in these
	Score     Share   // Top-1 of the ranking
	Sharpness Share   // Top-1 of sharpness alone; NaN where it was not measured
	Random    float64 // Top-1 of choosing at random
	// OverSharpness and OverRandom are what the ranking is better by.
	OverSharpness Share
	OverRandom    Share
	// PSharpness is the sign test's p-value against sharpness alone.
	PSharpness float64
}

// Share is a share of bursts, or a difference of shares, between 0 and 1, with
// the interval where it lies with a confidence of 95 %. NaN is not a number.
type Share struct{ Value, Low, High float64 }

var unknown = Share{math.NaN(), math.NaN(), math.NaN()}

// String is the share in percent, such as "60 % (43 to 76)".
func (s Share) String() string {
	switch {
	case math.IsNaN(s.Value):
		return "not measured"
	case math.IsNaN(s.Low):
		return fmt.Sprintf("%.0f %%", 100*s.Value)
	}
	return fmt.Sprintf("%.0f %% (%.0f to %.0f)", 100*s.Value, 100*s.Low, 100*s.High)
}

// FewBursts is the number of decided bursts below which a Taste says nothing.
const FewBursts = 10

// EnoughBursts is the number of decided bursts from which a Taste says
// something; with fewer its interval is wider than what methods differ by.
const EnoughBursts = 30

const seed = 1

// Of compares a ranking, by the scores of frames in their bursts, with a
// photographer's picks: of the bursts, given by photo, those count that have a
// picked frame and one that is not. It reads nothing and is done at once.
func Of(k *rank.Ranking, scores []float64, bursts [][]int, picked func(photo int) bool) Taste {
	var sharpness []float64
	for _, r := range k.Rows() {
		if r.ID == board.MeasureRow(measure.Names()[measure.Sharpness].ID) {
			sharpness = r.Values
		}
	}
	var t Taste
	var score, sharp, chance metric.Share
	measured := false
	for _, burst := range bursts {
		w := make([]bool, len(burst))
		won := 0
		for n, i := range burst {
			if w[n] = picked(i); w[n] {
				won++
			}
		}
		if won == 0 || won == len(burst) {
			continue
		}
		t.Bursts++
		t.Frames += len(burst)
		score.Right, score.Counted = append(score.Right, metric.TopK(pick(scores, burst), w, 1)), append(score.Counted, 1)
		chance.Right, chance.Counted = append(chance.Right, float64(won)/float64(len(burst))), append(chance.Counted, 1)
		right := chance.Right[len(chance.Right)-1] // not measured: no better than chance
		if sharpness != nil {
			v := pick(sharpness, burst)
			for _, x := range v {
				measured = measured || !math.IsNaN(x)
			}
			right = metric.TopK(v, w, 1)
		}
		sharp.Right, sharp.Counted = append(sharp.Right, right), append(sharp.Counted, 1)
	}
	t.Sharpness, t.OverSharpness, t.PSharpness = unknown, unknown, 1
	if t.Score = unknown; t.Bursts == 0 {
		t.OverRandom = unknown
		return t
	}
	of := func(s metric.Share) Share {
		in := s.Interval(metric.Resamples, seed)
		return Share{s.Value(), in.Low, in.High}
	}
	t.Score, t.Random = of(score), chance.Value()
	d := metric.Compare(score, chance, metric.Resamples, seed)
	t.OverRandom = Share{d.By, d.Interval.Low, d.Interval.High}
	if measured {
		t.Sharpness = of(sharp)
		d := metric.Compare(score, sharp, metric.Resamples, seed)
		t.OverSharpness, t.PSharpness = Share{d.By, d.Interval.Low, d.Interval.High}, d.P
	}
	return t
}

func pick(v []float64, photos []int) []float64 {
	p := make([]float64, len(photos))
	for k, i := range photos {
		p[k] = v[i]
	}
	return p
}

// Sentences tell it to the photographer, the answer first.
func (t Taste) Sentences() []string {
	if t.Bursts == 0 {
		return []string{"There is nothing to compare with yet: pick the best frame of some bursts and leave the others, then ask again."}
	}
	s := []string{fmt.Sprintf("Culler's first choice was one of your picks in %s of %s.", t.Score, phrase.Count(t.Bursts, "burst"))}
	if !math.IsNaN(t.Sharpness.Value) {
		s = append(s, fmt.Sprintf("Sharpness alone would have found one in %s, choosing at random in %.0f %%.", t.Sharpness, 100*t.Random))
	} else {
		s = append(s, fmt.Sprintf("Choosing at random would have found one in %.0f %%.", 100*t.Random))
	}
	switch {
	case t.Bursts < FewBursts:
		s = append(s, fmt.Sprintf("That is too few to tell anything: pick the best frame of %s more, or better of %d, and ask again.", phrase.Count(FewBursts-t.Bursts, "burst"), EnoughBursts-t.Bursts))
	case t.Bursts < EnoughBursts:
		s = append(s, fmt.Sprintf("With fewer than %d decided bursts this may well be chance: decide %d more and ask again.", EnoughBursts, EnoughBursts-t.Bursts))
	case t.OverRandom.High < 0:
		s = append(s, "It does worse than chance: its weights do not fit your taste at all.")
	case !(t.OverRandom.Low > 0):
		s = append(s, "That is not clearly better than chance: do not let it choose for you with these weights.")
	case t.OverSharpness.Low > 0:
		s = append(s, "It knows your taste better than sharpness does.")
	case t.OverSharpness.High < 0:
		s = append(s, "Sharpness alone knows your taste better: try \"Measures only\".")
	default:
		s = append(s, "It is clearly better than chance; whether it is better than sharpness alone, these bursts do not tell.")
	}
	return append(s, "The numbers in brackets are where the true share lies with a confidence of 95 %.")
}
