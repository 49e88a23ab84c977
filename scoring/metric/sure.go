package metric

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Interval is where a value lies with a confidence of 95 %.
type Interval struct {
	Low  float64
	High float64
}

// Resamples is how many times a bootstrap draws unless it is told otherwise.
const Resamples = 1000

// Bootstrap draws n units with replacement, the given number of times, and
// returns the interval between the 2.5th and the 97.5th percentile of a
// statistic of the draws (Efron 1979). It draws the same for the same seed.
// Draws whose statistic is NaN are left out; the interval is NaN if all are.
func Bootstrap(n, resamples int, seed uint64, statistic func(sample []int) float64) Interval {
	values := draws(n, resamples, seed, statistic)
	return Interval{Quantile(values, 0.025), Quantile(values, 0.975)}
}

func draws(n, resamples int, seed uint64, statistic func(sample []int) float64) []float64 {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	sample := make([]int, n)
	var values []float64
	for range resamples {
		if n == 0 {
			break
		}
		for i := range sample {
			sample[i] = r.IntN(n)
		}
		if v := statistic(sample); !math.IsNaN(v) {
			values = append(values, v)
		}
	}
	slices.Sort(values)
	return values
}

// Quantile is the value at share q of sorted values, interpolated linearly
// between neighbours (type 7 of Hyndman and Fan 1996); NaN of nothing.
func Quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := q * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}

// Share is a ratio of sums over units such as bursts: what was right in each
// and what was counted there.
type Share struct{ Right, Counted []float64 }

// Value is the sum of what was right over the sum of what was counted; NaN of
// nothing.
func (s Share) Value() float64 {
	var r, c float64
	for i := range s.Right {
		r += s.Right[i]
		c += s.Counted[i]
	}
	return r / c
}

func (s Share) of(sample []int) float64 {
	var r, c float64
	for _, i := range sample {
		r += s.Right[i]
		c += s.Counted[i]
	}
	return r / c
}

// Interval is the bootstrap interval of Value over the units.
func (s Share) Interval(resamples int, seed uint64) Interval {
	return Bootstrap(len(s.Right), resamples, seed, s.of)
}

// Difference compares two methods on the same units.
type Difference struct {
	By       float64 // the first's share less the second's
	Interval Interval
	// Better and Worse count the units where the first did better and worse.
	Better, Worse int
	// P is the sign test's two-sided p-value: how probable so uneven a count of
	// Better and Worse is where neither method is better.
	P float64
}

// Compare compares two shares of the same units, in pairs.
func Compare(a, b Share, resamples int, seed uint64) Difference {
	d := Difference{By: a.Value() - b.Value()}
	d.Interval = Bootstrap(len(a.Right), resamples, seed, func(sample []int) float64 { return a.of(sample) - b.of(sample) })
	for i := range a.Right {
		switch diff := a.Right[i] - b.Right[i]; {
		case diff > 1e-9:
			d.Better++
		case diff < -1e-9:
			d.Worse++
		}
	}
	d.P = SignTest(d.Better, d.Worse)
	return d
}

// SignTest is the two-sided p-value of the exact sign test: of n = plus + minus
// fair coins, the probability of a split at least so uneven. It is 1 of none.
func SignTest(plus, minus int) float64 {
	n, k := plus+minus, min(plus, minus)
	if n == 0 {
		return 1
	}
	tail := 0.0
	for i := 0; i <= k; i++ {
		tail += math.Exp(logChoose(n, i) - float64(n)*math.Ln2)
	}
	return min(1, 2*tail)
}

func logChoose(n, k int) float64 {
	lg := func(v int) float64 { l, _ := math.Lgamma(float64(v + 1)); return l }
	return lg(n) - lg(k) - lg(n-k)
}

// Holm adjusts p-values of several tests so that the chance of any false alarm
// among them stays what it is for one (Holm 1979).
func Holm(p []float64) []float64 {
	order := descending(p)
	slices.Reverse(order)
	adjusted, least := make([]float64, len(p)), 0.0
	for k, i := range order {
		least = max(least, min(1, float64(len(p)-k)*p[i]))
		adjusted[i] = least
	}
	return adjusted
}

// Wilson is the score interval of a proportion (Wilson 1927).
func Wilson(right, counted float64) Interval {
	if counted == 0 {
		return Interval{math.NaN(), math.NaN()}
	}
	const z = 1.959963984540054 // the normal quantile of 0.975
	p, zz := right/counted, z*z/counted
	half := z * math.Sqrt(p*(1-p)/counted+zz/(4*counted))
	mid := p + zz/2
	return Interval{max(0, (mid-half)/(1+zz)), min(1, (mid+half)/(1+zz))}
}
