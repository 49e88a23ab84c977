// Package burst groups photos into bursts: frames of one subject that one
// camera took in quick succession, of which the photographer wants the best.
package burst

import (
	"cmp"
	"context"
	"slices"
	"time"

	"culler/library/natural"
	"culler/library/photo"
)

// DefaultGap is the pause that ends a burst unless Options say another.
const DefaultGap = 2 * time.Second

// Kind tells what a group of photos is.
type Kind uint8

// The kinds of group.
const (
	Single  Kind = iota // one photo
	Several             // frames to choose from
	Bracket             // frames of several exposures that belong together
)

func (k Kind) String() string { return [...]string{"single", "burst", "bracket"}[k] }

// Burst is a group of photos.
type Burst struct {
	Photos []int // indices, in order of capture; never empty
	Kind   Kind
	Note   string // why it is what it is: "no capture time", "bracket -2 0 +2 EV", "split by hand"; often ""
}

// Options are the rules by which photos are grouped. The zero Options group by
// time alone.
type Options struct {
	// Gap is the longest pause inside a burst; DefaultGap if it is 0.
	Gap time.Duration
	// Offsets is added to the capture times of a camera, by photo.Camera.Key:
	// how much its clock was slow.
	Offsets map[string]time.Duration
	// Alike tells how alike two photos are; ok is false where that is not
	// known. Where it is not nil, a burst ends between neighbours that are less
	// alike than MinAlike, or, if they have exactly the same time, than
	// LeastAlike. Group calls it from one goroutine.
	Alike    func(a, b int) (sim float64, ok bool)
	MinAlike float64
	// Scenes puts bursts of one scene together, across pauses and cameras: see
	// SceneAlike. Vector tells a photo's unit vector, whose product with another's
	// is how alike the two are; nil where it is not known. Where Vector is nil,
	// Scenes changes nothing. Group calls it from one goroutine and only reads what
	// it returns.
	Scenes bool
	Vector func(i int) []float32
	// Edits is what was changed by hand. It wins over all else.
	Edits Edits
}

// Notes that Group gives; a bracket's says its steps.
const (
	NoteNoTime = "no capture time"
	NoteSplit  = "split by hand"
	NoteJoined = "joined by hand"
	NoteApart  = "taken out by hand"
	NoteUnlike = "others have exactly its time, but are unlike it"
)

// Group puts every photo into exactly one burst. Photos are ordered by capture
// time, then by name; those of one camera body are one sequence, which is cut
// where a pause is longer than the gap. Brackets are told from bursts. Photos
// without a capture time are singles. Bursts come in the order of their first
// photos, those without a time last. The outcome does not depend on the order
// of the photos. It takes time proportional to n log n; with Options.Scenes, to the
// square of the number of bursts.
func Group(photos []photo.Photo, o Options) []Burst {
	bursts, _ := GroupContext(context.Background(), photos, o) // which is never cancelled
	return bursts
}

