package learn

import (
	"context"
	"math"
	"math/rand/v2"
)

// Network is a small network in place of weights: the standings of a frame, one
// hidden layer, one number. It is there to be compared with weights by the
// benchmark; the app does without it as long as it does not win there.
type Network struct {
	in, out [][]float64 // hidden by row, and then a constant; hidden by 1
}

// hidden is the width of the network, restarts how many of them are averaged, and
// rounds how often each sees all examples.
const (
	hidden   = 8
	restarts = 5
	rounds   = 300
)

// decays are the penalties on the squares of its weights that are tried.
var decays = []float64{10, 3, 1, 0.3, 0.1}

// TrainNetworks fits networks to what won in the bursts, as Learn fits weights:
// by the cross-entropy of pairs, with the penalty that best predicts
// held-out bursts. Use the mean of the networks.
func TrainNetworks(ctx context.Context, rows []Row, bursts []Burst) []Network {
	p := newPupil(rows, bursts, 0)
	best, least := decays[0], math.Inf(1)
	for _, decay := range decays {
		loss := 0.0
		for f := range folds {
			train, held := p.split(f)
			n := trained(ctx, p.contests(train), len(rows), decay, 0)
			for _, e := range p.contests(held) {
				loss += e.c * surprise(n.Score(e.won)-n.Score(e.lost))
			}
		}
		if loss < least {
			best, least = decay, loss
		}
	}
	var all []Network
	for k := range restarts {
		all = append(all, trained(ctx, p.contests(p.order), len(rows), best, uint64(k)))
	}
	return all
}

// contest is a frame that won against another, and how much that counts.
type contest struct {
	won, lost []float64
	c         float64
}

// contests are those of some bursts; those of one count as one together.
func (p *pupil) contests(of []int) (all []contest) {
	for _, n := range of {
		b := p.bursts[n]
		from := len(all)
		for i, won := range b.Won {
			for j, other := range b.Won {
				if won && !other {
					all = append(all, contest{won: b.Standings[i], lost: b.Standings[j]})
				}
			}
		}
		for k := range all[from:] {
			all[from+k].c = 1 / float64(len(all)-from)
		}
	}
	return all
}

// Score is what the network makes of a frame's standings.
func (n Network) Score(z []float64) (s float64) {
	for h, w := range n.in {
		s += n.out[h][0] * math.Tanh(dot(z, w)+w[len(z)])
	}
	return s
}

// trained trains one network by Adam (Kingma and Ba, 2015) over all examples.
func trained(ctx context.Context, all []contest, rows int, decay float64, start uint64) Network {
	r := rand.New(rand.NewPCG(seed, start))
	n := Network{in: make([][]float64, hidden), out: make([][]float64, hidden)}
	for h := range hidden {
		n.in[h], n.out[h] = make([]float64, rows+1), []float64{r.NormFloat64() / math.Sqrt(hidden)}
		for k := range n.in[h] {
			n.in[h][k] = r.NormFloat64() / math.Sqrt(float64(rows))
		}
	}
	in, out := newAdam(n.in), newAdam(n.out)
	for range rounds {
		if ctx.Err() != nil {
			break
		}
		for _, e := range all {
			pull := -e.c / (1 + math.Exp(n.Score(e.won)-n.Score(e.lost)))
			n.blame(in, out, e.won, pull)
			n.blame(in, out, e.lost, -pull)
		}
		in.step(n.in, decay)
		out.step(n.out, decay)
	}
	return n
}

// blame adds a frame's part to the gradient: that of its score, times pull.
func (n Network) blame(in, out *adam, z []float64, pull float64) {
	for h, w := range n.in {
		t := math.Tanh(dot(z, w) + w[len(z)])
		out.slope[h][0] += pull * t
		back := pull * n.out[h][0] * (1 - t*t)
		for k, v := range z {
			in.slope[h][k] += back * v
		}
		in.slope[h][len(z)] += back
	}
}

// adam is the state of the optimizer for one matrix.
type adam struct {
	slope, mean, square [][]float64
	steps               int
}

func newAdam(like [][]float64) *adam {
	zero := func() [][]float64 {
		m := make([][]float64, len(like))
		for k := range m {
			m[k] = make([]float64, len(like[k]))
		}
		return m
	}
	return &adam{slope: zero(), mean: zero(), square: zero()}
}

func (a *adam) step(w [][]float64, decay float64) {
	const rate, keep, keepSquare = 0.02, 0.9, 0.999
	a.steps++
	for h := range w {
		for k := range w[h] {
			g := a.slope[h][k] + decay*w[h][k]
			a.slope[h][k] = 0
			a.mean[h][k] = keep*a.mean[h][k] + (1-keep)*g
			a.square[h][k] = keepSquare*a.square[h][k] + (1-keepSquare)*g*g
			m := a.mean[h][k] / (1 - math.Pow(keep, float64(a.steps)))
			s := a.square[h][k] / (1 - math.Pow(keepSquare, float64(a.steps)))
			w[h][k] -= rate * m / (math.Sqrt(s) + 1e-8)
		}
	}
}
