package copies

import (
	"cmp"
	"context"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"culler/library/natural"
	"culler/library/photo"
)

// Kind tells how much alike the photos of a group are.
type Kind uint8

// The kinds of group, from equal to similar.
const (
	SameFile    Kind = iota // their files are equal, byte for byte
	SamePicture             // their pictures are equal; what the files say beside them is not
	Near                    // one picture, made smaller, compressed, cropped or brightened
)

func (k Kind) String() string { return [...]string{"same file", "same picture", "near-duplicate"}[k] }

// Group is photos that show one exposure.
type Group struct {
	Photos []int // indices, two or more; the one with most pixels first, of those the one taken first
	Kind   Kind  // of the least alike of them
}

// Find returns the groups of copies among photos, in the order of capture of their
// first photos. Equal files and pictures are known from the photos themselves;
// prints, by photo, tell the others and may be nil, or hold nil, where there is
// none. What is gone has no part. The outcome does not depend on the order of the
// photos. The error is ctx's.
//
// It compares the hashes of all pairs, which takes a second or two for 5,000 photos
// (BenchmarkFind), and longer where many are alike.
func Find(ctx context.Context, photos []photo.Photo, prints []*Print) ([]Group, error) {
	sets := newSets(len(photos))
	joinEqual(photos, sets, SameFile, func(p *photo.Photo) photo.ID { return p.Content })
	joinEqual(photos, sets, SamePicture, func(p *photo.Photo) photo.ID { return p.Picture })
	if err := joinNear(ctx, photos, prints, sets); err != nil {
		return nil, err
	}
	return sets.groups(photos), nil
}

// joinEqual puts photos together that have one fingerprint.
func joinEqual(photos []photo.Photo, s *sets, kind Kind, print func(*photo.Photo) photo.ID) {
	first := make(map[photo.ID]int)
	for i := range photos {
		id := print(&photos[i])
		if id.IsZero() || photos[i].Gone {
			continue
		}
		if other, there := first[id]; there {
			s.join(i, other, kind)
		} else {
			first[id] = i
		}
	}
}

// likeness is a pair of photos whose detail agrees.
type likeness struct {
	a, b   int
	detail float64
}

// joinNear puts near-duplicates together, the most alike first. Photos that are
// surely two exposures stay in two groups, even where a third could be a copy of
// either: it goes to the one that it is more like.
func joinNear(ctx context.Context, photos []photo.Photo, prints []*Print, s *sets) error {
	pairs, err := alike(ctx, photos, prints, s)
	if err != nil {
		return err
	}
	before := capture(photos)
	for k, p := range pairs {
		if before(p.b, p.a) < 0 {
			pairs[k].a, pairs[k].b = p.b, p.a
		}
	}
	slices.SortFunc(pairs, func(p, q likeness) int {
		return cmp.Or(cmp.Compare(q.detail, p.detail), before(p.a, q.a), before(p.b, q.b))
	})
	for k, p := range pairs {
		if s.of[p.a] == s.of[p.b] {
			continue
		}
		if k%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		a, b := s.members[s.of[p.a]], s.members[s.of[p.b]]
		parted := slices.ContainsFunc(a, func(i int) bool {
			return slices.ContainsFunc(b, func(j int) bool { return apart(&photos[i], &photos[j]) })
		})
		if !parted {
			s.join(p.a, p.b, Near)
		}
	}
	return nil
}

// alike returns the pairs of photos that look like copies and are not together yet,
// in any order. Each processor takes an equal share of the photos.
func alike(ctx context.Context, photos []photo.Photo, prints []*Print, s *sets) ([]likeness, error) {
	var have []int
	for i, p := range prints {
		if p != nil && !photos[i].Gone {
			have = append(have, i)
		}
	}
	workers := runtime.GOMAXPROCS(0)
	found := make([][]likeness, workers)
	var wait sync.WaitGroup
	for k := range workers {
		wait.Go(func() {
			for n := k; n < len(have) && ctx.Err() == nil; n += workers {
				i := have[n]
				for _, j := range have[:n] {
					if s.of[i] == s.of[j] || differing(prints[i], prints[j]) > mostDiffering || ctx.Err() != nil || apart(&photos[i], &photos[j]) {
						continue
					}
					if d := Detail(prints[i], prints[j]); d >= LeastDetail {
						found[k] = append(found[k], likeness{i, j, d})
					}
				}
			}
		})
	}
	wait.Wait()
	return slices.Concat(found...), ctx.Err()
}

