package main

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"culler/library/burst"
	"culler/scoring/rank"
)

// report is what cull rank tells: the ranked frames of every burst, in order of
// capture. Its JSON form is for scripts, so that names in it stay.
type report struct {
	Folder string           `json:"folder"`
	Model  string           `json:"model,omitempty"`
	Counts rank.Aggregation `json:"counts"`
	Bursts []group          `json:"bursts"`
	// Unread are the files and folders that could not be read, with the reason.
	Unread []unread `json:"unread,omitempty"`
}

// group is one burst, a bracket or a single photo.
type group struct {
	Number  int     `json:"burst"` // from 1, in order of capture
	Kind    string  `json:"kind"`  // single, burst or bracket
	Note    string  `json:"note,omitempty"`
	Verdict string  `json:"verdict,omitempty"` // "clear" or "too close to call"; none for singles and brackets
	Margin  float64 `json:"margin"`            // of the best frame's score over the runner-up's
	Frames  []frame `json:"frames"`            // best first; of a bracket, in order of capture
}

type frame struct {
	Rank       int       `json:"rank"`
	Photo      string    `json:"photo"` // the path below the folder, with extension
	Taken      time.Time `json:"taken,omitzero"`
	Score      *float64  `json:"score"`      // null where there is none
	Percentile *float64  `json:"percentile"` // of the score in the shoot, 0 to 100
	// Reasons are the shares of the score, strongest first; in a burst, of the
	// lead over the runner-up or of the distance from the best.
	Reasons []reason `json:"reasons,omitempty"`
	Problem string   `json:"problem,omitempty"`
}

type reason struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Share float64 `json:"share"`
}

type unread struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

func (s *shoot) report() report {
	r := report{Folder: s.Folder(), Model: s.model, Counts: s.board.Aggregation()}
	ranking := s.board.Ranking()
	for n, b := range s.bursts {
		r.Bursts = append(r.Bursts, s.group(n+1, b, ranking))
	}
	for _, skipped := range s.Skipped() {
		r.Unread = append(r.Unread, unread{skipped.Path, skipped.Reason})
	}
	for i, p := range s.Photos() {
		if problem := s.problem(i); problem != "" {
			r.Unread = append(r.Unread, unread{p.Files[0].Path, problem})
		}
	}
	return r
}

func (s *shoot) problem(i int) string {
	if p := s.Photo(i); p.Problem != "" {
		return p.Problem
	}
	if err := s.board.Problem(i); err != nil {
		return err.Error()
	}
	return ""
}

func (s *shoot) group(number int, b burst.Burst, ranking *rank.Ranking) group {
	g := group{Number: number, Kind: b.Kind.String(), Note: b.Note}
	v := ranking.Verdict(b.Photos)
	order := v.Order
	if b.Kind == burst.Bracket {
		order = b.Photos
	} else if len(b.Photos) > 1 && v.RunnerUp >= 0 {
		g.Margin, g.Verdict = v.Margin, "too close to call"
		if v.Clear {
			g.Verdict = "clear"
		}
	}
	for n, i := range order {
		f := frame{Rank: n + 1, Photo: s.name(i), Taken: s.Photo(i).Meta.Taken, Problem: s.problem(i)}
		if score := ranking.Scores()[i]; !math.IsNaN(score) {
			percentile := ranking.Percentile(i)
			f.Score, f.Percentile = &score, &percentile
			f.Reasons = s.reasons(i, g.Verdict != "", v, ranking)
		}
		g.Frames = append(g.Frames, f)
	}
	return g
}

// reasons are those for the place of photo i: in a burst what sets it apart from
// the runner-up or from the best, else what makes its score.
func (s *shoot) reasons(i int, compare bool, v rank.Verdict, ranking *rank.Ranking) []reason {
	shares := ranking.Contributions(i)
	switch {
	case compare && i == v.Best:
		shares = ranking.Difference(i, v.RunnerUp)
	case compare:
		shares = ranking.Difference(i, v.Best)
	}
	var out []reason
	for _, c := range shares {
		if c.Share != 0 {
			row := ranking.Rows()[c.Row]
			out = append(out, reason{row.ID, row.Title, c.Share})
		}
	}
	slices.SortStableFunc(out, func(a, b reason) int { return cmp.Compare(math.Abs(b.Share), math.Abs(a.Share)) })
	return out
}

