package grid

import (
	"container/list"
	"context"
	"image"
	"runtime"
	"sync"

	"golang.org/x/image/draw"

	"culler/library/photo"
)

// Pictures gives thumbnails.
type Pictures interface {
	Thumb(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error)
}

// Request asks for a photo's thumbnail that fits into a box of pixels.
type Request struct {
	Photo int
	Of    *photo.Photo // not written to while the request stands
	Box   image.Point
}

type key struct {
	photo int
	box   image.Point
}

// Loader fetches thumbnails in the background, those asked for last first, and
// scales them to the size at which they are shown. Its methods are safe for
// concurrent use.
type Loader struct {
	pictures Pictures
	ctx      context.Context
	stop     context.CancelFunc

	mu      sync.Mutex
	wake    *sync.Cond
	wanted  map[any][]Request // by asker; the most urgent first
	latest  any               // the last asker
	busy    map[key]*Request  // what is fetched for it
	shoot   int               // counts the shoots; a worker for an earlier one ends
	arrived map[any]func(photo int)
	ready   map[key]*list.Element
	recent  *list.List // of *entry, the last used in front
	bytes   int
}

type entry struct {
	key
	img *image.RGBA // nil: it cannot be shown
}

// cacheBytes is what thumbnails at the size of the screen may take: about three
// hundred of them, which is five screens and more. Others come from the database.
const cacheBytes = 32 << 20

// NewLoader starts a loader; Close ends it.
func NewLoader(p Pictures) *Loader {
	ctx, stop := context.WithCancel(context.Background())
	l := &Loader{
		pictures: p, ctx: ctx, stop: stop, wanted: map[any][]Request{}, busy: map[key]*Request{},
		arrived: map[any]func(int){}, ready: map[key]*list.Element{}, recent: list.New(),
	}
	l.wake = sync.NewCond(&l.mu)
	l.begin()
	return l
}

// begin starts workers for a shoot. Those of the one before may be waiting for a
// share that never answers.
func (l *Loader) begin() {
	for range min(max(runtime.GOMAXPROCS(0), 2), 6) {
		go l.work(l.shoot)
	}
}

// Close ends the work.
func (l *Loader) Close() {
	l.stop()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wanted, l.arrived = map[any][]Request{}, map[any]func(int){}
	l.wake.Broadcast()
}

// Listen has f called, from a worker, whenever a thumbnail that asker wanted
// has arrived.
func (l *Loader) Listen(asker any, f func(photo int)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.arrived[asker] = f
}

// Want replaces what an asker wanted before. The first request is served first.
func (l *Loader) Want(asker any, requests []Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ctx.Err() != nil {
		return
	}
	l.wanted[asker], l.latest = requests, asker
	l.wake.Broadcast()
}

// Get returns a thumbnail that is there already. The picture is nil where the
// photo cannot be shown.
func (l *Loader) Get(i int, box image.Point) (img *image.RGBA, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, ok := l.ready[key{i, box}]
	if !ok {
		return nil, false
	}
	l.recent.MoveToFront(e)
	return e.Value.(*entry).img, true
}

// Forget drops the thumbnails of photos whose files changed, those included that
// are still to come; nil drops all, and what was asked for.
func (l *Loader) Forget(photos []int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	gone := map[int]bool{}
	for _, i := range photos {
		gone[i] = true
	}
	for k := range l.busy {
		if photos == nil || gone[k.photo] {
			delete(l.busy, k)
		}
	}
	if photos == nil {
		clear(l.wanted)
		l.shoot++
		l.begin()
		l.wake.Broadcast()
	}
	for e := l.recent.Front(); e != nil; {
		next := e.Next()
		if en := e.Value.(*entry); photos == nil || gone[en.photo] {
			l.drop(e)
		}
		e = next
	}
}

func (l *Loader) drop(e *list.Element) {
	en := l.recent.Remove(e).(*entry)
	delete(l.ready, en.key)
	if en.img != nil {
		l.bytes -= len(en.img.Pix)
	}
}

// next waits for the most urgent request that nobody works on.
func (l *Loader) next(shoot int) (*Request, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.ctx.Err() == nil && l.shoot == shoot {
		if r, ok := l.pop(l.latest); ok {
			return r, true
		}
		for asker := range l.wanted {
			if r, ok := l.pop(asker); ok {
				return r, true
			}
		}
		l.wake.Wait()
	}
	return nil, false
}

func (l *Loader) pop(asker any) (*Request, bool) {
	for len(l.wanted[asker]) > 0 {
		r := l.wanted[asker][0]
		l.wanted[asker] = l.wanted[asker][1:]
		k := key{r.Photo, r.Box}
		if _, done := l.ready[k]; !done && l.busy[k] == nil {
			l.busy[k] = &r
			return &r, true
		}
	}
	return nil, false
}

func (l *Loader) work(shoot int) {
	for {
		r, ok := l.next(shoot)
		if !ok {
			return
		}
		img, err := l.pictures.Thumb(l.ctx, r.Of, thumbSize(r.Box))
		if l.ctx.Err() != nil {
			return
		}
		if err != nil {
			img = nil
		} else {
			img = fit(img, r.Box)
		}
		l.store(r, img)
	}
}

func (l *Loader) store(r *Request, img *image.RGBA) {
	l.mu.Lock()
	k := key{r.Photo, r.Box}
	if l.busy[k] != r { // it was forgotten meanwhile
		l.mu.Unlock()
		return
	}
	delete(l.busy, k)
	if _, there := l.ready[k]; !there {
		l.ready[k] = l.recent.PushFront(&entry{k, img})
		if img != nil {
			l.bytes += len(img.Pix)
		}
	}
	for l.bytes > cacheBytes && l.recent.Len() > 1 {
		l.drop(l.recent.Back())
	}
	var tell []func(int)
	for _, f := range l.arrived {
		tell = append(tell, f)
	}
	l.mu.Unlock()
	for _, f := range tell {
		f(r.Photo)
	}
}

// thumbSize is the stored size that is enough for a box.
func thumbSize(box image.Point) int {
	if max(box.X, box.Y) <= 256 {
		return 256
	}
	return 512
}

// fit scales a picture so that it just fits into a box; it is never enlarged by
// much more than twice, which would only show what is not there.
func fit(img *image.RGBA, box image.Point) *image.RGBA {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if w == 0 || h == 0 || box.X <= 0 || box.Y <= 0 {
		return img
	}
	f := min(float64(box.X)/float64(w), float64(box.Y)/float64(h), 2.5)
	to := image.Rect(0, 0, max(int(float64(w)*f+0.5), 1), max(int(float64(h)*f+0.5), 1))
	if to == img.Rect {
		return img
	}
	out := image.NewRGBA(to)
	draw.BiLinear.Scale(out, to, img, img.Rect, draw.Src, nil)
	return out
}
