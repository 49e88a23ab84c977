// Package learn finds the weights that fit what a photographer picked: a pairwise
// logistic regression (Bradley and Terry, "Rank Analysis of Incomplete Block
// Designs", 1952) over standings inside bursts, with a Gaussian prior at the
// weights as they are, so that few picks change little.
package learn

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"culler/library/photo"
	"culler/scoring/judge"
	"culler/scoring/metric"
	"culler/scoring/rank"
	"culler/scoring/taste"
)

// Enough is the number of decided bursts from which weights are learned.
const Enough = 30

// mostWeight is the end of a weight's slider.
const mostWeight = 2

// Row is a prompt or measure whose weight may change.
type Row struct {
	ID, Title string
	Weight    float64 // as it is
	Learned   float64 // as the picks have it
}

// Burst is one burst that was decided: its frames' standings, by frame and then
// by row, and which of them the photographer preferred.
type Burst struct {
	Standings  [][]float64
	Embeddings [][]float32 // by frame; nil of a frame, or of all, where there is none
	Won        []bool
}

// Rows are the rows of a ranking that can choose among frames, but for a learned
// taste: it was learned from the same picks and would seem too good.
func Rows(k *rank.Ranking, j *judge.Judge) (rows []Row) {
	for n, r := range k.Rows() {
		if r.TakesPart && !j.TellsScenes(n) && r.ID != TasteRow {
			rows = append(rows, Row{ID: r.ID, Title: r.Title, Weight: r.Weight})
		}
	}
	return rows
}

// Collect gathers the bursts of a shoot in which the photographer preferred some
// frames to others. embedding is that of a photo, nil where there is none; it may
// be nil itself.
func Collect(k *rank.Ranking, j *judge.Judge, rows []Row, bursts [][]int, said func(photo int) photo.Decision, embedding func(photo int) []float32) (out []Burst) {
	for _, frames := range bursts {
		frames = slices.DeleteFunc(slices.Clone(frames), func(i int) bool { return math.IsNaN(j.Scores()[i]) })
		decisions := make([]photo.Decision, len(frames))
		for n, i := range frames {
			decisions[n] = said(i)
		}
		won := taste.Preferred(decisions)
		if slices.Contains(won, true) && slices.Contains(won, false) {
			b := Gather(k, j, rows, frames, embedding)
			b.Won = won
			out = append(out, b)
		}
	}
	return out
}

// Gather is what is known of the frames of one burst, but for what won.
func Gather(k *rank.Ranking, j *judge.Judge, rows []Row, frames []int, embedding func(photo int) []float32) (b Burst) {
	at := map[string]int{}
	for n, r := range k.Rows() {
		at[r.ID] = n
	}
	for _, i := range frames {
		z := make([]float64, len(rows))
		for n, r := range rows {
			if row, there := at[r.ID]; there {
				z[n] = j.Standings(row)[i]
			}
		}
		b.Standings = append(b.Standings, z)
		if embedding != nil {
			b.Embeddings = append(b.Embeddings, embedding(i))
		}
	}
	return b
}

// Lesson is what was learned.
type Lesson struct {
	Bursts int
	Rows   []Row
	// Strength is that of the prior: the penalty that predicted held-out bursts
	// best; +Inf where the weights as they are did.
	Strength float64
	// Top-1 in bursts that were held out of the learning, each in its turn.
	Old, New taste.Share
	Random   float64
	By       taste.Share // New less Old
	OfTaste  bool        // it is about taste, not about weights
	// Taste makes the last of the Rows, in a lesson about that; else nil.
	Taste *Taste
}

// Better tells whether the new weights are shown to be better, not by chance.
func (l Lesson) Better() bool { return l.By.Low > 0 }

// Before are the scores of a burst's frames by the weights as they were, and After
// by what was learned; both tell no more than an order.
func (l Lesson) Before(b Burst) []float64 {
	return l.scores(b, func(r Row) float64 { return r.Weight })
}

// After is explained at Before.
func (l Lesson) After(b Burst) []float64 {
	return l.scores(b, func(r Row) float64 { return r.Learned })
}

func (l Lesson) scores(b Burst, weight func(Row) float64) []float64 {
	scores := make([]float64, len(b.Standings))
	for i, standings := range b.Standings {
		for k, z := range standings {
			scores[i] += z * weight(l.Rows[k])
		}
	}
	if t := l.Taste; t != nil && t.Within > 0 {
		for i, z := range judge.Standings(b.readings(t.Direction), t.Within) {
			scores[i] += z * weight(l.Rows[len(l.Rows)-1])
		}
	}
	return scores
}

// strengths are tried, the strongest first.
var strengths = []float64{math.Inf(1), 300, 100, 30, 10, 3, 1}

const (
	folds     = 5
	resamples = 1000
	seed      = 1
)

