package bench

import (
	"context"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/prompts"
	"culler/scoring"
	"culler/scoring/bench/dataset"
	"culler/scoring/board"
	"culler/scoring/judge"
	"culler/scoring/rank"
)

// run is one run over one data set.
type run struct {
	config  Config
	dataset dataset.Dataset
	sources Sources
	set     prompts.Set

	photos  []photo.Photo // those that are there
	names   []string      // of photos, for people
	opinion []float64     // of photos
	series  [][]int       // the photos of each series that are there
	judged  []int         // the series that tell right from wrong
	unread  []Unread

	board      *board.Board
	ranking    *rank.Ranking // of the board, with everything as it begins
	embeddings [][]float32
	extras     [][][]float64 // by photo, by Extra

	smallMargin float64       // of the reference: a quarter of its margins are smaller
	variants    *rank.Ranking // of variants of the prompts
	specs       []Spec
	scores      [][]float64    // by method, for the order in each burst; nil where it did not run
	overall     [][]float64    // by method, for the order of all photos
	judges      []*judge.Judge // by method; nil for other kinds than Score
}

// read reads every photo once, by the same Engine that the app reads with.
func read(ctx context.Context, c Config, d dataset.Dataset, s Sources, progress func(Progress)) (*run, error) {
	b := &run{config: c, dataset: d, sources: s, set: prompts.Default()}
	if s.Prompts != nil {
		set, err := s.Prompts(c.Prompts)
		if err != nil {
			return nil, fmt.Errorf("open the prompts %q: %w", c.Prompts, err)
		}
		b.set = set
	} else if c.Prompts != "" && c.Prompts != b.set.ID {
		return nil, fmt.Errorf("there are no prompts %q here", c.Prompts)
	}
	for k, series := range d.Series {
		var here []int
		for _, p := range series.Photos {
			if p.Path == "" || series.Incomplete > 0 && p.Of.ID.IsZero() && !there(p.Path) {
				continue
			}
			here = append(here, len(b.photos))
			of := p.Of
			if of.Files == nil {
				of.Name, of.Files = p.Name, []photo.File{{Path: p.Path, Kind: photo.KindOf(p.Path)}}
			}
			b.photos, b.names, b.opinion = append(b.photos, of), append(b.names, p.Name), append(b.opinion, p.Opinion)
		}
		b.series = append(b.series, here)
		if series.Judged() {
			b.judged = append(b.judged, k)
		}
	}
	if len(b.photos) == 0 {
		return nil, fmt.Errorf("of %s that the data set names none is there: check the folder it was opened with", phrase.Count(d.Len(), "image"))
	}
	if err := b.identify(ctx, progress); err != nil {
		return nil, err
	}
	return b, b.score(ctx, progress)
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// identify fingerprints photos and reads how they were taken, as far as the
// caller has not. What is wrong with a file shows when it is decoded.
func (b *run) identify(ctx context.Context, progress func(Progress)) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2 * runtime.GOMAXPROCS(0))
	var mu sync.Mutex
	done := 0
	for i := range b.photos {
		p := &b.photos[i]
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if p.ID.IsZero() {
				fingerprint(p)
			}
			if p.Meta.Width == 0 && b.sources.Meta != nil {
				p.Meta, _ = b.sources.Meta(p.Files[0].Path, p.Files[0].Kind)
			}
			mu.Lock()
			defer mu.Unlock()
			if done++; done%64 == 0 || done == len(b.photos) {
				progress(Progress{"identifying photos", done, len(b.photos)})
			}
			return nil
		})
	}
	return g.Wait()
}

func fingerprint(p *photo.Photo) {
	f, err := os.Open(p.Files[0].Path)
	if err != nil {
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return
	}
	p.Files[0].Size, p.Files[0].ModTime = info.Size(), info.ModTime()
	if id, err := photo.Fingerprint(f, info.Size()); err == nil {
		p.ID = id
	}
}

