package bench

import (
	"context"
	"fmt"
	"math/rand/v2"

	"culler/scoring/judge"
	"culler/scoring/learn"
	"culler/scoring/metric"
)

// Lesson is what learning from some series does on the others.
type Lesson struct {
	From int    `json:"from"` // series that were learned from, drawn anew each time
	Name string `json:"name"` // of what was learned
	Top1 Figure `json:"top1"` // of the series that were held out, the mean of all times
	By   Figure `json:"by"`   // that, less Top-1 with the weights as they are
}

// lessonsFrom are the numbers of series that are learned from.
var lessonsFrom = []int{20, 40, 60}

// tryLessons learns as the app does, but from the best frames of some series, and
// judges the others by that, as often as the configuration says.
func (b *run) tryLessons(ctx context.Context, r *Report) error {
	if b.config.Lessons <= 0 {
		return nil
	}
	rows, bursts := b.lessonBursts()
	for _, n := range lessonsFrom {
		if n+fewBursts/2 > len(b.judged) {
			break
		}
		found := map[string]*metric.Share{}
		for _, name := range learners {
			found[name] = &metric.Share{Right: make([]float64, len(b.judged)), Counted: make([]float64, len(b.judged))}
		}
		for k := range b.config.Lessons {
			order := rand.New(rand.NewPCG(b.config.Seed, uint64(1000*n+k))).Perm(len(b.judged))
			if err := b.lesson(ctx, rows, bursts, order[:n], order[n:], found); err != nil {
				return err
			}
		}
		before := averaged(found[asTheyAre])
		for _, name := range learners {
			after := averaged(found[name])
			d := metric.Compare(after, before, b.config.Resamples, b.config.Seed)
			held := len(b.judged) - n
			r.Lessons = append(r.Lessons, Lesson{n, name, b.figure(after, held), figure(d.By, d.Interval, held)})
		}
	}
	return nil
}

// averaged is a share in which each series counts once, however often it was
// held out.
func averaged(s *metric.Share) (a metric.Share) {
	for k, times := range s.Counted {
		if times > 0 {
			a.Right, a.Counted = append(a.Right, s.Right[k]/times), append(a.Counted, 1)
		}
	}
	return a
}

// What is compared.
const (
	asTheyAre     = "weights as they are"
	asFromPicks   = "learned weights"
	withTaste     = "my taste beside the weights"
	smallNetworks = "small network"
)

var learners = []string{asTheyAre, asFromPicks, withTaste, smallNetworks}

// lessonBursts are the judged series as the app learns from them.
func (b *run) lessonBursts() ([]learn.Row, []learn.Burst) {
	j := judge.New(b.ranking, b.bursts())
	rows := learn.Rows(b.ranking, j)
	bursts := make([]learn.Burst, len(b.judged))
	for n, series := range b.judged {
		won := b.winners(series)
		one := learn.Gather(b.ranking, j, rows, b.series[series], b.embedding)
		bursts[n] = learn.Burst{Standings: one.Standings, Embeddings: one.Embeddings, Won: won}
	}
	return rows, bursts
}

func (b *run) embedding(photo int) []float32 { return b.embeddings[photo] }

// lesson learns once from some series and adds what that finds in the others.
func (b *run) lesson(ctx context.Context, rows []learn.Row, bursts []learn.Burst, train, held []int, found map[string]*metric.Share) error {
	var picks []learn.Burst
	for _, n := range train {
		picks = append(picks, bursts[n])
	}
	weights, err := learn.Learn(ctx, rows, picks, b.ranking.Slope())
	if err != nil {
		return fmt.Errorf("learning weights: %w", err)
	}
	taste, err := learn.LearnTaste(ctx, rows, picks, b.ranking.Slope())
	if err != nil {
		return fmt.Errorf("learning a taste: %w", err)
	}
	networks := learn.TrainNetworks(ctx, rows, picks)
	for _, n := range held {
		for name, scores := range map[string][]float64{
			asTheyAre:     weights.Before(bursts[n]),
			asFromPicks:   weights.After(bursts[n]),
			withTaste:     taste.After(bursts[n]),
			smallNetworks: scoresOf(networks, bursts[n]),
		} {
			found[name].Right[n] += metric.TopK(scores, bursts[n].Won, 1)
			found[name].Counted[n]++
		}
	}
	return ctx.Err()
}

// scoresOf are the mean scores of networks.
func scoresOf(networks []learn.Network, of learn.Burst) []float64 {
	scores := make([]float64, len(of.Standings))
	for i, z := range of.Standings {
		for _, n := range networks {
			scores[i] += n.Score(z) / float64(len(networks))
		}
	}
	return scores
}
