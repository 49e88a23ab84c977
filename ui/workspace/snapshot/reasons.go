package snapshot

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"culler/library/burst"
	"culler/library/phrase"
	"culler/scoring/judge"
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

// LeftOut are prompts that take no part, with the reason that they share.
type LeftOut struct {
	Title, Reason string
	More          int // beside the one of the title
}

// String names them and says why.
func (l LeftOut) String() string {
	if l.More == 0 {
		return l.Title + ": " + l.Reason
	}
	return fmt.Sprintf("%s and %d more: %s", l.Title, l.More, l.Reason)
}

// Reasons explain where a photo stands.
type Reasons struct {
	Photo      int
	Rival      int             // whom it is compared with; -1 for the shoot
	Score      float64         // NaN where there is none; of a comparison, the difference
	Certainty  judge.Certainty // of a comparison
	Ahead      bool            // of a comparison: the photo is before its rival
	Faults     []judge.Fault
	Percentile float64 // in the shoot, 0 to 100; NaN
	Place, Of  int     // in its burst, by score; Of is 1 for a single
	Prompts    []Bar   // strongest first
	Measures   []Bar
	Models     []Bar // of quality
	LeftOut    []LeftOut
	Subjects   []string // what the photo shows, as far as the model knows it by name
	Problem    string   // why the photo has no score; ""
	Sentence   string   // all of it in a sentence
}

// Rival is the frame that a photo is compared with in its burst: the runner-up
// for the best one, the best one for all others; -1 for a single, for a frame
// of a bracket and where there are no scores.
func (s *Snapshot) Rival(i int) int {
	if s.Photo(i) == nil {
		return -1
	}
	v := s.Verdict(s.burstOf[i])
	if i == v.Best || v.RunnerUp < 0 {
		return v.RunnerUp
	}
	return v.Best
}

// Sorted returns a copy of photos, best first: frames of one burst by the
// verdict about it, others by their scores in the shoot.
func (s *Snapshot) Sorted(photos []int) []int {
	if s.siblings(photos...) {
		return s.judge.Sorted(photos)
	}
	return s.ranking.Sorted(photos)
}

// siblings tells whether photos are frames of one burst that is judged.
func (s *Snapshot) siblings(photos ...int) bool {
	if len(photos) < 2 {
		return false
	}
	b := s.burstOf[photos[0]]
	return s.bursts[b].Kind != burst.Bracket && !slices.ContainsFunc(photos, func(i int) bool { return s.burstOf[i] != b })
}

// Reasons explains where a photo stands in the shoot, or beside its rival.
func (s *Snapshot) Reasons(i int, against Against) Reasons {
	rival := -1
	if against == TheRunnerUp {
		rival = s.Rival(i)
	}
	return s.ReasonsBetween(i, rival)
}

// ReasonsBetween explains why one photo is ahead of another, or behind it; of a
// rival below 0, where the photo stands in the shoot.
func (s *Snapshot) ReasonsBetween(i, rival int) Reasons {
	r := Reasons{Photo: i, Rival: rival, Score: math.NaN(), Percentile: math.NaN(), Of: 1}
	if s.Photo(i) == nil {
		return r
	}
	return s.explain(r)
}