// name is the path of a photo below the shoot's folder.
func (s *shoot) name(i int) string {
	p := s.Photo(i)
	base := p.Base()
	if k := strings.LastIndexByte(p.Name, '/'); k >= 0 {
		return p.Name[:k+1] + base
	}
	return base
}

// shown is how many reasons a line has room for.
const shown = 3

// strongest words the first reasons of a frame.
func (f frame) strongest() string {
	if f.Problem != "" {
		return f.Problem
	}
	return words(f.Reasons)
}

// favourable words the strongest reasons that speak for a frame.
func (f frame) favourable() string {
	if f.Problem != "" {
		return f.Problem
	}
	return words(slices.DeleteFunc(slices.Clone(f.Reasons), func(r reason) bool { return r.Share < 0 }))
}

// words lists the first reasons.
func words(reasons []reason) string {
	var w []string
	for _, r := range reasons[:min(shown, len(reasons))] {
		w = append(w, fmt.Sprintf("%s %+.2f", r.Title, r.Share))
	}
	return strings.Join(w, ", ")
}

func (f frame) number(p *float64, format string) string {
	if p == nil {
		return "-"
	}
	return fmt.Sprintf(format, *p)
}

func (g group) of() string {
	switch {
	case len(g.Frames) == 1:
		return "single"
	case g.Verdict == "":
		return fmt.Sprintf("%s of %d", g.Kind, len(g.Frames))
	case g.Verdict == "clear":
		return fmt.Sprintf("best of %d by %.2f", len(g.Frames), g.Margin)
	}
	return fmt.Sprintf("of %d, too close to call", len(g.Frames))
}

// writeBest writes one line for each burst.
func (r report) writeBest(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, g := range r.Bursts {
		f := g.Frames[0]
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", g.Number, f.Photo, g.of(), f.favourable())
	}
	return w.Flush()
}

// writeTable writes all frames.
func (r report) writeTable(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "BURST\tRANK\tPHOTO\tSCORE\tBETTER THAN\tWHY")
	for _, g := range r.Bursts {
		for _, f := range g.Frames {
			fmt.Fprintf(w, "%d\t%d\t%s\t%s\t%s\t%s\n", g.Number, f.Rank, f.Photo, f.number(f.Score, "%+.2f"), f.number(f.Percentile, "%.0f %%"), f.strongest())
		}
	}
	return w.Flush()
}

// writeCSV writes all frames, or the best ones only.
func (r report) writeCSV(out io.Writer, best bool) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"burst", "kind", "verdict", "margin", "rank", "photo", "taken", "score", "percentile", "reasons", "problem"})
	for _, g := range r.Bursts {
		frames := g.Frames
		if best {
			frames = frames[:1]
		}
		for _, f := range frames {
			taken := ""
			if !f.Taken.IsZero() {
				taken = f.Taken.Format("2006-01-02T15:04:05.999")
			}
			score, percentile := f.number(f.Score, "%.6f"), f.number(f.Percentile, "%.1f")
			if f.Score == nil {
				score, percentile = "", ""
			}
			reasons := ""
			if f.Problem == "" {
				reasons = f.strongest()
			}
			_ = w.Write([]string{strconv.Itoa(g.Number), g.Kind, g.Verdict, fmt.Sprintf("%.6f", g.Margin), strconv.Itoa(f.Rank), f.Photo, taken, score, percentile, reasons, f.Problem})
		}
	}
	w.Flush()
	return w.Error()
}

func (r report) writeJSON(out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// complain lists what could not be read.
func (r report) complain(w io.Writer) {
	for _, u := range r.Unread {
		fmt.Fprintf(w, "cull: %s: %s\n", u.Path, strings.TrimPrefix(u.Reason, u.Path+": "))
	}
}
