package learn

import (
	_ "embed"
	"math"
	"slices"
	"strings"
)

//go:embed vocabulary.txt
var vocabulary string

// Vocabulary are the plain words that a taste is told in.
func Vocabulary() []string { return strings.Split(strings.TrimSpace(vocabulary), "\n") }

// mostWords is the number of words that an end of a taste is told in.
const mostWords = 6

// Describe finds the words at the two ends of the taste, by their embeddings:
// those whose difference from the mean word points the same way, or the other.
// Words that are hardly different from each other there are left out.
func (t *Taste) Describe(words map[string][]float32) {
	t.Likes, t.Dislikes = nil, nil
	var mean []float64
	var all []string
	for w, v := range words {
		if len(v) == len(t.Direction) {
			all = append(all, w)
		}
	}
	slices.Sort(all)
	mean = make([]float64, len(t.Direction))
	for _, w := range all {
		for k, v := range words[w] {
			mean[k] += float64(v) / float64(len(all))
		}
	}
	alike, square := map[string]float64{}, 0.0
	for _, w := range all {
		product, length := 0.0, 0.0
		for k, v := range words[w] {
			d := float64(v) - mean[k]
			product += d * float64(t.Direction[k])
			length += d * d
		}
		if length > 0 {
			alike[w] = product / math.Sqrt(length)
			square += alike[w] * alike[w] / float64(len(all))
		}
	}
	slices.SortStableFunc(all, func(a, b string) int {
		switch {
		case alike[a] > alike[b]:
			return -1
		case alike[a] < alike[b]:
			return 1
		}
		return 0
	})
	// One standard deviation: nearer to the middle lie the words that say nothing.
	least := math.Sqrt(square)
	for k := range min(mostWords, len(all)) {
		if w := all[k]; alike[w] > least {
			t.Likes = append(t.Likes, w)
		}
		if w := all[len(all)-1-k]; alike[w] < -least {
			t.Dislikes = append(t.Dislikes, w)
		}
	}
}
