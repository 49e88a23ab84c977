package workspace

import (
	"context"

	"culler/library/burst"
	"culler/scoring/learn"
)

// Lesson gathers what was picked in the shoot. The function that it returns learns
// weights from that; it may take a second and may run in another goroutine.
func (ws *Workspace) Lesson() func(ctx context.Context) (learn.Lesson, error) {
	rows := learn.Rows(ws.ranking, ws.judge)
	var bursts [][]int
	for _, b := range ws.bursts {
		if b.Kind != burst.Bracket && len(b.Photos) > 1 {
			bursts = append(bursts, b.Photos)
		}
	}
	picks, slope := learn.Collect(ws.ranking, ws.judge, rows, bursts, ws.Decision, nil), ws.ranking.Slope()
	return func(ctx context.Context) (learn.Lesson, error) { return learn.Learn(ctx, rows, picks, slope) }
}

// TakeLesson makes learned weights the present ones.
func (ws *Workspace) TakeLesson(l learn.Lesson) {
	ws.tune("the learned weights", func() {
		for _, r := range l.Rows {
			if r.Learned != r.Weight {
				ws.board.SetWeight(r.ID, r.Learned)
			}
		}
	})
	ws.say("The learned weights count now. Undo takes them back.")
}
