package judge

import "math"

// What makes a verdict, measured on 72 series of one scene that people scored
// ("cull bench", README). The slope came out as 2.5 to 2.6 whether a shoot held
// two of those series or all, and near that on single measures.
const (
	// Slope is k of the probability that people agree with a margin of the
	// embedded model with its starting weights; other models' folders may say
	// their own (calibration in model.yaml).
	Slope = 2.6
	// Called is the probability below which two frames are too close to call.
	Called = 0.65
	// Clear is the probability from which a verdict is clear and not only
	// probable.
	Clear = 0.85
	// FaultTold is the least probability that a frame without a fault is
	// preferred to a sibling with one: none of 188 frames with a fault was
	// people's best of its series, so it is at least 0.98 (95 %).
	FaultTold = 0.98
)

// Probability that people prefer the frame that is ahead by a margin; 0.5 for
// equals. A slope of 0 is Slope.
func Probability(margin, slope float64) float64 {
	if slope <= 0 {
		slope = Slope
	}
	return 1 / (1 + math.Exp(-slope*margin))
}

// Margin is the inverse of Probability.
func Margin(probability, slope float64) float64 {
	if slope <= 0 {
		slope = Slope
	}
	return math.Log(probability/(1-probability)) / slope
}
