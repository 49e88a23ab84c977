package viewer

import (
	"context"
	"errors"
	"image"
	"slices"
	"sync"
	"testing"
	"time"

	"culler/library/photo"
)

// roll gives pictures of photos named by number, when it is let.
type roll struct {
	mu     sync.Mutex
	asked  []key
	gate   chan struct{} // nil: at once
	broken int           // a photo that cannot be read
	gone   int           // requests that were given up
}

func (r *roll) Picture(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error) {
	i := int(p.ID[0])
	r.mu.Lock()
	r.asked = append(r.asked, key{i, size})
	r.mu.Unlock()
	if r.gate != nil {
		select {
		case <-r.gate:
		case <-ctx.Done():
			r.mu.Lock()
			r.gone++
			r.mu.Unlock()
			return nil, ctx.Err()
		}
	}
	if i == r.broken {
		return nil, errors.New("it is broken")
	}
	if size == Full {
		size = 3000
	}
	return image.NewRGBA(image.Rect(0, 0, size, size/2)), nil
}

func (r *roll) Thumb(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error) {
	return r.Picture(ctx, p, size)
}

func (r *roll) Cached(p *photo.Photo, size int) (*image.RGBA, bool) {
	if size == quick/2 {
		return image.NewRGBA(image.Rect(0, 0, 256, 128)), true
	}
	return nil, false
}

func (r *roll) list() []key {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.asked)
}

func photoNo(i int) *photo.Photo {
	return &photo.Photo{ID: photo.ID{byte(i)}, Name: "p", Files: []photo.File{{Path: "p.jpg"}}}
}

func ask(i, size int) Request { return Request{i, photoNo(i), size} }

// wait waits until something holds, for at most ten seconds.
func wait(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 2000 {
		if holds() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("in vain waited until ", what)
}

func TestLoaderShowsTheBestThereIs(t *testing.T) {
	r := &roll{gate: make(chan struct{}), broken: 7}
	arrived := make(chan int, 100)
	l := NewLoader(r, 1<<30, func(i int) { arrived <- i })
	defer l.Close()
	best := func(i int) int {
		p, _ := l.Best(photoNo(i), i)
		if p == nil {
			return 0
		}
		return p.Size().X
	}
	if best(1) != 256 {
		t.Errorf("before anything is fetched the picture in memory is shown, not %d", best(1))
	}
	l.Want([]Request{ask(1, 1024), ask(1, Full)})
	r.gate <- struct{}{}
	r.gate <- struct{}{}
	wait(t, "all pixels are there", func() bool { return best(1) == 3000 })
	l.Want([]Request{ask(7, 1024)})
	r.gate <- struct{}{}
	wait(t, "the broken photo says so", func() bool { _, err := l.Best(photoNo(7), 7); return err != nil })
	l.Forget([]int{1})
	if best(1) != 256 || l.Bytes() != 0 {
		t.Errorf("after Forget there are %d pixels and %d bytes", best(1), l.Bytes())
	}
}

func TestLoaderFollowsThePhotographer(t *testing.T) {
	r := &roll{gate: make(chan struct{}), broken: -1}
	l := NewLoader(r, 1<<30, func(int) {})
	defer l.Close()
	l.Want([]Request{ask(1, 1024), ask(2, 1024), ask(3, 1024)})
	wait(t, "two are under way", func() bool { return len(r.list()) == 2 })
	if got := r.list(); !slices.Contains(got, key{1, 1024}) || !slices.Contains(got, key{2, 1024}) {
		t.Errorf("asked first: %v", got)
	}
	// the photographer went on: 1 is given up, 2 is not fetched twice
	l.Want([]Request{ask(2, 1024), ask(4, 1024)})
	wait(t, "the work on 1 is given up and that on 4 begins", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.gone == 1 && slices.Contains(r.asked, key{4, 1024})
	})
	close(r.gate)
	wait(t, "2 and 4 are there", func() bool {
		a, _ := l.Best(photoNo(2), 2)
		b, _ := l.Best(photoNo(4), 4)
		return a != nil && a.Size().X == 1024 && b != nil && b.Size().X == 1024
	})
	if n := len(r.list()); n != 3 {
		t.Errorf("%d pictures were fetched: %v", n, r.list())
	}
}

func TestLoaderKeepsWithinItsMemory(t *testing.T) {
	r := &roll{broken: -1}
	one := NewPicture(image.NewRGBA(image.Rect(0, 0, 1024, 512))).Bytes()
	l := NewLoader(r, 4*one, func(int) {})
	defer l.Close()
	for i := range 20 {
		l.Want([]Request{ask(i, 1024), ask(i+1, 1024)})
		wait(t, "the photo is there", func() bool {
			p, _ := l.Best(photoNo(i), i)
			return p != nil && p.Size().X == 1024
		})
		if n := l.Bytes(); n > 5*one { // one may be on its way out
			t.Fatalf("%d bytes are held, %d pictures", n, n/one)
		}
	}
	before := len(r.list())
	l.Want([]Request{ask(19, 1024), ask(20, 1024)})
	time.Sleep(20 * time.Millisecond)
	if n := len(r.list()); n > before+1 {
		t.Errorf("what was seen last was fetched again: %v", r.list()[before:])
	}
}

