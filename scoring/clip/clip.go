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
	"sync/atomic"

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

// Model is a contrastive model. Each of its graphs is opened when it is needed,
// and closed when it was not for a while. It is safe for concurrent use.
type Model struct {
	*Outline
	runtime *onnx.Runtime
	options Options
	dim     atomic.Int64 // 0: not known yet
	folder  models.Folder
	maker   *prepare.Maker
	image   *part
	text    *part // the image's where one graph has both
	buffers sync.Pool
}

// Info tells people about a model.
type Info struct {
	ID, Title, Licence, Source string
	Folder                     string // where it is, for people
	Dim                        int    // numbers in an embedding
	Options                    Options
	Note                       string // a sentence, where the provider asked for was found not to work
	Closed                     bool   // knows a limited vocabulary only
}

// Open loads a model and proves that it works: that its files are those that
// its model.yaml describes, that it takes and gives what a contrastive model
// should, and that it tells two texts and two pictures apart. It ends soon after
// ctx is cancelled. The error is a sentence for people.
func Open(ctx context.Context, rt *onnx.Runtime, f models.Folder, o Options) (*Model, error) {
	m, err := New(ctx, rt, f, o)
	if err == nil {
		if err = m.Prove(ctx); err != nil {
			m.Close()
		}
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

// New makes a model of a folder. Its graphs are opened and proved when they are
// first needed. The error is a sentence for people.
func New(ctx context.Context, rt *onnx.Runtime, f models.Folder, o Options) (*Model, error) {
	outline, err := Describe(ctx, f)
	if err != nil {
		return nil, err
	}
	m := &Model{Outline: outline, runtime: rt, options: o.filled(), folder: f, maker: prepare.New(*f.Spec.Image)}
	m.dim.Store(int64(f.Spec.Embedding))
	if f.Spec.Image.Resize == models.Native {
		return nil, m.unfit(errors.New("models of pictures and words need pictures of one size, so resize should be crop or squash"))
	}
	m.image = &part{file: f.Spec.Image.File, image: true, text: f.Spec.Image.File == f.Spec.Text.File}
	if m.text = m.image; !m.image.text {
		m.text = &part{file: f.Spec.Text.File, text: true}
	}
	return m, nil
}

func (m *Model) unfit(err error) error {
	return fmt.Errorf("the model %q cannot be used: %w", m.spec.Title, err)
}

// Dim is how many numbers an embedding has; 0 where the folder does not say and
// no graph was open yet.
func (m *Model) Dim() int { return int(m.dim.Load()) }

// Info tells about the model.
func (m *Model) Info() Info {
	return Info{
		ID: m.spec.ID, Title: m.spec.Title, Licence: m.spec.Licence, Source: m.spec.Source, Folder: m.folder.Name(),
		Dim: m.Dim(), Options: m.options, Note: m.image.note(), Closed: m.known != nil,
	}
}

// Input prepares a picture for EmbedImages.
func (m *Model) Input(img *image.RGBA) []float32 {
	input, _, _ := m.maker.Input(img)
	return input
}

// Close frees the model after the runs under way have ended.
func (m *Model) Close() error {
	return errors.Join(m.text.close(), m.image.close())
}
