package burst

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"culler/library/photo"
)

// vectors makes unit vectors in which photos of one number are alike by about the
// likeness given, others hardly.
func vectors(r *rand.Rand, scenes []int, likeness float64) [][]float32 {
	const dim = 384
	centres := map[int][]float64{}
	normal := func() []float64 {
		v := make([]float64, dim)
		for k := range v {
			v[k] = r.NormFloat64()
		}
		return v
	}
	out := make([][]float32, len(scenes))
	for i, s := range scenes {
		if centres[s] == nil {
			centres[s] = normal()
		}
		own := normal()
		sum := 0.0
		v := make([]float64, dim)
		for k := range v {
			v[k] = math.Sqrt(likeness)*centres[s][k] + math.Sqrt(1-likeness)*own[k]
			sum += v[k] * v[k]
		}
		out[i] = make([]float32, dim)
		for k := range v {
			out[i][k] = float32(v[k] / math.Sqrt(sum))
		}
	}
	return out
}

// byVectors are options that group scenes.
func byVectors(v [][]float32) Options {
	return Options{Scenes: true, Vector: func(i int) []float32 { return v[i] }}
}

func TestScenes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4))
	// Two frames of scene 1, a pause, another thing, scene 1 again, and once more
	// after a day.
	photos := frames(0, 1, 30, 60, 61, 90_000)
	check(t, photos, Options{}, "1 2 | 3 | 4 5 | 6")
	alike := byVectors(vectors(r, []int{1, 1, 2, 1, 1, 1}, 0.9))
	bursts := check(t, photos, alike, "1 2 4 5 | 3 | 6")
	if bursts[0].Note != "one scene, 2 bursts" {
		t.Errorf("the note is %q", bursts[0].Note)
	}
	check(t, photos, byVectors(vectors(r, []int{1, 1, 2, 1, 1, 1}, 0.99)), "1 2 4 5 6 | 3")
	check(t, photos, byVectors(vectors(r, []int{1, 1, 2, 1, 1, 1}, 0.5)), "1 2 | 3 | 4 5 | 6")

	// What is not known, or has no time, stays as it is.
	unknown := alike
	unknown.Vector = func(i int) []float32 {
		if i >= 3 {
			return nil
		}
		return alike.Vector(i)
	}
	check(t, photos, unknown, "1 2 | 3 | 4 5 | 6")
	untimed := slices.Clone(photos)
	untimed[3].Meta.Taken = time.Time{}
	check(t, untimed, alike, "1 2 5 | 3 | 6 | 4")

	// Another camera, whose frames lie between.
	two := slices.Clone(photos)
	two[3].Meta.Camera.Serial, two[4].Meta.Camera.Serial = "B", "B"
	check(t, two, alike, "1 2 4 5 | 3 | 6")
}

// Changes by hand win over scenes, and so do brackets.
func TestScenesGiveWay(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 5))
	photos := frames(0, 1, 60, 61, 120, 121)
	all := byVectors(vectors(r, make([]int, 6), 0.95))
	check(t, photos, all, "1 2 3 4 5 6")
	for want, e := range map[string]Edits{
		"1 2 | 3 4 5 6":   Edits{}.SplitBefore(ids(photos, "3")[0]),
		"1 2 3 | 4 5 6":   Edits{}.SplitBefore(ids(photos, "4")[0]),
		"1 2 4 5 6 | 3":   Edits{}.Apart(ids(photos, "3")...),
		"1 3 | 2 4 5 6":   Edits{}.Join(ids(photos, "1 3")...),
		"1 2 | 3 4 | 5 6": Edits{}.SplitBefore(ids(photos, "3")[0]).SplitBefore(ids(photos, "5")[0]),
	} {
		o := all
		o.Edits = e
		check(t, photos, o, want)
	}
	bracket := append(biased(-2, 0, 2), frame("4", 30), frame("5", 60))
	check(t, bracket, byVectors(vectors(r, make([]int, 5), 0.95)), "[1 2 3] | 4 5")
}

// someScenes are random photos with vectors, of which some are missing, and edits.
func someScenes(seed uint64) (*rand.Rand, []photo.Photo, Options) {
	r := rand.New(rand.NewPCG(seed, 6))
	photos := random(r, 1+r.IntN(60))
	of := make([]int, len(photos))
	for k := range of {
		of[k] = r.IntN(1 + len(photos)/4)
	}
	v := vectors(r, of, 0.5+0.5*r.Float64())
	for k := range v {
		if r.IntN(10) == 0 {
			v[k] = nil
		}
	}
	o := byVectors(v)
	o.Gap = time.Duration(1 + r.IntN(5e9))
	o.Edits = editRandomly(r, photos, Edits{}, r.IntN(6))
	return r, photos, o
}

