package scoring

import (
	"context"
	"errors"
	"fmt"
	"image"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"culler/library/photo"
	"culler/scoring/measure"
)

// PictureSize is the longest edge, in pixels, of the one picture that is made
// of each photo: large enough to measure sharpness on, small enough to decode
// fast. The model's input is made from the same picture.
const PictureSize = measure.Size

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
	Workers  int        // decoders at work at once; 0: one for each processor
	Batch    int        // pictures in one call of the model; 0: 8

	mu    sync.Mutex
	queue *queue
}

// Job is one photo to be read.
type Job struct {
	Photo int // index in the shoot
	Of    photo.Photo
}

// Progress is what a Run tells: the results that came in since the last one and
// how far it is.
type Progress struct {
	Updates []Update
	Done    int // photos finished, failed ones included
	Failed  int
	Total   int
	Left    time.Duration // estimate of the time still needed; 0 while unknown
}

// work is a photo on its way through the stages.
type work struct {
	Job
	input             []float32 // for the model; nil where the embedding is known
	embedding         []float32
	measures          []float64
	newEmbed, newMeas bool // must be stored
	err               error
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
	if batch <= 0 {
		batch = defaultBatch
	}
	prepared := make(chan work, 2*batch)
	finished := make(chan work, storeBatch)

	g, ctx := errgroup.WithContext(ctx)
	var decoders sync.WaitGroup
	for range workers {
		decoders.Add(1)
		g.Go(func() error {
			defer decoders.Done()
			return e.prepare(ctx, q, known, prepared)
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

// known asks the cache for every job, tells what is complete and returns the
// rest with what is known of it.
func (e *Engine) known(ctx context.Context, jobs []Job, t *teller) ([]work, error) {
	var missing []work
	for len(jobs) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := min(len(jobs), lookupBatch)
		found, err := e.lookup(jobs[:n])
		if err != nil {
			return nil, err
		}
		var done []work
		for _, w := range found {
			if w.measures != nil && (w.embedding != nil || e.Model == nil) {
				done = append(done, w)
			} else {
				missing = append(missing, w)
			}
		}
		t.tell(done)
		jobs = jobs[n:]
	}
	return missing, nil
}

func (e *Engine) lookup(jobs []Job) ([]work, error) {
	found := make([]work, len(jobs))
	ids := make([]photo.ID, len(jobs))
	for k, j := range jobs {
		found[k].Job = j
		ids[k] = j.Of.ID
	}
	if e.Cache == nil {
		return found, nil
	}
	measures, err := e.Cache.Measures(measure.Version, ids)
	if err != nil {
		return nil, fmt.Errorf("look up the measures of %d photos: %w", len(ids), err)
	}
	for k := range found {
		found[k].measures = measures[k]
	}
	if e.Model == nil {
		return found, nil
	}
	embeddings, err := e.Cache.Embeddings(e.Model.Key(), ids)
	if err != nil {
		return nil, fmt.Errorf("look up the embeddings of %d photos: %w", len(ids), err)
	}
	for k := range found {
		found[k].embedding = embeddings[k]
	}
	return found, nil
}

// prepare decodes and measures one photo after the other.
func (e *Engine) prepare(ctx context.Context, q *queue, known map[int]work, out chan<- work) error {
	for {
		j, more := q.take()
		if !more {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		w := known[j.Photo]
		img, err := e.picture(ctx, &w.Of)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			w.err = err
		} else {
			if w.measures == nil {
				w.measures, w.newMeas = measure.Of(img), true
			}
			if e.Model != nil && w.embedding == nil {
				w.input = e.Model.Input(img)
			}
		}
		select {
		case out <- w:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// picture guards the workers against a decoder that panics: one broken file
// must not end the program.
func (e *Engine) picture(ctx context.Context, p *photo.Photo) (img *image.RGBA, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s could not be decoded: %v", p.Base(), r)
		}
	}()
	if p.Problem != "" {
		return nil, errors.New(p.Problem)
	}
	return e.Pictures.Picture(ctx, p, PictureSize)
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
		return fmt.Errorf("run the model on %d photos: %w", len(inputs), err)
	}
	for n, k := range of {
		batch[k].embedding, batch[k].newEmbed = embeddings[n], true
		batch[k].input = nil
	}
	return nil
}

// store writes results in batches and tells them afterwards. On cancellation
// it still writes what is finished: work that was done is not done again.
func (e *Engine) store(ctx context.Context, in <-chan work, t *teller) error {
	tick := time.NewTicker(storeEvery)
	defer tick.Stop()
	var batch []work
	flush := func() error {
		if err := e.put(batch); err != nil {
			return err
		}
		t.tell(batch)
		batch = nil
		return nil
	}
	for {
		select {
		case w, more := <-in:
			if !more {
				if err := flush(); err != nil {
					return err
				}
				return ctx.Err()
			}
			if batch = append(batch, w); len(batch) >= storeBatch {
				if err := flush(); err != nil {
					return err
				}
			}
		case <-tick.C:
			if err := flush(); err != nil {
				return err
			}
		}
	}
}

func (e *Engine) put(batch []work) error {
	if e.Cache == nil {
		return nil
	}
	var embedded, measured []photo.ID
	var embeddings [][]float32
	var measures [][]float64
	for _, w := range batch {
		if w.Of.ID.IsZero() {
			continue
		}
		if w.newEmbed {
			embedded, embeddings = append(embedded, w.Of.ID), append(embeddings, w.embedding)
		}
		if w.newMeas {
			measured, measures = append(measured, w.Of.ID), append(measures, w.measures)
		}
	}
	if len(measured) > 0 {
		if err := e.Cache.PutMeasures(measure.Version, measured, measures); err != nil {
			return fmt.Errorf("store the measures of %d photos: %w", len(measured), err)
		}
	}
	if len(embedded) > 0 {
		if err := e.Cache.PutEmbeddings(e.Model.Key(), embedded, embeddings); err != nil {
			return fmt.Errorf("store the embeddings of %d photos: %w", len(embedded), err)
		}
		return e.reread(batch, embedded)
	}
	return nil
}

// reread replaces the embeddings that were just stored by what the cache made
// of them: it may keep them with less precision, and a shoot must rank alike
// today and when it is opened again.
func (e *Engine) reread(batch []work, ids []photo.ID) error {
	stored, err := e.Cache.Embeddings(e.Model.Key(), ids)
	if err != nil {
		return fmt.Errorf("read back %d embeddings: %w", len(ids), err)
	}
	n := 0
	for k := range batch {
		if n < len(ids) && batch[k].newEmbed && batch[k].Of.ID == ids[n] {
			batch[k].embedding = stored[n]
			n++
		}
	}
	return nil
}

// teller turns finished work into Progress.
type teller struct {
	notify       func(Progress)
	start        time.Time
	before       int // done when start was set: they cost no time
	done, failed int
	total        int
}

func (t *teller) tell(batch []work) {
	if len(batch) == 0 {
		return
	}
	updates := make([]Update, len(batch))
	for k, w := range batch {
		updates[k] = Update{Photo: w.Photo, Embedding: w.embedding, Measures: w.measures, Err: w.err}
		if w.err != nil {
			t.failed++
		}
	}
	t.done += len(batch)
	var left time.Duration
	if read := t.done - t.before; read > 0 {
		left = time.Since(t.start) / time.Duration(read) * time.Duration(t.total-t.done)
	}
	t.notify(Progress{Updates: updates, Done: t.done, Failed: t.failed, Total: t.total, Left: left})
}
