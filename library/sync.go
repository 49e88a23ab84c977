package library

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"culler/library/photo"
	"culler/library/sidecar"
	"culler/library/store"
)

const (
	syncChunk   = 64 // photos in one transaction
	syncWorkers = 8  // files read or written at once
	abandoned   = time.Minute
)

// stale returns the photos whose sidecars may not say what was decided: those
// whose sidecar is not as it was last seen, and those that were decided about
// and have none that says so. It clears away what a crash left of sidecars that
// were being written.
func (s *Shoot) stale(claims *claims) []int {
	decisions := s.Decisions()
	mode := s.Sidecars().Mode
	var photos []int
	there := make(map[int][]string) // the sidecars of each photo
	infos := make(map[string]os.FileInfo)
	for dir := range foldersOf(claims.photos) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue // the photos' own problems tell
		}
		for _, e := range entries {
			path := filepath.Join(dir, e.Name())
			if sidecar.Leftover(path) && mode == SidecarsOn {
				if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > abandoned {
					os.Remove(path)
				}
			}
			if i, ok := claims.at(path); ok && sidecar.Is(path) {
				if info, err := os.Stat(path); err == nil {
					there[i] = append(there[i], path)
					infos[path] = info
				}
			}
		}
	}
	var wanted []string
	for i := range claims.photos {
		wanted = append(wanted, there[i]...)
		if len(there[i]) == 0 && i < len(decisions) && !decisions[i].At.IsZero() {
			wanted = append(wanted, claims.of(i)...)
		}
	}
	s.recallSidecars(wanted)
	for i := range claims.photos {
		if i >= len(decisions) || s.Photo(i).ID.IsZero() {
			continue
		}
		changed, said := false, false
		for _, path := range there[i] {
			seen, known := s.seenSidecar(path, i)
			changed = changed || !known || !seen.Unchanged(infos[path]) ||
				mode == SidecarsOn && !sidecar.For(decisions[i], seen.Fields).IsZero()
			said = true
		}
		if !said && mode == SidecarsOn && !decisions[i].At.IsZero() {
			var last sidecar.Fields // of one that somebody deleted since
			for _, path := range claims.of(i) {
				if seen, known := s.seenSidecar(path, i); known && seen.Exists {
					last = seen.Fields
				}
			}
			changed = !sidecar.For(decisions[i], last).IsZero()
		}
		if changed {
			photos = append(photos, i)
		}
	}
	return photos
}

func foldersOf(photos []photo.Photo) map[string]bool {
	dirs := make(map[string]bool)
	for i := range photos {
		for _, f := range photos[i].Files {
			dirs[filepath.Dir(f.Path)] = true
		}
	}
	return dirs
}

// thereOnce tells whether a file is there that is none of the others.
func thereOnce(path string, others []string) bool {
	info, err := os.Stat(path)
	return err == nil && !slices.ContainsFunc(others, func(other string) bool {
		o, err := os.Stat(other)
		return err == nil && os.SameFile(info, o)
	})
}

// syncJob is one photo whose decision and sidecars are brought together.
type syncJob struct {
	photo  int
	paths  []string        // its sidecars, or the one to be made
	states []sidecar.State // what they say
	failed []bool          // which cannot be understood
	want   photo.Decision
}

// syncSidecars brings decisions and sidecars together. The caller holds syncing.
func (s *Shoot) syncSidecars(claims *claims, photos []int) {
	set := s.Sidecars()
	if set.Mode == SidecarsOff {
		return
	}
	photos = slices.Compact(slices.Sorted(slices.Values(photos)))
	for chunk := range slices.Chunk(photos, syncChunk) {
		var jobs []*syncJob
		for _, i := range chunk {
			if i >= len(claims.photos) || s.Photo(i).ID.IsZero() {
				continue
			}
			j := &syncJob{photo: i, paths: claims.existing(i)}
			if len(j.paths) == 0 {
				j.paths = []string{claims.fresh(i, set.Style)}
			}
			j.states, j.failed = make([]sidecar.State, len(j.paths)), make([]bool, len(j.paths))
			jobs = append(jobs, j)
		}
		var paths []string
		for _, j := range jobs {
			paths = append(paths, j.paths...)
		}
		s.recallSidecars(paths)
		inParallel(jobs, s.loadSidecars)
		if err := s.takeOver(jobs); err != nil {
			s.notice("database", "What other programs wrote into sidecars could not be taken over: "+err.Error()+".", nil)
			return
		}
		if set.Mode == SidecarsOn {
			if err := s.announce(jobs); err != nil {
				s.notice("database", "No sidecars are written: "+err.Error()+".", nil)
				return
			}
			inParallel(jobs, s.writeSidecars)
		}
		if err := s.rememberSidecars(jobs); err != nil {
			s.notice("database", "What was written into sidecars could not be remembered: "+err.Error()+".", nil)
		}
	}
}