// Learn learns from the bursts. slope is that of margins; see judge.Slope.
func Learn(ctx context.Context, rows []Row, bursts []Burst, slope float64) (Lesson, error) {
	l := Lesson{Bursts: len(bursts), Rows: slices.Clone(rows), Strength: math.Inf(1)}
	for k := range l.Rows {
		l.Rows[k].Learned = l.Rows[k].Weight
	}
	if len(bursts) == 0 || len(rows) == 0 {
		return l, ctx.Err()
	}
	p := newPupil(rows, bursts, slope)
	var before, after metric.Share
	for f := range folds {
		if err := ctx.Err(); err != nil {
			return l, err
		}
		train, held := p.split(f)
		w := p.fit(train, p.strength(train))
		for _, b := range held {
			before.Right, after.Right = append(before.Right, p.found(b, p.prior)), append(after.Right, p.found(b, w))
			before.Counted, after.Counted = append(before.Counted, 1), append(after.Counted, 1)
		}
	}
	l.compare(before, after, bursts)
	all := p.order
	l.Strength = p.strength(all)
	p.takeOver(l.Rows, p.fit(all, l.Strength))
	return l, ctx.Err()
}

// compare fills in what is said of held-out bursts.
func (l *Lesson) compare(before, after metric.Share, bursts []Burst) {
	for _, b := range bursts {
		won := 0.0
		for _, is := range b.Won {
			if is {
				won++
			}
		}
		l.Random += won / float64(len(b.Won)) / float64(len(bursts))
	}
	l.Old, l.New = share(before), share(after)
	d := metric.Compare(after, before, resamples, seed)
	l.By = taste.Share{Value: d.By, Low: d.Interval.Low, High: d.Interval.High}
}

func share(s metric.Share) taste.Share {
	in := s.Interval(resamples, seed)
	return taste.Share{Value: s.Value(), Low: in.Low, High: in.High}
}

// pupil is one course of learning.
type pupil struct {
	prior    []float64
	scale    float64 // weights = fitted / scale
	bursts   []Burst
	examples [][]Example // by burst
	order    []int       // bursts, shuffled
}

func newPupil(rows []Row, bursts []Burst, slope float64) *pupil {
	if slope <= 0 {
		slope = judge.Slope
	}
	p := &pupil{bursts: bursts, prior: make([]float64, len(rows)), scale: 1, examples: make([][]Example, len(bursts))}
	sum := 0.0
	for _, r := range rows {
		sum += math.Abs(r.Weight)
	}
	if sum > 0 {
		p.scale = slope / sum
	}
	for k, r := range rows {
		p.prior[k] = r.Weight * p.scale
	}
	for n, b := range bursts {
		p.examples[n] = pairs(b)
		p.order = append(p.order, n)
	}
	rand.New(rand.NewPCG(seed, 0x1ea2)).Shuffle(len(p.order), func(i, j int) { p.order[i], p.order[j] = p.order[j], p.order[i] })
	return p
}

// pairs are the preferences of one burst, which count as one together.
func pairs(b Burst) (out []Example) {
	for i, won := range b.Won {
		for j, other := range b.Won {
			if !won || other {
				continue
			}
			x := make([]float64, len(b.Standings[i]))
			for k := range x {
				x[k] = b.Standings[i][k] - b.Standings[j][k]
			}
			out = append(out, Example{X: x, Y: 1})
		}
	}
	for k := range out {
		out[k].Weight = 1 / float64(len(out))
	}
	return out
}

// split holds a fifth of the bursts back.
func (p *pupil) split(fold int) (train, held []int) { return foldOf(p.order, fold) }

// foldOf holds every fifth back.
func foldOf(of []int, fold int) (train, held []int) {
	for n, b := range of {
		if n%folds == fold {
			held = append(held, b)
		} else {
			train = append(train, b)
		}
	}
	return train, held
}

// strength is the penalty that predicts held-out bursts best.
func (p *pupil) strength(of []int) float64 {
	best, least := math.Inf(1), math.Inf(1)
	for _, s := range strengths {
		loss := 0.0
		for f := range folds {
			train, held := foldOf(of, f)
			w := p.fit(train, s)
			for _, b := range held {
				for _, e := range p.examples[b] {
					loss += e.Weight * e.Surprise(w)
				}
			}
		}
		if loss < least-1e-9 {
			best, least = s, loss
		}
	}
	return best
}

// fit fits the weights, in the scale of the prior. A weight changes its sign only where
// the data insist, by two standard deviations: else it is 0.
func (p *pupil) fit(bursts []int, strength float64) []float64 {
	if math.IsInf(strength, 1) {
		return p.prior
	}
	var all []Example
	for _, b := range bursts {
		all = append(all, p.examples[b]...)
	}
	w, spread := Fit(all, p.prior, strength)
	for k := range w {
		turned := w[k] < 0 && p.prior[k] >= 0 || w[k] > 0 && p.prior[k] < 0
		if turned && (spread == nil || math.Abs(w[k]) < 2*spread[k]) {
			w[k] = 0
		}
	}
	return w
}

// found is Top-1 in one burst: 1, or the share of the ties that won.
func (p *pupil) found(b int, w []float64) float64 {
	burst := p.bursts[b]
	scores := make([]float64, len(burst.Won))
	for i, z := range burst.Standings {
		scores[i] = dot(z, w)
	}
	return metric.TopK(scores, burst.Won, 1)
}

// takeOver turns fitted weights into those of sliders, rounded to hundredths.
func (p *pupil) takeOver(rows []Row, w []float64) {
	scale, top := p.scale, 0.0
	for _, v := range w {
		top = max(top, math.Abs(v))
	}
	scale = max(scale, top/mostWeight)
	for k := range rows {
		rows[k].Learned = math.Round(100*w[k]/scale) / 100
	}
}
