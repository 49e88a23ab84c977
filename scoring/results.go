package scoring

import (
	"context"
	"fmt"
	"time"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/scoring/measure"
)

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
			if e.complete(&w) {
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
		found[k].extras, found[k].newExtra = make([][]float64, len(e.Extras)), make([]bool, len(e.Extras))
		ids[k] = j.Of.ID
	}
	if e.Cache == nil {
		return found, nil
	}
	measures, err := e.Cache.Measures(measure.Version, ids)
	if err != nil {
		return nil, fmt.Errorf("look up the measures of %s: %w", phrase.Count(len(ids), "photo"), err)
	}
	for k := range found {
		found[k].measures = measures[k]
	}
	for n, x := range e.Extras {
		values, err := e.Cache.Measures(x.Key(), ids)
		if err != nil {
			return nil, fmt.Errorf("look up what %s says of %s: %w", x.Key(), phrase.Count(len(ids), "photo"), err)
		}
		for k := range found {
			found[k].extras[n] = values[k]
		}
	}
	if e.Model == nil {
		return found, nil
	}
	embeddings, err := e.Cache.Embeddings(e.Model.Key(), ids)
	if err != nil {
		return nil, fmt.Errorf("look up the embeddings of %s: %w", phrase.Count(len(ids), "photo"), err)
	}
	for k := range found {
		found[k].embedding = embeddings[k]
	}
	return found, nil
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
			return fmt.Errorf("store the measures of %s: %w", phrase.Count(len(measured), "photo"), err)
		}
	}
	for n, x := range e.Extras {
		var ids []photo.ID
		var values [][]float64
		for _, w := range batch {
			if w.newExtra[n] && !w.Of.ID.IsZero() {
				ids, values = append(ids, w.Of.ID), append(values, w.extras[n])
			}
		}
		if len(ids) == 0 {
			continue
		}
		if err := e.Cache.PutMeasures(x.Key(), ids, values); err != nil {
			return fmt.Errorf("store what %s says of %s: %w", x.Key(), phrase.Count(len(ids), "photo"), err)
		}
	}
	if len(embedded) > 0 {
		if err := e.Cache.PutEmbeddings(e.Model.Key(), embedded, embeddings); err != nil {
			return fmt.Errorf("store the embeddings of %s: %w", phrase.Count(len(embedded), "photo"), err)
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

// Progress is what a Run tells: the results that came in since the last one and
// how far it is.
type Progress struct {
	Updates []Update
	Done    int // photos finished, failed ones included
	Failed  int
	Total   int
	Left    time.Duration // estimate of the time still needed; 0 while unknown
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
		updates[k] = Update{Photo: w.Photo, Embedding: w.embedding, Measures: w.measures, Extras: w.extras, Err: w.err}
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
