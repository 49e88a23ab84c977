package judge

import (
	"slices"
	"testing"

	"culler/scoring/rank"
)

// frame is what is measured on a frame, as cull explain would show it.
type frame struct{ sharp, high, shadow, exposure, contrast float64 }

func judgeOf(bracket bool, frames []frame, off ...Fault) *Judge {
	var sharp, high, shadow, exposure, contrast []float64
	var b Burst
	for k, f := range frames {
		b.Photos = append(b.Photos, k)
		sharp, high, shadow = append(sharp, f.sharp), append(high, -f.high), append(shadow, -f.shadow)
		exposure, contrast = append(exposure, -f.exposure), append(contrast, f.contrast)
	}
	b.Bracket = bracket
	return New(ranking(len(frames),
		reading(sharpnessRow, 1, sharp...), reading(highlightsRow, 0, high...), reading(shadowsRow, 0, shadow...),
		reading(exposureRow, 0, exposure...), reading(contrastRow, 0, contrast...)), []Burst{b}, off...)
}

func TestFaultsAreToldFromSiblings(t *testing.T) {
	good := frame{sharp: 5, high: 1, shadow: 1, exposure: 5, contrast: 80}
	with := func(change func(*frame)) frame { f := good; change(&f); return f }
	for _, c := range []struct {
		name  string
		other frame
		want  []Fault
	}{
		{"alike", good, nil},
		{"a little softer", with(func(f *frame) { f.sharp = 4 }), nil},
		{"out of focus", with(func(f *frame) { f.sharp = 2 }), []Fault{Soft}},
		{"burnt out", with(func(f *frame) { f.high, f.exposure, f.contrast = 40, 30, 50 }), []Fault{Blown}},
		{"a bright sky", with(func(f *frame) { f.high = 30 }), nil},
		{"black", with(func(f *frame) { f.shadow = 20 }), []Fault{Blocked}},
		{"far too dark", with(func(f *frame) { f.exposure = 35 }), []Fault{Dark}},
		{"a lens cap", frame{contrast: 2, exposure: 45}, []Fault{Misfire, Soft, Dark}},
	} {
		j := judgeOf(false, []frame{good, c.other, good})
		if got := j.Faults(1); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if len(j.Faults(0))+len(j.Faults(2)) > 0 {
			t.Errorf("%s: the good frames have faults", c.name)
		}
		for _, f := range j.Faults(1) {
			if f.Why() == "" || f.Told() == "" {
				t.Errorf("%s: nothing is said about it", f)
			}
		}
	}
	if j := judgeOf(false, []frame{{contrast: 2}}); !slices.Equal(j.Faults(0), []Fault{Misfire}) || j.Vetoed(0) {
		t.Errorf("a misfire by itself has %q", j.Faults(0))
	}
	if j := judgeOf(true, []frame{good, with(func(f *frame) { f.exposure, f.high, f.contrast = 40, 40, 40 })}); len(j.Faults(1)) > 0 {
		t.Errorf("the bright frame of a bracket has %q", j.Faults(1))
	}
}

// A frame with a fault that a sibling lacks is never best nor equal, whatever
// else speaks for it; where all share it, it says nothing.
func TestAFaultThatASiblingLacksVetoes(t *testing.T) {
	soft, sharp := frame{sharp: 1, contrast: 60}, frame{sharp: 5, contrast: 60}
	for _, off := range []bool{false, true} {
		j := judgeOf(false, []frame{soft, sharp})
		if off {
			j = judgeOf(false, []frame{soft, sharp}, Soft)
		}
		// A row of great weight prefers the soft one.
		k := ranking(2, reading(sharpnessRow, 0, 2, 5), reading("prompt/x", 2, 9, 1))
		if off {
			j = New(k, j.bursts, Soft)
		} else {
			j = New(k, j.bursts)
		}
		v := j.Verdict(0)
		if want := map[bool]int{false: 1, true: 0}[off]; v.Best != want || v.Certainty != Clearly || len(v.Equals) != 1 {
			t.Errorf("the fault is off: %v: %+v", off, v)
		}
		if !off && (v.Probability < FaultTold || v.Margin >= 0) {
			t.Errorf("it says %+v", v)
		}
	}
	flat := frame{contrast: 1}
	if j := judgeOf(false, []frame{flat, flat}); j.Vetoed(0) || len(j.Faults(0)) != 1 || j.Verdict(0).Certainty != TooClose {
		t.Errorf("two misfires: %+v", j.Verdict(0))
	}
}

// A fault orders siblings only, and what is said of it is what the other lacks.
func TestFaultsOrderSiblingsOnly(t *testing.T) {
	// Two bursts of three: one and two of the first are soft, two is also dark.
	frames := []frame{{sharp: 5, contrast: 60}, {sharp: 1, contrast: 60}, {sharp: 1, exposure: 60, contrast: 60}, {sharp: 5, contrast: 60}, {sharp: 5, contrast: 60}, {sharp: 5, contrast: 60}}
	all := judgeOf(false, frames)
	j := New(all.ranking, []Burst{{Photos: []int{0, 1, 2}}, {Photos: []int{3, 4, 5}}})
	for _, c := range []struct {
		a, b int
		want bool
		says []Fault
	}{{0, 1, true, []Fault{Soft}}, {0, 2, true, []Fault{Soft, Dark}}, {1, 2, false, []Fault{Dark}}, {3, 4, false, nil}, {3, 1, false, []Fault{Soft}}, {9, 1, false, []Fault{Soft}}} {
		if j.ByFault(c.a, c.b) != c.want || j.ByFault(c.b, c.a) != c.want {
			t.Errorf("a fault orders %d and %d: %v", c.a, c.b, !c.want)
		}
		if got := j.FaultsBeside(c.b, c.a); !slices.Equal(got, c.says) {
			t.Errorf("beside %d, %d has %q", c.a, c.b, got)
		}
	}
}

// Closed eyes count where a sibling has them open, and only there.
func TestClosedEyes(t *testing.T) {
	k := ranking(5, reading(EyesRow, 0, 1, 0, 0.4, 0, 0), rank.Row{ID: "x", Weight: 1, Within: 1, Values: []float64{0, 0, 0, 0, 0}})
	j := New(k, []Burst{{Photos: []int{0, 1, 2}}, {Photos: []int{3, 4}}})
	for i, want := range []bool{false, true, true, false, false} {
		if got := slices.Contains(j.Faults(i), EyesClosed); got != want {
			t.Errorf("photo %d has closed eyes: %v", i, got)
		}
	}
}
