package clip

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	ort "github.com/yalue/onnxruntime_go"

	"culler/assets/model"
	"culler/scoring/graph"
)

// sets is how many batches of pictures the benchmark takes in turn: photos are
// new to the processor's cache, and so must these be.
const sets = 8

// BenchmarkEmbedImages compares EmbedImages of the embedded model with its bare
// graph, which runs on tensors that were made beforehand. The two take turns,
// so that other work on the machine hits both alike, and the fastest tenth counts,
// which it hits least.
func BenchmarkEmbedImages(b *testing.B) {
	for _, threads := range []int{1, 2} {
		for _, batch := range []int{1, 8} {
			b.Run(fmt.Sprintf("threads=%d/batch=%d", threads, batch), func(b *testing.B) {
				m := embedded(b, Options{Threads: threads, Batch: batch})
				inputs := make([][][]float32, sets)
				for i := range sets * batch {
					inputs[i/batch] = append(inputs[i/batch], m.Input(graph.Proof(i%2 == 0)))
				}
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				run := bare(b, threads, inputs)
				var ours, theirs []time.Duration
				for b.Loop() {
					set := len(ours) % sets
					start := time.Now()
					if _, err := m.EmbedImages(ctx, inputs[set]); err != nil {
						b.Fatal(err)
					}
					middle := time.Now()
					run((set + sets/2) % sets)
					ours, theirs = append(ours, middle.Sub(start)), append(theirs, time.Since(middle))
				}
				a, z := fast(ours), fast(theirs)
				b.ReportMetric(float64(batch)/a.Seconds(), "img/s")
				b.ReportMetric(float64(batch)/z.Seconds(), "bare-img/s")
				b.ReportMetric(100*z.Seconds()/a.Seconds(), "%of-bare")
			})
		}
	}
}

// fast is the tenth percentile.
func fast(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/10]
}

// bare is a run of the embedded image graph on one of the sets of inputs.
func bare(b *testing.B, threads int, inputs [][][]float32) func(set int) {
	b.Helper()
	graph, err := model.Files.ReadFile("visual.onnx")
	if err != nil {
		b.Fatal(err)
	}
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	options, err := ort.NewSessionOptions()
	must(err)
	defer options.Destroy()
	must(options.SetIntraOpNumThreads(threads))
	must(options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0"))
	session, err := ort.NewDynamicAdvancedSessionWithONNXData(graph, []string{"pixel_values"}, []string{"image_embeds"}, options)
	must(err)
	b.Cleanup(func() { session.Destroy() })
	batch := int64(len(inputs[0]))
	var in []ort.Value
	for _, set := range inputs {
		t, err := ort.NewTensor(ort.NewShape(batch, 3, 448, 448), slices.Concat(set...))
		must(err)
		b.Cleanup(func() { t.Destroy() })
		in = append(in, t)
	}
	out, err := ort.NewEmptyTensor[float32](ort.NewShape(batch, 384))
	must(err)
	b.Cleanup(func() { out.Destroy() })
	return func(set int) {
		if err := session.Run([]ort.Value{in[set]}, []ort.Value{out}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen loads and proves the embedded model.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		m := embedded(b, Options{})
		if err := m.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEmbedTexts embeds prompts of the usual length one by one.
func BenchmarkEmbedTexts(b *testing.B) {
	m := embedded(b, Options{})
	for b.Loop() {
		if _, err := m.EmbedTexts(context.Background(), []string{"a well-composed photograph"}); err != nil {
			b.Fatal(err)
		}
	}
}
