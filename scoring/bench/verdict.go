package bench

import (
	"context"
	"math"
	"slices"

	"culler/scoring/metric"
)

// Calibration tells from which margin on a verdict should be called.
type Calibration struct {
	Method string `json:"method"`
	Bursts int    `json:"bursts"` // whose two first people do not see as equals; of altered photos, the pairs
	// Slope is k of P(the first is better than the second) = 1 / (1 + exp(-k
	// margin)), fitted to all bursts.
	Slope Figure `json:"slope"`
	// Threshold is the margin at which that probability is the configured one;
	// below it, it is too close to call. NaN where the margin tells nothing.
	CallAt    float64 `json:"call_at"`
	Threshold Figure  `json:"threshold"`
	// Bins compare predictions, each made without the burst's own fifth of the
	// data, with what people said; Off is their mean distance, weighted.
	Bins    []Bin  `json:"bins"`
	Off     Number `json:"off"`
	Calls   []Call `json:"calls"`
	Problem string `json:"problem,omitempty"`
}

// Bin is bursts of similar margin.
type Bin struct {
	Margin    Number `json:"margin"`    // mean
	Predicted Number `json:"predicted"` // mean
	Observed  Figure `json:"observed"`  // share in which the first was preferred, by Wilson's interval
}

// Call is what a threshold would do.
type Call struct {
	At       float64 `json:"at"`       // probability of being right
	Margin   Number  `json:"margin"`   // the threshold
	Called   Number  `json:"called"`   // share of judged bursts
	Accuracy Figure  `json:"accuracy"` // Top-1 in those
}

// duel is two frames that were scored: a burst's first two, or a photo and what
// was made of it.
type duel struct {
	unit   int // drawn, and left out of the fit, as a whole: the burst or the photo
	margin float64
	right  float64 // 1: the first by score is the better one; else 0
}

// fewDuels is the least number of duels that are calibrated on.
const fewDuels = 20

// calibrate fits the chance of being right to the margin.
func (b *run) calibrate(_ context.Context, r *Report) error {
	ref := b.reference()
	if ref < 0 || len(b.judged) == 0 {
		return nil
	}
	r.Verdict = b.calibration(b.specs[ref].Name)
	var duels []duel
	var margins []float64 // of judged bursts
	for _, k := range b.judged {
		first, second, margin := b.firstTwo(k, b.scores[ref])
		margins = append(margins, margin)
		if first < 0 || second < 0 {
			continue
		}
		if j := b.judges[ref]; j != nil && j.ByFault(first, second) {
			continue // the margin had no say
		}
		x, y := b.opinion[first], b.opinion[second]
		if x == y || math.IsNaN(x+y) {
			continue
		}
		d := duel{unit: len(duels), margin: margin}
		if x > y {
			d.right = 1
		}
		duels = append(duels, d)
	}
	r.Verdict.fit(duels, b.config, "There are too few bursts whose best two differ to people.")
	r.Verdict.call(margins, found(r.Methods[ref]).Right)
	return nil
}

func (b *run) calibration(method string) *Calibration {
	return &Calibration{Method: method, CallAt: b.config.CallAt, Slope: noFigure, Threshold: noFigure, Off: Number(math.NaN())}
}

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

// fit fits everything but the calls. Duels are in the order of their units.
func (c *Calibration) fit(duels []duel, config Config, tooFew string) {
	if c.Bursts = len(duels); c.Bursts < fewDuels {
		c.Problem = tooFew
		return
	}
	threshold := func(k float64) float64 {
		if k <= 0 {
			return math.Inf(1)
		}
		return logit(c.CallAt) / k
	}
	slope := slopeOf(duels)
	units := slices.Collect(func(yield func([]duel) bool) {
		for from := 0; from < len(duels); {
			to := from + 1
			for to < len(duels) && duels[to].unit == duels[from].unit {
				to++
			}
			if !yield(duels[from:to]) {
				return
			}
			from = to
		}
	})
	var sampled []duel
	in := metric.Bootstrap(len(units), min(config.Resamples, 500), config.Seed, func(sample []int) float64 {
		sampled = sampled[:0]
		for _, i := range sample {
			sampled = append(sampled, units[i]...)
		}
		return slopeOf(sampled)
	})
	c.Slope = figure(slope, in, len(duels))
	c.Threshold = figure(threshold(slope), metric.Interval{Low: threshold(in.High), High: threshold(in.Low)}, len(duels))
	if slope <= 0 {
		c.Problem = "A larger margin does not make the first more often the better one: no threshold helps."
	}
	c.reliability(duels)
}

// call tells what thresholds would do where the margins are these, and how far
// each choice is right.
func (c *Calibration) call(margins, right []float64) {
	slope := float64(c.Slope.Value)
	if !(slope > 0) {
		return
	}
	for _, at := range []float64{0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9} {
		call := Call{At: at, Margin: Number(logit(at) / slope)}
		sum, called := 0.0, 0
		for k, m := range margins {
			if m >= float64(call.Margin) {
				sum += right[k]
				called++
			}
		}
		call.Called = Number(float64(called) / float64(len(margins)))
		call.Accuracy = figure(sum/float64(called), metric.Wilson(sum, float64(called)), called)
		c.Calls = append(c.Calls, call)
	}
}

// firstTwo are the photos of a series with the highest scores, and the margin
// between them; -1 where there is none with a score.
func (b *run) firstTwo(series int, scores []float64) (first, second int, margin float64) {
	first, second = -1, -1
	for _, i := range b.series[series] {
		v := scores[i]
		switch {
		case math.IsNaN(v):
		case first < 0 || v > scores[first]:
			first, second = i, first
		case second < 0 || v > scores[second]:
			second = i
		}
	}
	if second >= 0 {
		margin = scores[first] - scores[second]
	}
	return first, second, margin
}

// slopeOf fits k of 1 / (1 + exp(-k margin)) by Newton's method, with the
// weakest of penalties so that perfect data have an answer.
func slopeOf(duels []duel) float64 {
	k := 0.0
	for range 60 {
		gradient, curve := 1e-6*k, 1e-6
		for _, d := range duels {
			p := 1 / (1 + math.Exp(-k*d.margin))
			gradient += (p - d.right) * d.margin
			curve += p * (1 - p) * d.margin * d.margin
		}
		step := gradient / curve
		step = max(-10, min(10, step))
		k -= step
		if math.Abs(step) < 1e-10 {
			break
		}
	}
	return k
}

// reliability predicts every burst from the other four fifths.
func (c *Calibration) reliability(duels []duel) {
	const folds = 5
	type predicted struct {
		duel
		p float64
	}
	var all []predicted
	for f := range folds {
		var others []duel
		for _, d := range duels {
			if d.unit%folds != f {
				others = append(others, d)
			}
		}
		k := slopeOf(others)
		for _, d := range duels {
			if d.unit%folds == f {
				all = append(all, predicted{d, 1 / (1 + math.Exp(-k*d.margin))})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b predicted) int { return compare(Number(a.margin), Number(b.margin)) })
	bins := max(2, min(10, len(all)/20))
	off := 0.0
	for n := range bins {
		part := all[len(all)*n/bins : len(all)*(n+1)/bins]
		var margin, p, right float64
		for _, d := range part {
			margin += d.margin / float64(len(part))
			p += d.p / float64(len(part))
			right += d.right
		}
		observed := right / float64(len(part))
		off += math.Abs(observed-p) * float64(len(part)) / float64(len(all))
		c.Bins = append(c.Bins, Bin{Number(margin), Number(p), figure(observed, metric.Wilson(right, float64(len(part))), len(part))})
	}
	c.Off = Number(off)
}
