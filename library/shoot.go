// Package library is a shoot on disk: one folder of photographs, read once and
// remembered, grouped into bursts, with the photographer's decisions and an
// undo for each of them.
package library

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"culler/library/burst"
	"culler/library/photo"
	"culler/library/scan"
	"culler/library/store"
)

// Options say how a shoot is opened.
type Options struct {
	Store     *store.DB     // nil: nothing is remembered
	Recursive bool          // whether subfolders belong to the shoot
	Sidecars  Sidecars      // whether and how sidecars are written
	Burst     burst.Options // what is not zero wins over what the shoot was left with; Edits is ignored
	Gap       time.Duration // of a shoot whose gap was never set; 0: burst.DefaultGap
}

// Shoot is one folder opened for culling. It is the owner of its photos, their
// bursts, the decisions and the history. A photo is named by its index, which
// it keeps for as long as the shoot is open. All methods are safe for
// concurrent use.
type Shoot struct {
	folder    string
	recursive bool
	db        *store.DB

	// Locks are taken in this order; mu is never held during I/O or a call out.
	reading  chan struct{} // holds one token: its holder may read files
	writing  sync.Mutex    // one change of decisions, identities or bursts at a time
	grouping sync.Mutex    // one grouping at a time
	mu       sync.RWMutex  // guards everything below

	photos    []photo.Photo
	version   int    // counts the changes of the photos' files
	read      []bool // whether the photo's file was read, now or before
	decisions []photo.Decision
	owner     map[photo.ID]int // identity -> index
	byPath    map[string]int   // file -> index
	skipped   []scan.Skipped
	options   burst.Options
	bursts    []burst.Burst
	burstOf   []int
	place     json.RawMessage
	undo      []step
	redo      []step
	stands    int                // the photo at which the photographer is; -1: none
	stood     int                // and was, at the step that was travelled last
	recalled  bool               // whether the steps of the last session are among them
	take      func(Change) error // takes changes back; nil: nobody does
	replaced  []replacement      // not told yet
	apart     []int              // parted from another photo and to be read

	events   events
	saver    saver
	history  saver
	sidecars sidecarState
}

// Open lists the folder's photos and takes over what is remembered of them. It
// reads no photo: those that are new get their times, cameras and identities
// from Read. An unreadable folder is an error in words; an empty one is not.
func Open(ctx context.Context, folder string, o Options) (*Shoot, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, fmt.Errorf("find the folder %s: %w", folder, err)
	}
	found, err := scan.Folder(ctx, folder, scan.Options{Recursive: o.Recursive})
	if err != nil {
		return nil, err
	}
	s := &Shoot{
		folder:    folder,
		recursive: o.Recursive,
		db:        o.Store,
		reading:   make(chan struct{}, 1),
		owner:     make(map[photo.ID]int, len(found.Photos)),
		byPath:    make(map[string]int, len(found.Photos)),
		skipped:   found.Skipped,
		options:   o.Burst,
		stands:    -1,
		stood:     -1,
	}
	s.reading <- struct{}{}
	s.saver.save, s.history.save = s.saveState, s.saveHistory
	s.sidecars.begin(o.Sidecars, s.writePending)
	if err := s.loadState(); err != nil {
		return nil, err
	}
	if s.options.Gap == 0 {
		s.options.Gap = o.Gap
	}
	if _, err := s.add(found.Photos); err != nil {
		return nil, err
	}
	s.regroup()
	s.tellRepairs()
	return s, nil
}

// closePatience is how long Close waits for a disk on which nothing moves: longer
// than one sidecar may take, so that only what nobody can end is left behind.
const closePatience = 20 * time.Second

// Close writes what is still to be written. The shoot must not be used afterwards.
func (s *Shoot) Close() error {
	return errors.Join(s.closeSidecars(closePatience), s.history.close(), s.saver.close())
}

// Folder is the shoot's folder, absolute.
func (s *Shoot) Folder() string { return s.folder }

// Len is the number of photos.
func (s *Shoot) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.photos)
}

// Photo returns photo i.
func (s *Shoot) Photo(i int) photo.Photo {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.photos[i]
}

// Photos returns all photos as they are now, by index.
func (s *Shoot) Photos() []photo.Photo {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.photos)
}

// Skipped lists what could not be looked into, such as a locked subfolder.
func (s *Shoot) Skipped() []scan.Skipped {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.skipped)
}

// add appends photos to the shoot, with all that the database knows of them,
// and returns their indices.
func (s *Shoot) add(photos []photo.Photo) ([]int, error) {
	photos, known, decisions, err := s.remembered(photos)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.append(photos, known, decisions), nil
}

// append is add for a caller that holds mu and knows what the database does.
func (s *Shoot) append(photos []photo.Photo, known []store.Known, decisions []photo.Decision) []int {
	s.version++
	added := make([]int, len(photos))
	for k, p := range photos {
		i := len(s.photos)
		added[k] = i
		for _, f := range p.Files {
			s.byPath[f.Path] = i
		}
		if known[k].OK {
			p.ID, p.Content, p.Picture = known[k].ID, known[k].Content, known[k].Picture
			p.Meta, p.Problem = known[k].Meta, known[k].Problem
			if _, taken := s.owner[p.ID]; taken {
				known[k].OK = false // a copy of another photo: Read gives it its own identity
				p.ID = photo.ID{}
			} else {
				s.owner[p.ID] = i
			}
		}
		s.photos = append(s.photos, p)
		s.read = append(s.read, known[k].OK)
		d := photo.Decision{}
		if known[k].OK {
			d = decisions[k]
		}
		s.decisions = append(s.decisions, photo.Decision{})
		s.decided(i, d)
		s.burstOf = append(s.burstOf, len(s.bursts))
		s.bursts = append(s.bursts, burst.Burst{Photos: []int{i}}) // alone until the next grouping
	}
	return added
}

// remembered asks the database about every file of every photo. A photo is
// known by the first of its files that is, so that a pair keeps its identity
// when one of the two comes or goes. Photos whose files are remembered as two are
// two again.
func (s *Shoot) remembered(photos []photo.Photo) ([]photo.Photo, []store.Known, []photo.Decision, error) {
	if s.db == nil || len(photos) == 0 {
		return photos, make([]store.Known, len(photos)), make([]photo.Decision, len(photos)), nil
	}
	var files []photo.File
	for _, p := range photos {
		files = append(files, p.Files...)
	}
	answers, err := s.db.Known(files)
	if err != nil {
		return nil, nil, nil, err
	}
	of := make(map[string]store.Known, len(files))
	for k, f := range files {
		of[f.Path] = answers[k]
	}
	photos = asRemembered(photos, of)
	known, ids := make([]store.Known, len(photos)), make([]photo.ID, len(photos))
	for k, p := range photos {
		for _, f := range p.Files {
			if a := of[f.Path]; a.OK {
				known[k], ids[k] = a, a.ID
				break
			}
		}
	}
	decisions, err := s.db.Decisions(ids)
	return photos, known, decisions, err
}

// now is the time of a decision that follows the decision before.
func now(before time.Time) time.Time {
	t := time.Now().UTC().Round(0)
	if !t.After(before) {
		t = before.Add(time.Millisecond) // the clock was set back; the order of decisions was not
	}
	return t
}
