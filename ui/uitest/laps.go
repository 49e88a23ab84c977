package uitest

import (
	"slices"
	"testing"
	"time"
)

// Laps are times of the same work. A mean hides the frame that stutters, so
// benchmarks of what people see report the 95th percentile.
type Laps []time.Duration

// Time does the work and keeps how long it took.
func (l *Laps) Time(work func()) {
	start := time.Now()
	work()
	*l = append(*l, time.Since(start))
}

// Report reports the 95th percentile and the longest, in milliseconds.
func (l Laps) Report(b *testing.B) {
	if len(l) == 0 {
		return
	}
	sorted := slices.Sorted(slices.Values(l))
	at := func(share float64) float64 {
		return float64(sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]) / float64(time.Millisecond)
	}
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.95), "p95-ms")
	b.ReportMetric(at(1), "max-ms")
	b.ReportMetric(0, "ns/op")
}
