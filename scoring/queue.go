package scoring

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// queue hands out jobs in order, but those that were preferred last come first.
type queue struct {
	mu     sync.Mutex
	jobs   []Job
	place  map[int]int // photo index -> position in jobs, while it waits
	next   int         // jobs before it were handed out or preferred away
	urgent []int       // photo indices, the most wanted last
}

func newQueue(jobs []Job) *queue {
	q := &queue{jobs: jobs, place: make(map[int]int, len(jobs))}
	for k, j := range jobs {
		q.place[j.Photo] = k
	}
	return q
}

// prefer replaces what is urgent: the first of photos comes first.
func (q *queue) prefer(photos []int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.urgent = q.urgent[:0]
	for k := len(photos) - 1; k >= 0; k-- {
		if _, waits := q.place[photos[k]]; waits {
			q.urgent = append(q.urgent, photos[k])
		}
	}
}

// take removes and returns the next job.
func (q *queue) take() (Job, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for n := len(q.urgent); n > 0; n = len(q.urgent) {
		i := q.urgent[n-1]
		q.urgent = q.urgent[:n-1]
		if k, waits := q.place[i]; waits {
			delete(q.place, i)
			return q.jobs[k], true
		}
	}
	for q.next < len(q.jobs) {
		j := q.jobs[q.next]
		k := q.next
		q.next++
		if at, waits := q.place[j.Photo]; waits && at == k {
			delete(q.place, j.Photo)
			return j, true
		}
	}
	return Job{}, false
}

// Courtesy keeps a core free for somebody who presses keys: while they come, one
// worker of an Engine reads on and the others wait. Its zero value is ready and
// safe for concurrent use.
type Courtesy struct{ until atomic.Int64 } // Unix nanoseconds

// courtesyLasts is how long after a key the workers wait for the next one.
const courtesyLasts = 400 * time.Millisecond

// Ask asks for a free core: a key was pressed.
func (c *Courtesy) Ask() { c.until.Store(time.Now().Add(courtesyLasts).UnixNano()) }

// wait returns when no key came for a while, or ctx ended; at once for nil.
func (c *Courtesy) wait(ctx context.Context) {
	for c != nil && ctx.Err() == nil {
		left := time.Until(time.Unix(0, c.until.Load()))
		if left <= 0 {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(left):
		}
	}
}
