package bench

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"culler/library/phrase"
	"culler/scoring/metric"
)

// Comparison is two reports method by method.
type Comparison struct {
	A, B    string // what the reports are of
	Bursts  int    // judged in both
	Methods []Change
	OnlyA   []string // methods that ran in one report only
	OnlyB   []string
	Notes   []string
}

// Change is one method in both reports.
type Change struct {
	Method string
	A, B   Figure // Top-1 on the bursts that both judged
	By     Figure // B less A
	Better int    // bursts where B did better
	Worse  int
	P      float64 // sign test, adjusted by Holm
}

// Compare compares two reports on the bursts that both judged, burst by burst,
// so that a small change shows although bursts differ much. It refuses reports
// that share no burst.
func Compare(a, b Report) (Comparison, error) {
	c := Comparison{A: a.title(), B: b.title()}
	at := map[string]int{}
	for k, id := range a.Series {
		at[id] = k
	}
	var both [][2]int
	for k, id := range b.Series {
		if j, there := at[id]; there {
			both = append(both, [2]int{j, k})
		}
	}
	if len(both) == 0 {
		return c, errors.New("the two reports share no judged burst, so there is nothing to compare: run both on the same data set")
	}
	c.Bursts = len(both)
	if a.Data.Name != b.Data.Name || len(both) != len(a.Series) || len(both) != len(b.Series) {
		c.Notes = append(c.Notes, fmt.Sprintf("The reports are not of the same bursts: %d were judged in the first, %d in the second, %d in both. Only these count.", len(a.Series), len(b.Series), len(both)))
	}
	var p []float64
	for _, m := range a.Methods {
		o, there := b.Find(m.Name)
		switch {
		case m.Found == nil:
			continue
		case !there || o.Found == nil:
			c.OnlyA = append(c.OnlyA, m.Name)
			continue
		case len(m.Found) != len(a.Series) || len(o.Found) != len(b.Series):
			return c, fmt.Errorf("a report is damaged: method %q does not tell what it found in every burst", m.Name)
		}
		var was, is metric.Share
		for _, k := range both {
			was.Right, was.Counted = append(was.Right, float64(m.Found[k[0]])), append(was.Counted, 1)
			is.Right, is.Counted = append(is.Right, float64(o.Found[k[1]])), append(is.Counted, 1)
		}
		seed := a.Config.Seed
		d := metric.Compare(is, was, metric.Resamples, seed)
		p = append(p, d.P)
		c.Methods = append(c.Methods, Change{
			Method: m.Name, A: figure(was.Value(), was.Interval(metric.Resamples, seed), len(both)),
			B:  figure(is.Value(), is.Interval(metric.Resamples, seed), len(both)),
			By: figure(d.By, d.Interval, len(both)), Better: d.Better, Worse: d.Worse,
		})
	}
	for k, adjusted := range metric.Holm(p) {
		c.Methods[k].P = adjusted
	}
	for _, m := range b.Methods {
		if m.Found != nil && !slices.ContainsFunc(a.Methods, func(o Method) bool { return o.Name == m.Name && o.Found != nil }) {
			c.OnlyB = append(c.OnlyB, m.Name)
		}
	}
	return c, nil
}

func (r Report) title() string {
	model := r.Data.Model
	if model == "" {
		model = "no model"
	}
	return fmt.Sprintf("%s, %s, prompts %s", r.Data.Name, model, r.Data.Prompts)
}

// Clear tells that the change is not chance.
func (c Change) Clear() bool { return c.P < 0.05 && (c.By.Low > 0 || c.By.High < 0) }

// WriteMarkdown writes the comparison as a table.
func (c Comparison) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "A: %s\nB: %s\n%s judged in both; Top-1.\n\n", c.A, c.B, phrase.Count(c.Bursts, "burst"))
	table := [][]string{{"method", "A", "B", "B less A, points", "better : worse", "p", ""}}
	for _, m := range c.Methods {
		verdict := "may be chance"
		if m.Clear() && m.By.Value > 0 {
			verdict = "better"
		} else if m.Clear() {
			verdict = "worse"
		} else if m.Better+m.Worse == 0 {
			verdict = "the same"
		}
		table = append(table, []string{m.Method, m.A.percent(), m.B.percent(), m.By.points(), fmt.Sprintf("%d : %d", m.Better, m.Worse), fmt.Sprintf("%.3f", m.P), verdict})
	}
	markdown(&b, table)
	if len(c.OnlyA) > 0 {
		fmt.Fprintf(&b, "\nOnly in A: %s\n", strings.Join(c.OnlyA, ", "))
	}
	if len(c.OnlyB) > 0 {
		fmt.Fprintf(&b, "\nOnly in B: %s\n", strings.Join(c.OnlyB, ", "))
	}
	for _, n := range c.Notes {
		fmt.Fprintf(&b, "\n%s\n", n)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
