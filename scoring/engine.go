package scoring

import (
	"context"
	"errors"
	"fmt"
	"image"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/library/pixels/detail"
	"culler/scoring/measure"
)

// PictureSize is the longest edge, in pixels, of the one picture that is made
// of each photo. The model's input is made from the same picture, for which a
// shorter edge of EnoughPixels is enough: an eighth of a JPEG of 24 megapixels.
const (
	PictureSize  = measure.Size
	EnoughPixels = 496
)

const (
	defaultBatch = 8                      // pictures in one call of the model
	storeEvery   = 250 * time.Millisecond // longest wait of a finished result for the database
	storeBatch   = 64                     // results in one transaction
	lookupBatch  = 2048                   // photos in one question to the cache
)

// Engine reads photos in background workers: it decodes, measures and embeds
// what the cache does not know yet. Set the fields before the first Run and
// leave them alone afterwards.
type Engine struct {
	Pictures Pictures
	Cache    Cache      // nil: nothing is remembered
	Model    ImageModel // nil: photos are measured only
	Extras   []Extra    // read from the same picture
	Workers  int        // decoders at work at once; 0: one for each processor
	Enough   int        // pixels of the shorter edge of a picture that need be there; 0: EnoughPixels; PictureSize: all
	Batch    int        // pictures in one call of the model; 0: its AtOnce, if it has one, else 8

	Courtesy *Courtesy // nil: all workers read on, even while keys are pressed

	// Ready, if not nil, is called before the first photo is read, and not at
	// all where everything is known. Until then the Model is asked for its Key
	// only. Its error ends the run.
	Ready func(ctx context.Context) error

	mu    sync.Mutex
	queue *queue
}

// Job is one photo to be read.
type Job struct {
	Photo int // index in the shoot
	Of    photo.Photo
}

// work is a photo on its way through the stages.
type work struct {
	Job
	input             []float32 // for the model; nil where the embedding is known
	embedding         []float32
	measures          []float64
	extras            [][]float64
	newEmbed, newMeas bool // must be stored
	newExtra          []bool
	err               error
}

// complete tells that nothing is left to be read.
func (e *Engine) complete(w *work) bool {
	return w.measures != nil && (w.embedding != nil || e.Model == nil) &&
		!slices.ContainsFunc(w.extras, func(v []float64) bool { return v == nil })
}

// Run reads every job's photo and calls notify, from one goroutine at a time,
// with results that were stored already. It returns when all are done, or with
// ctx's error soon after it was cancelled; what was told until then is kept.
// A photo that cannot be read is told as an Update with its error and does not
// end the run. Only one Run of an Engine may be under way at once.
func (e *Engine) Run(ctx context.Context, jobs []Job, notify func(Progress)) error {
	t := &teller{notify: notify, total: len(jobs), start: time.Now()}
	missing, err := e.known(ctx, jobs, t)
	if err != nil || len(missing) == 0 {
		return err
	}
	if e.Ready != nil {
		if err := e.Ready(ctx); err != nil {
			return err
		}
	}
	t.start, t.before = time.Now(), t.done

	known := make(map[int]work, len(missing))
	waiting := make([]Job, len(missing))
	for k, w := range missing {
		known[w.Photo] = w
		waiting[k] = w.Job
	}
	q := newQueue(waiting)
	e.setQueue(q)
	defer e.setQueue(nil)

	workers := e.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	batch := e.Batch
	if m, asks := e.Model.(interface{ AtOnce() int }); asks && batch <= 0 {
		batch = m.AtOnce()
	}
	if batch <= 0 {
		batch = defaultBatch
	}
	prepared := make(chan work, 2*batch)
	finished := make(chan work, storeBatch)

	g, ctx := errgroup.WithContext(ctx)
	var decoders sync.WaitGroup
	for k := range workers {
		decoders.Add(1)
		g.Go(func() error {
			defer decoders.Done()
			yields := e.Courtesy
			if k == 0 {
				yields = nil // one worker reads on
			}
			return e.prepare(ctx, q, known, prepared, yields)
		})
	}
	g.Go(func() error { decoders.Wait(); close(prepared); return nil })
	g.Go(func() error { defer close(finished); return e.embed(ctx, batch, prepared, finished) })
	g.Go(func() error { return e.store(ctx, finished, t) })
	return g.Wait()
}

