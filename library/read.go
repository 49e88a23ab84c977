package library

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"culler/library/exif"
	"culler/library/photo"
	"culler/library/store"
)

const (
	settleEvery  = 100 * time.Millisecond // how long a photo that was read waits to be told
	groupEvery   = 250 * time.Millisecond // bursts are formed at most this often while reading
	leastReaders = 4                      // a disk with a queue answers faster
	mostReaders  = 16
)

// Read reads the head of every photo that is not known yet: its identity, its
// time and its camera. It tells progress, from one goroutine at a time, counting
// the known ones as done; progress may be nil. Bursts are formed anew while it
// goes on and at its end, and at last sidecars are read and written. A photo that cannot be read keeps its place with the
// reason; the next Read tries it again. If the whole folder disappears, Read
// ends with an error in words. A cancelled Read returns ctx's error at once and
// keeps what was read.
func (s *Shoot) Read(ctx context.Context, progress func(done, total int)) error {
	select {
	case <-s.reading:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.reading <- struct{}{} }()
	if err := s.readUnread(ctx, progress); err != nil {
		return err
	}
	return s.importSidecars(ctx)
}

// readUnread does the work of Read for who holds the reading token.
func (s *Shoot) readUnread(ctx context.Context, progress func(done, total int)) error {
	if progress == nil {
		progress = func(int, int) {}
	}
	s.mu.RLock()
	var todo []int
	for i, read := range s.read {
		if !read {
			todo = append(todo, i)
		}
	}
	total := len(s.photos)
	s.mu.RUnlock()
	done := total - len(todo)
	progress(done, total)
	if len(todo) == 0 {
		return nil
	}

	// Photos are settled in the order of their indices, whichever was read
	// first: of two copies the first one has the plain identity.
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	arrived := s.startReaders(ctx, todo)
	remember := s.startRemembering()
	defer remember.end()
	waiting := make(map[int]reading)
	var batch []reading
	tick := time.NewTicker(settleEvery)
	defer tick.Stop()
	grouped, stale := time.Now(), false

	settle := func() error {
		if len(batch) == 0 {
			return nil
		}
		known, err := s.settle(batch)
		s.events.deliver()
		if err != nil {
			return err
		}
		remember.add(known)
		done += len(batch)
		batch, stale = batch[:0], true
		progress(done, total)
		return nil
	}
	group := func() {
		if stale {
			s.regroup()
			s.events.deliver()
			grouped, stale = time.Now(), false
		}
	}
	for next := 0; next < len(todo); {
		select {
		case r := <-arrived:
			waiting[r.photo] = r
			for next < len(todo) {
				r, here := waiting[todo[next]]
				if !here {
					break
				}
				delete(waiting, r.photo)
				if r.gone && !s.folderThere() {
					err := settle()
					group()
					return errors.Join(err, s.folderGone())
				}
				batch = append(batch, r)
				next++
			}
		case <-tick.C:
			if err := settle(); err != nil {
				return err
			}
			if time.Since(grouped) >= groupEvery {
				group()
			}
		case <-ctx.Done():
			err := settle()
			group()
			return errors.Join(ctx.Err(), err)
		}
	}
	if err := settle(); err != nil {
		return err
	}
	group()
	return remember.end()
}

func (s *Shoot) folderThere() bool {
	info, err := os.Stat(s.folder)
	return err == nil && info.IsDir()
}

func (s *Shoot) folderGone() error {
	return fmt.Errorf("the folder %s is no longer there: connect the disk or card again, then open the folder once more; nothing that was decided is lost", s.folder)
}