// However photos arrive, scenes are the same; edits hold; bursts and brackets stay
// whole; nothing is put together that is not alike enough for its pause.
func TestScenesHold(t *testing.T) {
	united := 0
	for seed := range uint64(300) {
		r, photos, o := someScenes(seed)
		scenes := Group(photos, o)

		at := r.Perm(len(photos))
		shuffled := make([]photo.Photo, len(photos))
		for k, i := range at {
			shuffled[k] = photos[i]
		}
		again := o
		again.Vector = func(k int) []float32 { return o.Vector(at[k]) }
		if got, want := shown(shuffled, Group(shuffled, again)), shown(photos, scenes); got != want {
			t.Fatalf("seed %d, in another order:\n%s\n%s", seed, got, want)
		}
		holds(t, photos, o)

		of := make([]int, len(photos))
		for k, b := range scenes {
			for _, i := range b.Photos {
				of[i] = k
			}
		}
		byTime := o
		byTime.Scenes = false
		parts := make(map[int][]Burst) // by scene
		for _, b := range Group(photos, byTime) {
			k := of[b.Photos[0]]
			if slices.ContainsFunc(b.Photos, func(i int) bool { return of[i] != k }) {
				t.Fatalf("seed %d: a burst was torn", seed)
			}
			parts[k] = append(parts[k], b)
		}
		for _, p := range parts {
			if len(p) > 1 {
				united++
				checkScene(t, seed, photos, o, p)
			}
		}
	}
	if united < 300 {
		t.Errorf("only %d scenes of several bursts: nothing was tried", united)
	}
}

// checkScene checks that the bursts of a scene belong together.
func checkScene(t *testing.T, seed uint64, photos []photo.Photo, o Options, parts []Burst) {
	t.Helper()
	g := newGrouping(photos, o)
	era := g.era(parts[0].Photos[0])
	for k, b := range parts {
		s, ok := g.part(b)
		if !ok || b.Kind == Bracket || b.Note == NoteJoined || b.Note == NoteApart {
			t.Fatalf("seed %d: %v %q is part of a scene", seed, b.Kind, b.Note)
		}
		if slices.ContainsFunc(b.Photos, func(i int) bool { return g.era(i) != era }) {
			t.Fatalf("seed %d: a scene goes on behind a split by hand", seed)
		}
		if !slices.ContainsFunc(slices.Delete(slices.Clone(parts), k, k+1), func(other Burst) bool {
			p, _ := g.part(other)
			pause := max(g.taken[p.first].Sub(g.taken[s.last]), g.taken[s.first].Sub(g.taken[p.last]))
			return float64(product(s.sum, p.sum))/s.length/p.length >= SceneAlike(pause)-1e-4
		}) {
			t.Fatalf("seed %d: a burst is like no other of its scene", seed)
		}
	}
}

func TestSceneAlikeGrowsWithThePause(t *testing.T) {
	was := SceneAlike(-time.Minute)
	for pause := time.Second; pause < 10_000*time.Hour; pause = pause * 3 / 2 {
		is := SceneAlike(pause)
		if is < was || is > 1 {
			t.Fatalf("%v after %v at a pause of %v", is, was, pause)
		}
		was = is
	}
	if was != sceneAlike {
		t.Errorf("at last %v is asked for, not %v", was, sceneAlike)
	}
}

func TestScenesAreCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	photos := frames(0, 10)
	o := byVectors(vectors(rand.New(rand.NewPCG(1, 7)), []int{1, 1}, 0.9))
	if _, err := GroupContext(ctx, photos, o); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

// BenchmarkScenes groups 5,000 photos of 500 scenes, once in bursts of four, once
// all alone.
func BenchmarkScenes(b *testing.B) {
	for name, every := range map[string]int{"bursts": 4, "singles": 1} {
		b.Run(name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 8))
			var photos []photo.Photo
			var of []int
			for k := range 5000 {
				photos = append(photos, frame(fmt.Sprint(k), float64(k/every*20)+float64(k%every)))
				of = append(of, (k/40)%500)
			}
			o := byVectors(vectors(r, of, 0.9))
			for b.Loop() {
				if n := len(Group(photos, o)); n > 2000 {
					b.Fatalf("%d bursts", n)
				}
			}
		})
	}
}

// Where all is alike, the pairs that are tried grow with the bursts and not with
// their square, and all is one scene still.
func TestScenesOfATripod(t *testing.T) {
	const n = 3 * mostPairs
	var photos []photo.Photo
	for k := range n {
		photos = append(photos, frame(fmt.Sprint(k), float64(k*20)))
	}
	o := byVectors(vectors(rand.New(rand.NewPCG(1, 9)), make([]int, n), 0.99))
	g := newGrouping(photos, o)
	var parts []scene
	for k := range n {
		part, _ := g.part(Burst{Photos: []int{k}})
		parts = append(parts, part)
	}
	pairs, err := g.pairings(t.Context(), parts)
	if err != nil || len(pairs) > n*mostPairs-mostPairs*mostPairs/2 || len(pairs) < n {
		t.Errorf("%d pairs of %d bursts, %v", len(pairs), n, err)
	}
	if all := Group(photos, o); len(all) != 1 {
		t.Errorf("they are %d scenes", len(all))
	}
}
