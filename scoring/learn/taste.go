package learn

import (
	"context"
	"math"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"culler/scoring/judge"
	"culler/scoring/metric"
)

// penalties are tried, the strongest first. Embeddings have length one, and those
// of siblings lie about 0.2 apart.
var penalties = []float64{3, 1, 0.3, 0.1, 0.03, 0.01}

// LearnTaste finds the direction that predicts the picks in the bursts, and the
// weight of its row beside the others, which keep theirs: the last row of the
// lesson, which TasteRow names. That weight is learned from readings by directions
// that had not seen the burst, as one that had predicts it too well. Old and New
// are measured in bursts that were held out of all that. Only bursts with
// Embeddings count.
func LearnTaste(ctx context.Context, rows []Row, bursts []Burst, slope float64) (Lesson, error) {
	bursts = slices.DeleteFunc(slices.Clone(bursts), func(b Burst) bool { return len(differences(b).x) == 0 })
	l := Lesson{Bursts: len(bursts), Rows: slices.Clone(rows), Strength: math.Inf(1), OfTaste: true}
	for k := range l.Rows {
		l.Rows[k].Learned = l.Rows[k].Weight
	}
	if len(bursts) < 2*folds {
		return l, ctx.Err()
	}
	p := newPalate(newPupil(rows, bursts, slope))
	var before, after metric.Share
	for f := range folds {
		train, held := p.split(f)
		t := p.learn(ctx, train)
		for _, b := range held {
			before.Right, after.Right = append(before.Right, p.found(b, p.prior)), append(after.Right, p.foundWith(b, t))
			before.Counted, after.Counted = append(before.Counted, 1), append(after.Counted, 1)
		}
		if err := ctx.Err(); err != nil {
			return l, err
		}
	}
	l.compare(before, after, bursts)
	t := p.learn(ctx, p.order)
	if err := ctx.Err(); err != nil {
		return l, err
	}
	l.Taste = &Taste{Direction: t.vector, Within: t.within, Weight: math.Round(100*min(mostWeight, t.weight/p.scale)) / 100, Bursts: len(bursts)}
	l.Rows = append(l.Rows, Row{ID: TasteRow, Title: tasteTitle, Learned: l.Taste.Weight})
	return l, nil
}

// doubt pulls the weight of a taste towards 0, as strongly as picks in about 50
// bursts pull it away: the prior's standard deviation is 1 / doubt, in logits for
// a standing of 1.
const doubt = 3

// palate is a course of learning a taste.
type palate struct {
	*pupil
	pairs []preferences // by burst
}

func newPalate(p *pupil) *palate {
	t := &palate{pupil: p}
	for _, b := range p.bursts {
		t.pairs = append(t.pairs, differences(b))
	}
	return t
}

// liking is a direction of length one, what it varies by inside bursts, and its
// weight in the scale of the prior.
type liking struct {
	vector         Direction
	within, weight float64
}

func (p *palate) learn(ctx context.Context, train []int) liking {
	penalty, readings := p.heldOut(ctx, train)
	t := liking{vector: unit(p.all(train).steepest(ctx, nil, penalty)), within: judge.Within(readings)}
	if t.within == 0 {
		return t
	}
	var all []Example
	for n, b := range train {
		z := make([][]float64, len(readings[n]))
		for i, v := range judge.Standings(readings[n], t.within) {
			z[i] = []float64{dot(p.bursts[b].Standings[i], p.prior), v / doubt}
		}
		all = append(all, pairs(Burst{Standings: z, Won: p.bursts[b].Won})...)
	}
	w, spread := Fit(all, []float64{1, 0}, 1)
	if spread == nil || w[1] < 2*spread[1] { // as with weights that change their sign
		return t
	}
	t.weight = min(mostWeight*p.scale, max(0, w[1]/doubt/max(w[0], 0.1))) // no more than its slider gives
	return t
}

// heldOut is the penalty that best predicts bursts which are held out in turn,
// and the readings of each burst by the direction of the others.
func (p *palate) heldOut(ctx context.Context, of []int) (penalty float64, readings [][]float64) {
	var losses [folds][]float64
	var said [folds][][][]float64 // by penalty, by burst of the fold
	var work errgroup.Group
	work.SetLimit(max(1, runtime.GOMAXPROCS(0)-1))
	for f := range folds {
		work.Go(func() error {
			train, held := foldOf(of, f)
			pairs := p.all(train)
			var w []float64
			for _, penalty := range penalties {
				w = pairs.steepest(ctx, w, penalty)
				loss, far := 0.0, unit(w)
				var r [][]float64
				for _, b := range held {
					for k, x := range p.pairs[b].x {
						loss += p.pairs[b].c[k] * surprise(along(x, w))
					}
					r = append(r, p.bursts[b].readings(far))
				}
				losses[f], said[f] = append(losses[f], loss), append(said[f], r)
			}
			return nil
		})
	}
	_ = work.Wait() // no fold fails
	best, least := 0, math.Inf(1)
	for k := range penalties {
		sum := 0.0
		for f := range folds {
			sum += losses[f][k]
		}
		if sum < least {
			best, least = k, sum
		}
	}
	readings = make([][]float64, len(of))
	for n := range of {
		readings[n] = said[n%folds][best][n/folds]
	}
	return penalties[best], readings
}

// all are the preferences of some bursts together.
func (p *palate) all(of []int) (all preferences) {
	for _, b := range of {
		all.add(p.pairs[b])
	}
	return all
}

// foundWith is found with the taste beside the weights as they are.
func (p *palate) foundWith(b int, t liking) float64 {
	burst := p.bursts[b]
	scores := make([]float64, len(burst.Won))
	for i, z := range burst.Standings {
		scores[i] = dot(z, p.prior)
	}
	if t.within > 0 {
		for i, z := range judge.Standings(burst.readings(t.vector), t.within) {
			scores[i] += t.weight * z
		}
	}
	return metric.TopK(scores, burst.Won, 1)
}

// readings are those of a burst's frames along a direction; NaN without an
// embedding.
func (b Burst) readings(direction Direction) []float64 {
	r := make([]float64, len(b.Standings))
	for i := range r {
		r[i] = math.NaN()
		if i < len(b.Embeddings) && len(b.Embeddings[i]) == len(direction) {
			r[i] = direction.reading(b.Embeddings[i])
		}
	}
	return r
}

// unit is w in length one.
func unit(w []float64) Direction {
	length := math.Sqrt(dot(w, w))
	u := make(Direction, len(w))
	for k, v := range w {
		if length > 0 {
			u[k] = float32(v / length)
		}
	}
	return u
}
