package backend

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"culler/library"
	"culler/library/burst"
	"culler/library/handover"
	"culler/library/photo"
	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/scoring/rank"
)

// Entries says all there is to say about the photos of a shoot, as grouped into
// bursts: burst after burst in order of capture, in each the best first, but
// the frames of a bracket as they were taken.
func Entries(shoot *library.Shoot, bursts []burst.Burst, board *board.Board) []handover.Entry {
	l := lister{shoot: shoot, photos: shoot.Photos(), decisions: shoot.Decisions(), board: board, judge: Judge(bursts, board), ranking: board.Ranking()}
	var out []handover.Entry
	for n, b := range bursts {
		out = append(out, l.burst(n, b)...)
	}
	return out
}

// Judge is the judgement of bursts as the board ranks their photos.
func Judge(bursts []burst.Burst, board *board.Board) *judge.Judge {
	judged := make([]judge.Burst, len(bursts))
	for k, b := range bursts {
		judged[k] = judge.Burst{Photos: b.Photos, Bracket: b.Kind == burst.Bracket}
	}
	return judge.New(board.Ranking(), judged, board.Settings().FaultsOff...)
}

// lister is what Entries looks at.
type lister struct {
	shoot     *library.Shoot
	photos    []photo.Photo
	decisions []photo.Decision
	board     *board.Board
	judge     *judge.Judge
	ranking   *rank.Ranking
}

func (l *lister) burst(n int, b burst.Burst) []handover.Entry {
	v := l.judge.Verdict(n)
	var out []handover.Entry
	for _, i := range v.Order {
		e := l.entry(i)
		e.Burst, e.Kind, e.Note, e.Of = n+1, b.Kind.String(), b.Note, len(b.Photos)
		e.Verdict, e.Margin, e.Probability = handover.Verdict(v.Certainty.String()), v.Margin, v.Probability
		if e.Score != nil {
			if b.Kind != burst.Bracket {
				e.Place = slices.Index(v.Order, i) + 1
			}
			if e.Reasons = l.reasons(i, v); v.RunnerUp >= 0 {
				e.InBurst = handover.Number(l.judge.Scores()[i])
			}
		}
		out = append(out, e)
	}
	return out
}

func (l *lister) entry(i int) handover.Entry {
	p, d := &l.photos[i], l.decisions[i]
	e := handover.Entry{
		Photo: Name(p), Taken: p.Meta.Taken, Camera: p.Meta.Camera.String(),
		Flag: d.Flag.String(), Stars: d.Stars, Label: d.Label.String(), Problem: Problem(l.shoot, l.board, i), Source: p,
	}
	for _, f := range l.judge.Faults(i) {
		e.Faults = append(e.Faults, string(f))
	}
	for _, f := range p.Files {
		e.Files = append(e.Files, f.Path)
	}
	if s := l.ranking.Scores()[i]; !math.IsNaN(s) {
		e.Score, e.Percentile = handover.Number(s), handover.Number(l.ranking.Percentile(i))
	}
	return e
}

// reasons are those for the place of photo i: in a burst what sets it apart from
// the runner-up or from the best, else what makes its score.
func (l *lister) reasons(i int, v judge.Verdict) []handover.Reason {
	var shares []rank.Contribution
	switch {
	case v.RunnerUp < 0:
		shares = l.ranking.Contributions(i)
	case i == v.Best:
		shares = l.judge.Difference(i, v.RunnerUp)
	default:
		shares = l.judge.Difference(i, v.Best)
	}
	var out []handover.Reason
	for _, c := range shares {
		if c.Share != 0 {
			row := l.ranking.Rows()[c.Row]
			out = append(out, handover.Reason{ID: row.ID, Title: row.Title, Share: c.Share})
		}
	}
	slices.SortStableFunc(out, func(a, b handover.Reason) int { return cmp.Compare(math.Abs(b.Share), math.Abs(a.Share)) })
	return out
}

// Name is the path of a photo below its shoot's folder, with the extension of
// its first file.
func Name(p *photo.Photo) string {
	if k := strings.LastIndexByte(p.Name, '/'); k >= 0 {
		return p.Name[:k+1] + p.Base()
	}
	return p.Base()
}

// Problem is why a photo cannot be shown or scored, as a sentence; "" if it can.
func Problem(shoot *library.Shoot, board *board.Board, i int) string {
	if p := shoot.Photo(i); p.Problem != "" {
		return p.Problem
	}
	if err := board.Problem(i); err != nil {
		return err.Error()
	}
	return ""
}
