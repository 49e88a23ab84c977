package backend

import (
	"context"
	"fmt"

	"culler/scoring/clip"
	"culler/scoring/models"
	"culler/scoring/onnx"
)

// tuned are the options that a model runs with: those that were fastest when it
// was tried on this machine, which happens once, when it is first loaded, and
// what was chosen to compute with.
//
// The embedded model is not tried: it is so small that the trials would take
// longer than the first screens of photos, and what suits it, one thread for
// each run and as many runs as there are processors, was found to do so
// everywhere.
func (h *House) tuned(ctx context.Context, rt *onnx.Runtime, folder models.Folder) (clip.Options, error) {
	trials, known := h.trials(folder)
	if !known {
		var err error
		if _, trials, err = clip.Calibrate(ctx, rt, folder); err != nil {
			return clip.Options{}, err
		}
		if err := h.Store.SetSetting(trialsKey(rt, folder), trials); err != nil {
			return clip.Options{}, fmt.Errorf("keep how fast the model runs: %w", err)
		}
	}
	return chooseOptions(trials, h.provider()), nil
}

// trials are what is known of a model's speed on this machine; known is false
// where it should be tried.
func (h *House) trials(folder models.Folder) (trials []clip.Trial, known bool) {
	if h.Store == nil || folder.Spec.ID == models.Embedded().Spec.ID {
		return nil, true
	}
	rt, err := h.runtime()
	if err != nil {
		return nil, false
	}
	found, err := h.Store.Setting(trialsKey(rt, folder), &trials)
	return trials, err == nil && found && len(trials) > 0
}

// ForgetTrials has an installed model tried again when it is used next, because
// the machine was busy the first time, say.
func (h *House) ForgetTrials(id string) error {
	folder, err := h.Models.Folder(id)
	if err != nil || folder.Spec.Kind != models.CLIP {
		return err
	}
	rt, err := h.runtime()
	if err != nil {
		return err
	}
	return h.Store.SetSetting(trialsKey(rt, folder), []clip.Trial{})
}

// trialsKey is the setting that keeps a model's trials on this machine.
func trialsKey(rt *onnx.Runtime, folder models.Folder) string {
	sum := folder.Spec.Image.SHA256
	return fmt.Sprintf("trials/%s/%s@%.16s", clip.Machine(rt), folder.Spec.ID, sum)
}

// chooseOptions are the best options that were tried with a provider; "" stands
// for any. A provider that was not tried is asked for all the same, so that the
// model tells why it does not work.
func chooseOptions(trials []clip.Trial, p onnx.Provider) clip.Options {
	var fit []clip.Trial
	for _, t := range trials {
		if of := or(t.Options.Provider, onnx.CPU); p == "" || of == p {
			fit = append(fit, t)
		}
	}
	if len(fit) > 0 {
		return clip.Best(fit).Options
	}
	if p == "" || p == onnx.CPU {
		return clip.Options{}
	}
	return clip.Options{Threads: 1, Lanes: 1, Provider: p}
}

func or(p, otherwise onnx.Provider) onnx.Provider {
	if p == "" {
		return otherwise
	}
	return p
}
