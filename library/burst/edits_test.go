package burst

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
)

func ids(photos []photo.Photo, names string) []photo.ID {
	var ids []photo.ID
	for _, name := range strings.Fields(names) {
		k := slices.IndexFunc(photos, func(p photo.Photo) bool { return p.Name == name })
		ids = append(ids, photos[k].ID)
	}
	return ids
}

func TestEdits(t *testing.T) {
	photos := frames(0, 1, 2, 10, 11, 12) // 1 2 3 | 4 5 6
	id := func(name string) photo.ID { return ids(photos, name)[0] }
	var none Edits
	for name, c := range map[string]struct {
		e    Edits
		gap  time.Duration
		want string
	}{
		"none":                           {none, 0, "1 2 3 | 4 5 6"},
		"split":                          {none.SplitBefore(id("2")), 0, "1 | 2 3 | 4 5 6"},
		"split, wide gap":                {none.SplitBefore(id("2")), time.Hour, "1 | 2 3 4 5 6"},
		"taken out of the middle":        {none.Apart(id("2")), time.Second, "1 3 | 2 | 4 5 6"},
		"taken out, wide gap":            {none.Apart(id("2")), time.Hour, "1 3 4 5 6 | 2"},
		"all taken out":                  {none.Apart(ids(photos, "4 5 6")...), 0, "1 2 3 | 4 | 5 | 6"},
		"joined":                         {none.Join(ids(photos, "1 2 3 4 5 6")...), time.Millisecond, "1 2 3 4 5 6"},
		"joined stays as it is":          {none.Join(ids(photos, "3 4")...), time.Hour, "1 2 5 6 | 3 4"},
		"stacked from afar":              {none.Join(ids(photos, "1 6")...), 0, "1 6 | 2 3 | 4 5"},
		"joined, then split":             {none.Join(ids(photos, "1 2 3 4 5 6")...).SplitBefore(id("5")), time.Hour, "1 2 3 4 | 5 6"},
		"split, then joined":             {none.SplitBefore(id("2")).Join(ids(photos, "1 2 3")...), 0, "1 2 3 | 4 5 6"},
		"taken out, then joined":         {none.Apart(id("2")).Join(ids(photos, "1 2")...), 0, "1 2 | 3 | 4 5 6"},
		"joined, then taken out":         {none.Join(ids(photos, "1 2 3 4")...).Apart(id("2")), 0, "1 3 4 | 2 | 5 6"},
		"joined anew":                    {none.Join(ids(photos, "1 2 3")...).Join(ids(photos, "3 4")...), 0, "1 2 | 3 4 | 5 6"},
		"two, one taken out":             {none.Join(ids(photos, "3 4")...).Apart(id("4")), 0, "1 2 3 | 4 | 5 6"},
		"one alone is free again":        {none.Apart(id("2")).SplitBefore(id("2")).Join(id("2")), 0, "1 2 3 | 4 5 6"},
		"the same photo twice":           {none.Join(ids(photos, "1 2 1 2")...), 0, "1 2 | 3 | 4 5 6"},
		"split before the first":         {none.SplitBefore(id("1")), 0, "1 2 3 | 4 5 6"},
		"a photo that is not there":      {none.Join(photo.ID{1}, id("1")).Apart(photo.ID{2}).SplitBefore(photo.ID{3}), 0, "1 | 2 3 | 4 5 6"},
		"no photos":                      {none.Join().Apart(), 0, "1 2 3 | 4 5 6"},
		"the split stays where it was":   {none.SplitBefore(id("2")).Apart(id("2")), 0, "1 | 2 | 3 | 4 5 6"},
		"joined and split to the pieces": {none.Join(ids(photos, "1 4")...).SplitBefore(id("4")), 0, "1 2 3 | 4 5 6"},
	} {
		t.Run(name, func(t *testing.T) { check(t, photos, Options{Gap: c.gap, Edits: c.e}, c.want) })
	}
}

func TestEditsAndBrackets(t *testing.T) {
	photos := biased(0, -1, 1, 0, -1, 1)
	var none Edits
	check(t, photos, Options{Edits: none.Apart(photos[1].ID)}, "1 3 | 2 | [4 5 6]")
	check(t, photos, Options{Edits: none.SplitBefore(photos[1].ID)}, "1 | [2 3 4] | 5 6")
	bursts := check(t, photos, Options{Edits: none.Join(ids(photos, "4 5 6")...)}, "[1 2 3] | [4 5 6]")
	if want := "bracket -1 0 +1 EV"; bursts[1].Note != want {
		t.Errorf("note %q instead of %q", bursts[1].Note, want)
	}
}

