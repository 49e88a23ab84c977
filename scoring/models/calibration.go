package models

import (
	"errors"
	"fmt"
	"math"
)

// Calibration turns a margin into the probability that people agree with it:
// they prefer photo a to b with 1 / (1 + exp(-Slope (d_a - d_b))), d the mean
// reading of Pairs.
type Calibration struct {
	Pairs     []string `yaml:"pairs"`     // prompts, each "a good one / a bad one"
	Slope     float64  `yaml:"slope"`     // above 0
	Deviation float64  `yaml:"deviation"` // of d within bursts, pooled over many; above 0
	// Within is what the readings of prompts vary by inside bursts, each as a
	// standard deviation pooled over many, by "prompt/" and the ID.
	Within map[string]float64 `yaml:"within,omitempty"`
	// Margins is the slope for margins between scores of the rows with Weights,
	// each standing by its Within; 0: Slope times Deviation, which is that of
	// the mean reading of Pairs.
	Margins float64 `yaml:"margins,omitempty"`
}

// MarginSlope is k of the probability 1 / (1 + exp(-k margin)) that people
// prefer the frame whose score is higher by a margin; 0 where c is nil.
func (c *Calibration) MarginSlope() float64 {
	if c == nil {
		return 0
	}
	if c.Margins > 0 {
		return c.Margins
	}
	return c.Slope * c.Deviation
}

func (c *Calibration) validate() error {
	if c == nil {
		return nil
	}
	if !(c.Slope > 0) || math.IsInf(c.Slope, 0) || !(c.Deviation > 0) || math.IsInf(c.Deviation, 0) {
		return errors.New("calibration needs a slope and a deviation above 0")
	}
	if len(c.Pairs) == 0 {
		return errors.New("calibration needs pairs: the prompts whose mean it is about")
	}
	if !(c.Margins >= 0) || math.IsInf(c.Margins, 0) {
		return errors.New("the margins of a calibration need a slope of 0 or more")
	}
	for row, s := range c.Within {
		if !(s > 0) || math.IsInf(s, 0) {
			return fmt.Errorf("what %q varies by within bursts should be above 0, not %v", row, s)
		}
	}
	return nil
}
