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
	*memory
	wanted []Request // guarded by mu
}

// memory is what the loaders of several windows share: what one of them fetched
// is there for the others.
type memory struct {
	pictures Pictures
	budget   int64
	arrived  func(photo int) // called from a worker

	mu     sync.Mutex
	wake   *sync.Cond
	closed bool
	shoot  int // counts the shoots; a worker for an earlier one ends
	all    []*Loader
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
	m := &memory{pictures: p, budget: budget, arrived: arrived, busy: map[key]context.CancelFunc{}, held: map[key]*list.Element{}, recent: list.New()}
	m.wake = sync.NewCond(&m.mu)
	l := &Loader{memory: m}
	m.all = []*Loader{l}
	m.begin()
	return l
}

// Beside returns a loader for another window, with wishes of its own, that shares
// all else with l: its memory, whom it tells, and what Forget and Close do.
func (l *Loader) Beside() *Loader {
	l.mu.Lock()
	defer l.mu.Unlock()
	other := &Loader{memory: l.memory}
	l.all = append(l.all, other)
	return other
}

// begin starts workers for a shoot. Those of the one before may be waiting for a
// share that never answers.
func (m *memory) begin() {
	for range loaders {
		go m.work(m.shoot)
	}
}

// Close ends the work.
func (m *memory) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	for _, l := range m.all {
		l.wanted = nil
	}
	for _, cancel := range m.busy {
		cancel()
	}
	m.wake.Broadcast()
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
		if !l.wants(k) {
			cancel()
		}
	}
	// The most urgent is the last that memory lets go of.
	for _, r := range slices.Backward(requests) {
		if e, ok := l.held[r.key()]; ok {
			l.recent.MoveToFront(e)
		}
	}
	if len(requests) == 0 {
		l.trim() // what was looked at has no privilege any more
	}
	l.wake.Broadcast()
}

// wants tells whether any window wants a picture.
func (m *memory) wants(k key) bool {
	return slices.ContainsFunc(m.all, func(l *Loader) bool {
		return slices.ContainsFunc(l.wanted, func(r Request) bool { return r.key() == k })
	})
}

// inTurn yields what is wanted with its place in its window's wishes: the first of
// each window, then the second of each.
func (m *memory) inTurn(yield func(int, Request) bool) {
	for n, more := 0, true; more; n++ {
		more = false
		for _, l := range m.all {
			if n < len(l.wanted) {
				if more = true; !yield(n, l.wanted[n]) {
					return
				}
			}
		}
	}
}

// Best is the largest picture of a photo that is there, nil where there is none
// yet, and why the photo cannot be shown, if so.
func (m *memory) Best(p *photo.Photo, i int) (*Picture, error) {
	m.mu.Lock()
	var best *Picture
	var problem error
	for k, e := range m.held {
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
	m.mu.Unlock()
	if best != nil || problem != nil {
		return best, problem
	}
	if img, ok := m.pictures.Cached(p, quick); ok {
		return NewPicture(img), nil
	}
	if img, ok := m.pictures.Cached(p, quick/2); ok {
		return NewPicture(img), nil
	}
	return nil, nil
}

// Forget drops the pictures of photos whose files changed, those included that
// are still to come; nil drops all, and what was asked for.
func (m *memory) Forget(photos []int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k, cancel := range m.busy {
		if photos == nil || slices.Contains(photos, k.photo) {
			cancel()
		}
	}
	if photos == nil {
		for _, l := range m.all {
			l.wanted = nil
		}
		m.busy = map[key]context.CancelFunc{}
		m.shoot++
		m.begin()
		m.wake.Broadcast()
	}
	for k, e := range m.held {
		if photos == nil || slices.Contains(photos, k.photo) {
			m.drop(e)
		}
	}
}

// Bytes is the memory that pictures take.
func (m *memory) Bytes() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.bytes
}

func (m *memory) drop(e *list.Element) {
	have := m.recent.Remove(e).(*loaded)
	delete(m.held, have.key)
	if have.picture != nil {
		m.bytes -= have.picture.Bytes()
	}
}

// next waits for the most urgent request that is neither there nor under way.
func (m *memory) next(shoot int) (r Request, ctx context.Context, done func(), ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for !m.closed && m.shoot == shoot {
		for n, r := range m.inTurn {
			k := r.key()
			if _, there := m.held[k]; there || m.busy[k] != nil {
				continue
			}
			if n > 0 && m.bytes > m.budget/2 && r.Size == Full && !m.looked(k) {
				continue // a further large one would push out what is on screen
			}
			ctx, cancel := context.WithCancel(context.Background())
			m.busy[k] = cancel
			return r, ctx, cancel, true
		}
		m.wake.Wait()
	}
	return Request{}, nil, nil, false
}

func (m *memory) work(shoot int) {
	for {
		r, ctx, done, ok := m.next(shoot)
		if !ok {
			return
		}
		img, err := m.fetch(ctx, r)
		var p *Picture
		if err == nil && ctx.Err() == nil {
			p = NewPicture(img)
		}
		m.mu.Lock()
		gone := ctx.Err() != nil
		done()
		if m.shoot == shoot {
			delete(m.busy, r.key())
		}
		if gone {
			m.wake.Broadcast() // it may be wanted again
			m.mu.Unlock()
			continue
		}
		m.keep(&loaded{r.key(), p, err})
		m.mu.Unlock()
		m.arrived(r.Photo)
	}
}

func (m *memory) fetch(ctx context.Context, r Request) (*image.RGBA, error) {
	if r.Size == quick {
		return m.pictures.Thumb(ctx, r.Of, quick)
	}
	return m.pictures.Picture(ctx, r.Of, r.Size)
}

// beyond is how many times its budget a Loader takes for the two photos that are
// looked at, such as all pixels of both in a comparison.
const beyond = 4

// looked tells whether a picture is of the photos that a window wants first.
func (m *memory) looked(k key) bool {
	return slices.ContainsFunc(m.all, func(l *Loader) bool { return l.looksAt(k) })
}

func (l *Loader) looksAt(k key) bool {
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
func (m *memory) keep(have *loaded) {
	m.held[have.key] = m.recent.PushFront(have)
	if have.picture != nil {
		m.bytes += have.picture.Bytes()
	}
	for _, l := range slices.Backward(m.all) {
		for _, r := range slices.Backward(l.wanted[:min(2, len(l.wanted))]) {
			if e, ok := m.held[r.key()]; ok {
				m.recent.MoveToFront(e)
			}
		}
	}
	m.trim()
}

// trim lets go of what is beyond the budget.
func (m *memory) trim() {
	for m.bytes > m.budget && m.recent.Len() > 1 {
		e := m.recent.Back()
		k := e.Value.(*loaded).key
		if m.bytes <= m.budget*beyond && m.looked(k) {
			break
		}
		m.drop(e)
		// What memory cannot hold must not be fetched over and over.
		for _, l := range m.all {
			l.wanted = slices.DeleteFunc(l.wanted, func(r Request) bool { return r.key() == k })
		}
	}
}
