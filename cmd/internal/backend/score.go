package backend

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"culler/library"
	"culler/library/thumbs"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/language"
	"culler/scoring/rank"
)

// scorer has photos read: by the model and the measures in a first pass, small
// faces in a second, and what takes time in a third.
type scorer struct {
	settings settings
	pictures *thumbs.Gallery
	readers  *readers
	judges   *judges

	mu     sync.Mutex
	engine *scoring.Engine // of the last Score
	why    string          // why it had no model

	courtesy scoring.Courtesy
}

// Score reads every photo of the shoot that is not known yet and puts what it
// learns on the board; notify, which may be nil, is told afterwards, from one
// goroutine at a time. It waits for the model only if that is needed. Cancelling
// ctx keeps what was finished.
func (s *scorer) Score(ctx context.Context, shoot *library.Shoot, board *board.Board, notify func(scoring.Progress)) error {
	model, err := s.readers.recall(ctx)
	if err == nil {
		err = s.score(ctx, model, "", shoot, board, notify)
	}
	if why := errNoModel(""); errors.As(err, &why) && ctx.Err() == nil {
		err = s.score(ctx, nil, string(why), shoot, board, notify)
	}
	return err
}

// score is Score with a model, or without one and the reason. Models of quality
// and finders of faces that take time have a run of their own afterwards: the
// order by prompts and measures does not wait for them.
func (s *scorer) score(ctx context.Context, model *recalled, why string, shoot *library.Shoot, board *board.Board, notify func(scoring.Progress)) error {
	e := &scoring.Engine{}
	var text language.Model
	if model != nil {
		e.Model, e.Ready, text = model, model.ready, model
		if err := s.recallEarlier(ctx, model, shoot, board); err != nil {
			return fmt.Errorf("recall what an earlier model said: %w", err)
		}
	}
	if err := board.SetModel(ctx, text, why); err != nil {
		return fmt.Errorf("ask the model the prompts: %w", err)
	}
	s.mu.Lock()
	s.why = why
	s.mu.Unlock()
	if err := s.readers.release(model); err != nil {
		return err
	}
	if model != nil {
		board.SetHeads(s.judges.heads(ctx, s.readers.current().folder.Spec))
		if err := s.putTaste(model.Key(), board); err != nil {
			return err
		}
	}
	all, broken := s.judges.extras(ctx)
	board.SetExtras(rowsOf(all, broken))

	photos := shoot.Photos()
	jobs := make([]scoring.Job, len(photos))
	for i, p := range photos {
		jobs[i] = scoring.Job{Photo: i, Of: p}
	}
	r := &round{s: s, shoot: shoot, board: board, jobs: jobs, all: all, broken: broken}
	r.tell = func(p scoring.Progress) {
		board.Put(p.Updates)
		if notify != nil {
			notify(p)
		}
	}
	if err := r.read(ctx, e, false); err != nil {
		return err
	}
	board.Settle()
	if !slices.ContainsFunc(r.all, func(x extra) bool { return x.late }) {
		return nil
	}
	return r.read(ctx, &scoring.Engine{}, true)
}

// round is one Score.
type round struct {
	s      *scorer
	shoot  *library.Shoot
	board  *board.Board
	jobs   []scoring.Job
	tell   func(scoring.Progress)
	all    []extra // as on the board; those that are late come last
	broken [][]rank.Row
}

// read runs an engine with the extras that are late, or not, and then looks for
// small faces if those of faces were among them. An extra that cannot be opened is
// left out.
func (r *round) read(ctx context.Context, e *scoring.Engine, late bool) error {
	ready := e.Ready
	for {
		var part []extra
		first := -1
		for k, x := range r.all {
			if x.late == late {
				part = append(part, x)
				if first < 0 {
					first = k
				}
			}
		}
		e.Extras = asRead(part)
		e.Ready = func(ctx context.Context) error {
			if ready != nil {
				if err := ready(ctx); err != nil {
					return err
				}
			}
			return openAll(ctx, part)
		}
		err := r.s.run(ctx, e, r.jobs, shifted(r.tell, max(first, 0)))
		unfit := errUnfit{}
		switch {
		case errors.As(err, &unfit):
			// On with the others.
			r.broken = append(r.broken, refused(part[unfit.at].rows, unfit.why))
			r.all = slices.Delete(r.all, first+unfit.at, first+unfit.at+1)
			r.board.SetExtras(rowsOf(r.all, r.broken))
			continue
		case err != nil:
			return err
		case first == 0 && r.all[0].ofFaces():
			return r.closer(ctx, r.all[0])
		}
		return nil
	}
}

// shifted tells updates of extras that have others before them on the board.
func shifted(tell func(scoring.Progress), by int) func(scoring.Progress) {
	if by == 0 {
		return tell
	}
	return func(p scoring.Progress) {
		for k := range p.Updates {
			p.Updates[k].Extras = append(make([][]float64, by), p.Updates[k].Extras...)
		}
		tell(p)
	}
}

// run lets an engine read photos.
func (s *scorer) run(ctx context.Context, e *scoring.Engine, jobs []scoring.Job, tell func(scoring.Progress)) error {
	e.Pictures, e.Courtesy = s.pictures, &s.courtesy
	if db := s.settings.db; db != nil {
		e.Cache = db
	}
	s.mu.Lock()
	s.engine = e
	s.mu.Unlock()
	return e.Run(ctx, jobs, tell)
}

// KeyPressed keeps a core free while keys are pressed.
func (s *scorer) KeyPressed() { s.courtesy.Ask() }

// NoModel is why no model took part in the last Score, as a sentence; "" if one
// did.
func (s *scorer) NoModel() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.why
}

// Prefer has these photos, by index, read before all others.
func (s *scorer) Prefer(photos []int) {
	s.mu.Lock()
	e := s.engine
	s.mu.Unlock()
	if e != nil {
		e.Prefer(photos)
	}
}
