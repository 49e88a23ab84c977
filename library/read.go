package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"culler/library/busy"
	"culler/library/exif"
	"culler/library/filename"
	"culler/library/photo"
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
// runs and at its end; last of all, sidecars are read and written. A photo that
// cannot be read keeps its place with the reason; the next Read tries it again. If
// the whole folder disappears, Read ends with an error in words. A cancelled Read
// returns ctx's error at once and keeps what was read.
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
	s.tellHistory()
	return s.importSidecars(ctx)
}

// readUnread does the work of Read for a caller that holds the reading token.
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
	s.mu.RUnlock()
	for {
		if err := s.readThese(ctx, todo, progress); err != nil {
			return err
		}
		s.mu.Lock()
		todo, s.apart = s.apart, nil
		s.mu.Unlock()
		if len(todo) == 0 {
			return nil
		}
	}
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
	file    photo.File // the one that was read
	id      photo.ID   // its content
	sample  photo.ID   // its fingerprint, which earlier versions took for its content
	picture photo.ID
	meta    photo.Meta
	problem string
	gone    bool     // the file is not there
	apart   []string // files that are of another exposure
}

// readPhoto reads a photo's first file, or, where that fails, the next one.
// Each of its other files gives what those before it lack, unless it is of
// another exposure.
func readPhoto(p photo.Photo) reading {
	var first reading
	for k, f := range p.Files {
		r := readFile(f)
		if r.problem == "" {
			for _, other := range p.Files[k+1:] {
				m, err := readMeta(other)
				if err == nil || !m.Taken.IsZero() {
					if contradict(r.meta, m) {
						r.apart = append(r.apart, other.Path)
					} else {
						r.meta = complete(r.meta, m)
						if own := max(r.meta.Orientation, 1); other.Kind == photo.RAW && m.Orientation != 0 && m.Orientation != own {
							r.meta.TurnedApart = true
						}
					}
				}
			}
			return r
		}
		if k == 0 {
			first = r
		}
	}
	// It can still be decided about: what cannot be read is known by its path.
	first.id = unreadable(p.Files[0].Path)
	return first
}

func readFile(f photo.File) (r reading) {
	name := filepath.Base(f.Path)
	file, err := busy.Open(f.Path)
	if err != nil {
		return reading{problem: inWords(name, err), gone: errors.Is(err, fs.ErrNotExist)}
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return reading{problem: inWords(name, err)}
	}
	if info.Size() == 0 {
		return reading{problem: inWords(name, errEmpty)}
	}
	if r.id, err = photo.Content(file, info.Size(), f.Kind); err != nil {
		return reading{problem: inWords(name, err)}
	}
	if r.sample, err = photo.Fingerprint(file, info.Size()); err != nil {
		return reading{problem: inWords(name, err)}
	}
	r.file, r.picture = f, photo.Picture(file, info.Size(), f.Kind)
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

var errEmpty = errors.New("the file is empty")

// inWords says why a file could not be read, as a sentence.
func inWords(name string, err error) string { return inWordsOn(runtime.GOOS, name, err) }

func inWordsOn(system, name string, err error) string {
	switch {
	case system == "windows" && filename.Reserved(name):
		return name + " has a name that Windows keeps for a device: give it another, for example with another program or on another computer."
	case errors.Is(err, errEmpty):
		return name + " is empty (0 bytes): copy it from the card again."
	case errors.Is(err, fs.ErrNotExist):
		return name + " is no longer there: it was moved, renamed or deleted."
	case errors.Is(err, busy.Err):
		return name + " is open in another program that lets nobody else read it: close it there, then look for new photos."
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
	s.tellReplaced()
	if err != nil || s.db == nil {
		return err
	}
	return s.db.Remember(known.files, known.known)
}
