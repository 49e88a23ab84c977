package library

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"culler/library/photo"
	"culler/library/phrase"
	"culler/library/sidecar"
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
			if i, ok := claims.At(path); ok && sidecar.Is(path) {
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
			wanted = append(wanted, claims.Names(i)...)
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
				mode == SidecarsOn && !s.missing(i, decisions[i], seen.State).IsZero()
			said = true
		}
		if !said && mode == SidecarsOn && !decisions[i].At.IsZero() {
			var last sidecar.State // of one that somebody deleted since
			for _, path := range claims.Names(i) {
				if seen, known := s.seenSidecar(path, i); known && seen.Exists {
					last = seen.State
				}
			}
			changed = !s.missing(i, decisions[i], last).IsZero()
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

// syncJob is one photo whose decision and sidecars are brought together.
type syncJob struct {
	photo   int
	paths   []string        // its sidecars, or the one to be made
	states  []sidecar.State // what they say
	failed  []bool          // which cannot be understood
	removed []bool          // which went, as nothing is left to be said
	want    photo.Decision
}

// syncSidecars brings decisions and sidecars together, until ctx ends. The caller
// holds syncing.
func (s *Shoot) syncSidecars(ctx context.Context, claims *claims, photos []int) {
	set := s.Sidecars()
	if set.Mode == SidecarsOff {
		return
	}
	photos = slices.Compact(slices.Sorted(slices.Values(photos)))
	for chunk := range slices.Chunk(photos, syncChunk) {
		if ctx.Err() != nil {
			return
		}
		var jobs []*syncJob
		for _, i := range chunk {
			if i >= len(claims.photos) || s.Photo(i).ID.IsZero() || s.Photo(i).Gone {
				continue
			}
			j := &syncJob{photo: i, paths: claims.Existing(i)}
			if len(j.paths) == 0 {
				j.paths = []string{claims.Fresh(i, set.Style)}
			}
			n := len(j.paths)
			j.states, j.failed, j.removed = make([]sidecar.State, n), make([]bool, n), make([]bool, n)
			jobs = append(jobs, j)
		}
		var paths []string
		for _, j := range jobs {
			paths = append(paths, j.paths...)
		}
		s.recallSidecars(paths)
		inParallel(jobs, s.loadSidecars)
		if err := s.takeOver(jobs); err != nil {
			s.notice("database", "What other programs wrote into sidecars could not be adopted: "+phrase.Error(err)+".", nil)
			return
		}
		if set.Mode == SidecarsOn {
			if err := s.announce(jobs); err != nil {
				s.notice("database", "No sidecars are written: "+phrase.Error(err)+".", nil)
				return
			}
			inParallel(jobs, s.writeSidecars)
		}
		if err := s.rememberSidecars(jobs); err != nil {
			s.notice("database", "What was written into sidecars could not be remembered: "+phrase.Error(err)+".", nil)
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
	of := s.Photo(j.photo)
	own := of.SidecarOrientation()
	for k, path := range j.paths {
		if s.isSilent(path) {
			j.failed[k] = true
			continue
		}
		if seen, known := s.seenSidecar(path, j.photo); known {
			if info, err := os.Stat(path); err == nil && seen.Unchanged(info) {
				j.states[k] = seen.State
				continue
			}
		}
		var err error
		if j.states[k], err = s.sidecars.load(path); err != nil {
			j.failed[k] = true
			s.sidecarFailed(j.photo, path, err)
		}
		j.states[k].Fields = j.states[k].Fields.Beside(own)
		s.sidecars.done.Add(1)
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
			if s.leftBehind(path, j.photo, j.states[k]) {
				continue
			}
			var base *sidecar.Fields
			// Without a decision nothing contradicts a sidecar: it may be
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
			j.want.Read = ours.Same(photo.Decision{}) || ours.Read
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

// wants is what the k-th sidecar of the photo is to say: all of it but a turn that
// another of them says already, by which every program may go that made it.
func (j *syncJob) wants(k int) photo.Decision {
	d := j.want
	if now := j.states[k]; d.Orientation == 0 || !now.Exists || now.Fields.Orientation != nil {
		return d
	}
	for _, other := range j.states {
		if o := other.Fields.Orientation; other.Exists && o != nil && *o == d.Orientation {
			d.Orientation = 0
		}
	}
	return d
}

// writeSidecars makes a photo's sidecars say what was decided. One that changed
// since it was read is left for the next pass.
func (s *Shoot) writeSidecars(j *syncJob) {
	wants := make([]photo.Decision, len(j.paths))
	for k := range j.paths {
		wants[k] = j.wants(k) // as all of them are before any is written
	}
	for k, path := range j.paths {
		before, want := s.beforeOf(path, j.photo), wants[k]
		of := s.Photo(j.photo)
		before.Decided = forSidecar(&of, want)
		if j.failed[k] || s.isBarred(path) || s.missing(j.photo, want, j.states[k]).IsZero() && !before.Owes(before.Decided) {
			continue
		}
		changed := false
		state, err := sidecar.Change(path, before, func(now sidecar.State) sidecar.Fields {
			now.Fields = now.Fields.Beside(before.Own)
			if changed = !now.Fields.Equal(j.states[k].Fields); changed {
				return sidecar.Fields{}
			}
			return s.missing(j.photo, want, now)
		})
		s.sidecars.done.Add(1)
		switch {
		case err != nil:
			s.sidecarFailed(j.photo, path, err)
		case changed:
			j.failed[k] = true // what it says was not merged yet
			s.doubt(path)      // it may be what is known of it that is old: read it again
			s.wantSidecars([]int{j.photo})
		default:
			j.removed[k] = j.states[k].Exists && !state.Exists
			state.Fields = state.Fields.Beside(before.Own)
			j.states[k] = state
		}
	}
}
