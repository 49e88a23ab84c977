package bench

import "math"

// logistic minimises the cross-entropy of the chosen examples plus penalty/2
// |w|^2 by Newton's method with halved steps where a whole one goes too far.
func logistic(all []example, chosen func(example) bool, n int, penalty float64) []float64 {
	w := make([]float64, n)
	cost := func(w []float64) float64 {
		c := 0.0
		for _, v := range w {
			c += penalty / 2 * v * v
		}
		for _, e := range all {
			if chosen(e) {
				c += surprise(e, w)
			}
		}
		return c
	}
	now := cost(w)
	for range 50 {
		gradient := make([]float64, n)
		curve := make([][]float64, n)
		for k := range curve {
			curve[k] = make([]float64, n)
			curve[k][k] = penalty
			gradient[k] = penalty * w[k]
		}
		for _, e := range all {
			if !chosen(e) {
				continue
			}
			p := probability(e.x, w)
			for k, x := range e.x {
				if x == 0 {
					continue
				}
				gradient[k] += (p - e.y) * x
				for l, y := range e.x[:k+1] {
					curve[k][l] += p * (1 - p) * x * y
				}
			}
		}
		step, ok := cholesky(curve, gradient)
		if !ok {
			return w
		}
		improved := false
		for size := 1.0; size > 1e-6; size /= 2 {
			next := make([]float64, n)
			for k := range next {
				next[k] = w[k] - size*step[k]
			}
			if c := cost(next); c < now {
				improved = now-c > 1e-12*now
				w, now = next, c
				break
			}
		}
		if !improved {
			break
		}
	}
	return w
}

func probability(x, w []float64) float64 {
	s := 0.0
	for k, v := range x {
		s += v * w[k]
	}
	return 1 / (1 + math.Exp(-s))
}

// surprise is the cross-entropy of one example.
func surprise(e example, w []float64) float64 {
	s := 0.0
	for k, v := range e.x {
		s += v * w[k]
	}
	// log(1 + exp(s)) - y s, without overflow
	return math.Max(s, 0) + math.Log1p(math.Exp(-math.Abs(s))) - e.y*s
}

// cholesky solves a x = v, of which a is symmetric and given by its lower half.
func cholesky(a [][]float64, v []float64) ([]float64, bool) {
	n := len(v)
	for k := range n {
		for l := range k + 1 {
			s := a[k][l]
			for m := range l {
				s -= a[k][m] * a[l][m]
			}
			if k == l {
				if s <= 0 || math.IsNaN(s) {
					return nil, false
				}
				a[k][k] = math.Sqrt(s)
			} else {
				a[k][l] = s / a[l][l]
			}
		}
	}
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
	return x, true
}
