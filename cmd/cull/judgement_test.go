package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"culler/library/demo"
	"culler/library/handover"
	"culler/scoring/bench"
	"culler/scoring/judge"
)

// excepted are the alterations that may count as good as none: the demo shoot's
// tilt and its underexposure are mild.
var excepted = []string{"tilted by -6 degrees and cropped", "tilted by 6 degrees and cropped", "exposed by -1.5 EV"}

// In every burst of the demo shoot the best frame, and each that is called its
// equal, is one that was not altered.
func TestTheDemoIsJudgedRight(t *testing.T) {
	folder, data := filepath.Join(t.TempDir(), "demo"), t.TempDir()
	manifest, err := demo.Write(t.Context(), folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	altered := map[string][]string{}
	for _, f := range manifest.Frames {
		altered[filepath.Base(f.File)] = f.Alterations
	}
	out, errs, status := cull(t, data, "rank", folder, "--json")
	if status != 0 {
		t.Fatalf("status %d, said %q", status, errs)
	}
	var entries []handover.Entry
	if err := json.Unmarshal([]byte(out), &entries); err != nil {
		t.Fatal(err)
	}
	best := map[int]handover.Entry{}
	for _, e := range entries {
		if e.Verdict == "" {
			continue
		}
		if e.Place == 1 {
			best[e.Burst] = e
		}
		steps, known := altered[filepath.Base(e.Photo)]
		if !known {
			t.Fatalf("%s is no frame of the demo shoot", e.Photo)
		}
		equal := e.Verdict == handover.TooClose && len(e.Faults) == 0 &&
			judge.Probability(*best[e.Burst].InBurst-*e.InBurst, judge.Slope) < judge.Called
		mild := len(steps) == 1 && slices.Contains(excepted, steps[0])
		if len(steps) > 0 && (e.Place == 1 || equal && !mild) {
			t.Errorf("burst %d: %s, %s, is at place %d, as good as the best: %v", e.Burst, e.Photo, strings.Join(steps, " and "), e.Place, equal)
		}
	}
	if len(best) != 8 {
		t.Errorf("%d bursts have a verdict, want all but the bracket of nine", len(best))
	}
}

// The default finds people's best frame at least as often as when it was
// measured, and more often than any single row and than the model and sharpness.
func TestTheDefaultIsAsGoodAsItWas(t *testing.T) {
	series, err := filepath.Abs("../../../shared/series/series.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(series); err != nil {
		t.Skip("the series that people scored are not here")
	}
	if testing.Short() {
		t.Skip("it reads 527 photos")
	}
	report := filepath.Join(t.TempDir(), "report")
	config := file(t, "judgement.yaml", `
resamples: 100
altered: -1
examples: -1
reference: culler
methods:
  - {name: culler, kind: score}
  - {name: clip_contrastive_only, kind: score, aggregation: contrastive_only}
  - {kind: every_measure}
  - {kind: every_prompt}
  - {name: model and sharpness, kind: ensemble, of: [clip_contrastive_only, measure sharpness]}
`)
	if _, errs, status := cull(t, t.TempDir(), "bench", series, "--config", config, "--out", report); status != 0 {
		t.Fatalf("status %d, said %q", status, errs)
	}
	r, err := bench.ReadJSON(bytes.NewReader(reportOf(t, report)), reportJSON)
	if err != nil {
		t.Fatal(err)
	}
	culler, _ := r.Find("culler")
	if culler.Top1.Value < 0.68 || culler.MRR.Value < 0.80 {
		t.Errorf("Top-1 is %.3f and MRR %.3f; they were 0.681 and 0.810", culler.Top1.Value, culler.MRR.Value)
	}
	for _, m := range r.Methods {
		if m.Kind != bench.Score && (m.Top1.Value >= culler.Top1.Value || m.MRR.Value >= culler.MRR.Value) {
			t.Errorf("%s has Top-1 %.3f and MRR %.3f, the default %.3f and %.3f", m.Name, m.Top1.Value, m.MRR.Value, culler.Top1.Value, culler.MRR.Value)
		}
	}
}
