package scoring

import (
	"context"
	"sync/atomic"
	"time"
)

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
