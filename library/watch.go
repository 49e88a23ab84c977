package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"culler/library/photo"
	"culler/library/sidecar"
)

const (
	settled   = 700 * time.Millisecond // a file that did not grow for so long is complete
	lookEvery = 200 * time.Millisecond
)

// Watch looks after the folder until ctx ends: photos that arrive, as from a
// camera on a cable, are appended once their files stopped growing, and
// sidecars that other programs write are read. It returns nil when ctx ends,
// or a sentence where the system cannot watch the folder, as on some network
// drives; Rescan does the same once.
func (s *Shoot) Watch(ctx context.Context) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return s.unwatchable(err)
	}
	defer w.Close()
	if err := w.Add(s.folder); err != nil {
		return s.unwatchable(err)
	}
	if s.recursive {
		s.watchBelow(w, s.folder)
	}
	// photos: some may have come between Open and now.
	c := changes{photos: true, growing: make(map[string]growing), sidecars: make(map[string]bool)}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case e, ok := <-w.Events:
			if !ok {
				return s.unwatchable(errors.New("watching ended"))
			}
			if e.Has(fsnotify.Create) && s.recursive {
				if info, err := os.Stat(e.Name); err == nil && info.IsDir() {
					w.Add(e.Name)
					s.watchBelow(w, e.Name)
					c.photos = true // some may have been in it before it was watched
					continue
				}
			}
			c.note(e)
		case err, ok := <-w.Errors:
			if !ok {
				return s.unwatchable(errors.New("watching ended"))
			}
			if errors.Is(err, fsnotify.ErrEventOverflow) {
				c.photos = true
			}
		case <-tick.C:
			if err := s.follow(ctx, &c); err != nil && ctx.Err() == nil && !s.folderThere() {
				return err
			}
		}
	}
}

func (s *Shoot) unwatchable(err error) error {
	if !s.folderThere() {
		return s.folderGone()
	}
	return fmt.Errorf("the folder %s cannot be watched for new photos, so look for them with Rescan: %w", s.folder, err)
}

// watchBelow watches all folders below one, as far as the system allows.
func (s *Shoot) watchBelow(w *fsnotify.Watcher, dir string) {
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if d.IsDir() && path != dir {
			if strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
			w.Add(path)
		}
		return nil
	})
}

// changes is what happened in the folder since it was last looked at.
type changes struct {
	photos   bool // files came, went or are complete now
	growing  map[string]growing
	sidecars map[string]bool
}

// growing is a file that may still be written.
type growing struct {
	size  int64
	since time.Time // when it had this size first
}

func (c *changes) note(e fsnotify.Event) {
	switch {
	case sidecar.Is(e.Name):
		if e.Op != fsnotify.Chmod {
			c.sidecars[e.Name] = true
		}
	case photo.KindOf(e.Name) == photo.Unknown || strings.HasPrefix(filepath.Base(e.Name), "."):
	case e.Has(fsnotify.Remove), e.Has(fsnotify.Rename):
		delete(c.growing, e.Name)
		c.photos = true
	case e.Has(fsnotify.Create), e.Has(fsnotify.Write):
		c.growing[e.Name] = growing{size: -1}
	}
}

// look notices which files stopped growing.
func (c *changes) look(now time.Time) {
	for path, g := range c.growing {
		wait := settled
		info, err := os.Stat(path)
		if err == nil && info.Size() == 0 {
			wait *= 10 // its first byte is still to come
		}
		switch {
		case err == nil && info.Size() != g.size:
			c.growing[path] = growing{size: info.Size(), since: now}
		case err != nil || now.Sub(g.since) >= wait:
			delete(c.growing, path)
			c.photos = true
		}
	}
}

// follow takes over what changed.
func (s *Shoot) follow(ctx context.Context, c *changes) error {
	c.look(time.Now())
	if c.photos {
		c.photos = false
		clear(c.sidecars) // Rescan reads them, too
		_, err := s.rescan(ctx, func(path string) bool { _, grows := c.growing[path]; return grows })
		return err
	}
	if len(c.sidecars) > 0 && s.Sidecars().Mode != SidecarsOff {
		s.importNamed(ctx, c.sidecars)
		clear(c.sidecars)
	}
	return nil
}

// importNamed takes over what others wrote into these sidecars.
func (s *Shoot) importNamed(ctx context.Context, paths map[string]bool) {
	defer s.events.deliver()
	state := &s.sidecars
	state.syncing.Lock()
	defer state.syncing.Unlock()
	claims := s.claims()
	var photos []int
	for path := range paths {
		i, ok := claims.At(path)
		info, err := os.Stat(path)
		if !ok || err != nil {
			continue
		}
		if seen, known := s.seenSidecar(path, i); !known || !seen.Unchanged(info) {
			photos = append(photos, i)
		}
	}
	s.syncSidecars(ctx, claims, photos)
}
