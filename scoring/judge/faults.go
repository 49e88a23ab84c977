package judge

import (
	"math"
	"slices"
)

// Fault is something plainly wrong with a frame.
type Fault string

// The faults. All but Misfire are told from siblings in a burst, which show
// what the scene looks like without it.
const (
	Soft       Fault = "soft"         // missed focus or motion blur
	Blown      Fault = "blown"        // overexposed, highlights burnt out
	Blocked    Fault = "blocked"      // shadows sunk into black
	Dark       Fault = "underexposed" // grossly
	EyesClosed Fault = "eyes closed"  // of a face, where they are open in a sibling
	Misfire    Fault = "misfire"      // no content: a lens cap, the floor, the inside of a bag
)

// Faults lists all faults.
func Faults() []Fault { return []Fault{Soft, Blown, Blocked, Dark, EyesClosed, Misfire} }

// Told says that a frame has the fault, as the end of "this frame ...".
func (f Fault) Told() string {
	switch f {
	case EyesClosed:
		return "has closed eyes"
	case Misfire:
		return "is a misfire"
	case Blocked:
		return "has blocked shadows"
	}
	return "is " + string(f)
}

// Why says what a fault means, as the end of "this frame ...".
func (f Fault) Why() string {
	switch f {
	case Soft:
		return "is much softer than the sharpest of its burst"
	case Blown:
		return "is burnt out where others of its burst are not"
	case Blocked:
		return "has black shadows where others of its burst show something"
	case Dark:
		return "is far darker than others of its burst"
	case EyesClosed:
		return "has closed eyes where others of its burst have them open"
	case Misfire:
		return "shows next to nothing"
	}
	return "is not as it should be"
}

// Thresholds in the measures' own units. Each was chosen so that it takes none
// of the 72 frames that people like best in their series, and then as low as
// that and the known alterations of the demo shoot allow.
const (
	softBy       = 1.7  // sharpness (log2) below the burst's sharpest: 120 of the 527 frames
	blockedBy    = 10.0 // points of shadows above the burst's least: 31 frames
	darkBy       = 25.0 // points of exposure off the middle above the burst's least, with darkBelow: 71 frames
	darkBelow    = 5.0  // percent of highlights: what is brighter is not dark
	blownBy      = 8.0  // points of highlights above the burst's least, with blownBright and blownFlat: 32 frames
	blownBright  = 15.0 // points of exposure off the middle above the burst's least
	blownFlat    = 20.0 // points of contrast below the burst's most
	misfireBelow = 4.0  // points of contrast: the flattest frame of the series has 5.0
	closedFrom   = 0.2  // share of the faces, by size, whose eyes are closed, with a sibling below half of that: one of a group of five
)

// The rows that faults are told from. Readings of a row are higher where they
// are better: those of what should be low are negated.
const (
	sharpnessRow  = "measure/sharpness"
	highlightsRow = "measure/highlights"
	shadowsRow    = "measure/shadows"
	exposureRow   = "measure/exposure"
	contrastRow   = "measure/contrast"
	// EyesRow is the share of a photo's faces whose eyes are not closed, 0 to 1.
	EyesRow = "measure/eyes-open"
)

// Faults are what is wrong with a photo, in the order of Faults.
func (j *Judge) Faults(photo int) []Fault { return j.faults[photo] }

// FaultsBeside are the faults of a photo that a sibling is free of.
func (j *Judge) FaultsBeside(photo, sibling int) []Fault {
	return slices.DeleteFunc(slices.Clone(j.faults[photo]), func(f Fault) bool { return slices.Contains(j.faults[sibling], f) })
}

// Vetoed tells whether a frame has a fault that a sibling lacks.
func (j *Judge) Vetoed(photo int) bool { return j.vetoed[photo] > 0 }

// find looks for faults in all bursts and singles.
func (j *Judge) find() {
	j.faults, j.vetoed = map[int][]Fault{}, map[int]int{}
	readings := map[string][]float64{}
	for _, r := range j.rows {
		readings[r.id] = r.values
	}
	for _, b := range j.bursts {
		j.search(b, readings)
	}
}

func (j *Judge) search(b Burst, readings map[string][]float64) {
	of := func(row string) siblings { return among(readings[row], b.Photos) }
	contrast := of(contrastRow)
	j.found(b, Misfire, func(k int) bool { return contrast.v[k] < misfireBelow })
	if b.Bracket || len(b.Photos) < 2 {
		return
	}
	sharp, high, shadow, exposure, eyes := of(sharpnessRow), of(highlightsRow), of(shadowsRow), of(exposureRow), of(EyesRow)
	j.found(b, Soft, func(k int) bool { return sharp.behind(k) > softBy })
	j.found(b, Blocked, func(k int) bool { return shadow.behind(k) >= blockedBy })
	j.found(b, Dark, func(k int) bool { return exposure.behind(k) >= darkBy && -high.v[k] < darkBelow })
	j.found(b, Blown, func(k int) bool {
		return high.behind(k) > blownBy && exposure.behind(k) > blownBright && contrast.behind(k) > blownFlat
	})
	j.found(b, EyesClosed, func(k int) bool { return 1-eyes.v[k] >= closedFrom && 1-eyes.best < closedFrom/2 })
}

// found notes a fault of the frames that have it.
func (j *Judge) found(b Burst, f Fault, has func(k int) bool) {
	if slices.Contains(j.off, f) {
		return
	}
	var with []int
	for k, p := range b.Photos {
		if has(k) {
			with = append(with, p)
		}
	}
	for _, p := range with {
		j.faults[p] = append(j.faults[p], f)
		if len(with) < len(b.Photos) && !b.Bracket {
			j.vetoed[p]++
		}
	}
}

// siblings are the readings of a burst's frames, NaN where there is none, and
// the best of them.
type siblings struct {
	v    []float64
	best float64
}

func among(values []float64, photos []int) siblings {
	s := siblings{v: make([]float64, len(photos)), best: math.NaN()}
	for k, p := range photos {
		s.v[k] = math.NaN()
		if p < len(values) {
			s.v[k] = values[p]
		}
		if math.IsNaN(s.best) || s.v[k] > s.best {
			s.best = s.v[k]
		}
	}
	return s
}

// behind is how far a frame is behind the best; NaN, which no threshold is
// below, where it has no reading.
func (s siblings) behind(k int) float64 { return s.best - s.v[k] }
