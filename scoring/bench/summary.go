package bench

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"culler/library/phrase"
	"culler/scoring/bench/dataset"
	"culler/scoring/metric"
)

// Summary tells the result in a few sentences.
func (r Report) Summary() []string {
	d := r.Data
	var s []string
	if d.Judged == 0 && d.Absolute {
		s = append(s, phrase.Count(d.Photos, "photo")+", each with a score that people gave.")
	} else if d.Judged == 0 {
		s = append(s, fmt.Sprintf("%s in %s, of none of which it is known which frame is the best.", phrase.Count(d.Photos, "photo"), phrase.Count(d.Bursts, "burst")))
	} else {
		known := "people said which frame is the best"
		switch d.Kind {
		case dataset.Demo:
			known = "it is known which frames were not altered: these are the best"
		case dataset.Decided:
			known = "you picked or starred some frames above others: these are the best"
		}
		s = append(s, fmt.Sprintf("%s in %s; in %d of them %s.", phrase.Count(d.Photos, "photo"), phrase.Count(d.Bursts, "burst"), d.Judged, known))
	}
	ref, ok := r.Find(r.reference())
	if ok && d.Judged > 0 {
		s = append(s, fmt.Sprintf("%s finds the best frame in %s of these bursts; choosing at random finds it in %s.", phrase.Upper(ref.Name), ref.Top1.percent(), d.Chance.percent()))
		for _, a := range r.Against {
			if a.Method != "sharpness" && a.Method != "rules" {
				continue
			}
			other, _ := r.Find(a.Method)
			s = append(s, fmt.Sprintf("%s alone: %s. %s", phrase.Upper(a.Method), other.Top1.percent(), a.words(ref.Name)))
		}
	}
	if ok && d.Absolute {
		s = append(s, fmt.Sprintf("Over all photos %s goes with people's scores by an SRCC of %s and a PLCC of %s.", ref.Name, ref.SRCC.plain(), ref.PLCC.plain()))
	}
	if ok && ref.Kind == Score && d.Judged == 0 && !d.Absolute {
		s = append(s, r.margins(ref.Name))
	}
	if r.Verdict != nil && r.Verdict.Problem == "" {
		s = append(s, fmt.Sprintf("From a margin of %s on, the first frame is better than the second with a probability of %.0f %%.", r.Verdict.Threshold.plain(), 100*r.Verdict.CallAt))
	}
	if r.Altered != nil && r.Altered.Verdict != nil && r.Altered.Verdict.Problem == "" {
		v := r.Altered.Verdict
		s = append(s, fmt.Sprintf("Of a photo and what was made of it by a known flaw, from a margin of %s on the photo comes first with a probability of %.0f %%; in the app verdicts are called from %.3f on.", v.Threshold.plain(), 100*v.CallAt, d.CallFrom))
	}
	return s
}

// margins tells how clear the reference's choices are.
func (r Report) margins(name string) string {
	var margins []float64
	clear := 0
	for _, w := range r.Wins {
		margins = append(margins, float64(w.Margin))
		if float64(w.Margin) >= r.Data.CallFrom {
			clear++
		}
	}
	slices.Sort(margins)
	return fmt.Sprintf("%s calls a verdict in %d of %s, by a margin of %.3f or more; its median margin is %s.", phrase.Upper(name), clear, phrase.Count(len(margins), "burst"), r.Data.CallFrom, Number(metric.Quantile(margins, 0.5)).plain())
}

func (r Report) reference() string {
	if m, ok := r.Find(r.Config.Reference); ok && m.Problem == "" {
		return m.Name
	}
	for _, m := range r.Methods {
		if m.Problem == "" {
			return m.Name
		}
	}
	return r.Config.Reference
}

// words says whether the reference is shown to do better or worse.
func (a Against) words(reference string) string {
	by := fmt.Sprintf("%+.1f points, %+.1f to %+.1f", 100*a.By.Value, 100*a.By.Low, 100*a.By.High)
	switch {
	case a.Clear() && a.By.Value > 0:
		return fmt.Sprintf("%s is better (%s).", phrase.Upper(reference), by)
	case a.Clear():
		return fmt.Sprintf("%s is worse (%s).", phrase.Upper(reference), by)
	}
	return fmt.Sprintf("The difference to %s may be chance (%s).", reference, by)
}

// percent shows a share as "53.3 % (49.1-57.0)".
func (f Figure) percent() string {
	if f.Value.NaN() {
		return "-"
	}
	if f.Low.NaN() {
		return f.Value.percent()
	}
	return fmt.Sprintf("%s (%.1f-%.1f)", f.Value.percent(), 100*f.Low, 100*f.High)
}

