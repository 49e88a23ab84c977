package burst

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// What makes frames a bracket. Cameras bracket in steps of a third of a stop or
// more, an odd number of frames, and round what they write: -2/3 as -0.7.
const (
	leastFrames = 3
	mostFrames  = 9
	leastStep   = 0.25 // EV between frames, where the camera says its exposure compensation
	unevenness  = 0.15 // EV that a step may differ from the others
	// Where only shutter, aperture and ISO tell, light that changes must not
	// look like a bracket: brackets this fine are taken for bursts.
	leastMeasuredStep  = 0.6
	measuredUnevenness = 0.2
)

var lengths = [...]int{9, 7, 5, 3}

// brackets cuts a run into brackets, one beside the other, and what is between
// them. Those that are no bracket have no Kind yet.
func (g *grouping) brackets(run []int) []Burst {
	if len(run) >= leastFrames {
		if steps, ok := g.compensation(run); ok {
			return cutBrackets(run, steps)
		}
		if steps, ok := g.exposure(run); ok {
			return tileBrackets(run, steps)
		}
	}
	return []Burst{{Photos: run}}
}

// compensation returns what the camera says about each photo's exposure
// compensation, in EV; ok is false unless it says three or more different
// values.
func (g *grouping) compensation(run []int) (ev []float64, ok bool) {
	ev = make([]float64, len(run))
	distinct := 0
	for k, i := range run {
		b := g.photos[i].Meta.Bias
		if b == nil || math.IsNaN(*b) {
			return nil, false
		}
		ev[k] = *b
		if distinct < leastFrames && !slices.Contains(ev[:k], *b) {
			distinct++
		}
	}
	return ev, distinct >= leastFrames
}

// exposure returns how much brighter each photo was exposed than another at the
// same light, in EV from an arbitrary zero: log2(t / N² · ISO/100) for the
// shutter time t and the f-number N. ok is false where a camera could not have
// bracketed: the aperture changes, or, where it says a compensation, the ISO.
func (g *grouping) exposure(run []int) (ev []float64, ok bool) {
	first := &g.photos[run[0]].Meta
	ev = make([]float64, len(run))
	for k, i := range run {
		m := &g.photos[i].Meta
		sameISO := m.ISO == first.ISO
		if m.Bias != nil && (first.Bias == nil || *m.Bias != *first.Bias || !sameISO) {
			return nil, false
		}
		if m.Bias == nil && first.Bias != nil || m.Aperture != first.Aperture || !(m.Shutter > 0) || !sameISO && m.ISO*first.ISO <= 0 {
			return nil, false
		}
		ev[k] = math.Log2(m.Shutter)
		if !sameISO {
			ev[k] += math.Log2(float64(m.ISO) / float64(first.ISO))
		}
	}
	return ev, true
}

// cutBrackets finds brackets anywhere in a run, the longest first.
func cutBrackets(run []int, ev []float64) []Burst {
	if even(ev, leastStep, unevenness) {
		return []Burst{bracket(run, ev)}
	}
	var out []Burst
	from := 0 // of what is not a bracket
	for k := 0; k < len(run); {
		n := 0
		for _, length := range lengths {
			if k+length <= len(run) && even(ev[k:k+length], leastStep, unevenness) {
				n = length
				break
			}
		}
		if n == 0 {
			k++
			continue
		}
		if from < k {
			out = append(out, Burst{Photos: run[from:k:k]})
		}
		out = append(out, bracket(run[k:k+n:k+n], ev[k:k+n]))
		k += n
		from = k
	}
	if from < len(run) {
		out = append(out, Burst{Photos: run[from:]})
	}
	return out
}

// tileBrackets takes a run for brackets only if it is nothing but brackets of
// one kind: measured exposures of frames that follow the light can step evenly
// by chance.
func tileBrackets(run []int, ev []float64) []Burst {
	if even(ev, leastMeasuredStep, measuredUnevenness) {
		return []Burst{bracket(run, fromMiddle(ev))}
	}
	for _, n := range lengths {
		if len(run)%n != 0 || !repeats(ev, n) {
			continue
		}
		var out []Burst
		for k := 0; k < len(run); k += n {
			out = append(out, bracket(run[k:k+n:k+n], fromMiddle(ev[k:k+n])))
		}
		return out
	}
	return []Burst{{Photos: run}}
}

// repeats tells whether ev is a bracket of n frames again and again.
func repeats(ev []float64, n int) bool {
	first := fromMiddle(ev[:n])
	for k := 0; k < len(ev); k += n {
		if !even(ev[k:k+n], leastMeasuredStep, measuredUnevenness) {
			return false
		}
		for i, v := range fromMiddle(ev[k : k+n]) {
			if math.Abs(v-first[i]) > measuredUnevenness {
				return false
			}
		}
	}
	return true
}

// even tells whether a bracket's number of frames step through different
// exposures, in any order, at even distances.
func even(ev []float64, least, uneven float64) bool {
	if len(ev) < leastFrames || len(ev) > mostFrames {
		return false
	}
	var room [mostFrames]float64
	s := append(room[:0], ev...)
	slices.Sort(s)
	step := (s[len(s)-1] - s[0]) / float64(len(s)-1)
	if !(step >= least) {
		return false
	}
	for k := 1; k < len(s); k++ {
		if math.Abs(s[k]-s[k-1]-step) > min(uneven, step/2) {
			return false
		}
	}
	return true
}

// fromMiddle returns exposures relative to the middle one.
func fromMiddle(ev []float64) []float64 {
	s := slices.Clone(ev)
	slices.Sort(s)
	middle := s[len(s)/2]
	for k, v := range ev {
		s[k] = v - middle
	}
	return s
}

func bracket(run []int, ev []float64) Burst {
	s := slices.Clone(ev)
	slices.Sort(s)
	var note strings.Builder
	note.WriteString("bracket")
	for _, v := range s {
		switch v = math.Round(v*10) / 10; {
		case v == 0: // nor minus zero
			note.WriteString(" 0")
		case v > 0:
			note.WriteString(" +" + strconv.FormatFloat(v, 'f', -1, 64))
		default:
			note.WriteString(" " + strconv.FormatFloat(v, 'f', -1, 64))
		}
	}
	note.WriteString(" EV")
	return Burst{Photos: run, Kind: Bracket, Note: note.String()}
}
