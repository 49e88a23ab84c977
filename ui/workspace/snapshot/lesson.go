package snapshot

import (
	"context"

	"culler/library/burst"
	"culler/scoring/learn"
)

// Lesson gathers what was picked in the shoot. The function that it returns learns
// weights from that; it may take a second and may run in another goroutine.
func (s *Snapshot) Lesson() func(ctx context.Context) (learn.Lesson, error) {
	rows := learn.Rows(s.ranking, s.judge)
	var bursts [][]int
	for _, b := range s.state.Bursts {
		if b.Kind != burst.Bracket && len(b.Photos) > 1 {
			bursts = append(bursts, b.Photos)
		}
	}
	picks, slope := learn.Collect(s.ranking, s.judge, rows, bursts, s.Decision, nil), s.ranking.Slope()
	return func(ctx context.Context) (learn.Lesson, error) { return learn.Learn(ctx, rows, picks, slope) }
}
