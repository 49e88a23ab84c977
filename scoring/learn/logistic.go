package learn

import "math"

// Example is a preference between two things as logistic regression sees it: X
// are the features of the first less those of the second, Y is the share of
// those who preferred the first, 0 to 1.
type Example struct {
	X      []float64
	Y      float64
	Weight float64 // how much it counts; above 0
}

// Fit minimises the cross-entropy of the examples under P(first) = 1 / (1 +
// exp(-w x)) plus penalty/2 |w - prior|^2, by Newton's method with halved steps
// where a whole one goes too far. spread holds, for each weight, the standard
// deviation that the curvature there leaves it; nil where nothing could be fitted.
func Fit(all []Example, prior []float64, penalty float64) (w, spread []float64) {
	n := len(prior)
	w = append([]float64(nil), prior...)
	now := cost(all, w, prior, penalty)
	for range 50 {
		gradient, curve := slopes(all, w, prior, penalty)
		if !factor(curve) {
			return w, nil
		}
		step := solve(curve, gradient)
		improved := false
		for size := 1.0; size > 1e-6; size /= 2 {
			next := make([]float64, n)
			for k := range next {
				next[k] = w[k] - size*step[k]
			}
			if c := cost(all, next, prior, penalty); c < now {
				improved = now-c > 1e-12*now
				w, now = next, c
				break
			}
		}
		if !improved {
			break
		}
	}
	_, curve := slopes(all, w, prior, penalty)
	if !factor(curve) {
		return w, nil
	}
	spread = make([]float64, n)
	for k := range spread {
		one := make([]float64, n)
		one[k] = 1
		spread[k] = math.Sqrt(solve(curve, one)[k])
	}
	return w, spread
}

func cost(all []Example, w, prior []float64, penalty float64) float64 {
	c := 0.0
	for k, v := range w {
		c += penalty / 2 * (v - prior[k]) * (v - prior[k])
	}
	for _, e := range all {
		c += e.Weight * e.Surprise(w)
	}
	return c
}

// slopes are the gradient of the cost and the lower half of its curvature.
func slopes(all []Example, w, prior []float64, penalty float64) (gradient []float64, curve [][]float64) {
	n := len(w)
	gradient, curve = make([]float64, n), make([][]float64, n)
	for k := range curve {
		curve[k] = make([]float64, n)
		curve[k][k] = penalty
		gradient[k] = penalty * (w[k] - prior[k])
	}
	for _, e := range all {
		p := 1 / (1 + math.Exp(-dot(e.X, w)))
		for k, x := range e.X {
			if x == 0 {
				continue
			}
			gradient[k] += e.Weight * (p - e.Y) * x
			for l, y := range e.X[:k+1] {
				curve[k][l] += e.Weight * p * (1 - p) * x * y
			}
		}
	}
	return gradient, curve
}

func dot(x, w []float64) (s float64) {
	for k, v := range x {
		s += v * w[k]
	}
	return s
}

// Surprise is the cross-entropy of an example under weights, whatever it counts:
// log(1 + exp(s)) - y s.
func (e Example) Surprise(w []float64) float64 {
	s := dot(e.X, w)
	return surprise(s) + (1-e.Y)*s
}

// surprise is the cross-entropy of a first thing preferred by a margin:
// log(1 + exp(-margin)), without overflow.
func surprise(margin float64) float64 {
	return math.Max(-margin, 0) + math.Log1p(math.Exp(-math.Abs(margin)))
}

// factor puts the Cholesky factor in place of the lower half of a symmetric
// matrix; ok is false where it is not positive definite.
func factor(a [][]float64) (ok bool) {
	for k := range a {
		for l := range k + 1 {
			s := a[k][l]
			for m := range l {
				s -= a[k][m] * a[l][m]
			}
			if k == l {
				if s <= 0 || math.IsNaN(s) {
					return false
				}
				a[k][k] = math.Sqrt(s)
			} else {
				a[k][l] = s / a[l][l]
			}
		}
	}
	return true
}

// solve solves a x = v by a's Cholesky factor.
func solve(a [][]float64, v []float64) []float64 {
	n := len(v)
	x := make([]float64, n)
	for k := range n {
		s := v[k]
		for m := range k {
			s -= a[k][m] * x[m]
		}
		x[k] = s / a[k][k]
	}
	for k := n - 1; k >= 0; k-- {
		s := x[k]
		for m := k + 1; m < n; m++ {
			s -= a[m][k] * x[m]
		}
		x[k] = s / a[k][k]
	}
	return x
}
