package backend

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"culler/library/phrase"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/faces"
	"culler/scoring/faces/nets"
	"culler/scoring/faces/yunet"
	"culler/scoring/models"
	"culler/scoring/models/registry"
	"culler/scoring/onnx"
	"culler/scoring/quality"
	"culler/scoring/rank"
)

// judges are what looks at photos beside the model that reads them: installed
// models of quality and a finder of faces. They stay open from one Score to the
// next.
type judges struct {
	settings settings
	shelf    *registry.Shelf
	load     func() (*onnx.Runtime, error)

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

// networks are those that come with Culler.
func (j *judges) networks() *nets.Nets {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.nets == nil {
		j.nets = nets.New(j.load)
	}
	return j.nets
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
func (j *judges) extras(ctx context.Context) (all []extra, broken [][]rank.Row) {
	used := map[string]bool{}
	if j.settings.faces() != faces.Nowhere {
		if x, err := j.finder(ctx, used); err != nil {
			broken = append(broken, refused(faces.Rows(), err))
		} else {
			all = append(all, x)
		}
	}
	for _, f := range j.shelf.Installed(models.Quality) {
		m, err := quality.New(ctx, j.load, f)
		if err != nil {
			broken = append(broken, refused([]rank.Row{quality.Row(f.Spec)}, err))
			continue
		}
		m = j.keep(m).(*quality.Model)
		used[m.Key()] = true
		all = append(all, extra{Extra: m, rows: []rank.Row{m.Row()}, open: m.Open, late: true})
	}
	_ = j.dismiss(used) // what is not installed any more is not missed
	return all, broken
}

// finder is what finds faces: the installed one, else that which comes with
// Culler.
func (j *judges) finder(ctx context.Context, used map[string]bool) (extra, error) {
	n := j.networks()
	x := extra{rows: faces.Rows()}
	installed := j.shelf.Installed(models.Faces)
	if len(installed) == 0 {
		x.Extra, x.open, x.full = faces.Reader{Finder: faces.NewFinder(n, nets.Quick), Nets: n}, n.Open, faces.NewFinder(n, nets.Full)
		return x, nil
	}
	y, err := yunet.New(ctx, j.load, installed[0])
	if err != nil {
		return extra{}, err
	}
	y = j.keep(y).(*yunet.Finder)
	used[y.Key()] = true
	x.Extra, x.open, x.late = faces.Reader{Finder: y, Nets: n}, y.Open, true
	return x, nil
}

// heads are the rows of the installed heads that read the embeddings of a model.
func (j *judges) heads(ctx context.Context, reader models.Spec) []board.Head {
	var all []board.Head
	for _, f := range j.shelf.Installed(models.Head) {
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
			all = append(all, board.Head{Row: refused([]rank.Row{quality.Row(f.Spec)}, err)[0]})
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

// asRead are the extras as the Engine takes them.
func asRead(all []extra) []scoring.Extra {
	var out []scoring.Extra
	for _, x := range all {
		out = append(out, x.Extra)
	}
	return out
}

// prove opens a model that is about to be put on the shelf, and closes it.
func (j *judges) prove(ctx context.Context, folder models.Folder) error {
	var m critic
	var err error
	switch folder.Spec.Kind {
	case models.Head:
		_, err = quality.OpenHead(ctx, folder)
	case models.Quality:
		m, err = quality.New(ctx, j.load, folder)
	case models.Faces:
		m, err = yunet.New(ctx, j.load, folder)
	}
	if err == nil {
		err = folder.Verify(ctx)
	}
	if err != nil || m == nil {
		return err
	}
	return errors.Join(m.Open(ctx), m.Close())
}
