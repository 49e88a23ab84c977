package judge

import (
	"math"
	"slices"

	"culler/scoring/rank"
)

// What a row varies by inside bursts.
const (
	// believed is how many independent differences the prior counts for: with
	// eight, the probabilities held in shoots of one series as in those of 72.
	believed = 8
	// usual is the share of a shoot's variation, as a standard deviation, that
	// lies inside bursts where nothing else is known; most rows of the series
	// have .6 to .8.
	usual = 0.7
	// ScenesOnly is the InBurstShare below which a row of which nothing is known
	// tells scenes apart rather than frames. A row that knows nothing of scenes
	// has about 1 - bursts/frames, 0.75 for bursts of four; a fifth of that.
	ScenesOnly = 0.15
	// enough is the number of bursts from which that share is believed.
	enough = 5
)

// row is what a row of the ranking says among siblings.
type row struct {
	id     string
	values []float64
	within float64   // the prior it was made with
	shows  bool      // likewise
	scale  float64   // what readings vary by inside bursts
	z      []float64 // 0 where there is no reading, and for singles
	scenes bool
}

// same tells whether what was made of a row's readings holds for r.
func (w row) same(r rank.Row) bool {
	return w.id == r.ID && w.within == r.Within && w.shows == r.Shows && len(w.values) == len(r.Values) &&
		(len(w.values) == 0 || &w.values[0] == &r.Values[0])
}

// rowOf compares a row's readings within the bursts.
func (j *Judge) rowOf(r rank.Row) row {
	w := row{id: r.ID, values: r.Values, within: r.Within, shows: r.Shows, scenes: r.Shows, z: make([]float64, len(r.Values))}
	var spread variance
	middles := make([]float64, len(j.bursts))
	var scratch []float64
	for n, b := range j.bursts {
		if b.Bracket || len(b.Photos) < 2 {
			continue
		}
		scratch = scratch[:0]
		for _, p := range b.Photos {
			if v := r.Values[p]; finite(v) {
				scratch = append(scratch, v)
			}
		}
		spread.add(scratch)
		middles[n] = median(scratch)
	}
	prior := r.Within
	if prior == 0 {
		prior = usual * rank.Spread(r.Values, 0)
		w.scenes = w.scenes || spread.bursts >= enough && spread.share() < ScenesOnly
	}
	w.scale = math.Sqrt((believed*prior*prior + spread.within) / (believed + spread.free))
	if w.scale == 0 {
		return w
	}
	for n, b := range j.bursts {
		if b.Bracket || len(b.Photos) < 2 {
			continue
		}
		for _, p := range b.Photos {
			if v := r.Values[p]; finite(v) {
				w.z[p] = standing(v, middles[n], w.scale)
			}
		}
	}
	return w
}

func standing(v, middle, scale float64) float64 {
	return max(-rank.Limit, min(rank.Limit, (v-middle)/scale))
}

// Standings compares readings within one burst as a Judge does, where they vary by
// within; 0 where there is no reading.
func Standings(readings []float64, within float64) []float64 {
	z := make([]float64, len(readings))
	middle := median(known(readings))
	for i, v := range readings {
		if finite(v) {
			z[i] = standing(v, middle, within)
		}
	}
	return z
}

// Within is the standard deviation of readings inside bursts, pooled; 0 where
// no burst has two.
func Within(bursts [][]float64) float64 {
	var v variance
	for _, readings := range bursts {
		v.add(known(readings))
	}
	if v.free == 0 {
		return 0
	}
	return math.Sqrt(v.within / v.free)
}

// known are the readings that are there.
func known(readings []float64) []float64 {
	return slices.DeleteFunc(slices.Clone(readings), func(v float64) bool { return !finite(v) })
}

// variance splits the variance of readings into that within bursts and that
// between them.
type variance struct {
	within, free         float64 // sum of squares about the bursts' means, and its degrees of freedom
	mean, between, count float64 // of the bursts' means, each with the weight of its frames
	bursts               int
}

// add takes the readings of one burst.
func (v *variance) add(readings []float64) {
	if len(readings) < 2 {
		return
	}
	n, mean := float64(len(readings)), 0.0
	for _, x := range readings {
		mean += x / n
	}
	for _, x := range readings {
		v.within += (x - mean) * (x - mean)
	}
	v.free += n - 1
	v.bursts++
	v.count += n
	step := mean - v.mean
	v.mean += step * n / v.count
	v.between += n * step * (mean - v.mean)
}

// share is the share of the variance that lies inside bursts; NaN where nothing
// varies.
func (v *variance) share() float64 { return v.within / (v.within + v.between) }

// InBurstShare is the share, 0 to 1, of the variance of readings that lies
// inside bursts: 1 - (variance of the bursts' means) / (total variance), over
// the photos of bursts in which two or more have readings, weighted by frames.
// It is NaN where fewer than two such bursts have readings or nothing varies.
func InBurstShare(values []float64, bursts [][]int) float64 {
	var v variance
	var readings []float64
	for _, b := range bursts {
		readings = readings[:0]
		for _, p := range b {
			if finite(values[p]) {
				readings = append(readings, values[p])
			}
		}
		v.add(readings)
	}
	if v.bursts < 2 {
		return math.NaN()
	}
	return v.share()
}

// median sorts v and returns its median; 0 of nothing.
func median(v []float64) float64 {
	n := len(v)
	if n == 0 {
		return 0
	}
	slices.Sort(v)
	return (v[(n-1)/2] + v[n/2]) / 2
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
