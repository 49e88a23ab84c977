package metric

import (
	"cmp"
	"math"
	"slices"
)

// descending lists the indices of scores, highest first, missing ones last.
func descending(scores []float64) []int {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := scores[a], scores[b]
		switch {
		case math.IsNaN(x) && math.IsNaN(y):
			return 0
		case math.IsNaN(x):
			return 1
		case math.IsNaN(y):
			return -1
		}
		return cmp.Compare(y, x)
	})
	return order
}

// Ranks are the places of values, the smallest 1; equal values share the mean
// of their places. Values must not be NaN.
func Ranks(values []float64) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	ranks := make([]float64, len(values))
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && values[order[to]] == values[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			ranks[i] = float64(from+1+to) / 2
		}
		from = to
	}
	return ranks
}

// Pearson is the linear correlation of x and y over the places where both are
// numbers; NaN where fewer than two are or one of them does not vary.
func Pearson(x, y []float64) float64 {
	x, y = both(x, y)
	return pearson(x, y)
}

func pearson(x, y []float64) float64 {
	n := float64(len(x))
	var mx, my float64
	for i := range x {
		mx += x[i] / n
		my += y[i] / n
	}
	var xx, yy, xy float64
	for i := range x {
		dx, dy := x[i]-mx, y[i]-my
		xx += dx * dx
		yy += dy * dy
		xy += dx * dy
	}
	if len(x) < 2 || xx == 0 || yy == 0 {
		return math.NaN()
	}
	return max(-1, min(1, xy/math.Sqrt(xx)/math.Sqrt(yy)))
}

// Spearman is the rank correlation of x and y, ties sharing their mean rank,
// over the places where both are numbers.
func Spearman(x, y []float64) float64 {
	x, y = both(x, y)
	return pearson(Ranks(x), Ranks(y))
}

// both keeps the places where both are numbers.
func both(x, y []float64) (a, b []float64) {
	a, b = make([]float64, 0, len(x)), make([]float64, 0, len(x))
	for i := range x {
		if s := x[i] + y[i]; !math.IsNaN(s) && !math.IsInf(s, 0) {
			a, b = append(a, x[i]), append(b, y[i])
		}
	}
	return a, b
}

// Fitted returns the scores on the scale of the opinions, by a monotonic
// logistic function of four parameters,
//
//	f(x) = (b1 - b2) / (1 + exp(-(x - b3) / |b4|)) + b2
//
// fitted by least squares (VQEG, Final Report on the Validation of Objective
// Models, 2003), or as they are where no fit is found; fitted tells. PLCC of
// quality models is the Pearson correlation of opinions with them.
func Fitted(scores, opinions []float64) (f []float64, fitted bool) {
	x, y := both(scores, opinions)
	plain := pearson(x, y)
	if math.IsNaN(plain) || len(x) < 5 {
		return scores, false
	}
	b, ok := fitLogistic(x, y, plain)
	if !ok {
		return scores, false
	}
	f = make([]float64, len(scores))
	for i, v := range scores {
		f[i] = logistic4(b, v)
	}
	if math.IsNaN(Pearson(f, opinions)) {
		return scores, false
	}
	return f, true
}

func logistic4(b [4]float64, x float64) float64 {
	return (b[0]-b[1])/(1+math.Exp(-(x-b[2])/math.Abs(b[3]))) + b[1]
}

// fitLogistic minimises the squared distance by the method of Levenberg and
// Marquardt, from the ends of y, the mean of x and its spread.
func fitLogistic(x, y []float64, r float64) ([4]float64, bool) {
	low, high := slices.Min(y), slices.Max(y)
	if r < 0 {
		low, high = high, low
	}
	mean, spread := moments(x)
	b := [4]float64{high, low, mean, spread}
	damping := 1e-3
	cost := squares(b, x, y)
	for range 300 {
		normal, gradient := equations(b, x, y)
		improved := false
		for range 40 {
			a := normal
			for k := range 4 {
				a[k][k] += damping * max(normal[k][k], 1e-12)
			}
			step, ok := solve4(a, gradient)
			next := b
			for k := range 4 {
				next[k] += step[k]
			}
			if c := squares(next, x, y); ok && c < cost && next[3] != 0 {
				small := cost-c <= 1e-15*cost
				b, cost, improved = next, c, !small
				damping = max(damping/10, 1e-12)
				break
			}
			damping *= 4
		}
		if !improved {
			break
		}
	}
	for _, v := range b {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return b, false
		}
	}
	return b, true
}

func moments(x []float64) (mean, deviation float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		deviation += (v - mean) * (v - mean) / float64(len(x))
	}
	return mean, math.Sqrt(deviation)
}

func squares(b [4]float64, x, y []float64) (sum float64) {
	for i, v := range x {
		d := y[i] - logistic4(b, v)
		sum += d * d
	}
	if math.IsNaN(sum) {
		return math.Inf(1)
	}
	return sum
}

// equations are the normal equations of one step.
func equations(b [4]float64, x, y []float64) (normal [4][4]float64, gradient [4]float64) {
	width, sign := math.Abs(b[3]), math.Copysign(1, b[3])
	for i, v := range x {
		u := (v - b[2]) / width
		s := 1 / (1 + math.Exp(-u))
		slope := (b[0] - b[1]) * s * (1 - s) / width
		j := [4]float64{s, 1 - s, -slope, -slope * u * sign}
		d := y[i] - logistic4(b, v)
		for k := range 4 {
			gradient[k] += j[k] * d
			for l := range 4 {
				normal[k][l] += j[k] * j[l]
			}
		}
	}
	return normal, gradient
}

// solve4 solves a x = v by elimination with pivots.
func solve4(a [4][4]float64, v [4]float64) ([4]float64, bool) {
	for c := range 4 {
		p := c
		for r := c + 1; r < 4; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[p][c]) {
				p = r
			}
		}
		if a[p][c] == 0 || math.IsNaN(a[p][c]) {
			return v, false
		}
		a[c], a[p], v[c], v[p] = a[p], a[c], v[p], v[c]
		for r := c + 1; r < 4; r++ {
			f := a[r][c] / a[c][c]
			for k := c; k < 4; k++ {
				a[r][k] -= f * a[c][k]
			}
			v[r] -= f * v[c]
		}
	}
	for c := 3; c >= 0; c-- {
		for k := c + 1; k < 4; k++ {
			v[c] -= a[c][k] * v[k]
		}
		v[c] /= a[c][c]
	}
	return v, true
}
