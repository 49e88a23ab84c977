package viewer

import (
	"container/list"
	"context"
	"image"
	"slices"
	"sync"

	"culler/library/photo"
)

// Pictures gives upright pictures of photos.
type Pictures interface {
	// Picture returns the photo with its longest edge at most size pixels; 0
	// asks for all it has.
	Picture(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error)
	// Thumb is the fast way to a picture of 256 or 512 pixels.
	Thumb(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error)
	// Cached answers from memory and never waits.
	Cached(p *photo.Photo, size int) (*image.RGBA, bool)
}

// quick is the size of the first picture that is shown of a photo.
const quick = 512

// Full asks a Loader for all pixels of a photo.
const Full = 0

// Request asks for a picture of a photo.
type Request struct {
	Photo int
	Of    *photo.Photo // not written to while the request stands
	Size  int          // longest edge in pixels, or Full
}

type key struct{ photo, size int }

func (r Request) key() key { return key{r.Photo, r.Size} }

// Loader fetches pictures in the background, in the order of what is wanted
// now, and keeps those used last within a bound of memory. Its methods are safe
// for concurrent use.
type Loader struct {
	pictures Pictures
	budget   int64
	arrived  func(photo int) // called from a worker

	mu     sync.Mutex
	wake   *sync.Cond
	closed bool
	shoot  int // counts the shoots; a worker for an earlier one ends
	wanted []Request
	busy   map[key]context.CancelFunc
	held   map[key]*list.Element
	recent *list.List // of *loaded, the last used in front
	bytes  int64
}

type loaded struct {
	key
	picture *Picture // nil: it cannot be shown
	err     error
}

// loaders is how many pictures are fetched at once: one large one must not keep
// the next photo waiting.
const loaders = 2

// NewLoader starts a loader that keeps up to budget bytes and calls arrived,
// from a goroutine of its own, for each photo of which a picture came in.
func NewLoader(p Pictures, budget int64, arrived func(photo int)) *Loader {
	l := &Loader{pictures: p, budget: budget, arrived: arrived, busy: map[key]context.CancelFunc{}, held: map[key]*list.Element{}, recent: list.New()}
	l.wake = sync.NewCond(&l.mu)
	l.begin()
	return l
}

// begin starts workers for a shoot. Those of the one before may be waiting for a
// share that never answers.
func (l *Loader) begin() {
	for range loaders {
		go l.work(l.shoot)
	}
}

// Close ends the work.
func (l *Loader) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed, l.wanted = true, nil
	for _, cancel := range l.busy {
		cancel()
	}
	l.wake.Broadcast()
}

// Want replaces what was asked for before. The first request is served first;
// work on what is no longer wanted is given up.
func (l *Loader) Want(requests []Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return
	}
	l.wanted = slices.Clone(requests)
	for k, cancel := range l.busy {
		if !slices.ContainsFunc(requests, func(r Request) bool { return r.key() == k }) {
			cancel()
		}
	}
	// The most urgent is the last that memory lets go of.
	for _, r := range slices.Backward(requests) {
		if e, ok := l.held[r.key()]; ok {
			l.recent.MoveToFront(e)
		}
	}
	l.wake.Broadcast()
}

// Best is the largest picture of a photo that is there, nil where there is none
// yet, and why the photo cannot be shown, if so.
func (l *Loader) Best(p *photo.Photo, i int) (*Picture, error) {
	l.mu.Lock()
	var best *Picture
	var problem error
	for k, e := range l.held {
		if k.photo != i {
			continue
		}
		switch have := e.Value.(*loaded); {
		case have.err != nil:
			problem = have.err
		case best == nil || have.picture.Size().X > best.Size().X:
			best = have.picture
		}
	}
	l.mu.Unlock()
	if best != nil || problem != nil {
		return best, problem
	}
	if img, ok := l.pictures.Cached(p, quick); ok {
		return NewPicture(img), nil
	}
	if img, ok := l.pictures.Cached(p, quick/2); ok {
		return NewPicture(img), nil
	}
	return nil, nil
}

