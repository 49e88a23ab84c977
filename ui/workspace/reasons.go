package workspace

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"culler/library/burst"
	"culler/scoring/faces"
	"culler/scoring/rank"
)

// Against is what a photo is compared with.
type Against string

// What a photo can be compared with.
const (
	TheShoot    Against = ""
	TheRunnerUp Against = "runner-up" // for the best frame of a burst; for others, the best one
)

// Bar is what one prompt or measure says.
type Bar struct {
	Title       string
	Kind        rank.Kind
	Share       float64 // what it adds to the score, or to the difference of two
	Probability float64 // of a pair, that its good side fits better, 0 to 1; NaN for others
	ScenesOnly  bool    // it hardly varies within bursts, so it cannot help to choose a frame
	Note        string  // words that the model does not know; ""
}

// Strongest are the n bars that say most, for or against.
func Strongest(bars []Bar, n int) []Bar {
	bars = slices.Clone(bars)
	slices.SortStableFunc(bars, func(a, b Bar) int { return cmp.Compare(math.Abs(b.Share), math.Abs(a.Share)) })
	return bars[:min(n, len(bars))]
}

// LeftOut is a prompt that takes no part, with the reason.
type LeftOut struct{ Title, Reason string }

// Reasons explain where a photo stands.
type Reasons struct {
	Photo      int
	Rival      int     // whom it is compared with; -1 for the shoot
	Score      float64 // NaN where there is none; of a comparison, the difference
	Percentile float64 // in the shoot, 0 to 100; NaN
	Place, Of  int     // in its burst, by score; Of is 1 for a single
	Prompts    []Bar   // strongest first
	Measures   []Bar
	Models     []Bar // of quality
	Faces      bool  // faces were found in it that can be shown
	LeftOut    []LeftOut
	Subjects   []string // what the photo shows, as far as the model knows it by name
	Problem    string   // why the photo has no score; ""
	Sentence   string   // all of it in a sentence
}

// Against is what Reasons compares with.
func (ws *Workspace) Against() Against { return ws.against }

// SetAgainst changes what Reasons compares with.
func (ws *Workspace) SetAgainst(a Against) {
	ws.against = a
	ws.keepPlace()
}

// Rival is the frame that a photo is compared with in its burst: the runner-up
// for the best one, the best one for all others; -1 for a single, for a frame
// of a bracket and where there are no scores.
func (ws *Workspace) Rival(i int) int {
	if ws.Photo(i) == nil {
		return -1
	}
	b := ws.burstOf[i]
	if ws.bursts[b].Kind == burst.Bracket {
		return -1
	}
	v := ws.verdict(b)
	if v.RunnerUp < 0 {
		return -1
	}
	if i == v.Best {
		return v.RunnerUp
	}
	return v.Best
}

// Reasons explains a photo against what Against says.
func (ws *Workspace) Reasons(i int) Reasons {
	r := Reasons{Photo: i, Rival: -1, Score: math.NaN(), Percentile: math.NaN(), Of: 1}
	if ws.Photo(i) == nil {
		return r
	}
	if ws.against == TheRunnerUp {
		r.Rival = ws.Rival(i)
	}
	return ws.explain(r)
}

// ReasonsBetween explains why one photo is ahead of another, or behind it.
func (ws *Workspace) ReasonsBetween(i, rival int) Reasons {
	return ws.explain(Reasons{Photo: i, Rival: rival, Score: math.NaN(), Percentile: math.NaN(), Of: 1})
}