// apart tells whether two photos are surely two exposures, however alike: one
// camera says that it took them at different times, or in different ways, or
// counts them in one series within one second.
func apart(a, b *photo.Photo) bool {
	m, o := &a.Meta, &b.Meta
	if m.Camera.Key() == "" || m.Camera.Key() != o.Camera.Key() || m.TakenChanged || o.TakenChanged || m.Taken.IsZero() || o.Taken.IsZero() {
		return false
	}
	s, t := m.Taken, o.Taken
	if s.Nanosecond() == 0 || t.Nanosecond() == 0 { // programs drop the fractions
		s, t = s.Truncate(time.Second), t.Truncate(time.Second)
	}
	if !s.Equal(t) {
		return true
	}
	if m.Shutter*o.Shutter > 0 && m.Shutter != o.Shutter || m.ISO*o.ISO > 0 && m.ISO != o.ISO || m.Aperture*o.Aperture > 0 && m.Aperture != o.Aperture {
		return true
	}
	word, number := counted(a)
	other, count := counted(b)
	return number != "" && word == other && number != count
}

// counted parts a name as cameras give them, such as DSC_0423, into the word and
// the count; the count is "" for other names.
func counted(p *photo.Photo) (word, number string) {
	name := path.Base(p.Name)
	word = strings.TrimRight(name, "0123456789")
	if number = name[len(word):]; len(number) < 3 {
		return name, ""
	}
	return word, number
}

// order compares photos by what a photographer would keep: the most pixels, then
// what was taken first.
func order(photos []photo.Photo) func(a, b int) int {
	return func(i, j int) int {
		a, b := &photos[i], &photos[j]
		if m, n := a.Meta.Width*a.Meta.Height, b.Meta.Width*b.Meta.Height; m != n {
			return n - m
		}
		return capture(photos)(i, j)
	}
}

// capture compares photos by time, those without one last, then by name.
func capture(photos []photo.Photo) func(a, b int) int {
	return func(i, j int) int {
		a, b := &photos[i], &photos[j]
		if s, t := a.Meta.Taken, b.Meta.Taken; !s.Equal(t) {
			if s.IsZero() || !t.IsZero() && s.After(t) {
				return 1
			}
			return -1
		}
		if c := natural.Compare(a.Name, b.Name); c != 0 {
			return c
		}
		return slices.Compare(a.ID[:], b.ID[:])
	}
}

// sets are photos that belong together.
type sets struct {
	of      []int   // by photo
	members [][]int // by set; empty for one that became part of another
	kind    []Kind  // by set
}

func newSets(n int) *sets {
	s := &sets{of: make([]int, n), members: make([][]int, n), kind: make([]Kind, n)}
	for i := range s.of {
		s.of[i], s.members[i] = i, []int{i}
	}
	return s
}

func (s *sets) join(i, j int, k Kind) {
	i, j = s.of[i], s.of[j]
	if i == j {
		return
	}
	s.kind[i] = max(s.kind[i], s.kind[j], k)
	for _, m := range s.members[j] {
		s.of[m] = i
	}
	s.members[i], s.members[j] = append(s.members[i], s.members[j]...), nil
}

// groups returns the sets of two or more.
func (s *sets) groups(photos []photo.Photo) []Group {
	var out []Group
	for k, m := range s.members {
		if len(m) > 1 {
			slices.SortFunc(m, order(photos))
			out = append(out, Group{Photos: m, Kind: s.kind[k]})
		}
	}
	slices.SortFunc(out, func(a, b Group) int {
		first := func(g Group) int { return slices.MinFunc(g.Photos, capture(photos)) }
		return capture(photos)(first(a), first(b))
	})
	return out
}
