package backend

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"culler/library/phrase"
	"culler/scoring"
	"culler/scoring/bench"
	"culler/scoring/faces"
	"culler/scoring/faces/nets"
	"culler/scoring/faces/yunet"
	"culler/scoring/models"
	"culler/scoring/quality"
	"culler/scoring/rank"
)

// judges are what looks at photos beside the model that reads them: installed
// models of quality and a finder of faces. They stay open from one Score to the
// next.
type judges struct {
	mu   sync.Mutex
	open map[string]critic // by key

	nets *nets.Nets // for faces; nil until they are needed
}

type critic interface {
	Key() string
	Open(ctx context.Context) error
	Close() error
}

// keep returns the critic of that key that is there already, or takes this one.
func (j *judges) keep(m critic) critic {
	j.mu.Lock()
	defer j.mu.Unlock()
	if old, there := j.open[m.Key()]; there {
		return old
	}
	if j.open == nil {
		j.open = map[string]critic{}
	}
	j.open[m.Key()] = m
	return m
}

// dismiss closes the judges that keep does not name.
func (j *judges) dismiss(keep map[string]bool) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	var errs []error
	for key, m := range j.open {
		if !keep[key] {
			errs = append(errs, m.Close())
			delete(j.open, key)
		}
	}
	return errors.Join(errs...)
}

// extra is one of the Engine's Extras with its rows on the board.
type extra struct {
	scoring.Extra
	rows []rank.Row
	open func(context.Context) error
	late bool         // it takes so much time that the others do not wait for it
	full faces.Finder // of faces, that finds smaller ones and takes more time; nil for none
}

// extras are what is read from pictures beside the measures. Those that take
// time come last; broken are the rows of models that cannot be used, with the
// reason.
func (h *House) extras(ctx context.Context) (all []extra, broken [][]rank.Row) {
	used := map[string]bool{}
	if h.faces() != faces.Nowhere {
		if x, err := h.finder(ctx, used); err != nil {
			broken = append(broken, refused(faces.Rows(), err))
		} else {
			all = append(all, x)
		}
	}
	for _, f := range h.Models.Installed(models.Quality) {
		m, err := quality.New(ctx, h.runtime, f)
		if err != nil {
			broken = append(broken, refused([]rank.Row{quality.Row(f.Spec)}, err))
			continue
		}
		m = h.judges.keep(m).(*quality.Model)
		used[m.Key()] = true
		all = append(all, extra{Extra: m, rows: []rank.Row{m.Row()}, open: m.Open, late: true})
	}
	_ = h.judges.dismiss(used) // what is not installed any more is not missed
	return all, broken
}

// finder is what finds faces: the installed one, else that which comes with
// Culler.
func (h *House) finder(ctx context.Context, used map[string]bool) (extra, error) {
	n := h.nets()
	x := extra{rows: faces.Rows()}
	installed := h.Models.Installed(models.Faces)
	if len(installed) == 0 {
		x.Extra, x.open, x.full = faces.Reader{Finder: faces.NewFinder(n, nets.Quick), Nets: n}, n.Open, faces.NewFinder(n, nets.Full)
		return x, nil
	}
	y, err := yunet.New(ctx, h.runtime, installed[0])
	if err != nil {
		return extra{}, err
	}
	y = h.judges.keep(y).(*yunet.Finder)
	used[y.Key()] = true
	x.Extra, x.open, x.late = faces.Reader{Finder: y, Nets: n}, y.Open, true
	return x, nil
}

// heads are the rows of the installed heads that read the embeddings of the
// model in use.
func (h *House) heads(ctx context.Context) []scoring.Head {
	reader := h.current().folder.Spec
	var all []scoring.Head
	for _, f := range h.Models.Installed(models.Head) {
		head, err := quality.OpenHead(ctx, f)
		if err == nil {
			if !head.Reads(reader.ID) {
				continue
			}
			if reader.Embedding > 0 && head.Dim() != reader.Embedding {
				err = fmt.Errorf("it reads embeddings of %d numbers, and those of %s have %d", head.Dim(), reader.Title, reader.Embedding)
			}
		}
		if err != nil {
			all = append(all, scoring.Head{Row: refused([]rank.Row{quality.Row(f.Spec)}, err)[0]})
			continue
		}
		all = append(all, head.Layer())
	}
	return all
}

// refused are the rows of what cannot be used.
func refused(rows []rank.Row, why error) []rank.Row {
	rows = slices.Clone(rows)
	for k := range rows {
		rows[k].LeftOut = phrase.Sentence(why.Error())
	}
	return rows
}

// errUnfit tells that an extra cannot be used.
type errUnfit struct {
	at  int // in the list
	why error
}

func (e errUnfit) Error() string { return e.why.Error() }

// openAll opens extras. The error, unless it is ctx's, is an errUnfit.
func openAll(ctx context.Context, all []extra) error {
	for k, x := range all {
		if err := x.open(ctx); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return errUnfit{k, err}
		}
	}
	return nil
}

// rowsOf are the rows of extras, then those of models that cannot be used.
func rowsOf(all []extra, broken [][]rank.Row) [][]rank.Row {
	var rows [][]rank.Row
	for _, x := range all {
		rows = append(rows, x.rows)
	}
	return append(rows, broken...)
}

// readers are the extras as the Engine takes them.
func readers(all []extra) []scoring.Extra {
	var out []scoring.Extra
	for _, x := range all {
		out = append(out, x.Extra)
	}
	return out
}

// Quality lists the methods of judging photos that are installed, or could be,
// beside the model that reads them, for the benchmark. They are opened for it,
// so that it knows which cannot run.
func (h *House) Quality(ctx context.Context) []bench.Quality {
	var all []bench.Quality
	found, _ := h.extras(ctx)
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
				q.ID, _ = scoring.MeasureOf(row.ID)
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
			q.Problem = fmt.Sprintf("It reads the embeddings of another model than %s.", reader.Title)
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

// proveJudge opens a model that is about to be put on the shelf and gives it up.
func (h *House) proveJudge(ctx context.Context, folder models.Folder) error {
	var m critic
	var err error
	switch folder.Spec.Kind {
	case models.Head:
		_, err = quality.OpenHead(ctx, folder)
	case models.Quality:
		m, err = quality.New(ctx, h.runtime, folder)
	case models.Faces:
		m, err = yunet.New(ctx, h.runtime, folder)
	}
	if err == nil {
		err = folder.Verify(ctx)
	}
	if err != nil || m == nil {
		return err
	}
	return errors.Join(m.Open(ctx), m.Close())
}
