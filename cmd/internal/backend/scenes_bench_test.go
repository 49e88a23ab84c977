package backend

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/library/burst"
	"culler/library/photo/phototest"
	"culler/scoring"
	"culler/scoring/board"
)

// BenchmarkSceneAlike says how many pairs of one series of photographs, and of
// different ones, are alike enough to be one scene after pauses of some length.
func BenchmarkSceneAlike(b *testing.B) {
	files, err := filepath.Glob(filepath.Join(phototest.Shared(b, "series"), "*", "*.jpg"))
	if err != nil {
		b.Fatal(err)
	}
	h, err := Open(Options{DataDir: b.TempDir(), Forget: true})
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	m, why, err := h.Model(b.Context())
	if m == nil {
		b.Fatal(why, err)
	}
	for b.Loop() {
		board := board.New(len(files))
		jobs := make([]scoring.Job, len(files))
		for k, f := range files {
			jobs[k] = job(k, f)
		}
		e := scoring.Engine{Pictures: h.Gallery, Model: m}
		if err := e.Run(b.Context(), jobs, func(p scoring.Progress) { board.Put(p.Updates) }); err != nil {
			b.Fatal(err)
		}
		var out strings.Builder
		for _, pause := range []time.Duration{time.Minute, 8 * time.Minute, time.Hour, 8 * time.Hour, 100 * time.Hour} {
			least := burst.SceneAlike(pause)
			var all, enough [2]int // of one series, of different ones
			for i, f := range files {
				for j, g := range files[:i] {
					kind := 1
					if filepath.Dir(f) == filepath.Dir(g) {
						kind = 0
					}
					all[kind]++
					if sim, ok := board.Alike(i, j); ok && sim >= least {
						enough[kind]++
					}
				}
			}
			fmt.Fprintf(&out, "\npause %v: alike by %.3f are %.1f %% of one series, %.3f %% of different ones", pause, least,
				100*float64(enough[0])/float64(all[0]), 100*float64(enough[1])/float64(all[1]))
		}
		b.Log(out.String())
	}
	b.ReportMetric(0, "ns/op")
}
