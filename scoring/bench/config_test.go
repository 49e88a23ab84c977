package bench

import (
	"strings"
	"testing"

	"culler/scoring/judge"
)

func TestConfigurations(t *testing.T) {
	c, err := ParseConfig(strings.NewReader("seed: 7\nmethods:\n  - {kind: measure, measure: noise}\n  - {name: two, kind: ensemble, of: [measure noise, x]}\n"), "my.yaml")
	if err != nil || c.Seed != 7 || c.Methods[0].Name != "measure noise" || c.Reference != "measure noise" || c.Resamples != 1000 || c.CallAt != judge.Called {
		t.Errorf("%+v: %v", c, err)
	}
	for text, says := range map[string]string{
		"":                              "is empty",
		"methods: []":                   "no methods",
		"method: []":                    "line 1",
		"methods:\n - kind: best":       "no kind \"best\"; there are score",
		"methods:\n - {kind: measure}":  "needs \"measure\"",
		"methods:\n - {kind: prompt}":   "needs \"prompt\"",
		"methods:\n - {kind: quality}":  "needs \"model\"",
		"methods:\n - {kind: ensemble}": "needs \"of\"",
		"methods:\n - {name: a, kind: ensemble, of: [a]}":     "cannot hold itself",
		"methods:\n - {kind: score, aggregation: best}":       "no aggregation \"best\"",
		"methods:\n - {kind: random}\n - {kind: random}":      "two methods are named \"random\"",
		"holdout: 1.5\nmethods:\n - {kind: random}":           "between 0 and 1",
		"call_at: 0.4\nmethods:\n - {kind: random}":           "between 0.5 and 1",
		"resamples: -1\nmethods:\n - {kind: random}":          "resamples is -1",
		"seed: x\nmethods:\n - {kind: random}":                "line 1",
		"methods:\n - {kind: random, weights: [1]}":           "line 2",
		"methods:\n - {kind: random}\n   - {kind: file_size}": "my.yaml",
	} {
		if _, err := ParseConfig(strings.NewReader(text), "my.yaml"); err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "my.yaml") {
			t.Errorf("%q: %v, want %q", text, err, says)
		}
	}
}

func FuzzParseConfig(f *testing.F) {
	f.Add(string(defaultConfig))
	f.Add("methods:\n - {name: a, kind: ensemble, of: [b], weights: {b: -1}}\n")
	f.Add("seed: 1e9\nholdout: .nan\nmethods: [{kind: random}]")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseConfig(strings.NewReader(text), "x")
		if err != nil {
			return
		}
		if c.Check() != nil || !(c.Holdout > 0 && c.Holdout < 1) || len(c.Methods) == 0 || c.Reference == "" {
			t.Fatalf("%+v", c)
		}
	})
}
