package library

import (
	"context"
	"os"
	"slices"

	"culler/library/photo"
	"culler/library/scan"
)

// Rescan looks at the folder again, appends the photos that are new, reads
// them, and returns their indices. A photo whose file changed is read again and
// keeps its decision if it is still the same picture; one whose files are gone keeps its index and is Gone, and
// its decision follows its files to where they are now, if that is in the shoot.
func (s *Shoot) Rescan(ctx context.Context) (added []int, err error) {
	return s.rescan(ctx, func(string) bool { return false })
}

// rescan leaves new photos out that have a file that is not ready.
func (s *Shoot) rescan(ctx context.Context, unready func(path string) bool) (added []int, err error) {
	defer s.events.deliver()
	select {
	case <-s.reading:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { s.reading <- struct{}{} }()
	found, err := scan.Folder(ctx, s.folder, scan.Options{Recursive: s.recursive})
	if err != nil {
		return nil, err
	}
	found.Photos = slices.DeleteFunc(found.Photos, func(p photo.Photo) bool {
		return !s.knows(p) && slices.ContainsFunc(p.Files, func(f photo.File) bool { return unready(f.Path) })
	})
	added, changed, err := s.compare(found)
	if err != nil {
		return nil, err
	}
	s.events.deliver()
	if err := s.readUnread(ctx, nil); err != nil {
		return added, err
	}
	if len(added)+len(changed) > 0 {
		s.regroup()
	}
	return added, s.importSidecars(ctx)
}

// compare takes over what a scan found.
func (s *Shoot) compare(found scan.Found) (added, changed []int, err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	var fresh []photo.Photo
	var m memories
	seen := make(map[int]bool, len(found.Photos))
	s.mu.Lock()
	s.skipped = found.Skipped
	for _, p := range s.asKnown(found.Photos) {
		i := s.indexOf(p)
		if i < 0 {
			fresh = append(fresh, p)
			continue
		}
		seen[i] = true
		if s.refresh(i, p) {
			changed = append(changed, i)
			if s.read[i] { // it gained or lost a file beside the one that is known
				m = s.recall(m, i)
			}
		}
	}
	var unseen []int
	for i := range s.photos {
		if !seen[i] {
			unseen = append(unseen, i)
		}
	}
	s.mu.Unlock()
	for _, i := range unseen {
		if s.lost(i) {
			changed = append(changed, i)
		}
	}
	if len(changed) > 0 {
		s.events.add(Event{Kind: Read, Photos: changed})
	}

	if s.db != nil {
		if err := s.db.Remember(m.files, m.known); err != nil {
			return nil, changed, err
		}
	}
	if len(fresh) == 0 {
		return nil, changed, nil
	}
	if added, err = s.add(fresh); err != nil {
		return nil, changed, err
	}
	s.events.add(Event{Kind: Added, Photos: added})
	return added, changed, nil
}

// indexOf finds the photo that has one of p's files, -1 if none has. The
// caller holds mu.
func (s *Shoot) indexOf(p photo.Photo) int {
	for _, f := range p.Files {
		if i, known := s.byPath[f.Path]; known {
			return i
		}
	}
	return -1
}

// knows tells whether a photo is part of the shoot.
func (s *Shoot) knows(p photo.Photo) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.indexOf(p) >= 0
}

// refresh gives photo i the files that are there now and tells whether they
// changed. The identity stays if one of the files that it was read from is
// unchanged. The caller holds mu.
func (s *Shoot) refresh(i int, found photo.Photo) bool {
	p := &s.photos[i]
	same := len(found.Files) == len(p.Files)
	kept, gained := false, false // gained: a file that may be of another exposure
	for k, f := range found.Files {
		unchanged := false
		for _, old := range p.Files {
			unchanged = unchanged || sameFile(f, old)
		}
		kept = kept || unchanged
		gained = gained || !unchanged
		same = same && sameFile(f, p.Files[k])
		s.byPath[f.Path] = i
	}
	if same && p.Problem == "" {
		return false
	}
	if found.Files[0].Path != p.Files[0].Path {
		p.Content, p.Picture = photo.ID{}, photo.ID{} // those of another file
	}
	p.Files, p.Gone = found.Files, false
	s.version++
	if !kept || p.Problem != "" || gained {
		s.read[i] = false
	}
	return !same
}

func sameFile(a, b photo.File) bool {
	return a.Path == b.Path && a.Size == b.Size && a.ModTime.Equal(b.ModTime)
}

// recall adds the files of photo i to m under its identity. The caller holds mu.
func (s *Shoot) recall(m memories, i int) memories {
	p := s.photos[i]
	for _, f := range p.Files {
		known := knownOf(p)
		if f.Path != p.Files[0].Path {
			known.Content, known.Picture = photo.ID{}, photo.ID{} // those of another file
		}
		m.files = append(m.files, f)
		m.known = append(m.known, known)
	}
	return m
}

// lost notes that photo i's files are gone and tells whether that is news.
func (s *Shoot) lost(i int) bool {
	p := s.Photo(i)
	problem := p.Base() + " is no longer there: it was moved, renamed or deleted."
	if _, err := os.Stat(p.Files[0].Path); err == nil || p.Gone {
		return false // still there, only not listed: its folder could not be read
	}
	s.mu.Lock()
	s.photos[i].Problem, s.photos[i].Gone = problem, true
	s.mu.Unlock()
	return true
}
