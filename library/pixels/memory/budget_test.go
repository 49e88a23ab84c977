package memory

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

func TestABudgetIsNeverExceeded(t *testing.T) {
	b := NewBudget(100)
	var now, most atomic.Int64
	var all sync.WaitGroup
	for k := range 200 {
		all.Go(func() {
			n := int64(k % 60)
			if k == 150 {
				n = 1000 // alone
			}
			give, err := b.Take(context.Background(), n)
			if err != nil {
				t.Error(err)
				return
			}
			is := now.Add(min(n, 100))
			for was := most.Load(); is > was && !most.CompareAndSwap(was, is); was = most.Load() {
			}
			now.Add(-min(n, 100))
			give()
		})
	}
	all.Wait()
	if most.Load() > 100 || most.Load() == 0 {
		t.Errorf("%d at once", most.Load())
	}
	give, _ := b.Take(context.Background(), 60)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := b.Take(ctx, 60); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	give()
	if give, err := b.Take(context.Background(), 100); err != nil {
		t.Error(err)
	} else {
		give()
	}
}
