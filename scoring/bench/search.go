package bench

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"culler/library/phrase"
	"culler/prompts"
	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/scoring/learn"
	"culler/scoring/metric"
	"culler/scoring/rank"
)

// Search is what weights and wordings that were chosen on one part of the
// bursts do on the rest, which had no say.
type Search struct {
	Train    int             `json:"train"` // bursts
	HeldOut  int             `json:"held_out"`
	Problem  string          `json:"problem,omitempty"` // why nothing was searched, as a sentence
	Rows     []string        `json:"rows"`              // IDs that the weights belong to
	Weights  []Weights       `json:"weights"`           // the first are equal weights
	Wordings []WordingChoice `json:"wordings"`
	Warning  string          `json:"warning,omitempty"` // a sentence
}

// Weights are one choice of weights and what it does.
type Weights struct {
	Name    string   `json:"name"`
	Values  []Number `json:"values"`
	Train   Figure   `json:"train"`    // Top-1 of the bursts it was chosen on
	HeldOut Figure   `json:"held_out"` // Top-1 of the others
	Pairs   Figure   `json:"pairs"`    // pair accuracy of the others
	By      Figure   `json:"by"`       // Top-1 of the others, less that of equal weights
}

// WordingChoice is the wording of a prompt that does best on the training part.
type WordingChoice struct {
	Prompt  string `json:"prompt"`
	Wording string `json:"wording"`
	Alone   Figure `json:"alone"` // pair accuracy on the held-out part with this wording for its side
	All     Figure `json:"all"`   // with all wordings
	By      Figure `json:"by"`    // the difference
}

// fewBursts is the least number of judged bursts that weights are searched on.
const fewBursts = 20

