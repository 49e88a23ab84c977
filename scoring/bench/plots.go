package bench

import (
	"fmt"
	"html/template"
	"math"

	"culler/library/phrase"
)

// methodsPlot shows Top-1 with intervals, the best method above.
func (r Report) methodsPlot() template.HTML {
	var methods []Method
	longest := 0
	for _, m := range r.ranked() {
		if !m.Top1.Value.NaN() {
			methods = append(methods, m)
			longest = max(longest, len(m.Name))
		}
	}
	if len(methods) == 0 {
		return ""
	}
	n := float64(len(methods))
	f := newFigures(760, 20*n+60, min(300, 20+7*float64(longest)), 8, 16, 44)
	high := 0.0
	for _, m := range methods {
		high = max(high, float64(m.Top1.High))
	}
	f.area(0, min(100, 10*math.Ceil(10*high)), 0, n)
	f.across(0, f.x1, 10, "%.0f", "Top-1: bursts whose best frame was found, percent, with the 95 % interval")
	f.line(100*float64(r.Data.Chance), 0, 100*float64(r.Data.Chance), n, "#8c8c8c", "4 3")
	for k, m := range methods {
		at, color := n-float64(k)-0.5, second
		if m.Name == r.reference() {
			color = accent
		}
		f.text(f.left-10, f.y(at)+4, "end", ink, m.Name)
		f.line(100*float64(m.Top1.Low), at, 100*float64(m.Top1.High), at, color, "")
		f.dot(100*float64(m.Top1.Value), at, color, m.Name+" "+m.Top1.percent())
	}
	return f.svg()
}

// reliabilityPlot shows what was predicted against what people said.
func (c *Calibration) reliabilityPlot() template.HTML {
	if len(c.Bins) == 0 {
		return ""
	}
	f := newFigures(430, 340, 46, 30, 16, 44)
	from := 50.0
	for _, b := range c.Bins {
		from = min(from, 10*math.Floor(10*float64(b.Predicted)))
	}
	f.area(from, 100, 0, 100)
	f.across(from, 100, 10, "%.0f", "Predicted: the first is the better one, percent")
	f.up(0, 100, 20, "%.0f", "Observed, percent, with the 95 % interval")
	f.line(from, from, 100, 100, "#8c8c8c", "4 3")
	for _, b := range c.Bins {
		x, o := 100*float64(b.Predicted), b.Observed
		f.line(x, 100*float64(o.Low), x, 100*float64(o.High), second, "")
		f.dot(x, 100*float64(o.Value), accent, fmt.Sprintf("margin %s: predicted %s, observed %s of %s", b.Margin.plain(), b.Predicted.percent(), o.percent(), phrase.Count(o.Of, "burst")))
	}
	return f.svg()
}

// callsPlot shows how often a verdict would be called, and how often it would
// be right, by the threshold.
func (c *Calibration) callsPlot() template.HTML {
	if len(c.Calls) == 0 {
		return ""
	}
	f := newFigures(430, 340, 46, 30, 16, 44)
	last := float64(c.Calls[len(c.Calls)-1].Margin)
	step := math.Pow(10, math.Floor(math.Log10(last/2)))
	for last/step > 8 {
		step *= 2
	}
	f.area(0, math.Ceil(last/step)*step, 0, 100)
	f.across(0, f.x1, step, "%.3g", "Threshold: the margin from which a verdict is called")
	f.up(0, 100, 20, "%.0f", "percent")
	var called, right [][2]float64
	for _, k := range c.Calls {
		called = append(called, [2]float64{float64(k.Margin), 100 * float64(k.Called)})
		if !k.Accuracy.Value.NaN() {
			right = append(right, [2]float64{float64(k.Margin), 100 * float64(k.Accuracy.Value)})
		}
	}
	for _, l := range []struct {
		points [][2]float64
		color  string
		words  string
		at     float64
	}{{called, second, "with a verdict", 130}, {right, accent, "the better one found in these", 230}} {
		f.path(l.points, l.color)
		for _, p := range l.points {
			f.dot(p[0], p[1], l.color, fmt.Sprintf("%s: %.1f %% from a margin of %.3f on", l.words, p[1], p[0]))
		}
		f.text(l.at, f.top-10, "start", l.color, l.words)
	}
	return f.svg()
}

// heat is the background of a cell: blue below the middle, amber above it.
func heat(v Number, low, middle, high float64) template.CSS {
	if v.NaN() {
		return ""
	}
	x, color := float64(v), "224,160,74"
	strength := (x - middle) / (high - middle)
	if x < middle {
		strength, color = (middle-x)/(middle-low), "127,174,214"
	}
	return template.CSS(fmt.Sprintf("background:rgba(%s,%.2f)", color, 0.75*max(0, min(1, strength))))
}
