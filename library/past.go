package library

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"

	"culler/library/busy"
	"culler/library/photo"
	"culler/library/store"
)

// past is what is known of a photo from before it was read now.
type past struct {
	id       photo.ID // what it was known by; zero if it was not
	keep     bool     // it is the same file: the identity stays
	inherits bool     // it is the same picture: what was decided follows to its identity now
	replaced bool     // another picture had its name
	session  bool     // it was known in this session
}

// unreadable is the identity of a photo that cannot be read. It can still be
// decided about: it is known by its path.
func unreadable(path string) photo.ID { return sha256.Sum256([]byte("unreadable\x00" + path)) }

// pasts looks up what is known of photos that were read, and makes sure that
// two of them have one content only if their bytes are equal. The caller holds
// writing.
func (s *Shoot) pasts(batch []reading) ([]past, error) {
	var paths []string
	for _, r := range batch {
		for _, f := range s.Photo(r.photo).Files {
			paths = append(paths, f.Path)
		}
	}
	var earlier []store.Earlier
	if s.db != nil {
		var err error
		if earlier, err = s.db.Earlier(paths); err != nil {
			return nil, err
		}
	}
	out := make([]past, len(batch))
	for k := range batch {
		p := s.Photo(batch[k].photo)
		var was []store.Earlier
		if s.db != nil {
			was, earlier = earlier[:len(p.Files)], earlier[len(p.Files):]
		}
		out[k] = s.pastOf(p, &batch[k], was)
	}
	if err := s.findMoved(batch, out); err != nil {
		return nil, err
	}
	s.tellApart(batch, out)
	return out, nil
}

// pastOf compares a photo with what it was in this session or, by the paths of
// its files, when they were last read.
func (s *Shoot) pastOf(p photo.Photo, r *reading, earlier []store.Earlier) past {
	var was store.Earlier
	unchanged := false // one of its files is as it was
	for k, e := range earlier {
		if same := e.Same(p.Files[k]); e.OK && (!was.OK || same && !unchanged) {
			was, unchanged = e, same
		}
	}
	session := !p.ID.IsZero()
	if session {
		unchanged = unchanged && was.ID == p.ID
		was.Known = knownOf(p)
		was.OK = true
	}
	out := past{id: was.ID, session: session}
	switch {
	case !was.OK:
		return past{}
	case r.problem != "":
		out.inherits = unchanged || was.ID == r.id
	case session && isUnreadable(p):
		out.inherits = true
	default:
		if !was.Content.IsZero() && was.Content != r.id && r.id == r.sample {
			// It may have been told from another file by all its bytes.
			if whole, err := wholeOf(r.file.Path); err == nil && whole == was.Content {
				r.id = whole
			}
		}
		same := was.Content == r.id || unchanged
		out.keep = was.Content == r.id || unchanged && was.Content.IsZero() && r.id == r.sample
		out.inherits = same || !r.picture.IsZero() && r.picture == was.Picture || grown(r.file, was)
		out.replaced = !out.inherits
	}
	return out
}

// grown tells whether a file begins with all that was there of it when it was read
// before: it was still being copied then.
func grown(f photo.File, was store.Earlier) bool {
	if was.Content.IsZero() || f.Size <= was.File.Size || f.Path != was.File.Path {
		return false
	}
	file, err := busy.Open(f.Path)
	if err != nil {
		return false
	}
	defer file.Close()
	id, err := photo.Content(file, was.File.Size, f.Kind)
	return err == nil && id == was.Content
}

func isUnreadable(p photo.Photo) bool {
	for _, f := range p.Files {
		if p.ID == unreadable(f.Path) {
			return true
		}
	}
	return false
}

// findMoved looks for photos whose paths are new among the files that are no
// longer where they were.
func (s *Shoot) findMoved(batch []reading, pasts []past) error {
	if s.db == nil {
		return nil
	}
	sizes, ids := make(map[int64]bool), make(map[photo.ID]bool)
	for k, r := range batch {
		if r.problem == "" && pasts[k].id.IsZero() {
			sizes[r.file.Size], ids[r.id] = true, true
			if r.id != r.sample {
				ids[r.sample] = true
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	alike, err := s.db.Alike(sizes, ids)
	if err != nil || len(alike) == 0 {
		return err
	}
	used := make(map[photo.ID]bool)
	for k := range batch {
		r := &batch[k]
		if r.problem != "" || !pasts[k].id.IsZero() {
			continue
		}
		for _, e := range alike {
			if e.File.Path == r.file.Path || e.File.Size != r.file.Size {
				continue
			}
			byContent := e.Content == r.id || e.Content.IsZero() && e.ID == r.id
			byOlder := e.Content.IsZero() && e.ID == r.sample && r.id != r.sample
			if !byContent && !byOlder {
				continue
			}
			if info, err := os.Stat(e.File.Path); err == nil && info.Size() == e.File.Size && info.ModTime().Equal(e.File.ModTime) {
				if r.id == r.sample && !sameBytes(e.File.Path, r.file.Path) {
					if whole, err := wholeOf(r.file.Path); err == nil {
						r.id, pasts[k] = whole, past{}
					}
					break
				}
				continue
			}
			if pasts[k].id.IsZero() && !used[e.ID] && s.free(e.ID) {
				pasts[k] = past{id: e.ID, keep: byContent, inherits: true}
				used[e.ID] = true
			}
		}
	}
	return nil
}

// free tells whether no photo that is there has an identity.
func (s *Shoot) free(id photo.ID) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	i, taken := s.owner[id]
	return !taken || s.photos[i].Gone
}

// tellApart gives photos whose sample is that of another photo of the shoot the
// content of all their bytes, unless the two are equal.
func (s *Shoot) tellApart(batch []reading, pasts []past) {
	first := make(map[photo.ID]string, len(batch))
	for k := range batch {
		r := &batch[k]
		if r.problem != "" || r.id != r.sample {
			continue
		}
		s.mu.RLock()
		other := first[r.id]
		if i, taken := s.owner[r.id]; taken && i != r.photo && !s.photos[i].Gone {
			other = s.photos[i].Files[0].Path
		}
		s.mu.RUnlock()
		if other == "" {
			first[r.id] = r.file.Path
			continue
		}
		if pasts[k].keep && pasts[k].id != r.id || sameBytes(other, r.file.Path) {
			continue // a copy
		}
		if whole, err := wholeOf(r.file.Path); err == nil {
			r.id, pasts[k].keep = whole, false
		}
	}
}

func wholeOf(path string) (photo.ID, error) {
	f, err := os.Open(path)
	if err != nil {
		return photo.ID{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return photo.ID{}, err
	}
	return photo.Whole(f, info.Size())
}

// sameBytes tells whether two files are surely equal.
func sameBytes(a, b string) bool {
	fa, err := os.Open(a)
	if err != nil {
		return false
	}
	defer fa.Close()
	fb, err := os.Open(b)
	if err != nil {
		return false
	}
	defer fb.Close()
	bufA, bufB := make([]byte, 256<<10), make([]byte, 256<<10)
	for {
		n, errA := io.ReadFull(fa, bufA)
		m, errB := io.ReadFull(fb, bufB)
		if !bytes.Equal(bufA[:n], bufB[:m]) {
			return false
		}
		if errA != nil || errB != nil {
			ended := func(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }
			return ended(errA) && ended(errB)
		}
	}
}
