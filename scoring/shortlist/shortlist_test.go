package shortlist

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"culler/library/photo"
	"culler/scoring/judge"
	"culler/scoring/rank"
)

// shoot is one of bursts, given by their frames' scores; photos are numbered one
// after the other.
func shoot(said map[int]photo.Flag, brackets []int, bursts ...[]float64) Shoot {
	var s Shoot
	for n, scores := range bursts {
		b := judge.Burst{Bracket: slices.Contains(brackets, n)}
		for _, v := range scores {
			b.Photos = append(b.Photos, len(s.Scores))
			s.Scores = append(s.Scores, v)
		}
		s.Bursts = append(s.Bursts, b)
	}
	t := rank.NewTable(len(s.Scores))
	t.Put(rank.Row{ID: "prompt/x", Weight: 1, Values: s.Scores, Within: 1})
	s.Judge = judge.New(t.Rank(), s.Bursts)
	s.Said = func(p int) photo.Decision { return photo.Decision{Flag: said[p]} }
	return s
}

func TestWhatIsKept(t *testing.T) {
	none := math.NaN()
	bursts := [][]float64{{1, 5, 3}, {9}, {2, 4}, {none}} // photos 0-2, 3, 4-5, 6
	for _, c := range []struct {
		name     string
		said     map[int]photo.Flag
		brackets []int
		goal     Goal
		want     []int
	}{
		{"one of a burst", nil, nil, Goal{PerBurst, 1}, []int{1, 3, 5}},
		{"two of a burst", nil, nil, Goal{PerBurst, 2}, []int{1, 2, 3, 4, 5}},
		{"nothing", nil, nil, Goal{PerBurst, 0}, nil},
		{"two photos: the best of bursts by score", nil, nil, Goal{Photos, 2}, []int{1, 3}},
		{"four: a second frame only after all firsts", nil, nil, Goal{Photos, 4}, []int{1, 2, 3, 5}},
		{"more than there are", nil, nil, Goal{Photos, 100}, []int{0, 1, 2, 3, 4, 5}},
		{"percent", nil, nil, Goal{Percent, 43}, []int{1, 3, 5}},
		{"a reject gives way", map[int]photo.Flag{1: photo.Rejected}, nil, Goal{PerBurst, 1}, []int{2, 3, 5}},
		{"a pick counts", map[int]photo.Flag{0: photo.Picked}, nil, Goal{PerBurst, 1}, []int{3, 5}},
		{"picks count in all", map[int]photo.Flag{0: photo.Picked, 4: photo.Picked}, nil, Goal{Photos, 3}, []int{3}},
		{"picks beyond the goal stay", map[int]photo.Flag{0: photo.Picked, 1: photo.Picked}, nil, Goal{Photos, 1}, nil},
		{"a bracket is whole", nil, []int{2}, Goal{PerBurst, 1}, []int{1, 3, 4, 5}},
		{"a bracket that does not fit", nil, []int{0}, Goal{Photos, 2}, []int{3, 5}},
		{"a bracket that was broken up", map[int]photo.Flag{4: photo.Rejected}, []int{2}, Goal{PerBurst, 1}, []int{1, 3}},
		{"a bracket begun", map[int]photo.Flag{4: photo.Picked}, []int{2}, Goal{PerBurst, 1}, []int{1, 3, 5}},
	} {
		if got := Of(shoot(c.said, c.brackets, bursts...), c.goal); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// What is plainly wrong comes after all that is not, and what shows nothing never.
func TestFaultsComeLast(t *testing.T) {
	s := shoot(nil, nil, []float64{5, 4, 3}, []float64{2}, []float64{6})
	table := rank.NewTable(5)
	table.Put(rank.Row{ID: "prompt/x", Weight: 1, Values: s.Scores, Within: 1})
	table.Put(rank.Row{ID: "measure/sharpness", Values: []float64{9, 4, 9, 9, 9}})
	table.Put(rank.Row{ID: "measure/contrast", Values: []float64{50, 50, 50, 50, 1}})
	s.Judge = judge.New(table.Rank(), s.Bursts)
	for n, want := range [][]int{nil, {0}, {0, 3}, {0, 2, 3}, {0, 1, 2, 3}, {0, 1, 2, 3}} {
		if got := Of(s, Goal{Photos, float64(n)}); !slices.Equal(got, want) {
			t.Errorf("%d photos: %v, want %v", n, got, want)
		}
	}
	if got := Of(s, Goal{PerBurst, 2}); !slices.Equal(got, []int{0, 2, 3}) {
		t.Errorf("two of a burst: %v", got)
	}
}

// The looser, the more, and all of what was kept before; never a reject, never
// more than was asked for.
func TestStricterKeepsLessOfTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		said := map[int]photo.Flag{}
		var bursts [][]float64
		photos := 0
		for range 1 + r.IntN(20) {
			b := make([]float64, 1+r.IntN(6))
			for k := range b {
				b[k] = r.NormFloat64()
				said[photos+k] = photo.Flag(r.IntN(3))
			}
			photos += len(b)
			bursts = append(bursts, b)
		}
		s := shoot(said, nil, bursts...)
		picked := 0
		for p := range photos {
			if said[p] == photo.Picked {
				picked++
			}
		}
		for _, unit := range Units() {
			var before []int
			for n := range 101 {
				now := Of(s, Goal{unit, float64(n)})
				for _, p := range before {
					if !slices.Contains(now, p) {
						t.Fatalf("%d %s keep photo %d, one more does not", n-1, unit, p)
					}
				}
				for _, p := range now {
					if said[p] != photo.Flag(0) {
						t.Fatalf("photo %d is proposed, and was decided", p)
					}
				}
				if unit == Photos && len(now) > max(0, n-picked) {
					t.Fatalf("%d photos are kept where %d were asked for", len(now)+picked, n)
				}
				before = now
			}
		}
	}
}

func TestWhatCountsTowardsAGoal(t *testing.T) {
	n, p := math.NaN(), photo.Picked
	for _, c := range []struct {
		name     string
		said     map[int]photo.Flag
		brackets []int
		goal     Goal
		bursts   [][]float64
		want     []int
	}{
		{"a bracket without scores", nil, []int{0}, Goal{PerBurst, 1}, [][]float64{{n, n, n}, {n}}, nil},
		{"a bracket begun does not go beyond the goal", map[int]photo.Flag{0: p}, []int{0}, Goal{Photos, 1}, [][]float64{{1, 1, 1}, {2}}, nil},
		{"a burst of which one is picked waits for the others' first", map[int]photo.Flag{0: p}, nil, Goal{Photos, 2}, [][]float64{{1, 9}, {2, 1}}, []int{2}},
	} {
		if got := Of(shoot(c.said, c.brackets, c.bursts...), c.goal); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
