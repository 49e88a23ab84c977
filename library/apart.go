package library

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"culler/library/photo"
	"culler/library/store"
)

// Files of one stem are one exposure by their names. Two cameras may call their
// photos alike, though, and one camera begins again at 0001: then what the files
// say of themselves separates them.

// apartTime is how far the clocks of two files of one exposure may differ: some
// cameras stamp each file when it is written.
const apartTime = time.Minute

// contradict tells whether two files cannot be of one exposure: by other models,
// other bodies, or at other times. A time that differs by whole quarters of an
// hour was corrected in one of the two, as after a flight.
func contradict(a, b photo.Meta) bool {
	if x, y := words(a.Camera.Model), words(b.Camera.Model); !within(x, y) && !within(y, x) {
		return true
	}
	if x, y := bare(a.Camera.Serial), bare(b.Camera.Serial); x != "" && y != "" && x != y {
		return true
	}
	if a.Taken.IsZero() || b.Taken.IsZero() || a.TakenChanged || b.TakenChanged {
		return false
	}
	off := a.Taken.Sub(b.Taken).Abs()
	const quarter, zones = 15 * time.Minute, 27 * time.Hour
	zoned := off.Round(quarter) - off
	return off > apartTime && (off > zones || zoned.Abs() > 2*time.Second)
}

// words are the parts of a model's name, which programs write with and without
// the maker in front.
func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// within tells whether all words are among others.
func within(words, others []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(others, w) })
}

// bare is a serial number without leading zeros.
func bare(s string) string { return strings.TrimLeft(strings.ToLower(s), "0 ") }

// part makes separate photos of files that turned out to be of another exposure
// than the photo that they were taken for. They are still to be read.
func (s *Shoot) part(batch []reading) {
	var fresh []photo.Photo
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range batch {
		if len(r.apart) == 0 {
			continue
		}
		p := &s.photos[r.photo]
		alone := photo.Photo{Name: p.Name}
		for _, f := range p.Files {
			if slices.Contains(r.apart, f.Path) {
				delete(s.byPath, f.Path)
				alone.Files = append(alone.Files, f)
			}
		}
		p.Files = slices.DeleteFunc(slices.Clone(p.Files), func(f photo.File) bool { return slices.Contains(r.apart, f.Path) })
		if len(alone.Files) > 0 {
			fresh = append(fresh, alone)
		}
	}
	if len(fresh) == 0 {
		return
	}
	added := s.append(fresh, make([]store.Known, len(fresh)), make([]photo.Decision, len(fresh)))
	s.apart = append(s.apart, added...)
	s.events.add(Event{Kind: Added, Photos: added})
}

// asKnown parts photos that a scan found by the photos of the shoot that have
// their files. The caller holds mu.
func (s *Shoot) asKnown(found []photo.Photo) []photo.Photo {
	return parted(found, func(p photo.Photo, k int) int {
		if i, known := s.byPath[p.Files[k].Path]; known {
			return i
		}
		return -1
	})
}

// asRemembered parts photos whose files are remembered as contradicting each
// other. known is by path.
func asRemembered(found []photo.Photo, known map[string]store.Known) []photo.Photo {
	return parted(found, func(p photo.Photo, k int) int {
		mine := known[p.Files[k].Path]
		if !mine.OK {
			return -1
		}
		for j := range k {
			if other := known[p.Files[j].Path]; other.OK && (other.ID == mine.ID || !contradict(other.Meta, mine.Meta)) {
				return j
			}
		}
		return k
	})
}

// parted distributes the files of photos over as many photos as they have groups.
// A file of group -1 goes with the first.
func parted(photos []photo.Photo, group func(p photo.Photo, file int) int) []photo.Photo {
	out := make([]photo.Photo, 0, len(photos))
	for _, p := range photos {
		if len(p.Files) == 1 {
			out = append(out, p)
			continue
		}
		var order []int
		of := make(map[int][]photo.File)
		var any []photo.File
		for k, f := range p.Files {
			g := group(p, k)
			if g < 0 {
				any = append(any, f)
				continue
			}
			if of[g] == nil {
				order = append(order, g)
			}
			of[g] = append(of[g], f)
		}
		if len(order) < 2 {
			out = append(out, p)
			continue
		}
		for k, g := range order {
			one := p
			if one.Files = of[g]; k == 0 {
				one.Files = append(slices.Clone(one.Files), any...)
			}
			out = append(out, one)
		}
	}
	return out
}
