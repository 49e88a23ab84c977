package memory

import (
	"context"
	"runtime/debug"

	"golang.org/x/sync/semaphore"
)

// Budget bounds the memory that many take at once. Requests are served in order,
// and a request for more than there is gets all of it, alone.
type Budget struct {
	size int64
	left *semaphore.Weighted
}

// NewBudget returns a budget of so many bytes.
func NewBudget(size int64) *Budget { return &Budget{size, semaphore.NewWeighted(size)} }

// Take waits until n bytes may be taken, and returns how to give them back. The
// error is ctx's.
func (b *Budget) Take(ctx context.Context, n int64) (give func(), err error) {
	n = min(max(n, 0), b.size)
	if err := b.left.Acquire(ctx, n); err != nil {
		return nil, err
	}
	return func() {
		if n > b.size/2 {
			debug.FreeOSMemory() // the next one as large must not stand beside what is not collected yet
		}
		b.left.Release(n)
	}, nil
}
