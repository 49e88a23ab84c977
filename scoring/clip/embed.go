package clip

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"golang.org/x/sync/errgroup"

	"culler/scoring/onnx"
)

// AtOnce is how many pictures EmbedImages should be given in one call, so that
// all that may compute has work.
func (m *Model) AtOnce() int {
	if fixed := m.spec.Image.Batch; fixed > 0 {
		return 2 * m.options.Lanes * fixed
	}
	return max(8, 2*m.options.Lanes*m.options.Batch)
}

// EmbedImages returns one unit vector for each input made by Input. It ends
// soon after ctx is cancelled.
func (m *Model) EmbedImages(ctx context.Context, inputs [][]float32) ([][]float32, error) {
	n := m.maker.Len()
	for i, in := range inputs {
		if len(in) != n {
			return nil, fmt.Errorf("picture %d has %d numbers; the model takes %d", i+1, len(in), n)
		}
	}
	if len(inputs) == 0 {
		return nil, nil
	}
	t, done, err := m.use(ctx, m.image)
	if err != nil {
		return nil, err
	}
	defer done()
	return m.lanes(ctx, len(inputs), t.run(m.share(len(inputs), m.options.Batch)), func(ctx context.Context, from, to int) ([][]float32, error) {
		return m.embedPictures(ctx, t, inputs[from:to])
	})
}

// share is how many of n go into one run, so that no lane is left without work.
func (m *Model) share(n, most int) int {
	return min(most, (n+m.options.Lanes-1)/m.options.Lanes)
}

// lanes embeds n pictures or texts, one at least, in runs of size, several at once.
func (m *Model) lanes(ctx context.Context, n, size int, embed func(ctx context.Context, from, to int) ([][]float32, error)) ([][]float32, error) {
	if n <= size {
		return embed(ctx, 0, n)
	}
	embeddings := make([][]float32, n)
	g, lane := errgroup.WithContext(ctx)
	g.SetLimit(m.options.Lanes)
	for from := 0; from < n && lane.Err() == nil; from += size {
		g.Go(func() error {
			found, err := embed(lane, from, min(n, from+size))
			copy(embeddings[from:], found)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return embeddings, ctx.Err()
}

// run is how many pictures or texts go into one run.
func (t *tower) run(wanted int) int {
	if t.batch > 0 {
		return t.batch
	}
	return wanted
}

// others is how many stand in for what a graph of both towers takes beside n of
// what is wanted.
func (t *tower) others(n int) int {
	if t.even || t.batch > 0 {
		return n
	}
	return 1
}

// embedPictures embeds pictures in one run.
func (m *Model) embedPictures(ctx context.Context, t *tower, inputs [][]float32) ([][]float32, error) {
	size, n := m.maker.Len(), max(len(inputs), t.batch)
	pixels := inputs[0]
	if n > 1 {
		// Side by side in a buffer that later runs use again.
		buffer, _ := m.buffers.Get().(*[]float32)
		if buffer == nil || cap(*buffer) < n*size {
			b := make([]float32, n*size)
			buffer = &b
		}
		defer m.buffers.Put(buffer)
		pixels = (*buffer)[:n*size]
		for i := range n {
			copy(pixels[i*size:], inputs[min(i, len(inputs)-1)])
		}
	}
	values := make([]onnx.Value, len(t.session.Inputs()))
	values[t.pixels] = onnx.Value{Shape: m.maker.Shape(n, m.spec.Image.Size, m.spec.Image.Size), Floats: pixels}
	if t.ids >= 0 {
		// Where one graph has both towers the other one needs something too.
		start, end := m.tokens.frame()
		m.putTexts(t, values, slices.Repeat([][]int64{{start, end}}, t.others(n)), t.short)
	}
	return m.vectors(ctx, t, values, t.image, len(inputs), n)
}

// EmbedTexts returns one unit vector for each text. It ends soon after ctx is
// cancelled.
func (m *Model) EmbedTexts(ctx context.Context, texts []string) ([][]float32, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	t, done, err := m.use(ctx, m.text)
	if err != nil {
		return nil, err
	}
	defer done()
	return m.embedTexts(ctx, t, texts)
}

func (m *Model) embedTexts(ctx context.Context, t *tower, texts []string) ([][]float32, error) {
	return m.lanes(ctx, len(texts), t.run(m.share(len(texts), textBatch)), func(ctx context.Context, from, to int) ([][]float32, error) {
		return m.embedWordings(ctx, t, texts[from:to])
	})
}

// embedWordings embeds texts in one run.
func (m *Model) embedWordings(ctx context.Context, t *tower, texts []string) ([][]float32, error) {
	n := max(len(texts), t.batch)
	ids, length := make([][]int64, n), t.fill
	for i := range ids {
		ids[i] = m.tokens.encode(texts[min(i, len(texts)-1)], m.spec.Text.Context)
		length = max(length, len(ids[i]))
	}
	values := make([]onnx.Value, len(t.session.Inputs()))
	m.putTexts(t, values, ids, length)
	if t.pixels >= 0 {
		others := t.others(n)
		values[t.pixels] = onnx.Value{
			Shape:  m.maker.Shape(others, m.spec.Image.Size, m.spec.Image.Size),
			Floats: make([]float32, others*m.maker.Len()),
		}
	}
	return m.vectors(ctx, t, values, t.text, len(texts), n)
}

// putTexts makes the inputs of texts, each filled up to length tokens.
func (m *Model) putTexts(t *tower, values []onnx.Value, texts [][]int64, length int) {
	ids := make([]int64, 0, len(texts)*length)
	mask := make([]int64, 0, len(texts)*length)
	for _, text := range texts {
		for i := range length {
			if i < len(text) {
				ids, mask = append(ids, text[i]), append(mask, 1)
			} else {
				ids, mask = append(ids, m.pad), append(mask, 0)
			}
		}
	}
	shape := []int64{int64(len(texts)), int64(length)}
	values[t.ids] = onnx.Value{Shape: shape, Ints: ids}
	if t.mask >= 0 {
		values[t.mask] = onnx.Value{Shape: shape, Ints: mask}
	}
}

// vectors runs a tower and takes the first want of n embeddings from one of its
// outputs, each made a unit vector.
func (m *Model) vectors(ctx context.Context, t *tower, values []onnx.Value, output, want, n int) ([][]float32, error) {
	outputs, err := t.session.Run(ctx, values...)
	if err != nil {
		return nil, err
	}
	v := outputs[output]
	if len(v.Shape) != 2 || int(v.Shape[0]) != n || v.Shape[1] < 1 {
		return nil, fmt.Errorf("it gave embeddings of the shape %v for %d inputs", v.Shape, n)
	}
	dim := int(v.Shape[1])
	if m.dim.CompareAndSwap(0, int64(dim)); dim != m.Dim() {
		return nil, fmt.Errorf("its embeddings have %d numbers, and should have %d", dim, m.Dim())
	}
	vectors := make([][]float32, want)
	for i := range vectors {
		vectors[i] = v.Floats[i*dim : (i+1)*dim : (i+1)*dim]
		if err := unit(vectors[i]); err != nil {
			return nil, err
		}
	}
	return vectors, nil
}

// unit makes a vector's length 1.
func unit(v []float32) error {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if math.IsNaN(sum) || math.IsInf(sum, 0) {
		return errors.New("it gave an embedding of numbers that are not finite")
	}
	if sum == 0 {
		return errors.New("it gave an embedding of zeros only")
	}
	f := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i] *= f
	}
	return nil
}