// Forget drops the pictures of photos whose files changed, those included that
// are still to come; nil drops all, and what was asked for.
func (l *Loader) Forget(photos []int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for k, cancel := range l.busy {
		if photos == nil || slices.Contains(photos, k.photo) {
			cancel()
		}
	}
	if photos == nil {
		l.wanted, l.busy = nil, map[key]context.CancelFunc{}
		l.shoot++
		l.begin()
		l.wake.Broadcast()
	}
	for k, e := range l.held {
		if photos == nil || slices.Contains(photos, k.photo) {
			l.drop(e)
		}
	}
}

// Bytes is the memory that pictures take.
func (l *Loader) Bytes() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.bytes
}

func (l *Loader) drop(e *list.Element) {
	have := l.recent.Remove(e).(*loaded)
	delete(l.held, have.key)
	if have.picture != nil {
		l.bytes -= have.picture.Bytes()
	}
}

// next waits for the most urgent request that is neither there nor under way.
func (l *Loader) next(shoot int) (r Request, ctx context.Context, done func(), ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for !l.closed && l.shoot == shoot {
		for n, r := range l.wanted {
			k := r.key()
			if _, there := l.held[k]; there || l.busy[k] != nil {
				continue
			}
			if n > 0 && l.bytes > l.budget/2 && r.Size == Full && !l.looked(k) {
				continue // a further large one would push out what is on screen
			}
			ctx, cancel := context.WithCancel(context.Background())
			l.busy[k] = cancel
			return r, ctx, cancel, true
		}
		l.wake.Wait()
	}
	return Request{}, nil, nil, false
}

func (l *Loader) work(shoot int) {
	for {
		r, ctx, done, ok := l.next(shoot)
		if !ok {
			return
		}
		img, err := l.fetch(ctx, r)
		var p *Picture
		if err == nil && ctx.Err() == nil {
			p = NewPicture(img)
		}
		l.mu.Lock()
		gone := ctx.Err() != nil
		done()
		if l.shoot == shoot {
			delete(l.busy, r.key())
		}
		if gone {
			l.wake.Broadcast() // it may be wanted again
			l.mu.Unlock()
			continue
		}
		l.keep(&loaded{r.key(), p, err})
		l.mu.Unlock()
		l.arrived(r.Photo)
	}
}

func (l *Loader) fetch(ctx context.Context, r Request) (*image.RGBA, error) {
	if r.Size == quick {
		return l.pictures.Thumb(ctx, r.Of, quick)
	}
	return l.pictures.Picture(ctx, r.Of, r.Size)
}

// beyond is how many times its budget a Loader takes for the two photos that are
// looked at, such as all pixels of both in a comparison.
const beyond = 4

// looked tells whether a picture is of the photos that are wanted first.
func (l *Loader) looked(k key) bool {
	photos := 0
	for n, r := range l.wanted {
		if n == 0 || r.Photo != l.wanted[n-1].Photo {
			photos++
		}
		if photos > 2 {
			return false
		}
		if r.key() == k {
			return true
		}
	}
	return false
}

// keep takes a picture in and lets go of those that were not used for longest,
// but never of what is wanted first.
func (l *Loader) keep(have *loaded) {
	l.held[have.key] = l.recent.PushFront(have)
	if have.picture != nil {
		l.bytes += have.picture.Bytes()
	}
	for _, r := range slices.Backward(l.wanted[:min(2, len(l.wanted))]) {
		if e, ok := l.held[r.key()]; ok {
			l.recent.MoveToFront(e)
		}
	}
	for l.bytes > l.budget && l.recent.Len() > 1 {
		e := l.recent.Back()
		if l.bytes <= l.budget*beyond && l.looked(e.Value.(*loaded).key) {
			break
		}
		l.drop(e)
		// What memory cannot hold must not be fetched over and over.
		k := e.Value.(*loaded).key
		l.wanted = slices.DeleteFunc(l.wanted, func(r Request) bool { return r.key() == k })
	}
}