// startReaders reads the photos todo in the background. A reader that hangs in
// a file is left behind when ctx ends.
func (s *Shoot) startReaders(ctx context.Context, todo []int) <-chan reading {
	queue := make(chan int)
	arrived := make(chan reading, 64)
	go func() {
		defer close(queue)
		for _, i := range todo {
			select {
			case queue <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	for range min(max(2*runtime.GOMAXPROCS(0), leastReaders), mostReaders) {
		go func() {
			for i := range queue {
				if ctx.Err() != nil {
					return
				}
				r := readPhoto(s.Photo(i))
				r.photo = i
				select {
				case arrived <- r:
				case <-ctx.Done():
					return
				}
			}
		}()
	}
	return arrived
}

// reading is what was read of a photo.
type reading struct {
	photo   int
	id      photo.ID
	meta    photo.Meta
	problem string
	gone    bool // the file is not there
}

// readPhoto reads a photo's first file, or, where that fails, the next one.
// Each of its other files gives what those before it lack.
func readPhoto(p photo.Photo) reading {
	var first reading
	for k, f := range p.Files {
		r := readFile(f)
		if r.problem == "" {
			for _, other := range p.Files[k+1:] {
				if m, err := readMeta(other); err == nil || !m.Taken.IsZero() {
					r.meta = complete(r.meta, m)
				}
			}
			return r
		}
		if k == 0 {
			first = r
		}
	}
	// It can still be decided about: what cannot be read is known by its path.
	first.id = sha256.Sum256([]byte("unreadable\x00" + p.Files[0].Path))
	return first
}

func readFile(f photo.File) (r reading) {
	name := filepath.Base(f.Path)
	file, err := os.Open(f.Path)
	if err != nil {
		return reading{problem: inWords(name, err), gone: errors.Is(err, fs.ErrNotExist)}
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return reading{problem: inWords(name, err)}
	}
	if info.Size() == 0 {
		return reading{problem: name + " is empty (0 bytes): copy it from the card again."}
	}
	if r.id, err = photo.Fingerprint(file, info.Size()); err != nil {
		return reading{problem: inWords(name, err)}
	}
	r.meta, err = readMeta(f)
	if err != nil && r.meta.Taken.IsZero() && r.meta.TakenNote == "" {
		r.meta.TakenNote = "no capture time could be read"
	}
	return r
}

// readMeta guards the readers against a parser that panics.
func readMeta(f photo.File) (m photo.Meta, err error) {
	defer func() {
		if r := recover(); r != nil {
			m, err = photo.Meta{}, fmt.Errorf("read the metadata of %s: %v", f.Path, r)
		}
	}()
	return exif.Read(f.Path, f.Kind)
}

func inWords(name string, err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return name + " is no longer there: it was moved, renamed or deleted."
	case errors.Is(err, fs.ErrPermission):
		return name + " may not be read: change its permissions."
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Sprintf("%s could not be read (%v): the disk or card may be failing, so copy it first.", name, err)
}

// identify reads those photos that are to be decided about but were not read
// yet. The caller holds writing.
func (s *Shoot) identify(photos []int) error {
	var batch []reading
	for _, i := range photos {
		s.mu.RLock()
		there := i >= 0 && i < len(s.photos)
		unknown := there && s.photos[i].ID.IsZero()
		s.mu.RUnlock()
		if !there {
			return fmt.Errorf("photo %d of %d: %w", i, s.Len(), errNoPhoto)
		}
		if unknown && !slices.ContainsFunc(batch, func(r reading) bool { return r.photo == i }) {
			r := readPhoto(s.Photo(i))
			r.photo = i
			batch = append(batch, r)
		}
	}
	if len(batch) == 0 {
		return nil
	}
	known, err := s.settleHeld(batch)
	if err != nil || s.db == nil {
		return err
	}
	return s.db.Remember(known.files, known.known)
}

// memories are files and what to remember of them.
type memories struct {
	files []photo.File
	known []store.Known
}

// settle makes readings part of the shoot.
func (s *Shoot) settle(batch []reading) (memories, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.settleHeld(batch)
}

// settleHeld is settle for who holds writing.
func (s *Shoot) settleHeld(batch []reading) (memories, error) {
	ids := make([]photo.ID, len(batch))
	var moved []int // positions in batch of photos whose decision follows them to another identity
	s.mu.Lock()
	for k, r := range batch {
		p := &s.photos[r.photo]
		if old := p.ID; !old.IsZero() && s.owner[old] == r.photo {
			delete(s.owner, old)
			moved = append(moved, k)
		}
		ids[k] = s.claim(r.id, r.photo, p.Name)
	}
	s.mu.Unlock()

	decisions := make([]photo.Decision, len(batch))
	if s.db != nil {
		var err error
		if decisions, err = s.db.Decisions(ids); err != nil {
			return memories{}, err
		}
	}
	var carriedIDs []photo.ID
	var carried []photo.Decision
	for _, k := range moved {
		if was := s.Decision(batch[k].photo); was.At.After(decisions[k].At) {
			decisions[k] = was
			carriedIDs, carried = append(carriedIDs, ids[k]), append(carried, was)
		}
	}
	if s.db != nil && len(carried) > 0 {
		if err := s.db.PutDecisions(carriedIDs, carried); err != nil {
			return memories{}, err
		}
	}

	var m memories
	told := make([]int, len(batch))
	s.mu.Lock()
	for k, r := range batch {
		told[k] = r.photo
		p := &s.photos[r.photo]
		p.ID, p.Meta, p.Problem, p.Gone = ids[k], r.meta, r.problem, r.gone
		s.decisions[r.photo] = decisions[k]
		if s.read[r.photo] = r.problem == ""; s.read[r.photo] {
			for _, f := range p.Files {
				m.files = append(m.files, f)
				m.known = append(m.known, store.Known{ID: ids[k], Meta: r.meta})
			}
		}
	}
	s.events.add(Event{Kind: Read, Photos: told})
	s.mu.Unlock()
	return m, nil
}

// claim gives photo i an identity that no other photo of the shoot has: its
// fingerprint, or, for a copy, SHA-256 over the fingerprint and its name. A
// photo that is gone leaves its identity to where its file is now. The caller
// holds mu.
func (s *Shoot) claim(id photo.ID, i int, name string) photo.ID {
	for {
		owner, taken := s.owner[id]
		if taken && owner != i && s.photos[owner].Gone {
			s.owner[id] = i
			s.photos[owner].ID = s.claim(id, owner, s.photos[owner].Name)
			return id
		}
		if !taken || owner == i {
			s.owner[id] = i
			return id
		}
		id = sha256.Sum256(append(id[:], name...))
	}
}
