package bench

import (
	"math"
	"slices"

	"culler/scoring/metric"
)

// judge tells how well scores agree with what people said: those of the order in
// each burst, and those of the order of all photos.
func (b *run) judge(m Method, scores, overall []float64) Method {
	for _, v := range scores {
		if math.IsNaN(v) {
			m.Without++
		}
	}
	if b.dataset.Absolute {
		m.SRCC = b.statistic(overall, metric.Spearman)
		fitted, _ := metric.Fitted(overall, b.opinion) // once: the interval is that of the fitted scores
		m.PLCC = b.statistic(fitted, metric.Pearson)
	}
	n := len(b.judged)
	if n == 0 {
		return m
	}
	ones := slices.Repeat([]float64{1}, n)
	top1, top2, mrr := metric.Share{Counted: ones}, metric.Share{Counted: ones}, metric.Share{Counted: ones}
	var pairs, clear, inside metric.Share
	var counted, counted70, counted3 int
	add := func(s *metric.Share, right, of float64) {
		s.Right, s.Counted = append(s.Right, right), append(s.Counted, of)
	}
	for _, k := range b.judged {
		v, w := b.of(k, scores), b.winners(k)
		first := metric.TopK(v, w, 1)
		top1.Right = append(top1.Right, first)
		top2.Right = append(top2.Right, metric.TopK(v, w, 2))
		mrr.Right = append(mrr.Right, metric.ReciprocalRank(v, w))
		m.Found = append(m.Found, Number(first))
		right, c := metric.PairsRight(v, b.dataset.Series[k].Pairs, 0)
		add(&pairs, right, float64(c))
		counted += c
		right, c = metric.PairsRight(v, b.dataset.Series[k].Pairs, ClearPairs)
		add(&clear, right, float64(c))
		counted70 += c
		if len(v) >= 3 {
			if rho := metric.Spearman(v, b.of(k, b.opinion)); !math.IsNaN(rho) {
				add(&inside, rho, 1)
				counted3++
			}
		}
	}
	m.Top1, m.Top2, m.MRR = b.figure(top1, n), b.figure(top2, n), b.figure(mrr, n)
	m.Pairs, m.ClearPairs, m.InBurst = b.figure(pairs, counted), b.figure(clear, counted70), b.figure(inside, counted3)
	return m
}

func (b *run) figure(s metric.Share, of int) Figure {
	if of == 0 {
		return noFigure
	}
	return figure(s.Value(), s.Interval(b.config.Resamples, b.config.Seed), of)
}

// mostDrawn bounds the work of bootstrapping correlations, in photos drawn.
const mostDrawn = 2_000_000

// statistic is one of all photos, resampled by series.
func (b *run) statistic(scores []float64, of func(x, y []float64) float64) Figure {
	n := 0
	for i, v := range scores {
		if !math.IsNaN(v + b.opinion[i]) {
			n++
		}
	}
	value := of(scores, b.opinion)
	if math.IsNaN(value) {
		return noFigure
	}
	resamples := min(b.config.Resamples, max(100, mostDrawn/len(scores)))
	var x, y []float64
	in := metric.Bootstrap(len(b.series), resamples, b.config.Seed, func(sample []int) float64 {
		x, y = x[:0], y[:0]
		for _, k := range sample {
			for _, i := range b.series[k] {
				x, y = append(x, scores[i]), append(y, b.opinion[i])
			}
		}
		return of(x, y)
	})
	return figure(value, in, n)
}

// reference is the index of the method that others are compared to; -1 where
// it did not run.
func (b *run) reference() int {
	for k, m := range b.specs {
		if m.Name == b.config.Reference && b.scores[k] != nil {
			return k
		}
	}
	return slices.IndexFunc(b.scores, func(v []float64) bool { return v != nil })
}

func found(m Method) metric.Share {
	s := metric.Share{}
	for _, f := range m.Found {
		s.Right, s.Counted = append(s.Right, float64(f)), append(s.Counted, 1)
	}
	return s
}

