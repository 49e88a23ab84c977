package taste

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"culler/scoring/board"
	"culler/scoring/measure"
	"culler/scoring/rank"
)

// decided makes bursts of four of which the second was picked; the ranking
// finds it with some probability, sharpness with another.
func decided(bursts int, byScore, bySharpness float64) (*rank.Ranking, [][]int, func(int) bool) {
	r := rand.New(rand.NewPCG(3, 5))
	score, sharp := make([]float64, 4*bursts), make([]float64, 4*bursts)
	var list [][]int
	for k := range bursts {
		burst := []int{4 * k, 4*k + 1, 4*k + 2, 4*k + 3}
		list = append(list, burst)
		for n, i := range burst {
			score[i], sharp[i] = r.Float64(), r.Float64()
			if n == 1 {
				if r.Float64() < byScore {
					score[i] = 2
				}
				if r.Float64() < bySharpness {
					sharp[i] = 2
				}
			}
		}
	}
	t := rank.NewTable(4 * bursts)
	t.Put(rank.Row{ID: "prompt/x", Kind: rank.Pair, Weight: 1, Values: score})
	t.Put(rank.Row{ID: board.MeasureRow("sharpness"), Kind: rank.Measure, Weight: 0, Values: sharp})
	return t.Rank(), list, func(i int) bool { return i%4 == 1 }
}

func TestHowWellTasteIsKnown(t *testing.T) {
	if measure.Names()[measure.Sharpness].ID != "sharpness" {
		t.Fatal("sharpness has another name")
	}
	for _, c := range []struct {
		name         string
		bursts       int
		score, sharp float64
		says         string
	}{
		{"well", 80, 0.8, 0.2, "better than sharpness does"},
		{"sharpness better", 80, 0.4, 0.9, "Measures only"},
		{"as well as sharpness", 80, 0.6, 0.6, "do not tell"},
		{"like chance", 60, 0, 0, "not clearly better than chance"},
		{"few", 12, 1, 0, "decide 18 more"},
		{"too few", 9, 1, 0, "pick the best frame of 1 burst more, or better of 21"},
	} {
		k, bursts, picked := decided(c.bursts, c.score, c.sharp)
		taste := Of(k, k.Scores(), bursts, picked)
		if text := strings.Join(taste.Sentences(), " "); !strings.Contains(text, c.says) {
			t.Errorf("%s: %s", c.name, text)
		}
		if taste.Bursts != c.bursts || taste.Random != 0.25 {
			t.Errorf("%s: %d bursts, chance %v", c.name, taste.Bursts, taste.Random)
		}
		// found for sure, or among four by chance; and in the interval
		if want := c.score + (1-c.score)/4; math.Abs(float64(taste.Score.Value)-want) > 0.15 || taste.Score.Low > taste.Score.Value || taste.Score.High < taste.Score.Value {
			t.Errorf("%s: found %+v, want about %v", c.name, taste.Score, want)
		}
	}
}

func TestTasteOfNothing(t *testing.T) {
	k, bursts, _ := decided(5, 1, 1)
	for name, picked := range map[string]func(int) bool{
		"nothing picked":    func(int) bool { return false },
		"everything picked": func(int) bool { return true },
	} {
		taste := Of(k, k.Scores(), bursts, picked)
		if taste.Bursts != 0 || len(taste.Sentences()) != 1 || !math.IsNaN(taste.Score.Value) {
			t.Errorf("%s: %+v %q", name, taste, taste.Sentences())
		}
	}
	table := rank.NewTable(4)
	table.Put(rank.Row{ID: "x", Weight: 1, Values: []float64{1, 2, 3, 4}})
	taste := Of(table.Rank(), table.Rank().Scores(), [][]int{{0, 1, 2, 3}}, func(i int) bool { return i == 3 })
	if !math.IsNaN(taste.Sharpness.Value) || taste.Score.Value != 1 || strings.Contains(strings.Join(taste.Sentences(), " "), "harpness") {
		t.Errorf("without sharpness: %+v %q", taste, taste.Sentences())
	}
}
