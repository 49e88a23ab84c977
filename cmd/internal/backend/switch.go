package backend

import (
	"context"
	"fmt"
	"slices"

	"culler/library/setting"
	"culler/scoring/models"
	"culler/scoring/onnx"
)

// Use makes an installed model the one that reads photos, from the next Score
// on, and remembers the choice. The first time on a machine it is loaded and
// tried, so that a model that does not work here never takes the place of one
// that does; tell, which may be nil, is told so. Later it is loaded only when a
// photo or a prompt is new to it, so that going back is instant. The error is a
// sentence for people.
func (h *House) Use(ctx context.Context, id string, tell func(doing string)) error {
	folder, err := h.Models.Folder(id)
	if err != nil {
		return err
	}
	if folder.Spec.Kind != models.CLIP {
		return fmt.Errorf("%s reads no prompts and so cannot take the place of a model that does; it is one more row beside it", folder.Spec.Title)
	}
	h.mu.Lock()
	chosen := h.options.Provider
	h.mu.Unlock()
	r := newReader(folder, nil)
	if _, known := h.trials(folder); !known {
		if tell != nil {
			tell(fmt.Sprintf("Trying how %s runs fastest on this computer", folder.Spec.Title))
		}
		if err := h.try(ctx, r); err != nil {
			r.close()
			return err
		}
	}
	if h.Store != nil {
		if err := h.Store.SetSetting(setting.Model, id); err != nil {
			r.close()
			return fmt.Errorf("remember the model: %w", err)
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.options.Provider != chosen {
		go r.close() // it computes with what was chosen before it was tried
		r = newReader(folder, nil)
	}
	h.replaceHeld(r)
	return nil
}

// try loads a model, waits until it is, and proves that its graphs work.
func (h *House) try(ctx context.Context, r *reader) error {
	h.load(r)
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
func (h *House) replaceHeld(r *reader) {
	h.old = append(h.old, h.reader)
	h.reader = r
}

// release closes the models that were in use earlier, now that the board asks
// another one.
func (h *House) release(asked *recalled) error {
	return h.closeOld(func(r *reader) bool { return asked == nil || asked.reader != r })
}

// closeOld closes those of the earlier models that are gone.
func (h *House) closeOld(isGone func(*reader) bool) error {
	h.mu.Lock()
	var gone []*reader
	h.old = slices.DeleteFunc(h.old, func(r *reader) bool {
		if isGone(r) {
			gone = append(gone, r)
			return true
		}
		return false
	})
	h.mu.Unlock()
	for _, r := range gone {
		if err := r.close(); err != nil {
			return fmt.Errorf("close %s: %w", r.folder.Spec.Title, err)
		}
	}
	return nil
}

// ModelID is the ID of the model in use.
func (h *House) ModelID() string { return h.current().folder.Spec.ID }

// RemoveModel deletes an installed model that is not in use.
func (h *House) RemoveModel(id string) error {
	if id == h.ModelID() {
		return fmt.Errorf("%s is in use: choose another model first", h.ModelTitle())
	}
	// Some systems delete no file that is open.
	if err := h.closeOld(func(r *reader) bool { return r.folder.Spec.ID == id }); err != nil {
		return err
	}
	return h.Models.Remove(id)
}

// Providers lists what models may compute with here, the processor first, and
// which of them was chosen; "" stands for what is fastest. Where ONNX Runtime
// cannot be loaded there is none.
func (h *House) Providers() (all []onnx.Provider, chosen onnx.Provider) {
	if rt, err := h.runtime(); err == nil {
		all = rt.Providers()
	}
	return all, h.provider()
}

// SetProvider chooses what models compute with, from the next Score on.
func (h *House) SetProvider(p onnx.Provider) error {
	if h.Store != nil {
		if err := h.Store.SetSetting(setting.Processor, p); err != nil {
			return fmt.Errorf("remember what models compute with: %w", err)
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.options.Provider = p
	h.replaceHeld(newReader(h.reader.folder, h.reader.err)) // of whatever model is in use now
	return nil
}

// provider is what models shall compute with; "" for what is fastest.
func (h *House) provider() (p onnx.Provider) {
	h.mu.Lock()
	p = h.options.Provider
	h.mu.Unlock()
	if p == "" && h.Store != nil {
		_, _ = h.Store.Setting(setting.Processor, &p) // what cannot be read is not chosen
	}
	return p
}

// Note is a sentence for people where the model does not compute as it should,
// "" where it does or is not loaded.
func (h *House) Note() string {
	r := h.current()
	select {
	case <-r.done:
		if r.model != nil {
			return r.model.Info().Note
		}
	default:
	}
	return ""
}
