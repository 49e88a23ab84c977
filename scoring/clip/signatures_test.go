package clip

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"culler/scoring/graph"
	"culler/scoring/models"
	"culler/scoring/models/modeltest"
	"culler/scoring/onnx"
)

func open(t *testing.T, files modeltest.Files) (*Model, error) {
	t.Helper()
	f, err := models.OpenFS(files.FS(), "a test's model")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Open(t.Context(), load(t), f, Options{Threads: 2, Batch: 4})
	if err == nil {
		t.Cleanup(func() { m.Close() })
	}
	return m, err
}

func TestEverySignatureWorks(t *testing.T) {
	cases := map[string]modeltest.Files{
		"32-bit ids":               modeltest.CLIP{Int32: true}.Xenova(),
		"mask":                     modeltest.CLIP{Mask: true}.Xenova(),
		"mask and 32-bit ids":      modeltest.CLIP{Mask: true, Int32: true}.Xenova(),
		"any context":              modeltest.CLIP{OpenContext: true}.Xenova(),
		"other context":            modeltest.CLIP{Context: 32}.Immich(),
		"other size":               modeltest.CLIP{Size: 448, Dim: 96}.Immich(),
		"16 bits":                  modeltest.CLIP{Half: true}.Xenova(),
		"16 bits, open dimension":  modeltest.CLIP{Half: true, OpenDim: true}.Xenova(),
		"open dimension":           modeltest.CLIP{OpenDim: true}.Xenova(),
		"one at a time":            modeltest.CLIP{Batch: 1}.Xenova(),
		"four at a time":           modeltest.CLIP{Batch: 4, Mask: true}.Xenova(),
		"one graph":                modeltest.CLIP{Joint: true, Mask: true}.Xenova(),
		"one graph, any context":   modeltest.CLIP{Joint: true, Mask: true, OpenContext: true}.Xenova(),
		"one graph, no mask":       modeltest.CLIP{Joint: true}.Xenova(),
		"one graph, one at a time": modeltest.CLIP{Joint: true, Batch: 1}.Xenova(),
		"one graph, 16 bits":       modeltest.CLIP{Joint: true, Half: true}.Xenova(),
	}
	for _, id := range []string{"openclip-vit-b-32-laion2b", "clip-vit-b-32-openai-int8", "clip-vit-b-16-openai-int8", "tinyclip-vit-8m-16-int8"} {
		cases[id], _ = modeltest.Of(id, 7)
	}
	for name, files := range cases {
		t.Run(name, func(t *testing.T) {
			m, err := open(t, files)
			if err != nil {
				t.Fatal(err)
			}
			ctx := context.Background()
			var inputs [][]float32
			for range 3 {
				inputs = append(inputs, m.Input(graph.Proof(true)), m.Input(graph.Proof(false)), m.Input(graph.Proof(true)))
			}
			pictures, err := m.EmbedImages(ctx, inputs)
			if err != nil {
				t.Fatal(err)
			}
			texts, err := m.EmbedTexts(ctx, []string{"a good photo", "a bad photo", "a good photo", "", strings.Repeat("word ", 2000)})
			if err != nil {
				t.Fatal(err)
			}
			if len(pictures) != 9 || len(texts) != 5 {
				t.Fatalf("%d pictures and %d texts", len(pictures), len(texts))
			}
			for _, v := range append(append([][]float32{}, pictures...), texts...) {
				if len(v) != m.Dim() || math.Abs(cosine(v, v)-1) > 1e-5 {
					t.Fatalf("%d numbers of length² %v", len(v), cosine(v, v))
				}
			}
			// Pictures keep their places in batches, and so do texts.
			for i, p := range pictures {
				if same := i%3 != 1; (cosine(p, pictures[0]) > 0.9999) != same {
					t.Errorf("picture %d: cosine %v to the first", i, cosine(p, pictures[0]))
				}
			}
			if cosine(texts[0], texts[2]) < alike-1e-6 || cosine(texts[0], texts[1]) > alike {
				t.Error("texts are out of place")
			}
			if unknown, total := m.UnknownWords("a dog, a fig"); len(unknown) != 0 || total != 3 {
				t.Errorf("unknown %q of %d", unknown, total)
			}
		})
	}
}

func TestEmbeddingsAreThoseOfTheGraph(t *testing.T) {
	// The same weights behind different signatures give the same embeddings.
	var first [][]float32
	for _, o := range []modeltest.CLIP{{}, {Batch: 1}, {Joint: false, Int32: true}, {OpenDim: true}, {OpenContext: true}} {
		m, err := open(t, o.Xenova())
		if err != nil {
			t.Fatal(err)
		}
		pictures, err := m.EmbedImages(context.Background(), [][]float32{m.Input(graph.Proof(true)), m.Input(graph.Proof(false))})
		if err != nil {
			t.Fatal(err)
		}
		texts, err := m.EmbedTexts(context.Background(), []string{"a photo"})
		if err != nil {
			t.Fatal(err)
		}
		all := append(pictures, texts...)
		if first == nil {
			first = all
		}
		for i := range all {
			if cosine(all[i], first[i]) < 1-1e-5 {
				t.Errorf("%+v: embedding %d differs, cosine %v", o, i, cosine(all[i], first[i]))
			}
		}
	}
}

