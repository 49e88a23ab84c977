package rank

import (
	"math"
	"slices"
)

// Limit is the largest magnitude of a standing: one extreme reading must not
// decide a ranking alone.
const Limit = 3

// madScale makes the median absolute deviation of a normal distribution equal
// to its standard deviation (1 / the normal quantile of 3/4).
const madScale = 1.4826

// meanScale does the same for the mean absolute deviation (sqrt(pi / 2)).
const meanScale = 1.2533

// Standings turns readings into standings relative to all of them: z = (d -
// median) / spread, limited to [-Limit, Limit]; see Spread. Where nothing
// varies they are 0, and NaN where the reading is NaN or infinite; such readings
// do not count for the others. Standings takes linear time and leaves d alone.
func Standings(d []float64) []float64 {
	z := make([]float64, len(d))
	standings(z, d, 0, make([]float64, 0, len(d)))
	return z
}

// Spread is what readings vary by: 1.4826 times the median absolute deviation from
// their median. Where most readings are equal, so that this is 0, it is 1.2533
// times the mean absolute deviation, and both equal the standard deviation of
// normally distributed readings. It is never less than least. NaN and infinite
// readings do not count.
func Spread(d []float64, least float64) float64 {
	_, spread := middleOf(d, least, make([]float64, 0, len(d)))
	return spread
}

// leastOf is the least spread of a row: a shoot in which a row hardly varies must
// not exaggerate it. A third of what is usual inside one burst.
func leastOf(r Row) float64 { return r.Within / 3 }

// standings fills z; scratch needs no content, only capacity to be fast.
func standings(z, d []float64, least float64, scratch []float64) {
	mid, spread := middleOf(d, least, scratch)
	for i, v := range d {
		switch {
		case !finite(v):
			z[i] = math.NaN()
		case spread == 0:
			z[i] = 0
		default:
			z[i] = max(-Limit, min(Limit, (v-mid)/spread))
		}
	}
}

// middleOf is the median of readings, that of an even number the mean of the
// middle two, and their Spread.
func middleOf(d []float64, least float64, scratch []float64) (mid, spread float64) {
	scratch = scratch[:0]
	for _, v := range d {
		if finite(v) {
			scratch = append(scratch, v)
		}
	}
	mid = median(scratch)
	sum := 0.0
	for i, v := range scratch {
		scratch[i] = math.Abs(v - mid)
		sum += scratch[i]
	}
	if spread = madScale * median(scratch); spread == 0 && sum > 0 {
		spread = meanScale * sum / float64(len(scratch))
	}
	return mid, max(spread, least)
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// median reorders v, which holds no NaN, and returns its median; 0 of nothing.
func median(v []float64) float64 {
	n := len(v)
	if n == 0 {
		return 0
	}
	upper := nth(v, n/2)
	if n%2 == 1 {
		return upper
	}
	lower := v[0] // everything before n/2 is not above it after nth
	for _, x := range v[1 : n/2] {
		lower = max(lower, x)
	}
	return lower + (upper-lower)/2
}

// nth reorders v so that v[k] is what sorting would put there, with nothing
// larger before it and nothing smaller after it, and returns it. It is
// quickselect with a three-way partition, which keeps many equal values linear.
// Its pivot is the median of three values at scattered places: rising, falling
// and rising-then-falling values are all common here, the distances from a
// median above all, and make any fixed places quadratic. Should scattering not
// help either, what is left is sorted.
func nth(v []float64, k int) float64 {
	lo, hi := 0, len(v)-1
	scatter := uint64(len(v))
	place := func() int {
		scatter = scatter*6364136223846793005 + 1442695040888963407 // Knuth's MMIX generator
		return lo + int((scatter>>33)%uint64(hi-lo+1))
	}
	for effort := patience * len(v); lo < hi; {
		if effort -= hi - lo + 1; effort < 0 {
			slices.Sort(v[lo : hi+1])
			break
		}
		pivot := middle(v[place()], v[place()], v[place()])
		below, above := lo, hi
		for i := lo; i <= above; {
			switch {
			case v[i] < pivot:
				v[i], v[below] = v[below], v[i]
				below++
				i++
			case v[i] > pivot:
				v[i], v[above] = v[above], v[i]
				above--
			default:
				i++
			}
		}
		switch {
		case k < below:
			hi = below - 1
		case k > above:
			lo = above + 1
		default:
			return pivot
		}
	}
	return v[k]
}

// patience is how many times its length nth walks before it sorts; about 3 is
// what it takes.
const patience = 12

func middle(a, b, c float64) float64 {
	return max(min(a, b), min(max(a, b), c))
}
