package clip

import (
	"context"
	"fmt"
	goruntime "runtime"
	"slices"
	"time"

	"culler/scoring/graph"
	"culler/scoring/models"
	"culler/scoring/onnx"
)

// Trial is how fast a model was with some options.
type Trial struct {
	Options Options `json:"options"`
	Speed   float64 `json:"speed"` // pictures a second
}

const (
	trialTime = 250 * time.Millisecond // of measuring one trial, at least
	trialRuns = 3                      // at least, unless they take longer than
	trialMost = time.Second
	// A trial must be this much faster to be worth more threads, which decoding
	// could use, larger batches, which need more memory, or threads that never
	// rest.
	worth = 1.15
)

// Machine names what a calibration depends on besides the model, so that it may
// be kept and found again.
func Machine(rt *onnx.Runtime) string {
	return fmt.Sprintf("%s/%s/%d/%s", goruntime.GOOS, goruntime.GOARCH, goruntime.NumCPU(), rt.Version())
}

// Calibrate finds good options for a model on this machine by trying: more
// threads, each on runs of its own or all on one run of a large batch, then
// active waiting and other providers. It takes some seconds and should run while
// nothing else does. The trials are what was measured, in order.
func Calibrate(ctx context.Context, rt *onnx.Runtime, f models.Folder) (Options, []Trial, error) {
	var trials []Trial
	try := func(o Options, batches ...int) error {
		m, err := New(ctx, rt, f, o)
		if err != nil {
			return err
		}
		defer m.Close()
		t, done, err := m.use(ctx, m.image)
		if err != nil {
			return err
		}
		defer done()
		if t.session.Note() != "" {
			return nil // the provider does not work, and the CPU was measured already
		}
		for _, o.Batch = range batches {
			if o.Batch > 1 && t.batch > 0 {
				continue // the batch is fixed
			}
			m.options.Batch = o.Batch
			speed, err := m.speed(ctx)
			if err != nil {
				return err
			}
			trials = append(trials, Trial{o, speed})
		}
		return nil
	}
	cores := goruntime.NumCPU()
	for threads := 1; ; threads = min(2*threads, cores) {
		if err := try(Options{Threads: threads, Lanes: threads}, 1, 8); err != nil {
			return Options{}, nil, err
		}
		if threads > 1 {
			if err := try(Options{Threads: threads, Lanes: 1}, 8); err != nil {
				return Options{}, nil, err
			}
		}
		if threads == cores {
			break
		}
	}
	if best := Best(trials).Options; best.Threads > best.Lanes {
		best.Spin = true
		if err := try(best, best.Batch); err != nil {
			return Options{}, nil, err
		}
	}
	for _, p := range rt.Providers() {
		if p == onnx.CPU {
			continue
		}
		if err := try(Options{Threads: 1, Lanes: 1, Provider: p}, 8); err != nil && ctx.Err() != nil {
			return Options{}, nil, err // else: a provider that fails is not taken
		}
	}
	return Best(trials).Options, trials, nil
}

// Best is the first trial, in the order of what the options cost others, that
// no later one beats by what makes it worth its cost.
func Best(trials []Trial) Trial {
	best := trials[0]
	for _, t := range trials[1:] {
		if t.Speed > worth*best.Speed {
			best = t
		}
	}
	return best
}

// speed measures pictures a second: those of the fastest run, which other work
// on the machine disturbed least.
func (m *Model) speed(ctx context.Context) (float64, error) {
	inputs := make([][]float32, m.AtOnce())
	for i := range inputs {
		inputs[i] = m.Input(graph.Proof(i%2 == 0))
	}
	if _, err := m.EmbedImages(ctx, inputs); err != nil { // the first run also allocates
		return 0, err
	}
	var runs []time.Duration
	for start := time.Now(); time.Since(start) < trialTime || (len(runs) < trialRuns && time.Since(start) < trialMost); {
		at := time.Now()
		if _, err := m.EmbedImages(ctx, inputs); err != nil {
			return 0, err
		}
		runs = append(runs, time.Since(at))
	}
	return float64(len(inputs)) / slices.Min(runs).Seconds(), nil
}
