package learn

import (
	"context"
	"math"
)

// preferences are pairs of things of which the first was preferred: the
// difference of their embeddings, and how much each counts.
type preferences struct {
	x [][]float32
	c []float64
}

// differences are the preferences of one burst, which count as one together: the
// mean of those that won against every other frame. Frames without an embedding
// are left out.
func differences(b Burst) (p preferences) {
	var mean []float32
	won := 0
	for i, v := range b.Embeddings {
		if !b.Won[i] || v == nil {
			continue
		}
		if mean == nil {
			mean = make([]float32, len(v))
		}
		won++
		for k := range mean {
			mean[k] += v[k]
		}
	}
	if won == 0 {
		return p
	}
	for i, v := range b.Embeddings {
		if b.Won[i] || len(v) != len(mean) {
			continue
		}
		x := make([]float32, len(mean))
		for k := range x {
			x[k] = mean[k]/float32(won) - v[k]
		}
		p.x = append(p.x, x)
	}
	for range p.x {
		p.c = append(p.c, 1/float64(len(p.x)))
	}
	return p
}

func (p *preferences) add(q preferences) { p.x, p.c = append(p.x, q.x...), append(p.c, q.c...) }

// steepest is the direction that predicts the preferences best: it minimises
//
//	sum c log(1 + exp(-w x)) + penalty/2 |w|^2
//
// by Newton's method, each step found by conjugate gradients (Nocedal and
// Wright, "Numerical Optimization", 2006, algorithm 7.1), since embeddings are
// far wider than there are picks. It begins at from, which may be nil.
func (p preferences) steepest(ctx context.Context, from []float64, penalty float64) []float64 {
	if len(p.x) == 0 {
		return nil
	}
	w := make([]float64, len(p.x[0]))
	copy(w, from)
	now, first := p.loss(w, penalty), 0.0
	for step := range 40 {
		g, h := p.slopes(w, penalty)
		size := math.Sqrt(dot(g, g))
		if step == 0 {
			first = size
		}
		if size <= 1e-7*(1+first) || ctx.Err() != nil {
			break
		}
		d := p.solve(g, h, penalty, min(0.1, math.Sqrt(size))*size)
		better := false
		for far := 1.0; far > 1e-4 && !better; far /= 2 {
			next := make([]float64, len(w))
			for k := range next {
				next[k] = w[k] - far*d[k]
			}
			if c := p.loss(next, penalty); c < now {
				w, now, better = next, c, true
			}
		}
		if !better {
			break
		}
	}
	return w
}

func (p preferences) loss(w []float64, penalty float64) float64 {
	l := penalty / 2 * dot(w, w)
	for k, x := range p.x {
		l += p.c[k] * surprise(along(x, w))
	}
	return l
}

// slopes are the gradient, and the curvature along each preference.
func (p preferences) slopes(w []float64, penalty float64) (g, h []float64) {
	g, h = make([]float64, len(w)), make([]float64, len(p.x))
	for k := range g {
		g[k] = penalty * w[k]
	}
	for k, x := range p.x {
		wrong := 1 / (1 + math.Exp(along(x, w)))
		h[k] = p.c[k] * wrong * (1 - wrong)
		move(g, -p.c[k]*wrong, x)
	}
	return g, h
}

// solve is d of (penalty + sum h x x') d = g, as near as |rest| <= enough.
func (p preferences) solve(g, h []float64, penalty, enough float64) []float64 {
	d, rest := make([]float64, len(g)), append([]float64(nil), g...)
	to := append([]float64(nil), g...)
	size := dot(rest, rest)
	for range 4 * len(g) {
		if math.Sqrt(size) <= enough {
			break
		}
		bent := make([]float64, len(g))
		for k := range bent {
			bent[k] = penalty * to[k]
		}
		for k, x := range p.x {
			if h[k] > 0 {
				move(bent, h[k]*along(x, to), x)
			}
		}
		far := size / dot(to, bent)
		for k := range d {
			d[k] += far * to[k]
			rest[k] -= far * bent[k]
		}
		next := dot(rest, rest)
		for k := range to {
			to[k] = rest[k] + next/size*to[k]
		}
		size = next
	}
	return d
}

// along is x w.
func along(x []float32, w []float64) float64 {
	var a, b float64
	w = w[:len(x)]
	for len(x) >= 2 && len(w) >= 2 {
		a += float64(x[0]) * w[0]
		b += float64(x[1]) * w[1]
		x, w = x[2:], w[2:]
	}
	if len(x) > 0 {
		a += float64(x[0]) * w[0]
	}
	return a + b
}

// move adds far times x to w.
func move(w []float64, far float64, x []float32) {
	w = w[:len(x)]
	for k, v := range x {
		w[k] += far * float64(v)
	}
}
