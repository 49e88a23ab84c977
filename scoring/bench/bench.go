// Package bench measures what a ranking is worth. It runs methods of choosing
// photos over a data set whose best frames people have named, measures how
// often each finds them and how sure one can be of that, and looks for what
// would do better: prompts, weights, a threshold for "too close to call".
//
// A Report is the same for the same data, configuration and seed.
package bench

import (
	"context"
	"errors"
	"fmt"

	"culler/library/photo"
	"culler/prompts"
	"culler/scoring"
	"culler/scoring/bench/dataset"
	"culler/scoring/language"
	"culler/scoring/rank"
)

// Sources are where the methods get what they judge by.
type Sources struct {
	Pictures scoring.Pictures
	// Meta reads how a photo was taken from its file; nil where that is known.
	Meta    func(path string, kind photo.Kind) (photo.Meta, error)
	Image   scoring.ImageModel // nil: no model reads the photos
	Text    language.Model     // of the same model as Image
	NoModel string             // why there is no model, as a sentence
	ModelID string             // of Image, for the report
	Cache   scoring.Cache      // nil: nothing is remembered, and a broken run begins anew
	// Prompts returns the prompt set of an ID, "" for the default one; nil for
	// the default set only.
	Prompts func(id string) (prompts.Set, error)
	Quality []Quality
}

// Quality is a method of its own that is installed: a quality model that reads
// pictures, or a head that reads embeddings.
type Quality struct {
	ID, Title string
	Problem   string // why it cannot run, as a sentence; "" if it can
	// Extra reads pictures; Number says which of its numbers is the quality,
	// and Lower that lower ones are better.
	Extra  scoring.Extra
	Number int
	Lower  bool
	// Head reads an embedding of Sources.Image, where Extra is nil.
	Head func(embedding []float32) float64
	// Row is the row by which it takes part in Culler's score, without Values;
	// without ID it takes none.
	Row rank.Row
}

// Progress tells how far a Run is.
type Progress struct {
	Stage       string // what is being done, for people: "reading photos"
	Done, Total int
}

// Run runs all methods of a configuration over a data set. A method that cannot
// run says why in the report and the others go on; likewise photos that cannot
// be read. The error is for what leaves nothing to report. Where Sources have a
// Cache, a run that was broken off continues where it was. Progress, which may be
// nil, is told from one goroutine at a time.
func Run(ctx context.Context, c Config, d dataset.Dataset, s Sources, progress func(Progress)) (Report, error) {
	c.fill()
	if err := c.Check(); err != nil {
		return Report{}, err
	}
	if d.Len() == 0 {
		return Report{}, errors.New("the data set holds no photos")
	}
	if s.Pictures == nil {
		return Report{}, errors.New("nothing was given to read pictures with")
	}
	if progress == nil {
		progress = func(Progress) {}
	}
	b, err := read(ctx, c, d, s, progress)
	if err != nil {
		return Report{}, err
	}
	r := Report{Format: Format, Data: b.data(), Config: c}
	steps := []struct {
		stage string
		do    func(context.Context, *Report) error
	}{
		{"comparing methods", b.compareMethods},
		{"trying prompts one by one", b.tryPrompts},
		{"searching weights", b.searchWeights},
		{"learning from some of the series", b.tryLessons},
		{"calibrating the verdict", b.calibrate},
		{"altering photos", func(ctx context.Context, r *Report) error { return b.alter(ctx, r, progress) }},
		{"making thumbnails", b.showcase},
	}
	for k, step := range steps {
		progress(Progress{step.stage, k, len(steps)})
		if err := step.do(ctx, &r); err != nil {
			return r, fmt.Errorf("%s: %w", step.stage, err)
		}
		if err := ctx.Err(); err != nil {
			return r, err
		}
	}
	progress(Progress{"done", len(steps), len(steps)})
	return r, nil
}