// score lets the Engine read all photos and puts them on a board.
func (b *run) score(ctx context.Context, progress func(Progress)) error {
	n := len(b.photos)
	b.board = board.New(n)
	b.embeddings, b.extras = make([][]float32, n), make([][][]float64, n)
	if err := b.board.SetPrompts(ctx, b.set); err != nil {
		return err
	}
	engine := b.engine()
	text := b.sources.Text
	if engine.Model == nil {
		text = nil
	}
	if err := b.board.SetModel(ctx, text, b.sources.NoModel); err != nil {
		return err
	}
	jobs := make([]scoring.Job, n)
	for i, p := range b.photos {
		jobs[i] = scoring.Job{Photo: i, Of: p}
	}
	failed := map[int]error{}
	err := engine.Run(ctx, jobs, func(p scoring.Progress) {
		for _, u := range p.Updates {
			b.embeddings[u.Photo], b.extras[u.Photo] = u.Embedding, u.Extras
			if u.Err != nil {
				failed[u.Photo] = u.Err
			}
		}
		b.board.Put(p.Updates)
		progress(Progress{"reading photos", p.Done, p.Total})
	})
	if err != nil {
		return fmt.Errorf("read the photos: %w", err)
	}
	for i := range b.photos {
		if err := failed[i]; err != nil {
			b.unread = append(b.unread, Unread{b.names[i], err.Error()})
		}
	}
	b.seat(b.board)
	b.ranking = b.board.Ranking()
	return nil
}

// seat gives the board the rows of the quality models and heads that take part
// in Culler's score.
func (b *run) seat(board *board.Board) {
	for _, q := range b.sources.Quality {
		row := q.Row
		if row.ID == "" {
			continue
		}
		if row.Values, row.LeftOut = b.quality(q.ID); row.LeftOut != "" {
			row.Values = make([]float64, len(b.photos))
			for i := range row.Values {
				row.Values[i] = math.NaN()
			}
		}
		board.PutRow(row)
	}
}

// engine reads pictures for whatever is asked for; its Extras are in the order
// of b.extraOf.
func (b *run) engine() *scoring.Engine {
	e := &scoring.Engine{Pictures: b.sources.Pictures, Model: b.sources.Image, Cache: b.sources.Cache}
	for _, q := range b.sources.Quality {
		if q.Extra != nil && q.Problem == "" && extraOf(e.Extras, q) < 0 {
			e.Extras = append(e.Extras, q.Extra)
		}
	}
	return e
}

// extraOf is the place of what reads a quality, which may read others too; -1 for
// none.
func extraOf(extras []scoring.Extra, q Quality) int {
	return slices.IndexFunc(extras, func(x scoring.Extra) bool { return q.Extra != nil && x.Key() == q.Extra.Key() })
}

// data describes what is judged on.
func (b *run) data() Data {
	d := Data{
		CallFrom: judge.Margin(judge.Called, b.ranking.Slope()),
		Name:     b.dataset.Name, Kind: b.dataset.Kind, Model: b.sources.ModelID, Prompts: b.set.ID,
		Photos: len(b.photos), Judged: len(b.judged),
		Missing: slices.Clone(b.dataset.Missing), Unread: b.unread, Absolute: b.dataset.Absolute,
	}
	chance := 0.0
	for _, k := range b.judged {
		s := b.dataset.Series[k]
		d.Pairs += len(s.Pairs)
		chance += b.share(k) / float64(len(b.judged))
	}
	if d.Chance = Number(chance); len(b.judged) == 0 {
		d.Chance = Number(math.NaN())
	}
	for _, s := range b.dataset.Series {
		if len(s.Photos) > 1 {
			d.Bursts++
		}
		for len(d.Sizes) <= len(s.Photos) {
			d.Sizes = append(d.Sizes, 0)
		}
		d.Sizes[len(s.Photos)]++
	}
	return d
}

// share is the share of a series' photos that won.
func (b *run) share(series int) float64 {
	won := 0
	w := b.winners(series)
	for _, is := range w {
		if is {
			won++
		}
	}
	return float64(won) / float64(len(w))
}

// of returns the values of a series' photos.
func (b *run) of(series int, values []float64) []float64 {
	v := make([]float64, len(b.series[series]))
	for k, i := range b.series[series] {
		v[k] = values[i]
	}
	return v
}
