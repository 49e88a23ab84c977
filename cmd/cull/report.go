package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"culler/library/handover"
)

// writeBest writes one line for each burst.
func writeBest(out io.Writer, entries []handover.Entry) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, e := range bests(entries) {
		why := e.Why(true)
		if e.Problem != "" {
			why = e.Problem
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", e.Burst, inLine(e.Photo), best(e), inLine(why))
	}
	return w.Flush()
}

// bests are the first entries of each burst.
func bests(entries []handover.Entry) (out []handover.Entry) {
	for n, e := range entries {
		if n == 0 || entries[n-1].Burst != e.Burst {
			out = append(out, e)
		}
	}
	return out
}

// best says what the best frame of a burst is best of.
func best(e handover.Entry) string {
	switch {
	case e.Of == 1:
		return e.Kind
	case e.Verdict.Called():
		return fmt.Sprintf("%s best of %d", e.Verdict, e.Of)
	case e.Verdict != "":
		return fmt.Sprintf("of %d, %s", e.Of, e.Verdict)
	}
	return fmt.Sprintf("%s of %d", e.Kind, e.Of)
}

// writeTable writes all frames.
func writeTable(out io.Writer, entries []handover.Entry) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "BURST\tPLACE\tPHOTO\tSCORE\tBETTER THAN\tWHY")
	for _, e := range entries {
		place, score, better, why := "-", "-", "-", e.Problem
		if e.Score != nil {
			place, score, better, why = fmt.Sprint(e.Place), fmt.Sprintf("%+.2f", *e.Score), fmt.Sprintf("%.0f %%", *e.Percentile), e.Why(false)
			if len(e.Faults) > 0 {
				why = strings.TrimSuffix(strings.Join(e.Faults, ", ")+"; "+why, "; ")
			}
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\n", e.Burst, place, inLine(e.Photo), score, better, inLine(why))
	}
	return w.Flush()
}

// complain lists what could not be read.
func (s *shoot) complain(w io.Writer, entries []handover.Entry) {
	say := func(path, reason string) {
		fmt.Fprintf(w, "cull: %s: %s\n", inLine(path), inLine(strings.TrimPrefix(reason, path+": ")))
	}
	for _, skipped := range s.Skipped() {
		say(skipped.Path, skipped.Reason)
	}
	for _, e := range entries {
		if e.Problem != "" {
			say(e.Files[0], e.Problem)
		}
	}
}
