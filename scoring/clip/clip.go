// Package clip runs contrastive language-image models: pictures and texts to
// unit vectors of one space.
package clip

import (
	"context"
	"errors"
	"fmt"
	"image"
	goruntime "runtime"
	"sync"

	"culler/scoring/models"
	"culler/scoring/onnx"
	"culler/scoring/prepare"
)

// Options say how a model is run. Runs at once that use one thread each suit
// most models and machines; all threads on one run spare memory where a large
// model runs on many cores. Calibrate finds out.
type Options struct {
	Threads  int           `json:"threads"`            // that compute; 0: one for each processor
	Lanes    int           `json:"lanes"`              // runs at once, which share the threads; 0: one for each thread
	Batch    int           `json:"batch"`              // pictures in one run at most; 0: 8
	Spin     bool          `json:"spin,omitempty"`     // threads of one run wait actively for each other
	Provider onnx.Provider `json:"provider,omitempty"` // what computes; empty: the CPU
}

// filled are the options with the defaults in place.
func (o Options) filled() Options {
	if o.Threads <= 0 {
		o.Threads = goruntime.NumCPU()
	}
	if o.Lanes <= 0 {
		o.Lanes = o.Threads
	}
	o.Lanes = min(o.Lanes, o.Threads)
	if o.Batch <= 0 {
		o.Batch = 8
	}
	return o
}

// textBatch is how many texts go into one run at most.
const textBatch = 16

// Model is a contrastive model, ready to run. It is safe for concurrent use.
type Model struct {
	*Outline
	options Options
	dim     int
	folder  string
	maker   *prepare.Maker
	image   *tower
	text    *tower // the image's where one graph has both
	buffers sync.Pool
}

// Info tells people about a model.
type Info struct {
	ID, Title, Licence, Source string
	Folder                     string // where it is, for people
	Dim                        int    // numbers in an embedding
	Options                    Options
	Note                       string // a sentence, where the provider asked for does not work
	Closed                     bool   // knows a limited vocabulary only
}

// Open loads a model and proves that it works: that its files are those that
// its model.yaml describes, that it takes and gives what a contrastive model
// should, and that it tells two texts and two pictures apart. The error is a
// sentence for people.
func Open(rt *onnx.Runtime, f models.Folder, o Options) (*Model, error) {
	return OpenContext(context.Background(), rt, f, o)
}

// OpenContext is Open that ends soon after ctx is cancelled.
func OpenContext(ctx context.Context, rt *onnx.Runtime, f models.Folder, o Options) (*Model, error) {
	outline, err := Describe(ctx, f)
	if err != nil {
		return nil, err
	}
	m := &Model{Outline: outline, options: o.filled(), folder: f.Name(), maker: prepare.New(*f.Spec.Image)}
	if err := m.open(ctx, rt, f); err != nil {
		m.Close()
		return nil, fmt.Errorf("the model %q cannot be used: %w", f.Spec.Title, err)
	}
	return m, nil
}

func (m *Model) open(ctx context.Context, rt *onnx.Runtime, f models.Folder) error {
	if m.spec.Image.Resize == models.Native {
		return errors.New("models of pictures and words need pictures of one size, so resize should be crop or squash")
	}
	if err := f.Verify(ctx); err != nil {
		return err
	}
	if err := m.openTowers(rt, f); err != nil {
		return err
	}
	return m.prove(ctx)
}

// Dim is how many numbers an embedding has.
func (m *Model) Dim() int { return m.dim }

// Info tells about the model.
func (m *Model) Info() Info {
	return Info{
		ID: m.spec.ID, Title: m.spec.Title, Licence: m.spec.Licence, Source: m.spec.Source, Folder: m.folder,
		Dim: m.dim, Options: m.options, Note: m.image.session.Note(), Closed: m.known != nil,
	}
}

// Input prepares a picture for EmbedImages.
func (m *Model) Input(img *image.RGBA) []float32 {
	input, _, _ := m.maker.Input(img)
	return input
}

// Close frees the model after the runs under way have ended.
func (m *Model) Close() error {
	var err error
	if m.text != nil && m.text != m.image {
		err = m.text.session.Close()
	}
	if m.image != nil {
		err = errors.Join(err, m.image.session.Close())
	}
	return err
}