// Prefer asks for these photos, by index, before all others: those that are on
// screen. A later call replaces an earlier one.
func (e *Engine) Prefer(photos []int) {
	e.mu.Lock()
	q := e.queue
	e.mu.Unlock()
	if q != nil {
		q.prefer(photos)
	}
}

func (e *Engine) setQueue(q *queue) {
	e.mu.Lock()
	e.queue = q
	e.mu.Unlock()
}

// prepare decodes and measures one photo after the other; yields, if not nil, may
// hold it up between two.
func (e *Engine) prepare(ctx context.Context, q *queue, known map[int]work, out chan<- work, yields *Courtesy) error {
	for {
		yields.wait(ctx)
		j, more := q.take()
		if !more {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		w := known[j.Photo]
		img, m, err := e.picture(ctx, &w.Of)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			w.err = err
		} else {
			if w.measures == nil {
				w.measures, w.newMeas = measure.Of(img, m), true
			}
			if e.Model != nil && w.embedding == nil {
				w.input = e.Model.Input(img)
			}
			e.readExtras(ctx, &w, img)
		}
		select {
		case out <- w:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// readExtras reads what is missing. A failing extra leaves its numbers out and
// nothing else: the photo has its measures and its embedding all the same.
func (e *Engine) readExtras(ctx context.Context, w *work, img *image.RGBA) {
	for n, x := range e.Extras {
		if w.extras[n] != nil {
			continue
		}
		read := x.Read
		if x, asks := x.(PhotoExtra); asks {
			read = func(ctx context.Context, img *image.RGBA) ([]float64, error) { return x.ReadPhoto(ctx, &w.Of, img) }
		}
		if values, err := read(ctx, img); err == nil {
			w.extras[n], w.newExtra[n] = values, true
		}
	}
}

// picture guards the workers against a decoder that panics: one broken file
// must not end the program.
func (e *Engine) picture(ctx context.Context, p *photo.Photo) (img *image.RGBA, m *detail.Map, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s could not be decoded: %v", p.Base(), r)
		}
	}()
	if p.Problem != "" {
		return nil, nil, errors.New(p.Problem)
	}
	if d, ok := e.Pictures.(Detailed); ok {
		least := e.Enough
		if least == 0 {
			least = EnoughPixels
		}
		return d.Detailed(ctx, p, PictureSize, least)
	}
	img, err = e.Pictures.Picture(ctx, p, PictureSize)
	return img, nil, err
}

// embed runs the model over whatever is prepared, up to a batch at a time, and
// never waits to fill one.
func (e *Engine) embed(ctx context.Context, size int, in <-chan work, out chan<- work) error {
	batch := make([]work, 0, size)
	for w := range in {
		batch = append(batch[:0], w)
	fill:
		for len(batch) < size {
			select {
			case w, more := <-in:
				if !more {
					break fill
				}
				batch = append(batch, w)
			default:
				break fill
			}
		}
		if err := e.embedBatch(ctx, batch); err != nil {
			return err
		}
		for _, w := range batch {
			select {
			case out <- w:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return ctx.Err()
}

func (e *Engine) embedBatch(ctx context.Context, batch []work) error {
	var inputs [][]float32
	var of []int
	for k := range batch {
		if batch[k].input != nil {
			inputs = append(inputs, batch[k].input)
			of = append(of, k)
		}
	}
	if len(inputs) == 0 {
		return nil
	}
	embeddings, err := e.Model.EmbedImages(ctx, inputs)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("run the model on %s: %w", phrase.Count(len(inputs), "photo"), err)
	}
	for n, k := range of {
		batch[k].embedding, batch[k].newEmbed = embeddings[n], true
		batch[k].input = nil
	}
	return nil
}
