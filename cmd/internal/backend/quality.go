package backend

import (
	"context"
	"fmt"

	"culler/library/phrase"
	"culler/scoring/bench"
	"culler/scoring/board"
	"culler/scoring/models"
	"culler/scoring/quality"
)

// Quality lists the methods of judging photos that are installed, or could be,
// beside the model that reads them, for the benchmark. They are opened for it,
// so that it knows which cannot run.
func (h *House) Quality(ctx context.Context) []bench.Quality {
	var all []bench.Quality
	found, _ := h.judges.extras(ctx)
	for _, x := range found {
		problem := ""
		if err := x.open(ctx); err != nil {
			problem = phrase.Sentence(phrase.Error(err))
		}
		for n, row := range x.rows {
			if row.ID == "" {
				continue
			}
			q := bench.Quality{ID: row.ID, Title: row.Title, Extra: x.Extra, Number: n, Row: row, Problem: problem}
			if m, ok := x.Extra.(*quality.Model); ok {
				q.ID = m.ID()
			} else {
				q.ID, _ = board.MeasureOf(row.ID)
			}
			all = append(all, q)
		}
	}
	for _, f := range h.Models.Installed(models.Head) {
		q := bench.Quality{ID: f.Spec.ID, Title: f.Spec.Title}
		reader := h.current().folder.Spec
		switch head, err := quality.OpenHead(ctx, f); {
		case err != nil:
			q.Problem = phrase.Sentence(phrase.Error(err))
		case !head.Reads(reader.ID):
			q.Problem = fmt.Sprintf("It reads the embeddings of another model, not those of %s.", reader.Title)
		case reader.Embedding > 0 && head.Dim() != reader.Embedding:
			q.Problem = fmt.Sprintf("It reads embeddings of %d numbers, and those of %s have %d.", head.Dim(), reader.Title, reader.Embedding)
		default:
			q.Head, q.Row = head.Mark, head.Layer().Row
		}
		all = append(all, q)
	}
	items, _ := h.Models.List() // what cannot be listed is not missed
	for _, i := range items {
		if !i.Installed && (i.Spec.Kind == models.Quality || i.Spec.Kind == models.Head) {
			all = append(all, bench.Quality{ID: i.ID, Title: i.Spec.Title, Problem: fmt.Sprintf("It is not installed: run  cull models install %s  first.", i.ID)})
		}
	}
	return all
}
