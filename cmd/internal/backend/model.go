package backend

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"culler/scoring/clip"
	"culler/scoring/models"
	"culler/scoring/models/registry"
	"culler/scoring/onnx"
)

// reader is the model that reads photos. It is loaded in the background when it
// is first needed, and opens its graphs when there is a photo or a text for them.
type reader struct {
	folder models.Folder
	err    error // why there is no folder

	once    sync.Once
	done    chan struct{} // closed when it is loaded, or known not to be
	ctx     context.Context
	stop    context.CancelFunc
	model   *clip.Model // nil where there is none
	failed  error       // why there is none
	problem string      // the same as a sentence for those who go on without
}

// readers are the models that read photos: the one in use, and earlier ones that
// boards may still ask.
type readers struct {
	settings settings
	shelf    *registry.Shelf
	options  Options

	mu  sync.Mutex
	now *reader
	old []*reader
}

// take makes the model that the options or the settings name the one that reads
// photos, once it is needed.
func (rs *readers) take() {
	r := newReader(rs.chosen())
	rs.mu.Lock()
	rs.now = r
	rs.mu.Unlock()
}

func newReader(folder models.Folder, err error) *reader {
	r := &reader{folder: folder, err: err, done: make(chan struct{})}
	r.ctx, r.stop = context.WithCancel(context.Background())
	return r
}

// close gives the model up; it is not loaded any more.
func (r *reader) close() error {
	r.stop()
	r.once.Do(func() {
		r.problem = noModel(errors.New("another one has taken its place"))
		close(r.done)
	})
	<-r.done
	if r.model == nil {
		return nil
	}
	return r.model.Close()
}

// Warm begins to load the model, so that it need not be waited for later.
func (rs *readers) Warm() { rs.load(rs.current()) }

func (rs *readers) current() *reader {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return rs.now
}

// load begins to load the model, once.
func (rs *readers) load(r *reader) {
	r.once.Do(func() {
		go func() {
			defer close(r.done)
			err := r.err
			if err == nil {
				r.model, err = rs.openModel(r.ctx, r.folder)
			}
			if err != nil {
				r.failed, r.problem = err, noModel(err)
			}
		}()
	})
}

func noModel(err error) string {
	return fmt.Sprintf("No model reads the photos: %v. They are grouped, shown and decided as usual, and ranked by what is measured.", err)
}

func (rs *readers) openModel(ctx context.Context, folder models.Folder) (*clip.Model, error) {
	rt, err := rs.runtime()
	if err != nil {
		return nil, err
	}
	o, err := rs.tuned(ctx, rt, folder)
	if err != nil {
		return nil, err
	}
	return clip.New(ctx, rt, folder, o)
}

// prove loads a model, and closes it.
func (rs *readers) prove(ctx context.Context, folder models.Folder) error {
	rt, err := rs.runtime()
	if err != nil {
		return err
	}
	m, err := clip.Open(ctx, rt, folder, clip.Options{})
	if err != nil {
		return err
	}
	return m.Close()
}

func (rs *readers) runtime() (*onnx.Runtime, error) {
	return onnx.Load(onnx.Options{Library: rs.options.Library})
}

// unload gives all models up.
func (rs *readers) unload() error {
	rs.mu.Lock()
	all := append(rs.old, rs.now)
	rs.old = nil
	rs.mu.Unlock()
	var errs []error
	for _, r := range all {
		errs = append(errs, r.close())
	}
	return errors.Join(errs...)
}

// chosen is the model folder that is asked for: by the options, else by the
// settings, else the embedded one.
func (rs *readers) chosen() (models.Folder, error) {
	id := rs.options.Model
	if s, err := os.Stat(id); id != "" && err == nil && s.IsDir() {
		return models.OpenFolder(id)
	}
	if id == "" {
		var err error
		if id, err = rs.settings.model(); err != nil {
			return models.Folder{}, err
		}
	}
	if id == "" {
		return models.Embedded(), nil
	}
	folder, err := rs.shelf.Folder(id)
	if err != nil {
		return models.Folder{}, fmt.Errorf("%w; choose one in the Models window, or with cull models use", err)
	}
	return folder, nil
}

// Model waits until the model is loaded. Where there is none, why is a sentence
// for people; err is only ctx's. The model may be used until the Score after
// the next Use.
func (rs *readers) Model(ctx context.Context) (m *clip.Model, why string, err error) {
	return rs.loaded(ctx, rs.current())
}

func (rs *readers) loaded(ctx context.Context, r *reader) (m *clip.Model, why string, err error) {
	rs.load(r)
	select {
	case <-r.done:
		return r.model, r.problem, nil
	case <-ctx.Done():
		return nil, "", ctx.Err()
	}
}

// ModelTitle is what the model in use is called.
func (rs *readers) ModelTitle() string { return rs.current().folder.Spec.Title }

// AboutModel says what the model in use is and is not.
func (rs *readers) AboutModel() string { return rs.current().folder.Spec.About }