func TestNotesOfEdits(t *testing.T) {
	photos := frames(0, 1, 2, 3, 4, 5)
	e := Edits{}.Apart(photos[5].ID).SplitBefore(photos[2].ID).Join(ids(photos, "4 5")...)
	bursts := check(t, photos, Options{Edits: e}, "1 2 | 3 | 4 5 | 6")
	for k, want := range []string{"", NoteSplit, NoteJoined, NoteApart} {
		if bursts[k].Note != want {
			t.Errorf("note %q instead of %q", bursts[k].Note, want)
		}
	}
}

// Photos without a time can be grouped by hand.
func TestEditsWithoutTimes(t *testing.T) {
	photos := frames(-1, -1, -1)
	check(t, photos, Options{Edits: Edits{}.Join(ids(photos, "1 3")...)}, "1 3 | 2")
}

// What was changed by hand holds whatever the gap, until a later change by hand
// says otherwise; and nothing changes the Edits that it was made from.
func TestEditsHold(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		photos := random(r, 2+r.IntN(40))
		e := editRandomly(r, photos, Edits{}, r.IntN(20))
		before, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			holds(t, photos, Options{Gap: time.Duration(1 + r.ExpFloat64()*5e9), Edits: e})
		}
		later := editRandomly(r, photos, e, 10)
		holds(t, photos, Options{Gap: time.Duration(1 + r.ExpFloat64()*5e9), Edits: later})
		if after, _ := json.Marshal(e); !bytes.Equal(before, after) {
			t.Fatalf("seed %d: edits changed\n%s\n%s", seed, before, after)
		}
		var back Edits
		if err := json.Unmarshal(before, &back); err != nil {
			t.Fatal(err)
		}
		again, _ := json.Marshal(back)
		if !bytes.Equal(before, again) || back.IsZero() != e.IsZero() {
			t.Fatalf("seed %d: read back as\n%s\nnot\n%s", seed, again, before)
		}
		o := Options{Gap: time.Second, Edits: e}
		p := Options{Gap: time.Second, Edits: back}
		if !reflect.DeepEqual(Group(photos, o), Group(photos, p)) {
			t.Fatalf("seed %d: edits that were read back group otherwise", seed)
		}
	}
}

// holds checks the promises of Edits.
func holds(t *testing.T, photos []photo.Photo, o Options) {
	t.Helper()
	e, gap := o.Edits, o.Gap
	g := newGrouping(photos, o)
	of := make(map[photo.ID]Burst)
	for _, b := range Group(photos, o) {
		for _, i := range b.Photos {
			of[photos[i].ID] = b
		}
	}
	for id := range e.alone {
		if len(of[id].Photos) != 1 {
			t.Fatalf("gap %v: %v was taken apart and is with others", gap, id)
		}
	}
	for _, set := range e.together {
		if len(of[set[0]].Photos) != len(set) {
			t.Fatalf("gap %v: %d photos were joined; the burst has %d", gap, len(set), len(of[set[0]].Photos))
		}
		for _, id := range set {
			if of[id].Photos[0] != of[set[0]].Photos[0] {
				t.Fatalf("gap %v: photos that were joined are in two bursts", gap)
			}
		}
	}
	for id := range e.starts {
		b := of[id]
		if photos[b.Photos[0]].ID == id {
			continue
		}
		k := slices.IndexFunc(b.Photos, func(i int) bool { return photos[i].ID == id })
		t.Fatalf("gap %v: a burst was split before photo %d of %d; %v", gap, k, len(b.Photos), g.taken[b.Photos[k]])
	}
}

func TestEditsThatAreNoJSON(t *testing.T) {
	for _, s := range []string{`[]`, `{"apart":["xyz"]}`, `{"joined":[["00"]]}`, `{"splitBefore":[7]}`} {
		var e Edits
		if err := json.Unmarshal([]byte(s), &e); err == nil {
			t.Errorf("%s was taken for edits", s)
		}
	}
	b, err := json.Marshal(Edits{})
	if err != nil || string(b) != "{}" {
		t.Errorf("no edits are written as %s, %v", b, err)
	}
}