// points shows a difference of shares with its sign.
func (f Figure) points() string {
	if f.Value.NaN() {
		return "-"
	}
	return fmt.Sprintf("%+.1f (%+.1f to %+.1f)", 100*f.Value, 100*f.Low, 100*f.High)
}

// plain shows a number as "0.468 (0.44-0.50)".
func (f Figure) plain() string {
	switch {
	case f.Value.NaN() || math.IsInf(float64(f.Value), 0):
		return "-"
	case math.IsInf(float64(f.High), 0):
		return fmt.Sprintf("%.3f (%.3f or more)", f.Value, f.Low)
	case f.Low < 0:
		return fmt.Sprintf("%.3f (%.3f to %.3f)", f.Value, f.Low, f.High)
	}
	return fmt.Sprintf("%.3f (%.3f-%.3f)", f.Value, f.Low, f.High)
}

func (n Number) percent() string {
	if n.NaN() {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*n)
}

func (n Number) plain() string {
	if n.NaN() || math.IsInf(float64(n), 0) {
		return "-"
	}
	return fmt.Sprintf("%.3f", n)
}

// WriteMarkdown writes the summary and the table of methods, for a README.
func (r Report) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	for _, s := range r.Summary() {
		fmt.Fprintf(&b, "%s\n", s)
	}
	b.WriteByte('\n')
	if r.Data.Judged == 0 && !r.Data.Absolute {
		table := [][]string{{"method", "same first frame as " + r.reference(), "correlation inside bursts"}}
		for _, c := range r.choices() {
			table = append(table, []string{c.Method, c.Same.percent(), c.Correlation.plain()})
		}
		markdown(&b, table)
		return r.finish(w, &b)
	}
	table := [][]string{{"method", "Top-1", "Top-2", "MRR", "pairs", "pairs, 70 % agree", "in-burst SRCC"}}
	if r.Data.Absolute {
		table[0] = append(table[0], "SRCC", "PLCC")
	}
	for _, m := range r.Methods {
		if m.Problem != "" {
			continue
		}
		row := []string{m.Name, m.Top1.percent(), m.Top2.percent(), m.MRR.plain(), m.Pairs.percent(), m.ClearPairs.percent(), m.InBurst.plain()}
		if r.Data.Absolute {
			row = append(row, m.SRCC.plain(), m.PLCC.plain())
		}
		table = append(table, row)
	}
	markdown(&b, table)
	if len(r.Lessons) > 0 {
		b.WriteByte('\n')
		lessons := [][]string{{"learned from", "what", "Top-1 of the others", "points over the weights as they are"}}
		for _, l := range r.Lessons {
			lessons = append(lessons, []string{fmt.Sprint(l.From), l.Name, l.Top1.percent(), l.By.points()})
		}
		markdown(&b, lessons)
	}
	return r.finish(w, &b)
}

// finish writes what did not run, and the notes.
func (r Report) finish(w io.Writer, b *strings.Builder) error {
	for _, m := range r.Methods {
		if m.Problem != "" {
			fmt.Fprintf(b, "\nNot run: %s. %s\n", m.Name, m.Problem)
		}
	}
	if len(r.Notes) > 0 {
		b.WriteByte('\n')
	}
	for _, n := range r.Notes {
		fmt.Fprintf(b, "- %s\n", n)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// markdown writes a table whose first row is its head.
func markdown(b *strings.Builder, table [][]string) {
	for k, row := range table {
		for n, cell := range row {
			row[n] = strings.NewReplacer("|", "\\|", "\n", " ").Replace(cell)
		}
		fmt.Fprintf(b, "| %s |\n", strings.Join(row, " | "))
		if k == 0 {
			fmt.Fprintf(b, "|%s\n", strings.Repeat("---|", len(row)))
		}
	}
}

// choice tells how much like the reference a method chooses.
type choice struct {
	Method            string
	Same, Correlation Number
}

// choices compares every method that ran with the reference: what there is to
// tell where nobody said which frames are the best.
func (r Report) choices() []choice {
	var list []choice
	ref := slices.IndexFunc(r.Methods, func(m Method) bool { return m.Name == r.reference() })
	for k, m := range r.Methods {
		if m.Problem == "" && ref >= 0 && k != ref {
			list = append(list, choice{m.Name, r.Agreement[ref][k], r.Correlation[ref][k]})
		}
	}
	slices.SortStableFunc(list, func(a, b choice) int { return compare(b.Same, a.Same) })
	return list
}
