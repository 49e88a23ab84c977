package setup

import (
	"context"
	"errors"
	"fmt"
	"os"

	"culler/scoring/clip"
	"culler/scoring/models"
	"culler/scoring/runtime"
)

// reader is the model that reads photos, as it is loaded in the background.
type reader struct {
	done    chan struct{} // closed when it is loaded, or known not to be
	stop    context.CancelFunc
	folder  models.Folder
	model   *clip.Model // nil where there is none
	problem string      // why there is none, as a sentence
}

// load begins to load the model that the options or the settings name.
func (h *House) load() {
	ctx, stop := context.WithCancel(context.Background())
	r := &reader{done: make(chan struct{}), stop: stop}
	h.mu.Lock()
	h.reader = r
	h.mu.Unlock()
	go func() {
		defer close(r.done)
		if err := h.fill(ctx, r); err != nil {
			r.problem = fmt.Sprintf("No model reads the photos: %v. They are grouped, shown and decided as ever, and ranked by what is measured.", err)
		}
	}()
}

func (h *House) fill(ctx context.Context, r *reader) error {
	folder, err := h.chosen()
	if err != nil {
		return err
	}
	r.folder = folder
	r.model, err = h.openModel(ctx, folder)
	return err
}

func (h *House) openModel(ctx context.Context, folder models.Folder) (*clip.Model, error) {
	rt, err := runtime.Load(runtime.Options{Library: h.options.Library})
	if err != nil {
		return nil, err
	}
	return clip.OpenContext(ctx, rt, folder, clip.Options{})
}

// unload gives the model up.
func (h *House) unload() error {
	h.mu.Lock()
	r := h.reader
	old := h.old
	h.old = nil
	h.mu.Unlock()
	r.stop()
	<-r.done
	var errs []error
	for _, m := range append(old, r.model) {
		if m != nil {
			errs = append(errs, m.Close())
		}
	}
	return errors.Join(errs...)
}

// chosen is the model folder that is asked for: by the options, else by the
// settings, else the embedded one.
func (h *House) chosen() (models.Folder, error) {
	id := h.options.Model
	if s, err := os.Stat(id); id != "" && err == nil && s.IsDir() {
		return models.OpenFolder(id)
	}
	if id == "" && h.Store != nil {
		if _, err := h.Store.Setting(modelSetting, &id); err != nil {
			return models.Folder{}, err
		}
	}
	if id == "" || id == models.Embedded().Spec.ID {
		return models.Embedded(), nil
	}
	return models.Folder{}, fmt.Errorf("the model %s is not installed", id)
}

// Model waits until the model is loaded. Where there is none, why is a sentence
// for people; err is only ctx's. The model may be used until the Score after
// the next Use.
func (h *House) Model(ctx context.Context) (m *clip.Model, why string, err error) {
	h.mu.Lock()
	r := h.reader
	h.mu.Unlock()
	select {
	case <-r.done:
		return r.model, r.problem, nil
	case <-ctx.Done():
		return nil, "", ctx.Err()
	}
}

// AboutModel says what the model in use is and is not, once it is loaded.
func (h *House) AboutModel() string {
	h.mu.Lock()
	r := h.reader
	h.mu.Unlock()
	select {
	case <-r.done:
		return r.folder.Spec.About
	default:
		return ""
	}
}