func (s *Snapshot) explain(r Reasons) Reasons {
	i := r.Photo
	b := s.burstOf[i]
	scores := s.ranking.Scores()
	if i < len(scores) {
		r.Score, r.Percentile = scores[i], s.percentile(i)
	}
	r.Of = len(s.bursts[b].Photos)
	r.Place = slices.Index(s.Verdict(b).Order, i) + 1
	r.Problem, r.Faults = s.Problem(i), s.judge.Faults(i)
	var shares []rank.Contribution
	switch {
	case math.IsNaN(r.Score):
	case r.Rival >= 0:
		shares = compare(s, &r)
	default:
		shares = s.ranking.Contributions(i)
	}
	rows := s.ranking.Rows()
	for _, c := range shares {
		row := rows[c.Row]
		if row.Weight == 0 {
			continue // it tells, and does not count
		}
		bar := Bar{Title: barTitle(row.Row), Kind: row.Kind, Share: c.Share, Probability: math.NaN(), ScenesOnly: s.judge.TellsScenes(c.Row)}
		if row.Kind == rank.Pair && i < len(row.Values) && !math.IsNaN(row.Values[i]) {
			bar.Probability = s.board.Probability(row.Values[i])
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
		if row.LeftOut != "" {
			if k := slices.IndexFunc(r.LeftOut, func(l LeftOut) bool { return l.Reason == row.LeftOut }); k >= 0 {
				r.LeftOut[k].More++
			} else {
				r.LeftOut = append(r.LeftOut, LeftOut{Title: row.Title, Reason: row.LeftOut})
			}
		}
	}
	for _, s := range s.board.Subjects(i) {
		r.Subjects = append(r.Subjects, s.Name)
	}
	r.Sentence = inWords(s, r)
	return r
}

// barTitle is what a bar to the right says of a photo.
func barTitle(r rank.Row) string {
	if r.Kind == rank.Negative {
		return "Not " + phrase.Lower(r.Title)
	}
	return r.Title
}

// compare fills in how the photo stands to its rival, and returns why.
func compare(s *Snapshot, r *Reasons) []rank.Contribution {
	scores, difference, fault := s.ranking.Scores(), s.ranking.Difference, false
	judged := s.siblings(r.Photo, r.Rival)
	if judged {
		scores, difference = s.judge.Scores(), s.judge.Difference
	}
	r.Score = scores[r.Photo] - scores[r.Rival]
	r.Ahead = r.Score > 0
	if judged {
		order := s.judge.Sorted([]int{r.Photo, r.Rival})
		r.Ahead = order[0] == r.Photo
		// The one ahead may have a fault, too: then its score put it there.
		fault = s.judge.ByFault(order[0], order[1]) && len(s.judge.FaultsBeside(order[1], order[0])) > 0
	}
	switch p := judge.Probability(math.Abs(r.Score), s.ranking.Slope()); {
	case fault || p >= judge.Clear:
		r.Certainty = judge.Clearly
	case p >= judge.Called:
		r.Certainty = judge.Probably
	default:
		r.Certainty = judge.TooClose
	}
	return difference(r.Photo, r.Rival)
}

// inWords sums the reasons up.
func inWords(s *Snapshot, r Reasons) string {
	if s.earlier && r.Problem == "" && !math.IsNaN(r.Score) {
		return place(s, r) + " This is what the earlier model said; the new one is still reading the photos."
	}
	return place(s, r)
}

// place says in words where the photo stands.
func place(s *Snapshot, r Reasons) string {
	plain := ""
	if len(r.Faults) > 0 {
		plain = "It " + r.Faults[0].Why() + ". "
	}
	switch {
	case r.Problem != "":
		return r.Problem
	case math.IsNaN(r.Score):
		return "Not scored yet."
	case r.Rival >= 0:
		return plain + beside(s, r)
	case math.IsNaN(r.Percentile) && r.Of > 1 && r.Place > 0:
		return fmt.Sprintf("%sPlace %d of %d in its burst.", plain, r.Place, r.Of)
	case math.IsNaN(r.Percentile):
		return strings.TrimSpace(plain + "Too few photos have scores to compare it with.")
	case r.Of > 1 && r.Place > 0:
		return fmt.Sprintf("%sPlace %d of %d in its burst; %s.%s", plain, r.Place, r.Of, BetterThan(r.Percentile), strengths(r))
	}
	return fmt.Sprintf("%s%s.%s", plain, phrase.Upper(BetterThan(r.Percentile)), strengths(r))
}

// told is the least share that is worth mentioning.
const told = 0.04

// strengths says in a sentence or two what speaks for a photo and what against it.
func strengths(r Reasons) string {
	var good, bad []string
	for _, b := range Strongest(slices.Concat(r.Prompts, r.Measures, r.Models), 5) {
		switch {
		case b.Share >= told && len(good) < 2:
			good = append(good, phrase.Lower(b.Title))
		case b.Share <= -told && len(bad) < 1:
			bad = append(bad, strings.TrimPrefix(phrase.Lower(b.Title), lacks(b.Kind)))
		}
	}
	words := ""
	switch len(good) {
	case 0:
	case 1:
		words += " Strong point: " + good[0] + "."
	default:
		words += " Strong points: " + strings.Join(good, ", ") + "."
	}
	if len(bad) > 0 {
		words += " Weak point: " + bad[0] + "."
	}
	return words
}

// lacks is what the title of a bar begins with whose prompt names a fault: as a weak
// point it is named without.
func lacks(k rank.Kind) string {
	if k == rank.Negative {
		return "not "
	}
	return ""
}

// beside says how a photo stands to its rival.
func beside(s *Snapshot, r Reasons) string {
	rival := s.Name(r.Rival)
	switch {
	case r.Certainty == judge.TooClose:
		return fmt.Sprintf("As good as equal to %s.", rival)
	case r.Ahead:
		return fmt.Sprintf("%s better than %s%s.", phrase.Upper(r.Certainty.String()), rival, s.ahead(r.Photo, r.Rival))
	}
	return fmt.Sprintf("%s is %s better%s.", rival, r.Certainty, s.ahead(r.Rival, r.Photo))
}

// Problem is why a photo cannot be shown or scored, as a sentence; "" if it can.
func (s *Snapshot) Problem(i int) string {
	p := s.Photo(i)
	if p == nil {
		return ""
	}
	if p.Problem != "" {
		return p.Problem
	}
	err := s.board.Problem(i)
	if err == nil {
		return ""
	}
	why := err.Error()
	for _, f := range p.Files { // the photo's name stands beside it
		if _, rest, ok := strings.Cut(why, f.Path+": "); ok {
			why = rest
		}
	}
	return phrase.Sentence(why)
}

// Broken counts the photos that cannot be shown or scored.
func (s *Snapshot) Broken() int {
	if s.broken == nil {
		n := 0
		for i := range s.state.Photos {
			if !s.state.Photos[i].Gone && s.Problem(i) != "" {
				n++
			}
		}
		s.broken = &n
	}
	return *s.broken
}

// BetterThan words a percentile: nothing is better than all of the shoot.
func BetterThan(percentile float64) string {
	switch {
	case percentile > 99:
		return "among the best of the shoot"
	case percentile < 1:
		return "among the weakest of the shoot"
	}
	return fmt.Sprintf("better than %.0f %% of the shoot", percentile)
}