func inParallel(jobs []*syncJob, do func(*syncJob)) {
	var g errgroup.Group
	g.SetLimit(syncWorkers)
	for _, j := range jobs {
		g.Go(func() error { do(j); return nil })
	}
	g.Wait()
}

// loadSidecars reads a photo's sidecars, unless they are as they were.
func (s *Shoot) loadSidecars(j *syncJob) {
	for k, path := range j.paths {
		if seen, known := s.seenSidecar(path, j.photo); known {
			if info, err := os.Stat(path); err == nil && seen.Unchanged(info) {
				j.states[k] = seen.State
				continue
			}
		}
		var err error
		if j.states[k], err = sidecar.Load(path); err != nil {
			j.failed[k] = true
			s.sidecarFailed(j.photo, path, err)
		}
	}
}

// takeOver makes what other programs wrote into sidecars decisions.
func (s *Shoot) takeOver(jobs []*syncJob) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	var photos []int
	var decisions []photo.Decision
	var conflicts []Conflict
	for _, j := range jobs {
		ours := s.Decision(j.photo)
		j.want = ours
		for k, path := range j.paths {
			if !j.states[k].Exists || j.failed[k] {
				continue
			}
			var base *sidecar.Fields
			// Who never decided has nothing to hold against a sidecar: it may be
			// all that is left after the database was damaged.
			if seen, known := s.seenSidecar(path, j.photo); known && !ours.At.IsZero() {
				switch {
				case seen.Wanted != nil && seen.Wanted.Equal(j.states[k].Fields):
					base = seen.Wanted // written by Culler itself, right before a crash
				case seen.Exists:
					base = &seen.Fields
				}
			}
			before := j.want
			var conflict bool
			if j.want, conflict = merge(before, base, j.states[k].Fields, j.states[k].ModTime); conflict {
				conflicts = append(conflicts, s.conflictOf(j.photo, path, before, j.want, j.states[k]))
			}
		}
		if !j.want.Same(ours) {
			if j.want.At.IsZero() {
				j.want.At = now(ours.At)
			}
			photos, decisions = append(photos, j.photo), append(decisions, j.want)
		}
	}
	if len(photos) > 0 {
		if err := s.put(photos, decisions); err != nil {
			return err
		}
	}
	c := &s.sidecars
	c.mu.Lock()
	c.conflicts = append(c.conflicts, conflicts...)
	c.mu.Unlock()
	for _, x := range conflicts {
		s.events.add(Event{Kind: Conflicted, Photos: []int{x.Photo}, Text: x.Sentence})
	}
	return nil
}

// writeSidecars makes a photo's sidecars say what was decided. One that changed
// since it was read is left for the next pass.
func (s *Shoot) writeSidecars(j *syncJob) {
	for k, path := range j.paths {
		if j.failed[k] || s.isBarred(path) || sidecar.For(j.want, j.states[k].Fields).IsZero() {
			continue
		}
		changed := false
		state, err := sidecar.Change(path, func(now sidecar.State) sidecar.Fields {
			if changed = !now.Fields.Equal(j.states[k].Fields); changed {
				return sidecar.Fields{}
			}
			return sidecar.For(j.want, now.Fields)
		})
		switch {
		case err != nil:
			s.sidecarFailed(j.photo, path, err)
		case changed:
			j.failed[k] = true // what it says was not merged yet
			s.wantSidecars([]int{j.photo})
		default:
			j.states[k] = state
		}
	}
}

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
		s.notice("read-only", "Sidecars cannot be written "+where+", because the card, the folder or the sidecar is read-only: your decisions are kept in Culler, and nothing is written there.", []int{i})
		return
	}
	for _, known := range []error{sidecar.ErrUTF16, sidecar.ErrNotXMP, sidecar.ErrBroken, sidecar.ErrComplex, sidecar.ErrTooBig} {
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
	return s.sidecars.barred[path] || s.sidecars.barred[filepath.Dir(path)]
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

// seenSidecar is what is known of a sidecar of photo i. That of another photo,
// which had the same name on another card, does not count.
func (s *Shoot) seenSidecar(path string, i int) (store.Sidecar, bool) {
	id := s.Photo(i).ID.String()
	s.sidecars.mu.Lock()
	defer s.sidecars.mu.Unlock()
	known, ok := s.sidecars.seen[path]
	if !ok || known.Photo != id {
		return store.Sidecar{Photo: id}, false
	}
	return known, true
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
		f := sidecar.For(j.want, j.states[k].Fields)
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
		return was, is.Exists && news
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
