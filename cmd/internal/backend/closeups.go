package backend

import (
	"context"
	"sync"

	"culler/library/photo"
	"culler/scoring/faces"
)

// asking is a model that is asked about eyes.
type asking struct {
	*faces.Asker
	why string // why it is not asked, as a sentence

	mu sync.Mutex
	of *recalled
}

// ready loads the model's graphs, once.
func (a *asking) ready(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of.model != nil {
		return nil
	}
	return a.of.ready(ctx)
}

// CloseUps returns the largest faces of a photo for people to look at, with what
// the model in use says of their eyes. Where it is not asked, note is a sentence
// that says why; no faces need no note.
func (h *House) CloseUps(ctx context.Context, p *photo.Photo) (shown []faces.CloseUp, note string, err error) {
	finder, _, err := h.finder(ctx, nil)
	if err != nil {
		return nil, "", err
	}
	a, err := h.asker(ctx)
	if err != nil {
		return nil, "", err
	}
	v := &faces.Viewer{Pictures: h.Gallery, Finder: finder}
	if note = a.why; a.Asker != nil {
		switch err := a.ready(ctx); {
		case ctx.Err() != nil:
			return nil, "", ctx.Err()
		case err != nil:
			note = err.Error()
		default:
			v.Asker = a.Asker
		}
	}
	if shown, err = v.CloseUps(ctx, p); err != nil || len(shown) == 0 {
		return nil, "", err
	}
	return shown, note, nil
}

// asker is the model in use as far as it can be asked about eyes.
func (h *House) asker(ctx context.Context) (*asking, error) {
	h.judges.mu.Lock()
	defer h.judges.mu.Unlock()
	if a := h.judges.asker; a != nil && a.of.reader == h.current() {
		return a, nil
	}
	model, err := h.recall(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return &asking{why: err.Error()}, nil
	}
	a := &asking{of: model}
	if a.Asker, a.why, err = faces.NewAsker(ctx, model); err != nil {
		return nil, err
	}
	h.judges.asker = a
	return a, nil
}