func TestMemoryTooSmallDoesNotFetchForEver(t *testing.T) {
	r := &roll{broken: -1}
	l := NewLoader(r, 1000, func(int) {})
	defer l.Close()
	l.Want([]Request{ask(1, 1024), ask(1, Full), ask(2, 1024), ask(3, 1024)})
	time.Sleep(100 * time.Millisecond)
	if n := len(r.list()); n > 6 {
		t.Errorf("%d pictures were fetched for 4 requests", n)
	}
}

// deaf is a share that answers when it is let, whatever was given up meanwhile.
type deaf struct{ answer chan struct{} }

func (d deaf) Picture(_ context.Context, p *photo.Photo, size int) (*image.RGBA, error) {
	if p.Name == "old" {
		<-d.answer
		return image.NewRGBA(image.Rect(0, 0, 30, 30)), nil
	}
	return image.NewRGBA(image.Rect(0, 0, 60, 30)), nil
}

func (d deaf) Thumb(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error) {
	return d.Picture(ctx, p, size)
}

func (d deaf) Cached(*photo.Photo, int) (*image.RGBA, bool) { return nil, false }

func TestPicturesOfTheShootBeforeAreNotShown(t *testing.T) {
	d := deaf{make(chan struct{})}
	l := NewLoader(d, 1<<30, func(int) {})
	defer l.Close()
	old, next := &photo.Photo{Name: "old"}, &photo.Photo{Name: "new"}
	l.Want([]Request{{0, old, quick}, {1, old, quick}, {2, old, quick}})
	time.Sleep(20 * time.Millisecond) // two begin
	l.Forget(nil)
	l.Want([]Request{{0, next, quick}, {1, next, quick}, {2, next, quick}})
	shown := func(i int) int {
		if p, _ := l.Best(next, i); p != nil {
			return p.Size().X
		}
		return 0
	}
	all := func() bool { return shown(0) > 0 && shown(1) > 0 && shown(2) > 0 }
	wait(t, "the next shoot's pictures come", all)
	close(d.answer)
	time.Sleep(20 * time.Millisecond)
	for i := range 3 {
		if got := shown(i); got != 60 {
			t.Errorf("photo %d is %d wide", i, got)
		}
	}
}

// Both photos of a comparison stay, with all their pixels, beyond what is kept of
// others.
func TestWhatIsLookedAtStaysBeyondTheBudget(t *testing.T) {
	r := &roll{broken: -1}
	full := NewPicture(image.NewRGBA(image.Rect(0, 0, 3000, 1500))).Bytes()
	l := NewLoader(r, full, func(int) {})
	defer l.Close()
	l.Want([]Request{ask(1, 1024), ask(1, Full), ask(2, 1024), ask(2, Full), ask(3, 1024)})
	wait(t, "both are there", func() bool {
		a, _ := l.Best(photoNo(1), 1)
		b, _ := l.Best(photoNo(2), 2)
		return a != nil && b != nil && a.Size().X == 3000 && b.Size().X == 3000
	})
	l.Want([]Request{ask(4, 1024), ask(5, 1024)})
	wait(t, "the next ones take their place", func() bool { return l.Bytes() <= full+full/2 })
}

// Two windows share the memory: what one fetched is there for the other, what
// either looks at stays, and neither ends the work for the other.
func TestLoadersBesideEachOtherShareTheirMemory(t *testing.T) {
	r := &roll{broken: -1}
	full := NewPicture(image.NewRGBA(image.Rect(0, 0, 3000, 1500))).Bytes()
	l := NewLoader(r, full, func(int) {})
	defer l.Close()
	other := l.Beside()
	l.Want([]Request{ask(1, 1024), ask(1, Full)})
	other.Want([]Request{ask(1, 1024), ask(1, Full), ask(2, Full)})
	whole := func(l *Loader, i int) bool { p, _ := l.Best(photoNo(i), i); return p != nil && p.Size().X == 3000 }
	wait(t, "both are there", func() bool { return whole(l, 1) && whole(other, 2) })
	if n := len(r.list()); n != 3 {
		t.Errorf("%d pictures were fetched of 3: %v", n, r.list())
	}
	l.Want([]Request{ask(3, 1024), ask(3, Full)})
	wait(t, "the third is there", func() bool { return whole(l, 3) })
	if !whole(l, 1) || !whole(l, 2) {
		t.Error("what one window wants pushes out what the other one shows")
	}
	other.Want(nil)
	if n := l.Bytes(); n > full+full/2 {
		t.Errorf("once the other window is closed %d bytes are held, the budget is %d", n, full)
	}
	if !whole(l, 3) {
		t.Error("what is looked at went with the other window")
	}
	l.Want(nil)
	other.Want([]Request{ask(5, 1024)})
	wait(t, "the other one goes on", func() bool { p, _ := other.Best(photoNo(5), 5); return p != nil && p.Size().X == 1024 })
}
