package library

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"culler/library/sidecar"
)

// sidecarFailed tells why a sidecar could not be read or written.
func (s *Shoot) sidecarFailed(i int, path string, err error) {
	c := &s.sidecars
	if errors.Is(err, sidecar.ErrReadOnly) {
		bar, where := filepath.Dir(path), "in "+filepath.Dir(path)
		if _, statErr := os.Stat(path); statErr == nil {
			bar, where = path, "to "+path
		}
		c.mu.Lock()
		c.barred[bar] = true
		c.mu.Unlock()
		s.notice("read-only", "Sidecars cannot be written "+where+", because the card, the folder or the sidecar is read-only: your decisions are kept in Culler, and the sidecars follow once they can be written.", []int{i})
		return
	}
	if errors.Is(err, sidecar.ErrSlow) {
		dir := filepath.Dir(path)
		c.mu.Lock()
		c.silent[dir] = true
		c.pending[i] = true
		c.mu.Unlock()
		s.notice("silent "+dir, "The sidecars in "+dir+" could not be read or written, because the disk or the share does not answer: your decisions are kept in Culler, and the sidecars follow when it answers again.", []int{i})
		return
	}
	for _, known := range []error{sidecar.ErrNoFile, sidecar.ErrEncoding, sidecar.ErrNotXMP, sidecar.ErrBroken, sidecar.ErrComplex, sidecar.ErrTooBig} {
		if errors.Is(err, known) {
			s.notice(path, filepath.Base(path)+": "+known.Error()+".", []int{i})
			return
		}
	}
	c.mu.Lock()
	c.pending[i] = true // it goes along with the next decision
	c.mu.Unlock()
	why, name := reason(err), filepath.Base(path)
	s.notice(why, fmt.Sprintf("The sidecar %s could not be read or written, because %s: your decisions are kept in Culler, and the sidecar follows when that works again.", name, why), []int{i})
}

// reason is why a file could not be read or written, without its name.
func reason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "the folder is no longer there (is the disk or card connected?)"
	case errors.Is(err, fs.ErrPermission):
		return "its permissions do not allow that"
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return "the system says: " + err.Error()
}

func (s *Shoot) isBarred(path string) bool {
	s.sidecars.mu.Lock()
	defer s.sidecars.mu.Unlock()
	dir := filepath.Dir(path)
	return s.sidecars.barred[path] || s.sidecars.barred[dir] || s.sidecars.silent[dir]
}

// unbar has the sidecars of photos, or their folders, that could not be written
// tried again, and returns which those are.
func (s *Shoot) unbar(claims *claims, photos []int) (barred []string) {
	c := &s.sidecars
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.barred) == 0 {
		return nil
	}
	for _, i := range photos {
		for _, path := range append(claims.Existing(i), claims.Fresh(i, c.set.Style)) {
			for _, bar := range []string{path, filepath.Dir(path)} {
				if c.barred[bar] {
					delete(c.barred, bar)
					barred = append(barred, bar)
				}
			}
		}
	}
	return barred
}

// areBarred tells whether all of some sidecars and folders could still not be
// written.
func (s *Shoot) areBarred(paths []string) bool {
	s.sidecars.mu.Lock()
	defer s.sidecars.mu.Unlock()
	return !slices.ContainsFunc(paths, func(p string) bool { return !s.sidecars.barred[p] })
}

// isSilent tells whether a sidecar lies where nothing answered.
func (s *Shoot) isSilent(path string) bool {
	s.sidecars.mu.Lock()
	defer s.sidecars.mu.Unlock()
	return s.sidecars.silent[filepath.Dir(path)]
}

// notice tells the photographer a sentence, once for each key.
func (s *Shoot) notice(key, sentence string, photos []int) {
	c := &s.sidecars
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.told[key] {
		return
	}
	c.told[key] = true
	c.notices = append(c.notices, sentence)
	s.events.add(Event{Kind: Noticed, Photos: photos, Text: sentence})
}

// tellRepairs tells what was repaired in the database, by its opening or since.
func (s *Shoot) tellRepairs() {
	if s.db == nil {
		return
	}
	if said := s.db.Notice(); said != "" {
		s.notice("repaired: "+said, said, nil)
	}
}