func TestUnfitModelsAreRefusedWithTheReason(t *testing.T) {
	swap := func(o modeltest.CLIP, path string, b []byte) modeltest.Files {
		f := o.Xenova()
		f[path] = b
		return f
	}
	const visual, textual = "onnx/vision_model_quantized.onnx", "onnx/text_model_quantized.onnx"
	nima, _ := modeltest.Of("nima-mobilenet-aesthetic", 1)
	for _, c := range []struct {
		name  string
		files modeltest.Files
		want  string
	}{
		{"not ONNX", swap(modeltest.CLIP{}, visual, []byte("<html>Not found</html>")), visual + " cannot be loaded"},
		{"cut off", swap(modeltest.CLIP{}, textual, modeltest.CLIP{}.Textual()[:9000]), textual + " cannot be loaded"},
		{"other size", swap(modeltest.CLIP{}, visual, modeltest.CLIP{Size: 336}.Visual()), "pixel_values float32 [?,3,336,336]"},
		{"colours last", swap(modeltest.CLIP{}, visual, modeltest.CLIP{NHWC: true}.Visual()), "pixel_values float32 [?,224,224,3]"},
		{"other context", swap(modeltest.CLIP{}, textual, modeltest.CLIP{Context: 64}.Textual()), "input_ids int64 [?,64]"},
		{"other dimension", swap(modeltest.CLIP{}, textual, modeltest.CLIP{Dim: 256}.Textual()), "256 numbers, and the model's description says 512"},
		{"other dimension, told late", swap(modeltest.CLIP{}, textual, modeltest.CLIP{Dim: 256, OpenDim: true}.Textual()), "256 numbers"},
		{"towers swapped", swap(modeltest.CLIP{}, visual, modeltest.CLIP{}.Textual()), "wants the input input_ids int64"},
		{"no such output", swap(modeltest.CLIP{}, visual, nima["nima_mobilenet_aesthetic.onnx"]), "224,224,3"},
		{"all alike", modeltest.CLIP{Same: true}.Xenova(), "does not tell two different pictures apart"},
		{"texts alike", swap(modeltest.CLIP{}, textual, modeltest.CLIP{Same: true}.Textual()), "does not tell two different texts apart"},
		{"not numbers", modeltest.CLIP{NaN: true}.Xenova(), "not finite"},
		{"no end", swap(modeltest.CLIP{}, "tokenizer.json", []byte(strings.ReplaceAll(string(modeltest.Tokenizer()), "endoftext", "eot"))), "<|endoftext|>"},
		{"no byte pairs", swap(modeltest.CLIP{}, "tokenizer.json", []byte(`{"model": {"type": "Unigram", "vocab": {}}}`)), `type "Unigram"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := open(t, c.files)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("it says: %v\nwant: %s", err, c.want)
			}
		})
	}
}

func TestWrongNamesAreRefused(t *testing.T) {
	rt := load(t)
	for _, c := range []struct {
		set  func(s *models.Spec)
		want string
	}{
		{func(s *models.Spec) { s.Image.Output = "pooled" }, `no output "pooled"; it has image_embeds`},
		{func(s *models.Spec) { s.Image.Input = "image" }, "wants the input pixel_values"},
		{func(s *models.Spec) { s.Text.Input = "text" }, "wants the input input_ids"},
		{func(s *models.Spec) { s.Kind = models.Quality }, "not a model of pictures and words"},
		{func(s *models.Spec) { s.Image.SHA256 = strings.Repeat("0", 64) }, "vision_model_quantized.onnx is not the file"},
	} {
		g, err := models.OpenFS(modeltest.CLIP{}.Xenova().FS(), "a test's model")
		if err != nil {
			t.Fatal(err)
		}
		c.set(&g.Spec)
		if _, err := Open(t.Context(), rt, g, Options{Threads: 1}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("it says: %v\nwant: %s", err, c.want)
		}
	}
}

func TestOtherSignaturesLoad(t *testing.T) {
	// What is no CLIP is run by others through the runtime alone.
	rt := load(t)
	for id, outputs := range map[string]int{"nima-mobilenet-aesthetic": 1, "yunet-2023mar": 12} {
		files, _ := modeltest.Of(id, 3)
		for name, b := range files {
			s, err := rt.Open(onnx.Graph{Name: name, Bytes: b}, onnx.SessionOptions{Threads: 1})
			if err != nil {
				t.Fatal(err)
			}
			in := s.Inputs()[0]
			n := int64(1)
			for _, d := range in.Shape {
				n *= d
			}
			out, err := s.Run(context.Background(), onnx.Value{Shape: in.Shape, Floats: make([]float32, n)})
			if err != nil || len(out) != outputs {
				t.Errorf("%s: %d outputs, %v", id, len(out), err)
			}
			s.Close()
		}
	}
}

func TestFoldersOnDiskAreOpened(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Größe 1 – my model")
	for path, b := range (modeltest.CLIP{Dim: 48, Mask: true}).Xenova() {
		path = filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := models.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Open(t.Context(), load(t), f, Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if i := m.Info(); m.Dim() != 48 || i.Folder != dir || i.ID != "gr-e-1-my-model" || i.Title != "Größe 1 – my model" || i.Closed {
		t.Errorf("%+v", i)
	}
}
