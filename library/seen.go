package library

import (
	"slices"
	"time"

	"culler/library/photo"
	"culler/library/sidecar"
	"culler/library/store"
)

// seenSidecar is what is known of a sidecar of photo i. That of another photo,
// which had the same name on another card, does not count.
func (s *Shoot) seenSidecar(path string, i int) (store.Sidecar, bool) {
	id := s.Photo(i).ID.String()
	s.sidecars.mu.Lock()
	defer s.sidecars.mu.Unlock()
	known, ok := s.sidecars.seen[path]
	if !ok || known.Photo != id && known.Photo != s.sidecars.heirs[id] {
		return store.Sidecar{Photo: id}, false
	}
	known.Photo = id
	return known, true
}

// origin is a sidecar of a photo.
type origin struct {
	path  string
	photo photo.ID
}

// beforeOf is what a sidecar was before this session changed it.
func (s *Shoot) beforeOf(path string, i int) *sidecar.Before {
	p := s.Photo(i)
	o := origin{path, p.ID}
	s.sidecars.mu.Lock()
	defer s.sidecars.mu.Unlock()
	b, own := s.sidecars.before[o], p.SidecarOrientation()
	if b == nil || b.Own != own {
		b = &sidecar.Before{Marks: p.Meta.Marks, Own: own}
		s.sidecars.before[o] = b
	}
	return b
}

// doubt has a sidecar read again even if it looks as it did.
func (s *Shoot) doubt(path string) {
	s.sidecars.mu.Lock()
	defer s.sidecars.mu.Unlock()
	if known, ok := s.sidecars.seen[path]; ok {
		known.ModTime = time.Time{}
		s.sidecars.seen[path] = known
	}
}

// leftBehind tells whether a sidecar is as it was when another picture had the
// photo's name: what it says is not about the photo.
func (s *Shoot) leftBehind(path string, i int, is sidecar.State) bool {
	id := s.Photo(i).ID.String()
	s.sidecars.mu.Lock()
	defer s.sidecars.mu.Unlock()
	was, replaced := s.sidecars.replaced[id]
	known, ok := s.sidecars.seen[path]
	return replaced && ok && known.Photo == was && known.Size == is.Size && known.ModTime.Equal(is.ModTime)
}

// recallSidecars asks the database about sidecars that this session did not see
// yet. Without an answer they are read as if for the first time.
func (s *Shoot) recallSidecars(paths []string) {
	if s.db == nil {
		return
	}
	c := &s.sidecars
	c.mu.Lock()
	paths = slices.DeleteFunc(slices.Clone(paths), func(path string) bool { _, seen := c.seen[path]; return seen })
	c.mu.Unlock()
	known, err := s.db.Sidecars(paths)
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for k := range known {
		if known[k] != nil {
			c.seen[paths[k]] = *known[k]
		}
	}
}

// announce notes what is about to be written, so that after a crash Culler
// knows its own words again.
func (s *Shoot) announce(jobs []*syncJob) error {
	return s.noteSidecars(jobs, func(j *syncJob, k int, was store.Sidecar) (store.Sidecar, bool) {
		f := s.missing(j.photo, j.want, j.states[k])
		if f.IsZero() || s.isBarred(j.paths[k]) {
			return was, false
		}
		wanted := j.states[k].Fields.With(f)
		was.State, was.Wanted = j.states[k], &wanted
		return was, true
	})
}

// rememberSidecars notes what the sidecars say now, and that it was merged.
func (s *Shoot) rememberSidecars(jobs []*syncJob) error {
	return s.noteSidecars(jobs, func(j *syncJob, k int, was store.Sidecar) (store.Sidecar, bool) {
		is := j.states[k]
		news := was.Wanted != nil || !was.Fields.Equal(is.Fields) || was.Size != is.Size || !was.ModTime.Equal(is.ModTime)
		was.State, was.Wanted = is, nil
		return was, is.Exists && news || j.removed[k]
	})
}

// noteSidecars stores what change says of each sidecar that could be read.
func (s *Shoot) noteSidecars(jobs []*syncJob, change func(j *syncJob, k int, was store.Sidecar) (store.Sidecar, bool)) error {
	var paths []string
	var known []store.Sidecar
	for _, j := range jobs {
		for k, path := range j.paths {
			was, _ := s.seenSidecar(path, j.photo)
			if is, news := change(j, k, was); news && !j.failed[k] {
				paths, known = append(paths, path), append(known, is)
			}
		}
	}
	if s.db != nil {
		if err := s.db.PutSidecars(paths, known); err != nil {
			return err
		}
	}
	c := &s.sidecars
	c.mu.Lock()
	defer c.mu.Unlock()
	for k, path := range paths {
		c.seen[path] = known[k]
	}
	return nil
}