// GroupContext is Group that can be cancelled; the error is ctx's.
func GroupContext(ctx context.Context, photos []photo.Photo, o Options) ([]Burst, error) {
	if o.Gap == 0 {
		o.Gap = DefaultGap
	}
	g := newGrouping(photos, o)
	taken := g.byHand()
	byHand := len(g.bursts)
	for _, run := range g.runs() {
		for _, b := range g.brackets(run) {
			if b.Kind == Bracket {
				g.add(b, taken)
				continue
			}
			for _, part := range g.alike(b.Photos) {
				g.add(part, taken)
			}
		}
	}
	if o.Scenes && o.Vector != nil {
		if err := g.scenes(ctx, byHand); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(g.bursts, func(a, b Burst) int { return g.compare(a.Photos[0], b.Photos[0]) })
	return g.bursts, nil
}

// grouping is one call of Group.
type grouping struct {
	photos []photo.Photo
	o      Options
	taken  []time.Time // by photo, by a clock that all cameras share; zero where unknown
	starts map[photo.ID]bool
	splits []int // by hand, in order of capture; nil: not looked for yet
	bursts []Burst
}

func newGrouping(photos []photo.Photo, o Options) *grouping {
	g := &grouping{photos: photos, o: o, taken: make([]time.Time, len(photos)), starts: o.Edits.starts}
	usual := usualZone(photos)
	for i := range photos {
		if t := photos[i].Meta.Taken; !t.IsZero() {
			if zone := photos[i].Meta.Zone; zone != nil {
				t = t.Add(time.Duration(usual-*zone) * time.Minute)
			}
			if len(o.Offsets) > 0 {
				t = t.Add(o.Offsets[photos[i].Meta.Camera.Key()])
			}
			g.taken[i] = t
		}
	}
	return g
}

// usualZone is the zone that most photos say they were taken in, in minutes
// east of UTC: that of the clocks that say none.
func usualZone(photos []photo.Photo) (zone int) {
	count := make(map[int]int)
	for i := range photos {
		if z := photos[i].Meta.Zone; z != nil {
			count[*z]++
		}
	}
	most := 0
	for z, n := range count {
		if n > most || n == most && z < zone {
			zone, most = z, n
		}
	}
	return zone
}

// compare orders two photos by capture.
func (g *grouping) compare(a, b int) int {
	s, t := g.taken[a], g.taken[b]
	if s.IsZero() != t.IsZero() {
		if s.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(s.Compare(t), natural.Compare(g.photos[a].Name, g.photos[b].Name),
		slices.Compare(g.photos[a].ID[:], g.photos[b].ID[:]), cmp.Compare(a, b))
}

// byHand makes the groups that were made by hand and tells which photos are in
// them.
func (g *grouping) byHand() (taken []bool) {
	taken = make([]bool, len(g.photos))
	e := g.o.Edits
	if len(e.alone)+len(e.together) == 0 {
		return taken
	}
	set := make(map[photo.ID]int, len(g.photos))
	for k, ids := range e.together {
		for _, id := range ids {
			set[id] = k
		}
	}
	members := make([][]int, len(e.together))
	for i := range g.photos {
		id := g.photos[i].ID
		if k, ok := set[id]; ok {
			members[k] = append(members[k], i)
			taken[i] = true
		} else if e.alone[id] {
			g.bursts = append(g.bursts, Burst{Photos: []int{i}, Note: NoteApart})
			taken[i] = true
		}
	}
	for _, m := range members {
		if len(m) == 0 {
			continue // not in this shoot
		}
		slices.SortFunc(m, g.compare)
		b := Burst{Photos: m, Note: NoteJoined}
		if whole := g.brackets(m); len(whole) == 1 && whole[0].Kind == Bracket {
			b = whole[0]
		} else if len(m) > 1 {
			b.Kind = Several
		}
		g.bursts = append(g.bursts, b)
	}
	return taken
}

// runs returns, in order of capture, the photos that one camera took without a
// pause or a cut by hand. What was taken out by hand is still in them, so that
// its neighbours stay neighbours.
func (g *grouping) runs() [][]int {
	order := make([]int, len(g.photos))
	camera := make([]int, len(g.photos)) // by photo
	cameras := make(map[photo.Camera]int)
	keys := make(map[string]int)
	series := g.series()
	for i := range order {
		order[i] = i
		c := g.photos[i].Meta.Camera
		n, known := cameras[c]
		if !known || series[i] != "" {
			key := c.Key() + "\x00" + series[i]
			if n, known = keys[key]; !known {
				n = len(keys)
				keys[key] = n
			}
			if series[i] == "" {
				cameras[c] = n
			}
		}
		camera[i] = n
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(camera[a], camera[b]), g.compare(a, b))
	})
	var runs [][]int
	from := 0
	for k := 1; k <= len(order); k++ {
		if k == len(order) || camera[order[k]] != camera[order[k-1]] || g.cut(order[k-1], order[k]) {
			runs = append(runs, order[from:k:k])
			from = k
		}
	}
	return runs
}

// cut tells whether b, taken after a by the same camera, starts a burst.
func (g *grouping) cut(a, b int) bool {
	return g.taken[b].IsZero() || g.starts[g.photos[b].ID] || g.taken[b].Sub(g.taken[a]) > g.o.Gap
}

// alike cuts a run where neighbours are less alike than wanted.
func (g *grouping) alike(run []int) []Burst {
	var parts []Burst
	from, unlike := 0, "" // unlike: cut from one with the same time
	for k := 1; k <= len(run); k++ {
		note := ""
		if k < len(run) {
			least := g.leastAlike(run[k-1], run[k])
			if g.o.Alike == nil || least == 0 {
				continue
			}
			if sim, ok := g.o.Alike(run[k-1], run[k]); !ok || sim >= least {
				continue
			}
			if g.oneTime(run[k-1], run[k]) {
				note = NoteUnlike
			}
		}
		part := Burst{Photos: run[from:k:k]}
		if len(part.Photos) == 1 {
			part.Note = cmp.Or(unlike, note)
		}
		parts = append(parts, part)
		from, unlike = k, note
	}
	return parts
}

// add adds a burst without the photos that were taken out of it by hand.
func (g *grouping) add(b Burst, taken []bool) {
	all := len(b.Photos)
	b.Photos = slices.DeleteFunc(b.Photos, func(i int) bool { return taken[i] })
	if len(b.Photos) == 0 {
		return
	}
	if len(b.Photos) < all && b.Kind == Bracket { // is what is left still one?
		b = Burst{Photos: b.Photos}
		if rest := g.brackets(b.Photos); len(rest) == 1 {
			b = rest[0]
		}
	}
	first := b.Photos[0]
	switch {
	case len(b.Photos) == 1:
		b.Kind = Single
		if b.Note != NoteUnlike {
			b.Note = ""
		}
	case b.Kind == Single:
		b.Kind = Several
	}
	switch {
	case b.Note != "":
	case g.taken[first].IsZero():
		b.Note = cmp.Or(g.photos[first].Meta.TakenNote, NoteNoTime)
	case g.starts[g.photos[first].ID]:
		b.Note = NoteSplit
	default:
		b.Note = g.dated(b)
	}
	g.bursts = append(g.bursts, b)
}