// against compares the reference with every method, and every two methods.
func (b *run) against(r *Report) {
	n := len(r.Methods)
	r.Significant = matrix(n)
	ref := b.reference()
	if len(b.judged) == 0 || ref < 0 {
		return
	}
	var p []float64
	var list []Against
	for k, m := range r.Methods {
		if k == ref || b.scores[k] == nil {
			continue
		}
		d := metric.Compare(found(r.Methods[ref]), found(m), b.config.Resamples, b.config.Seed)
		p = append(p, d.P)
		list = append(list, Against{Method: m.Name, By: figure(d.By, d.Interval, len(b.judged)), Better: d.Better, Worse: d.Worse})
	}
	for k, adjusted := range metric.Holm(p) {
		list[k].P = Number(adjusted)
	}
	r.Against = list

	var all []float64
	for i := range n {
		for j := range i {
			if b.scores[i] != nil && b.scores[j] != nil {
				better, worse := 0, 0
				for k := range r.Methods[i].Found {
					switch d := r.Methods[i].Found[k] - r.Methods[j].Found[k]; {
					case d > 1e-9:
						better++
					case d < -1e-9:
						worse++
					}
				}
				all = append(all, metric.SignTest(better, worse))
			}
		}
	}
	all = metric.Holm(all)
	for i := range n {
		for j := range i {
			if b.scores[i] != nil && b.scores[j] != nil {
				r.Significant[i][j], r.Significant[j][i] = Number(all[0]), Number(all[0])
				all = all[1:]
			}
		}
	}
}

func matrix(n int) [][]Number {
	m := make([][]Number, n)
	for k := range m {
		m[k] = make([]Number, n)
		for j := range m[k] {
			m[k][j] = Number(math.NaN())
		}
	}
	return m
}

// alike correlates methods by the ranks that they give inside bursts, and
// counts how often they choose the same frame. Bursts without opinions count
// too.
func (b *run) alike(r *Report) {
	n := len(b.specs)
	r.Correlation, r.Agreement = matrix(n), matrix(n)
	ranks := make([][]float64, n) // less the burst's mean; NaN where there is no score
	for k, v := range b.scores {
		if v == nil {
			continue
		}
		for _, s := range b.series {
			if len(s) < 2 {
				continue
			}
			ranks[k] = append(ranks[k], centred(pick(v, s))...)
		}
	}
	for i := range n {
		for j := range i + 1 {
			if b.scores[i] == nil || b.scores[j] == nil {
				continue
			}
			c := Number(metric.Pearson(ranks[i], ranks[j]))
			r.Correlation[i][j], r.Correlation[j][i] = c, c
			same, of := 0.0, 0
			for _, s := range b.series {
				if len(s) < 2 {
					continue
				}
				if p := metric.SameBest(pick(b.scores[i], s), pick(b.scores[j], s)); !math.IsNaN(p) {
					same += p
					of++
				}
			}
			a := Number(same / float64(of))
			r.Agreement[i][j], r.Agreement[j][i] = a, a
		}
	}
}

func pick(v []float64, photos []int) []float64 {
	p := make([]float64, len(photos))
	for k, i := range photos {
		p[k] = v[i]
	}
	return p
}

// centred turns the scores of a burst into ranks between -1 and 1 around 0.
func centred(v []float64) []float64 {
	var here []float64
	for _, x := range v {
		if !math.IsNaN(x) {
			here = append(here, x)
		}
	}
	ranks := metric.Ranks(here)
	out := make([]float64, len(v))
	n := 0
	for k, x := range v {
		if math.IsNaN(x) || len(here) < 2 {
			out[k] = math.NaN()
			continue
		}
		out[k] = (2*ranks[n] - float64(len(here)+1)) / float64(len(here)-1)
		n++
	}
	return out
}