func (ws *Workspace) explain(r Reasons) Reasons {
	i := r.Photo
	b := ws.burstOf[i]
	scores := ws.ranking.Scores()
	if i < len(scores) {
		r.Score, r.Percentile = scores[i], ws.ranking.Percentile(i)
	}
	r.Of = len(ws.bursts[b].Photos)
	for k, f := range ws.verdict(b).Order {
		if f == i {
			r.Place = k + 1
		}
	}
	r.Problem = ws.Problem(i)
	contributions := ws.ranking.Contributions
	var shares []rank.Contribution
	switch {
	case math.IsNaN(r.Score):
	case r.Rival >= 0:
		shares = ws.ranking.Difference(i, r.Rival)
		r.Score -= scores[r.Rival]
	default:
		shares = contributions(i)
	}
	rows := ws.ranking.Rows()
	content := ws.content()
	for _, c := range shares {
		row := rows[c.Row]
		bar := Bar{Title: row.Title, Kind: row.Kind, Share: c.Share, Probability: math.NaN(), ScenesOnly: content[row.ID]}
		if row.Kind == rank.Pair && i < len(row.Values) && !math.IsNaN(row.Values[i]) {
			bar.Probability = ws.board.Probability(row.Values[i])
		}
		switch row.Kind {
		case rank.Measure:
			r.Measures = append(r.Measures, bar)
		case rank.Model:
			r.Models = append(r.Models, bar)
		default:
			r.Prompts = append(r.Prompts, bar)
		}
	}
	for _, row := range rows {
		if row.ID == faces.LargestRow && i < len(row.Values) {
			r.Faces = !math.IsNaN(row.Values[i])
		}
		if row.LeftOut != "" {
			r.LeftOut = append(r.LeftOut, LeftOut{row.Title, row.LeftOut})
		}
	}
	for _, s := range ws.board.Subjects(i) {
		r.Subjects = append(r.Subjects, s.Name)
	}
	r.Sentence = ws.inWords(r)
	return r
}

// inWords sums the reasons up.
func (ws *Workspace) inWords(r Reasons) string {
	if ws.earlier && r.Problem == "" && !math.IsNaN(r.Score) {
		return ws.place(r) + " So said the earlier model; the new one is still reading the photos."
	}
	return ws.place(r)
}

// place says in words where the photo stands.
func (ws *Workspace) place(r Reasons) string {
	switch {
	case r.Problem != "":
		return r.Problem
	case math.IsNaN(r.Score):
		return "Not scored yet."
	case r.Rival >= 0:
		ahead := "ahead of"
		if r.Score < 0 {
			ahead = "behind"
		}
		return fmt.Sprintf("%.2f %s %s.", math.Abs(r.Score), ahead, ws.name(r.Rival))
	case r.Of > 1:
		return fmt.Sprintf("Better than %.0f %% of the shoot, place %d of %d in its burst.", r.Percentile, r.Place, r.Of)
	}
	return fmt.Sprintf("Better than %.0f %% of the shoot.", r.Percentile)
}

// scenes remembers which rows only tell scenes apart.
type scenes struct{ of map[string]bool }

// content are the IDs of the rows that hardly vary within bursts.
func (ws *Workspace) content() map[string]bool {
	if ws.scenes.of != nil {
		return ws.scenes.of
	}
	ws.scenes.of = map[string]bool{}
	var groups [][]int
	for _, b := range ws.bursts {
		if len(b.Photos) > 1 && b.Kind != burst.Bracket {
			groups = append(groups, b.Photos)
		}
	}
	for k, row := range ws.ranking.Rows() {
		if row.LeftOut == "" {
			ws.scenes.of[row.ID] = row.Shows
			if share := ws.ranking.InBurstShare(k, groups); share < rank.ContentShare {
				ws.scenes.of[row.ID] = true
			}
		}
	}
	return ws.scenes.of
}

// Problem is why a photo cannot be shown or scored, as a sentence; "" if it can.
func (ws *Workspace) Problem(i int) string {
	p := ws.Photo(i)
	if p == nil {
		return ""
	}
	if p.Problem != "" {
		return p.Problem
	}
	if err := ws.board.Problem(i); err != nil {
		return err.Error()
	}
	return ""
}

func (ws *Workspace) tooCloseMargin() float64 { return rank.TooClose }
