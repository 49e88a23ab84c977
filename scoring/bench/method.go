package bench

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"culler/library/phrase"
	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/scoring/metric"
	"culler/scoring/rank"
)

// values returns what a method other than a Score makes of every photo, or why
// it cannot run.
func (b *run) values(m Spec, done map[string][]float64) ([]float64, string) {
	switch m.Kind {
	case OneMeasure:
		return b.row(board.MeasureRow(m.Measure), fmt.Sprintf("There is no measure %q.", m.Measure))
	case OnePrompt:
		return b.row(board.PromptRow(m.Prompt), fmt.Sprintf("The prompt set %q has no prompt %q.", b.set.ID, m.Prompt))
	case OneQuality:
		return b.quality(m.Model)
	case Ensemble:
		return b.ensemble(m, done)
	case FileSize:
		v := make([]float64, len(b.photos))
		for i, p := range b.photos {
			if v[i] = float64(p.Files[0].Size); v[i] == 0 {
				if info, err := os.Stat(p.Files[0].Path); err == nil {
					v[i] = float64(info.Size())
				}
			}
		}
		return v, ""
	case RandomControl:
		return b.random(m.Name), ""
	}
	return nil, fmt.Sprintf("There is no kind of method %q.", m.Kind)
}

// ranked is the ranking of all photos by a score.
func (b *run) ranked(m Spec) *rank.Ranking {
	b.board.SetSettings(board.Settings{Aggregation: m.Aggregation, Weights: m.Weights, Muted: m.Muted, Solo: m.Solo})
	defer b.board.Reset()
	return b.board.Ranking()
}

// culler judges as the app does, or tells why it cannot. A photo that could not
// be read has no score.
func (b *run) culler(m Spec) (*rank.Ranking, *judge.Judge, string) {
	k := b.ranked(m)
	part := 0
	for _, r := range k.Rows() {
		if r.TakesPart && r.Weight != 0 {
			part++
		}
	}
	if part == 0 {
		if why := b.sources.NoModel; b.sources.Text == nil || b.sources.Image == nil {
			if why == "" {
				why = "No model is open."
			}
			return nil, nil, why
		}
		return nil, nil, "Nothing of this kind takes part: no prompt of the set is understood by the model."
	}
	var off []judge.Fault
	if m.NoFaults {
		off = judge.Faults()
	}
	return k, judge.New(k, b.bursts(), off...), ""
}

// bursts are the series as the judge knows them.
func (b *run) bursts() []judge.Burst {
	bursts := make([]judge.Burst, len(b.series))
	for n, photos := range b.series {
		bursts[n] = judge.Burst{Photos: photos}
	}
	return bursts
}

// row is what one row of the board says.
func (b *run) row(id, absent string) ([]float64, string) {
	for _, r := range b.ranking.Rows() {
		if r.ID != id {
			continue
		}
		if r.LeftOut != "" {
			return nil, r.LeftOut
		}
		return r.Values, ""
	}
	return nil, absent
}

func (b *run) quality(id string) ([]float64, string) {
	for _, q := range b.sources.Quality {
		if q.ID != id {
			continue
		}
		extra := extraOf(b.engine().Extras, q)
		v := make([]float64, len(b.photos))
		for i := range v {
			v[i] = math.NaN()
			switch {
			case q.Problem != "":
				return nil, q.Problem
			case q.Extra != nil:
				if x := b.extras[i]; extra >= 0 && extra < len(x) && q.Number < len(x[extra]) {
					v[i] = x[extra][q.Number]
				}
			case q.Head == nil || b.sources.Image == nil:
				return nil, "It reads the embeddings of a model, and none is open."
			case b.embeddings[i] != nil:
				v[i] = q.Head(b.embeddings[i])
			}
			if q.Lower {
				v[i] = -v[i]
			}
		}
		return v, ""
	}
	return nil, fmt.Sprintf("The model %q is not installed.", id)
}

// ensemble adds the standings of other methods, by their weights.
func (b *run) ensemble(m Spec, done map[string][]float64) ([]float64, string) {
	sum := make([]float64, len(b.photos))
	for _, name := range m.Of {
		v, there := done[name]
		if !there {
			return nil, fmt.Sprintf("The method %q, which it is made of, must be listed before it.", name)
		}
		if v == nil {
			return nil, fmt.Sprintf("The method %q, which it is made of, cannot run.", name)
		}
		weight := 1.0
		if w, set := m.Weights[name]; set {
			weight = w
		}
		for i, z := range rank.Standings(v) {
			sum[i] += weight * z
		}
	}
	return sum, ""
}

// random draws by the photo's name, so that other photos change nothing.
func (b *run) random(name string) []float64 {
	v := make([]float64, len(b.photos))
	for i := range v {
		h := fnv.New64a()
		fmt.Fprintf(h, "%d/%s/%s", b.config.Seed, name, b.names[i])
		v[i] = rand.New(rand.NewPCG(h.Sum64(), b.config.Seed)).Float64()
	}
	return v
}

// compareMethods runs every method, judges it, and compares them.
func (b *run) compareMethods(ctx context.Context, r *Report) error {
	b.specs = b.methods()
	done := map[string][]float64{}
	for _, k := range b.judged {
		r.Series = append(r.Series, b.dataset.Series[k].ID)
	}
	r.Methods = make([]Method, len(b.specs))
	for k, m := range b.specs {
		var judged *judge.Judge
		var v, overall []float64
		var problem string
		if m.Kind == Score {
			var ranking *rank.Ranking
			if ranking, judged, problem = b.culler(m); problem == "" {
				v, overall = judged.Placed(), ranking.Scores()
			}
		} else {
			v, problem = b.values(m, done)
			overall = v
		}
		if v != nil && !slices.ContainsFunc(v, func(x float64) bool { return !math.IsNaN(x) }) {
			v, overall, judged, problem = nil, nil, nil, "It has no score for any photo."
		}
		done[m.Name] = overall
		b.scores, b.overall, b.judges = append(b.scores, v), append(b.overall, overall), append(b.judges, judged)
		r.Methods[k] = Method{Name: m.Name, Kind: m.Kind, Problem: problem}
		r.Methods[k].blank()
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for k, v := range b.scores {
		if v == nil {
			continue
		}
		g.Go(func() error {
			r.Methods[k] = b.judge(r.Methods[k], v, b.overall[k])
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	b.against(r)
	b.alike(r)
	b.whereItWorks(r)
	r.Notes = append(r.Notes, b.dataset.Notes...)
	if n := len(b.dataset.Missing); n > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("The labels name %s of which no file is there; bursts with such an image are not judged.", phrase.Count(n, "image")))
	}
	if n := len(b.unread); n > 0 {
		r.Notes = append(r.Notes, phrase.Count(n, "photo")+" could not be read and came last.")
	}
	if n := len(b.judged); n > 0 && n < 30 {
		r.Notes = append(r.Notes, fmt.Sprintf("Only %s told right from wrong: the intervals are wide, and no order of methods is to be trusted.", phrase.Count(n, "burst")))
	}
	return nil
}

func (m *Method) blank() {
	for _, f := range []*Figure{&m.Top1, &m.Top2, &m.MRR, &m.Pairs, &m.ClearPairs, &m.InBurst, &m.SRCC, &m.PLCC} {
		*f = noFigure
	}
}

// winners tells which photos of a series won.
func (b *run) winners(series int) []bool { return metric.Winners(b.of(series, b.opinion)) }
