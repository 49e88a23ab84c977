package backend

import (
	"context"
	"fmt"
	"slices"

	"culler/scoring/models"
	"culler/scoring/onnx"
)

// Use makes an installed model the one that reads photos, from the next Score
// on, and remembers the choice. The first time on a machine it is loaded and
// tried, so that a model that does not work here never takes the place of one
// that does; tell, which may be nil, is told so. Later it is loaded only when a
// photo or a prompt is new to it, so that going back is instant. The error is a
// sentence for people.
func (rs *readers) Use(ctx context.Context, id string, tell func(doing string)) error {
	folder, err := rs.shelf.Folder(id)
	if err != nil {
		return err
	}
	if folder.Spec.Kind != models.CLIP {
		return fmt.Errorf("%s reads no prompts and so cannot take the place of a model that does; it is one more row beside it", folder.Spec.Title)
	}
	rs.mu.Lock()
	chosen := rs.options.Provider
	rs.mu.Unlock()
	r := newReader(folder, nil)
	if _, known := rs.trials(folder); !known {
		if tell != nil {
			tell(fmt.Sprintf("Trying how %s runs fastest on this computer", folder.Spec.Title))
		}
		if err := rs.try(ctx, r); err != nil {
			r.close()
			return err
		}
	}
	if err := rs.settings.keepModel(id); err != nil {
		r.close()
		return fmt.Errorf("remember the model: %w", err)
	}
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if rs.options.Provider != chosen {
		go r.close() // it computes with what was chosen before it was tried
		r = newReader(folder, nil)
	}
	rs.replaceHeld(r)
	return nil
}

// try loads a model, waits until it is, and proves that its graphs work.
func (rs *readers) try(ctx context.Context, r *reader) error {
	rs.load(r)
	select {
	case <-r.done:
		if r.failed != nil {
			return r.failed
		}
		return r.model.Prove(ctx)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// replaceHeld makes a reader the one in use. The caller holds mu.
func (rs *readers) replaceHeld(r *reader) {
	rs.old = append(rs.old, rs.now)
	rs.now = r
}

// release closes the models that were in use earlier, now that the board asks
// another one.
func (rs *readers) release(asked *recalled) error {
	return rs.closeOld(func(r *reader) bool { return asked == nil || asked.reader != r })
}

// closeOld closes those of the earlier models that are gone.
func (rs *readers) closeOld(isGone func(*reader) bool) error {
	rs.mu.Lock()
	var gone []*reader
	rs.old = slices.DeleteFunc(rs.old, func(r *reader) bool {
		if isGone(r) {
			gone = append(gone, r)
			return true
		}
		return false
	})
	rs.mu.Unlock()
	for _, r := range gone {
		if err := r.close(); err != nil {
			return fmt.Errorf("close %s: %w", r.folder.Spec.Title, err)
		}
	}
	return nil
}

// ModelID is the ID of the model in use.
func (rs *readers) ModelID() string { return rs.current().folder.Spec.ID }

// RemoveModel deletes an installed model that is not in use.
func (rs *readers) RemoveModel(id string) error {
	if id == rs.ModelID() {
		return fmt.Errorf("%s is in use: choose another model first", rs.ModelTitle())
	}
	// Some systems delete no file that is open.
	if err := rs.closeOld(func(r *reader) bool { return r.folder.Spec.ID == id }); err != nil {
		return err
	}
	return rs.shelf.Remove(id)
}

// Providers lists what models may compute with here, the processor first, and
// which of them was chosen; "" stands for what is fastest. Where ONNX Runtime
// cannot be loaded there is none.
func (rs *readers) Providers() (all []onnx.Provider, chosen onnx.Provider) {
	if rt, err := rs.runtime(); err == nil {
		all = rt.Providers()
	}
	return all, rs.provider()
}

// SetProvider chooses what models compute with, from the next Score on.
func (rs *readers) SetProvider(p onnx.Provider) error {
	if err := rs.settings.keepProvider(p); err != nil {
		return fmt.Errorf("remember what models compute with: %w", err)
	}
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.options.Provider = p
	rs.replaceHeld(newReader(rs.now.folder, rs.now.err)) // of whatever model is in use now
	return nil
}

// provider is what models should compute with; "" for what is fastest.
func (rs *readers) provider() (p onnx.Provider) {
	rs.mu.Lock()
	p = rs.options.Provider
	rs.mu.Unlock()
	if p == "" {
		p = rs.settings.provider()
	}
	return p
}

// Note is a sentence for people where the model does not compute as it should,
// "" where it does or is not loaded.
func (rs *readers) Note() string {
	r := rs.current()
	select {
	case <-r.done:
		if r.model != nil {
			return r.model.Info().Note
		}
	default:
	}
	return ""
}
