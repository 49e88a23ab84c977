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
func (rs *readers) tuned(ctx context.Context, rt *onnx.Runtime, folder models.Folder) (clip.Options, error) {
	trials, known := rs.trials(folder)
	if !known {
		var err error
		if _, trials, err = clip.Calibrate(ctx, rt, folder); err != nil {
			return clip.Options{}, err
		}
		if err := rs.settings.keepTrials(trialsOf(rt, folder), trials); err != nil {
			return clip.Options{}, fmt.Errorf("keep how fast the model runs: %w", err)
		}
	}
	return chooseOptions(trials, rs.provider()), nil
}

// trials are what is known of a model's speed on this machine; known is false
// where it should be tried.
func (rs *readers) trials(folder models.Folder) (trials []clip.Trial, known bool) {
	if rs.settings.db == nil || folder.Spec.ID == models.Embedded().Spec.ID {
		return nil, true
	}
	rt, err := rs.runtime()
	if err != nil {
		return nil, false
	}
	return rs.settings.trials(trialsOf(rt, folder))
}

// ForgetTrials has an installed model tried again when it is used next, because
// the machine was busy the first time, say.
func (rs *readers) ForgetTrials(id string) error {
	folder, err := rs.shelf.Folder(id)
	if err != nil || folder.Spec.Kind != models.CLIP {
		return err
	}
	rt, err := rs.runtime()
	if err != nil {
		return err
	}
	return rs.settings.keepTrials(trialsOf(rt, folder), nil)
}

// trialsOf names the trials of a model on this machine.
func trialsOf(rt *onnx.Runtime, folder models.Folder) string {
	sum := folder.Spec.Image.SHA256
	return fmt.Sprintf("%s/%s@%.16s", clip.Machine(rt), folder.Spec.ID, sum)
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
