package setup

import (
	"context"
	"errors"
	"fmt"

	"culler/library"
	"culler/prompts"
	"culler/scoring"
)

// Keys of settings.
const (
	WeightsSetting  = "weights"  // scoring.Settings: the photographer's weights
	PromptsSetting  = "prompts"  // string: the ID of the prompt set in use
	SidecarsSetting = "sidecars" // library.Sidecars: whether and how sidecars are written
	GapSetting      = "gap"      // time.Duration: the burst gap of shoots whose gap was never set
	modelSetting    = "model"    // string: the ID of the model in use
	providerSetting = "provider" // runtime.Provider: what models compute with; "": what is fastest
)

// promptSet is the set that the photographer uses.
func (h *House) promptSet() (prompts.Set, error) {
	var id string
	if h.Store != nil {
		if _, err := h.Store.Setting(PromptsSetting, &id); err != nil {
			return prompts.Set{}, err
		}
	}
	if id == "" {
		return prompts.Default(), nil
	}
	return h.Prompts.Load(id)
}

// Board returns a board for n photos with the prompts and weights that the
// photographer uses. Its model comes with Score.
func (h *House) Board(ctx context.Context, n int) (*scoring.Board, error) {
	b := scoring.NewBoard(n)
	set, err := h.promptSet()
	if err != nil {
		return nil, err
	}
	if err := b.SetPrompts(ctx, set); err != nil {
		return nil, err
	}
	var weights scoring.Settings
	if h.Store != nil {
		if _, err := h.Store.Setting(WeightsSetting, &weights); err != nil {
			return nil, err
		}
	}
	b.SetSettings(weights)
	return b, nil
}

// Score reads every photo of the shoot that is not known yet and puts what it
// learns on the board; notify, which may be nil, is told afterwards, from one
// goroutine at a time. It waits for the model only if that is needed. Cancelling
// ctx keeps what was finished.
func (h *House) Score(ctx context.Context, shoot *library.Shoot, board *scoring.Board, notify func(scoring.Progress)) error {
	model, err := h.recall(ctx)
	if err == nil {
		err = h.score(ctx, model, "", shoot, board, notify)
	}
	if why := errNoModel(""); errors.As(err, &why) && ctx.Err() == nil {
		err = h.score(ctx, nil, string(why), shoot, board, notify)
	}
	return err
}

// score is Score with a model, or without one and the reason.
func (h *House) score(ctx context.Context, model *recalled, why string, shoot *library.Shoot, board *scoring.Board, notify func(scoring.Progress)) error {
	e := &scoring.Engine{Pictures: h.Gallery}
	if h.Store != nil {
		e.Cache = h.Store
	}
	var text scoring.TextModel
	if model != nil {
		e.Model, e.Ready, text = model, model.ready, model
	}
	if err := board.SetModel(ctx, text, why); err != nil {
		return fmt.Errorf("ask the model the prompts: %w", err)
	}
	h.mu.Lock()
	h.engine, h.why = e, why
	h.mu.Unlock()
	if err := h.release(model); err != nil {
		return err
	}

	photos := shoot.Photos()
	jobs := make([]scoring.Job, len(photos))
	for i, p := range photos {
		jobs[i] = scoring.Job{Photo: i, Of: p}
	}
	err := e.Run(ctx, jobs, func(p scoring.Progress) {
		board.Put(p.Updates)
		if notify != nil {
			notify(p)
		}
	})
	if err == nil {
		board.Settle()
	}
	return err
}

// NoModel is why no model took part in the last Score, as a sentence; "" if one
// did.
func (h *House) NoModel() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.why
}

// Prefer has these photos, by index, read before all others.
func (h *House) Prefer(photos []int) {
	h.mu.Lock()
	e := h.engine
	h.mu.Unlock()
	if e != nil {
		e.Prefer(photos)
	}
}
