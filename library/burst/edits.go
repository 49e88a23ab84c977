package burst

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"culler/library/photo"
)

// Edits is what was changed by hand about the bursts of a shoot, by the
// photos' identities. It is a value: its methods return a changed copy and leave
// the receiver as it was. The zero Edits changes nothing.
//
// However photos are regrouped: photos that were joined are a burst and nothing
// else is in it; a photo that was taken apart is alone; and a photo that a burst
// was split before is in no burst with those that were taken before it. Of
// edits that contradict each other the later one holds.
type Edits struct {
	starts   map[photo.ID]bool
	alone    map[photo.ID]bool
	together [][]photo.ID // sets of two or more, disjoint from each other and from alone, in order of capture
}

// IsZero tells whether nothing was changed by hand.
func (e Edits) IsZero() bool { return len(e.starts)+len(e.alone)+len(e.together) == 0 }

// Len is how many photos were changed by hand.
func (e Edits) Len() int {
	n := len(e.starts) + len(e.alone)
	for _, set := range e.together {
		n += len(set)
	}
	return n
}

func (e Edits) clone() Edits {
	c := Edits{starts: maps.Clone(e.starts), alone: maps.Clone(e.alone), together: slices.Clone(e.together)}
	if c.starts == nil {
		c.starts = make(map[photo.ID]bool)
	}
	if c.alone == nil {
		c.alone = make(map[photo.ID]bool)
	}
	return c
}

// SplitBefore makes a photo the first of its burst: those before it stay
// behind. If it was joined with others, both parts stay joined; if it was taken
// apart, it stays alone.
func (e Edits) SplitBefore(id photo.ID) Edits {
	c := e.clone()
	c.split(id)
	return c
}

func (e *Edits) split(id photo.ID) {
	e.starts[id] = true
	for k, set := range e.together {
		if at := slices.Index(set, id); at > 0 {
			parts := keepSets(set[:at:at], set[at:])
			e.together = slices.Concat(e.together[:k], parts, e.together[k+1:])
			return
		}
	}
}

// Join makes a burst of exactly these photos, which are given in order of
// capture: those of two bursts to merge them, or any to stack them. They leave
// the bursts they were joined with before. Fewer than two photos are left to
// the rules of time again, uncut before them.
func (e Edits) Join(ids ...photo.ID) Edits {
	c := e.clone()
	c.join(unique(slices.Clone(ids)))
	return c
}

func (e *Edits) join(set []photo.ID) {
	e.take(set)
	for k, id := range set {
		delete(e.alone, id)
		if k > 0 || len(set) == 1 {
			delete(e.starts, id)
		}
	}
	e.together = append(e.together, keepSets(set)...)
}

// Apart makes each of these photos a single.
func (e Edits) Apart(ids ...photo.ID) Edits {
	c := e.clone()
	c.apart(ids)
	return c
}

func (e *Edits) apart(ids []photo.ID) {
	e.take(ids)
	for _, id := range ids {
		e.alone[id] = true
	}
}

// Renamed is the same for photos that have other identities now.
func (e Edits) Renamed(to map[photo.ID]photo.ID) Edits {
	is := func(id photo.ID) photo.ID {
		if other, renamed := to[id]; renamed {
			return other
		}
		return id
	}
	c := Edits{}.clone()
	for id := range e.starts {
		c.starts[is(id)] = true
	}
	for id := range e.alone {
		c.alone[is(id)] = true
	}
	for _, set := range e.together {
		renamed := slices.Clone(set)
		for k := range renamed {
			renamed[k] = is(renamed[k])
		}
		c.together = append(c.together, renamed)
	}
	return c
}

// take takes photos out of the sets that they are in.
func (e *Edits) take(ids []photo.ID) {
	gone := make(map[photo.ID]bool, len(ids))
	for _, id := range ids {
		gone[id] = true
	}
	var sets [][]photo.ID
	for _, set := range e.together {
		rest := slices.DeleteFunc(slices.Clone(set), func(id photo.ID) bool { return gone[id] })
		sets = append(sets, keepSets(rest)...)
	}
	e.together = sets
}

// keepSets drops sets that say nothing: those of fewer than two photos.
func keepSets(sets ...[]photo.ID) [][]photo.ID {
	return slices.DeleteFunc(sets, func(set []photo.ID) bool { return len(set) < 2 })
}

func unique(ids []photo.ID) []photo.ID {
	seen := make(map[photo.ID]bool, len(ids))
	return slices.DeleteFunc(ids, func(id photo.ID) bool {
		was := seen[id]
		seen[id] = true
		return was
	})
}

// written is Edits as JSON; identities are in hexadecimal.
type written struct {
	SplitBefore []string   `json:"splitBefore,omitempty"`
	Apart       []string   `json:"apart,omitempty"`
	Joined      [][]string `json:"joined,omitempty"`
}

// MarshalJSON writes the edits, always alike for the same edits.
func (e Edits) MarshalJSON() ([]byte, error) {
	w := written{SplitBefore: names(e.starts), Apart: names(e.alone)}
	for _, set := range e.together {
		var s []string
		for _, id := range set {
			s = append(s, id.String())
		}
		w.Joined = append(w.Joined, s)
	}
	return json.Marshal(w)
}

func names(ids map[photo.ID]bool) []string {
	var s []string
	for id := range ids {
		s = append(s, id.String())
	}
	slices.Sort(s)
	return s
}

// UnmarshalJSON reads what MarshalJSON wrote. Of entries that contradict each
// other, which MarshalJSON never writes, the later one holds.
func (e *Edits) UnmarshalJSON(b []byte) error {
	var w written
	if err := json.Unmarshal(b, &w); err != nil {
		return fmt.Errorf("read what was changed by hand: %w", err)
	}
	is := Edits{}.clone()
	for _, list := range w.Joined {
		set, err := parse(list)
		if err != nil {
			return err
		}
		is.join(unique(set))
	}
	apart, err := parse(w.Apart)
	if err != nil {
		return err
	}
	starts, err := parse(w.SplitBefore)
	if err != nil {
		return err
	}
	is.apart(apart)
	for _, id := range starts {
		is.split(id)
	}
	*e = is
	return nil
}

func parse(names []string) ([]photo.ID, error) {
	ids := make([]photo.ID, len(names))
	for i, name := range names {
		b, err := hex.DecodeString(name)
		if err != nil || len(b) != len(ids[i]) {
			return nil, fmt.Errorf("read what was changed by hand: %q is not a photo's identity", name)
		}
		copy(ids[i][:], b)
	}
	return ids, nil
}
