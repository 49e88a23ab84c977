package snapshot

import (
	"context"

	"culler/library/burst"
	"culler/scoring/learn"
)

// Lesson gathers what was picked in the shoot. The function that it returns learns
// weights from that; it may take a second and may run in another goroutine.
func (s *Snapshot) Lesson() func(ctx context.Context) (learn.Lesson, error) {
	rows, picks := s.picks(nil)
	slope := s.ranking.Slope()
	return func(ctx context.Context) (learn.Lesson, error) { return learn.Learn(ctx, rows, picks, slope) }
}

// TasteLesson is Lesson, about a taste beside the weights as they are.
func (s *Snapshot) TasteLesson() func(ctx context.Context) (learn.Lesson, error) {
	rows, picks := s.picks(s.board.Vector)
	slope, key := s.ranking.Slope(), s.board.ModelKey()
	return func(ctx context.Context) (learn.Lesson, error) {
		l, err := learn.LearnTaste(ctx, rows, picks, slope)
		if l.Taste != nil {
			l.Taste.Model = key
		}
		return l, err
	}
}

// picks are the rows that can choose among frames, and the bursts that were
// decided.
func (s *Snapshot) picks(embedding func(photo int) []float32) ([]learn.Row, []learn.Burst) {
	j := s.ofBursts()
	rows := learn.Rows(s.ranking, j)
	var bursts [][]int
	for _, b := range s.state.Bursts {
		if b.Kind != burst.Bracket && len(b.Photos) > 1 {
			bursts = append(bursts, b.Photos)
		}
	}
	return rows, learn.Collect(s.ranking, j, rows, bursts, s.Decision, embedding)
}
