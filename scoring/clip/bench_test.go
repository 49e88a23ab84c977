package clip

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	ort "github.com/yalue/onnxruntime_go"

	"culler/assets/model"
)

// BenchmarkEmbedImages compares EmbedImages of the embedded model with its bare
// graph, which runs on tensors that were made beforehand. The two take turns,
// so that other work on the machine hits both alike, and the medians count.
func BenchmarkEmbedImages(b *testing.B) {
	for _, threads := range []int{1, 2} {
		for _, batch := range []int{1, 8} {
			b.Run(fmt.Sprintf("threads=%d/batch=%d", threads, batch), func(b *testing.B) {
				m := embedded(b, Options{Threads: threads, Batch: batch})
				inputs := make([][]float32, batch)
				for i := range inputs {
					inputs[i] = m.Input(proof(i%2 == 0))
				}
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				run := bare(b, threads, batch)
				var ours, theirs []time.Duration
				for b.Loop() {
					start := time.Now()
					if _, err := m.EmbedImages(ctx, inputs); err != nil {
						b.Fatal(err)
					}
					middle := time.Now()
					run()
					ours, theirs = append(ours, middle.Sub(start)), append(theirs, time.Since(middle))
				}
				a, z := median(ours), median(theirs)
				b.ReportMetric(float64(batch)/a.Seconds(), "img/s")
				b.ReportMetric(float64(batch)/z.Seconds(), "bare-img/s")
				b.ReportMetric(100*z.Seconds()/a.Seconds(), "%of-bare")
			})
		}
	}
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// bare is one run of the embedded image graph on tensors made beforehand.
func bare(b *testing.B, threads, batch int) func() {
	b.Helper()
	m := embedded(b, Options{Threads: 1}) // for its inputs
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
	var pixels []float32
	for i := range batch {
		pixels = append(pixels, m.Input(proof(i%2 == 0))...)
	}
	in, err := ort.NewTensor(ort.NewShape(int64(batch), 3, 256, 256), pixels)
	must(err)
	out, err := ort.NewEmptyTensor[float32](ort.NewShape(int64(batch), 256))
	must(err)
	b.Cleanup(func() { in.Destroy(); out.Destroy() })
	return func() {
		if err := session.Run([]ort.Value{in}, []ort.Value{out}); err != nil {
			b.Fatal(err)
		}
	}
}
