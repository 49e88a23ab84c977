package clip

import (
	"context"
	"encoding/json"
	"math"
	"testing"

	"culler/assets/model"
	"culler/scoring/models"
	"culler/scoring/onnx"
)

// load loads ONNX Runtime.
func load(t testing.TB) *onnx.Runtime {
	t.Helper()
	rt, err := onnx.Load(onnx.Options{})
	if err != nil {
		t.Skip(err)
	}
	return rt
}

func embedded(t testing.TB, o Options) *Model {
	t.Helper()
	m, err := Open(load(t), models.Embedded(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

func TestEmbeddedModelSaysWhatItsMakersMeasured(t *testing.T) {
	m := embedded(t, Options{})
	var golden struct {
		Prompts []string    `json:"prompts"`
		IDs     [][]int64   `json:"ids"`
		First   [][]float64 `json:"text_embeds_first8"`
	}
	b, err := model.Files.ReadFile("golden.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &golden); err != nil {
		t.Fatal(err)
	}
	embeddings, err := m.EmbedTexts(context.Background(), golden.Prompts)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range golden.Prompts {
		ids := m.tokens.encode(p, 77)
		if len(ids) != len(golden.IDs[i]) {
			t.Errorf("%q: tokens %v, want %v", p, ids, golden.IDs[i])
			continue
		}
		for k := range ids {
			if ids[k] != golden.IDs[i][k] {
				t.Errorf("%q: tokens %v, want %v", p, ids, golden.IDs[i])
				break
			}
		}
		if len(embeddings[i]) != 256 {
			t.Fatalf("%q: %d numbers", p, len(embeddings[i]))
		}
		for k, want := range golden.First[i] {
			// Its makers measured that the 8-bit graph agrees to .001.
			if got := float64(embeddings[i][k]); math.Abs(got-want) > 0.0015 {
				t.Errorf("%q: number %d is %.5f, want %.5f", p, k, got, want)
			}
		}
	}
}
