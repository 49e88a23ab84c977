package learn

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"culler/scoring/metric"
)

// BenchmarkCurve tells how often the picks of a made-up photographer, whose taste
// is not that of the weights as they are, come first in fresh bursts of five,
// after learning from so many; README has the numbers.
func BenchmarkCurve(b *testing.B) {
	hidden := []float64{2, 0, 0.3, 0, 1.2}
	start := rowsOf(1, 1, 1, 1, 0)
	for _, n := range []int{0, 10, 30, 100, 300} {
		b.Run(fmt.Sprint(n, " bursts"), func(b *testing.B) {
			found, of := 0.0, 0.0
			for k := 0; b.Loop(); k++ {
				r := rand.New(rand.NewPCG(uint64(k), 17))
				l, err := Learn(b.Context(), start, photographer(r, hidden, n, 1), 0)
				if err != nil {
					b.Fatal(err)
				}
				w := make([]float64, len(hidden))
				for i, row := range l.Rows {
					w[i] = row.Learned
				}
				for _, fresh := range photographer(r, hidden, 500, 1) {
					scores := make([]float64, len(fresh.Won))
					for i, z := range fresh.Standings {
						scores[i] = dot(z, w)
					}
					found += metric.TopK(scores, fresh.Won, 1)
					of++
				}
			}
			b.ReportMetric(100*found/of, "found-%")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkTaste is BenchmarkCurve of a photographer who picks by a direction
// among embeddings that no row knows of, besides what the weights know.
func BenchmarkTaste(b *testing.B) {
	for _, n := range []int{0, 30, 100, 300, 1000} {
		b.Run(fmt.Sprint(n, " bursts"), func(b *testing.B) {
			found, of := 0.0, 0.0
			for k := 0; b.Loop(); k++ {
				r := rand.New(rand.NewPCG(uint64(k), 18))
				var toward []float64
				for _, v := range unit(randomly(r, 384, 1)) {
					toward = append(toward, float64(v))
				}
				l, err := LearnTaste(b.Context(), rowsOf(1, 0.5), admirer(r, toward, n, 2), 0)
				if err != nil {
					b.Fatal(err)
				}
				for _, fresh := range admirer(r, toward, 500, 2) {
					found += metric.TopK(l.After(fresh), fresh.Won, 1)
					of++
				}
			}
			b.ReportMetric(100*found/of, "found-%")
			b.ReportMetric(0, "ns/op")
		})
	}
}
