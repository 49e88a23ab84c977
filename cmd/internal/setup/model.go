package setup

import (
	"context"

	"culler/scoring"
)

type model interface {
	scoring.ImageModel
	scoring.TextModel
}

// reader is the model that reads photos, as it is loaded in the background.
type reader struct {
	done    chan struct{}
	model   model
	problem string
}

func (h *House) load() {
	r := &reader{done: make(chan struct{}), problem: "No model yet."}
	close(r.done)
	h.reader = r
}

func (h *House) unload() error { return nil }

// Model waits until the model is loaded.
func (h *House) Model(ctx context.Context) (m model, why string, err error) {
	return h.reader.model, h.reader.problem, nil
}
