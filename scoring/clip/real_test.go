package clip

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"culler/scoring/graph"
	"culler/scoring/models"
)

// TestRealModels opens every CLIP in the folder that CULLER_TEST_MODELS names,
// compares tokens where the vocabulary is OpenAI's, and asks each model which
// of a few words fit pictures whose answer is beyond doubt.
func TestRealModels(t *testing.T) {
	root := os.Getenv("CULLER_TEST_MODELS")
	if root == "" {
		t.Skip("CULLER_TEST_MODELS names no folder of model folders, so no real model is tried")
	}
	dirs, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, d := range dirs {
		if strings.HasPrefix(d.Name(), ".") {
			continue
		}
		f, err := models.OpenFolder(filepath.Join(root, d.Name()))
		if err != nil || f.Spec.Kind != models.CLIP {
			t.Logf("%s is passed over: %v", d.Name(), err)
			continue
		}
		tried++
		t.Run(d.Name(), func(t *testing.T) {
			m, err := Open(t.Context(), load(t), f, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer m.Close()
			if k, ok := m.tokens.(*bytePairs); ok && k.end == 49407 && len(k.merges) > 48_000 {
				for _, c := range reference {
					if ids := k.encode(c.text, 77); !slices.Equal(ids, c.ids) {
						t.Errorf("%q: %v, want %v", c.text, ids, c.ids)
					}
				}
			}
			if m.Info().Closed {
				return // it knows nothing of what pictures show
			}
			ctx := context.Background()
			names := []string{"red", "green", "blue"}
			texts, err := m.EmbedTexts(ctx, []string{"a plain red image", "a plain green image", "a plain blue image"})
			if err != nil {
				t.Fatal(err)
			}
			for c, name := range names {
				img := graph.Proof(true)
				for i := range img.Pix {
					img.Pix[i] = 0
					if i%4 == c || i%4 == 3 {
						img.Pix[i] = 255
					}
				}
				got, err := m.EmbedImages(ctx, [][]float32{m.Input(img)})
				if err != nil {
					t.Fatal(err)
				}
				best := 0
				for k := range texts {
					if cosine(got[0], texts[k]) > cosine(got[0], texts[best]) {
						best = k
					}
				}
				if best != c {
					t.Errorf("%s is taken for %s", name, names[best])
				}
			}
		})
	}
	if tried == 0 {
		t.Skipf("there is no CLIP model in %s, so none is tried; install one, or name another folder", root)
	}
}
