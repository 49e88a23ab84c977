package scoring

import "time"

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