// searchWeights splits the bursts, never the photos of one, and searches.
func (b *run) searchWeights(ctx context.Context, r *Report) error {
	s := &Search{}
	r.Search = s
	if len(b.judged) < fewBursts {
		s.Problem = fmt.Sprintf("Weights are searched from %d judged bursts on; here are %d.", fewBursts, len(b.judged))
		return nil
	}
	shuffled := slices.Clone(b.judged)
	rand.New(rand.NewPCG(b.config.Seed, 0x5e1f)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	n := min(len(shuffled)-2, max(2, int(math.Round(float64(len(shuffled))*b.config.Holdout))))
	held, train := shuffled[:n], shuffled[n:]
	slices.Sort(held)
	slices.Sort(train)
	s.Train, s.HeldOut = len(train), len(held)

	var z [][]float64
	var first []float64
	inside := judge.New(b.ranking, b.bursts())
	for k, row := range b.ranking.Rows() {
		if row.TakesPart && !inside.TellsScenes(k) {
			s.Rows = append(s.Rows, row.ID)
			z = append(z, inside.Standings(k))
			first = append(first, row.Weight)
		}
	}
	if len(z) == 0 {
		s.Problem = "No prompt and no measure takes part."
		return nil
	}
	equal := slices.Repeat([]float64{1}, len(z))
	ascended, err := b.ascend(ctx, z, first, train)
	if err != nil {
		return err
	}
	regressed, err := b.regress(ctx, z, train)
	if err != nil {
		return err
	}
	learned, err := b.learn(ctx, z, first, train)
	if err != nil {
		return err
	}
	base, _ := b.shares(held, weighted(z, equal))
	for _, c := range []struct {
		name    string
		weights []float64
	}{{"equal weights", equal}, {"weights as they are", first}, {"coordinate ascent", ascended}, {"logistic regression", regressed}, {"learned as from picks", learned}} {
		w := Weights{Name: c.name}
		for _, v := range c.weights {
			w.Values = append(w.Values, Number(v))
		}
		scores := weighted(z, c.weights)
		trained, _ := b.shares(train, scores)
		found, right := b.shares(held, scores)
		w.Train, w.HeldOut, w.Pairs = b.figure(trained, len(train)), b.figure(found, len(held)), b.figure(right, int(sum(right.Counted)))
		d := metric.Compare(found, base, b.config.Resamples, b.config.Seed)
		w.By = figure(d.By, d.Interval, len(held))
		s.Weights = append(s.Weights, w)
	}
	if best := slices.MaxFunc(s.Weights[2:], func(a, b Weights) int { return compare(a.By.Low, b.By.Low) }); !(best.By.Low > 0) {
		s.Warning = fmt.Sprintf("No weights that were found on %s are shown to beat equal weights on the %d that were held out. Leave the weights as they are.", phrase.Count(len(train), "burst"), len(held))
	}
	b.chooseWordings(s, r.Ablations, train, held)
	return nil
}

func sum(v []float64) (s float64) {
	for _, x := range v {
		s += x
	}
	return s
}

func compare(a, b Number) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// weighted adds standings times weights.
func weighted(z [][]float64, w []float64) []float64 {
	s := make([]float64, len(z[0]))
	for k, v := range z {
		if w[k] != 0 {
			for i, x := range v {
				s[i] += w[k] * x
			}
		}
	}
	return s
}

// steps are the weights that the ascent tries: those of a slider.
var steps = []float64{0, 0.25, 0.5, 0.75, 1, 1.5, 2}

// mostRounds is the number of times that the ascent goes through all rows.
const mostRounds = 6

// ascend changes one weight at a time to what does best on the training part,
// by the mean of Top-1 and pair accuracy, until none does better.
func (b *run) ascend(ctx context.Context, z [][]float64, from []float64, train []int) ([]float64, error) {
	w := slices.Clone(from)
	scores := weighted(z, w)
	best := b.worth(train, scores)
	for range mostRounds {
		before := best
		for k := range z {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			start, at := slices.Clone(scores), w[k]
			for _, step := range steps {
				if step == at {
					continue
				}
				trial := slices.Clone(start)
				for i, v := range z[k] {
					trial[i] += (step - at) * v
				}
				// a change must be worth more than rounding
				if v := b.worth(train, trial); v > best+1e-9 {
					best, w[k], scores = v, step, trial
				}
			}
		}
		if best == before {
			break
		}
	}
	return w, nil
}

// worth is the mean of Top-1 and pair accuracy on some series.
func (b *run) worth(series []int, scores []float64) float64 {
	found, right := b.shares(series, scores)
	return (found.Value() + right.Value()) / 2
}

// regress fits the preference of pairs by logistic regression without constant,
// P(a before b) = 1 / (1 + exp(-w (z_a - z_b))), with a ridge penalty that is
// chosen by cross-validation over bursts of the training part. The largest
// weight is made 2, that of a slider's end.
func (b *run) regress(ctx context.Context, z [][]float64, train []int) ([]float64, error) {
	const folds = 5
	var all [folds][]learn.Example // no burst is on both sides of a split
	for n, k := range train {
		for _, p := range b.dataset.Series[k].Pairs {
			e := learn.Example{X: make([]float64, len(z)), Y: p.Ratio, Weight: 1}
			for d := range z {
				e.X[d] = z[d][b.series[k][p.A]] - z[d][b.series[k][p.B]]
			}
			all[n%folds] = append(all[n%folds], e)
		}
	}
	nothing := make([]float64, len(z))
	best, penalty := math.Inf(1), 1.0
	for _, l := range []float64{0.3, 1, 3, 10, 30, 100, 300} {
		loss := 0.0
		for f := range folds {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			w, _ := learn.Fit(slices.Concat(slices.Concat(all[:f]...), slices.Concat(all[f+1:]...)), nothing, l)
			for _, e := range all[f] {
				loss += e.Surprise(w)
			}
		}
		if loss < best {
			best, penalty = loss, l
		}
	}
	w, _ := learn.Fit(slices.Concat(all[:]...), nothing, penalty)
	top := 0.0
	for _, v := range w {
		top = max(top, math.Abs(v))
	}
	for k := range w {
		if top > 0 {
			w[k] *= prompts.MaxWeight / top
		}
	}
	return w, nil
}

// learn learns as the app does from picks: the best frames of the training part
// are taken for picked.
func (b *run) learn(ctx context.Context, z [][]float64, first []float64, train []int) ([]float64, error) {
	rows := make([]learn.Row, len(z))
	for k := range rows {
		rows[k].Weight = first[k]
	}
	var picks []learn.Burst
	for _, series := range train {
		pick := learn.Burst{Won: b.winners(series)}
		for _, i := range b.series[series] {
			standings := make([]float64, len(z))
			for k := range z {
				standings[k] = z[k][i]
			}
			pick.Standings = append(pick.Standings, standings)
		}
		picks = append(picks, pick)
	}
	l, err := learn.Learn(ctx, rows, picks, b.ranking.Slope())
	w := make([]float64, len(z))
	for k := range w {
		w[k] = l.Rows[k].Learned
	}
	return w, err
}

// chooseWordings takes for every prompt the wording that orders most pairs of
// the training part right.
func (b *run) chooseWordings(s *Search, ablations []Ablation, train, held []int) {
	own := map[string]rank.Ranked{}
	for _, row := range b.ranking.Rows() {
		own[row.ID] = row
	}
	for _, one := range ablations {
		if one.LeftOut != "" || len(one.Wordings) < 2 {
			continue
		}
		best, most := -1, 0.0
		for k, w := range one.Wordings {
			row := b.variants.Rows()[w.row]
			_, right := b.shares(train, row.Values)
			if v := right.Value(); row.LeftOut == "" && v > most {
				best, most = k, v
			}
		}
		if best < 0 {
			continue
		}
		_, alone := b.shares(held, b.variants.Rows()[one.Wordings[best].row].Values)
		_, whole := b.shares(held, own[board.PromptRow(one.ID)].Values)
		d := metric.Compare(alone, whole, b.config.Resamples, b.config.Seed)
		of := int(sum(alone.Counted))
		s.Wordings = append(s.Wordings, WordingChoice{one.ID, one.Wordings[best].Text, b.figure(alone, of), b.figure(whole, of), figure(d.By, d.Interval, of)})
	}
}
