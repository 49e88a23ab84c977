package models

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"culler/scoring/models/modeltest"
)

func TestEmbeddedModelIsWhole(t *testing.T) {
	f := Embedded()
	if err := f.Verify(context.Background()); err != nil {
		t.Error(err)
	}
	if f.Spec.Image.Resize != Squash || f.Spec.Image.Filter != Area || f.Spec.Embedding != 384 || f.Spec.Subjects == nil || f.Spec.Calibration == nil {
		t.Errorf("its spec is %+v", f.Spec)
	}
	if f.Size() < 1<<20 || f.Size() > 36<<20 {
		t.Errorf("its size is %d", f.Size())
	}
}

// onDisk copies the embedded model to a folder.
func onDisk(t *testing.T) string {
	t.Helper()
	dir, f := t.TempDir(), Embedded()
	for _, need := range append(f.Spec.Needs(), File{Path: SpecName}) {
		b, err := f.ReadFile(need.Path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, need.Path), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFolderOnDiskIsLikeTheEmbedded(t *testing.T) {
	dir := onDisk(t)
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Verify(context.Background()); err != nil {
		t.Error(err)
	}
	if p, ok := f.Path("visual.onnx"); !ok || p != filepath.Join(dir, "visual.onnx") {
		t.Errorf("visual.onnx is at %q", p)
	}
}

func TestWrongFilesAreNamed(t *testing.T) {
	t.Run("changed", func(t *testing.T) {
		dir := onDisk(t)
		path := filepath.Join(dir, "textual.onnx")
		b, _ := os.ReadFile(path)
		b[len(b)/2] ^= 1
		os.WriteFile(path, b, 0o644)
		f, err := OpenFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Verify(context.Background()); err == nil || !strings.Contains(err.Error(), "textual.onnx") || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("one bit changed: %v", err)
		}
		if err := f.Verify(context.Background(), "visual.onnx"); err != nil {
			t.Errorf("the other file: %v", err)
		}
	})
	t.Run("missing", func(t *testing.T) {
		dir := onDisk(t)
		os.Remove(filepath.Join(dir, "tokenizer.json"))
		if _, err := OpenFolder(dir); err == nil || !strings.Contains(err.Error(), "tokenizer.json is missing") {
			t.Error(err)
		}
	})
	t.Run("empty", func(t *testing.T) {
		dir := onDisk(t)
		os.Truncate(filepath.Join(dir, "visual.onnx"), 0)
		if _, err := OpenFolder(dir); err == nil || !strings.Contains(err.Error(), "visual.onnx is empty") {
			t.Error(err)
		}
	})
	t.Run("a file", func(t *testing.T) {
		if _, err := OpenFolder(filepath.Join(onDisk(t), SpecName)); err == nil || !strings.Contains(err.Error(), "not a folder") {
			t.Error(err)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := Embedded().Verify(ctx); err == nil {
			t.Error("it went on")
		}
	})
}

const good = `
id: my-model
kind: clip
image: {file: a.onnx, size: 224, mean: [0, 0, 0], std: [1, 1, 1]}
text: {file: b.onnx, context: 77}
`

func TestSpecSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"typo", "size:", "sise:", "sise is not something"},
		{"typo's line", "size:", "sise:", "line 4"},
		{"outside", "a.onnx", "../a.onnx", "inside the model's folder"},
		{"absolute", "a.onnx", "/a.onnx", "inside the model's folder"},
		{"windows path", "a.onnx", `"c:\\a.onnx"`, "inside the model's folder"},
		{"sum", "size:", "sha256: abc, size:", "64 hexadecimal digits"},
		{"kind", "kind: clip", "kind: clop", "none of clip, head, quality, faces"},
		{"id", "my-model", "My Model", "lower-case"},
		{"size", "224", "0", "1 to 8192 pixels"},
		{"std", "[1, 1, 1]", "[1, 0, 1]", "std above 0"},
		{"not a number", "[1, 1, 1]", "[1, .nan, 1]", "std above 0"},
		{"resize", "size:", "resize: stretch, size:", `"stretch" is none of crop`},
		{"context", "77", "1", "3 to 4096"},
		{"half a tokenizer", "context:", "vocab: v.json, context:", "vocab and merges together"},
		{"no tower", "text:", "#", `needs the part "text"`},
		{"yaml", "kind:", "  kind: [", "line"},
		{"half of the subjects", "kind:", "subjects: {names: a.txt}\nkind:", "a file of names and one of vectors"},
		{"subjects outside", "kind:", "subjects: {names: ../a.txt, vectors: a.f32}\nkind:", "inside the model's folder"},
		{"unknown above known", "kind:", "subjects: {names: a.txt, vectors: a.f32, unknown: .5, known: .4}\nkind:", "no higher than known"},
		{"weight of nothing", "kind:", "weights: {sharpness: 1}\nkind:", `"sharpness" should be that of a prompt/ID`},
		{"endless weight", "kind:", "weights: {measure/sharpness: .inf}\nkind:", "should be a number"},
		{"flat calibration", "kind:", "calibration: {pairs: [a], slope: 0, deviation: 1}\nkind:", "above 0"},
		{"calibration of nothing", "kind:", "calibration: {slope: 1, deviation: 1}\nkind:", "needs pairs"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParseSpec(strings.NewReader(strings.Replace(good, c.from, c.to, 1)), SpecName)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("it says %v, want %q", err, c.want)
			}
		})
	}
	s, err := ParseSpec(strings.NewReader(good), SpecName)
	if err != nil {
		t.Fatal(err)
	}
	if s.LogitScale != 100 || s.Image.Filter != Bicubic || s.Image.Resize != Crop || s.Text.Tokenizer != "tokenizer.json" || s.Title != "my-model" {
		t.Errorf("defaults: %+v %+v %+v", s, s.Image, s.Text)
	}
}

func TestSpecSurvivesWriting(t *testing.T) {
	for _, s := range []Spec{Embedded().Spec, recognised(t, modeltest.CLIP{}.Immich())} {
		var b bytes.Buffer
		if err := s.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, err := ParseSpec(&b, SpecName)
		if err != nil {
			t.Fatal(err)
		}
		if *again.Image != *s.Image || *again.Text != *s.Text || again.ID != s.ID || again.LogitScale != s.LogitScale {
			t.Errorf("%+v became %+v", s, again)
		}
	}
}

func TestSubjectsWeightsAndCalibrationSurviveWriting(t *testing.T) {
	s, err := ParseSpec(strings.NewReader(good+`
subjects: {names: names.txt, vectors: vectors.f32, scale: 36, unknown: 0.37, known: 0.44, shown: 0.6}
weights: {prompt/good: 2, measure/sharpness: -0.5, prompt/clutter: 0}
calibration: {pairs: [good, composed], slope: 16, deviation: 0.134}
`), SpecName)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, f := range s.Needs() {
		paths = append(paths, f.Path)
	}
	if want := []string{"a.onnx", "b.onnx", "names.txt", "tokenizer.json", "vectors.f32"}; !slices.Equal(paths, want) {
		t.Errorf("it needs %v, want %v", paths, want)
	}
	sums := map[string]string{}
	for k, path := range paths {
		sums[path] = fmt.Sprintf("%064x", k)
	}
	s = s.Sealed(sums)
	var b bytes.Buffer
	if err := s.Write(&b); err != nil {
		t.Fatal(err)
	}
	again, err := ParseSpec(&b, SpecName)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(again, s) {
		t.Errorf("%+v became %+v", s, again)
	}
	if again.Weights["prompt/good"] != 2 || len(again.Weights) != 3 || again.Calibration.Slope != 16 || again.Subjects.Known != 0.44 {
		t.Errorf("%+v", again)
	}
	for _, f := range again.Needs() {
		if f.SHA256 != sums[f.Path] {
			t.Errorf("the sum of %s is lost", f.Path)
		}
	}
}

func recognised(t *testing.T, files modeltest.Files) Spec {
	t.Helper()
	f, err := OpenFS(files.FS(), "My Model (2)")
	if err != nil {
		t.Fatal(err)
	}
	return f.Spec
}

func TestFoldersOfOthersAreRecognised(t *testing.T) {
	x := recognised(t, modeltest.CLIP{Dim: 128, Size: 160, Context: 32}.Xenova())
	if x.ID != "my-model-2" || x.Embedding != 128 || x.Image.Size != 160 || x.Text.Context != 32 || x.Text.Pad != -1 ||
		x.Image.File != "onnx/vision_model_quantized.onnx" || x.Text.File != "onnx/text_model_quantized.onnx" || x.Text.Tokenizer != "tokenizer.json" {
		t.Errorf("Xenova: %+v %+v %+v", x, x.Image, x.Text)
	}
	j := recognised(t, modeltest.CLIP{Joint: true}.Xenova())
	if j.Image.File != "onnx/model_quantized.onnx" || j.Text.File != j.Image.File {
		t.Errorf("one graph: %+v %+v", j.Image, j.Text)
	}
	i := recognised(t, modeltest.CLIP{Dim: 640, Size: 256}.Immich())
	if i.Embedding != 640 || i.Image.Size != 256 || i.Text.Pad != 0 || i.Image.File != "visual/model.onnx" ||
		i.Text.Vocab != "textual/vocab.json" || i.Text.Merges != "textual/merges.txt" || i.Image.Resize != Crop {
		t.Errorf("Immich: %+v %+v %+v", i, i.Image, i.Text)
	}

	// The fields of open_clip's own configuration.
	o := recognised(t, modeltest.Files{
		"visual.onnx": []byte("x"), "textual.onnx": []byte("x"), "tokenizer.json": modeltest.Tokenizer(),
		"open_clip_config.json": []byte(`{"model_cfg": {"embed_dim": 768, "vision_cfg": {"image_size": 336}, "text_cfg": {"context_length": 64}},
			"preprocess_cfg": {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "interpolation": "bilinear", "resize_mode": "squash"}}`),
	})
	if o.Embedding != 768 || o.Image.Size != 336 || o.Text.Context != 64 || o.Image.Mean[0] != 0.5 || o.Image.Filter != Bilinear || o.Image.Resize != Squash {
		t.Errorf("open_clip: %+v %+v %+v", o, o.Image, o.Text)
	}
}

func TestUnknownFoldersSayWhy(t *testing.T) {
	xenova := func(name, content string) modeltest.Files {
		f := modeltest.CLIP{}.Xenova()
		if f[name] = []byte(content); content == "" {
			delete(f, name)
		}
		return f
	}
	for _, c := range []struct {
		files modeltest.Files
		want  string
	}{
		{modeltest.Files{"holiday.jpg": []byte("x")}, "no model.yaml"},
		{xenova("tokenizer.json", ""), "tokenizer is missing"},
		{xenova("config.json", `{"model_type": "siglip"}`), `type "siglip"`},
		{xenova("config.json", `{`), "config.json cannot be read"},
		{xenova("preprocessor_config.json", `{"size": {"shortest_edge": 256}, "crop_size": 224}`), "resized to 256 pixels and cut to 224"},
		{xenova("preprocessor_config.json", `{"resample": 1}`), "filter number 1"},
		{xenova("preprocessor_config.json", `{"size": {"width": 3, "height": 4}}`), "not square"},
		{xenova("preprocessor_config.json", `{"image_mean": [1]}`), "three numbers"},
	} {
		if _, err := OpenFS(c.files.FS(), "model"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("it says %v, want %q", err, c.want)
		}
	}
}

func FuzzSpec(f *testing.F) {
	f.Add(good)
	b, _ := Embedded().ReadFile(SpecName)
	f.Add(string(b))
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSpec(strings.NewReader(text), SpecName)
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := s.Write(&b); err != nil {
			t.Fatal(err)
		}
		if _, err := ParseSpec(&b, SpecName); err != nil {
			t.Errorf("what was read is not accepted once written: %v", err)
		}
	})
}

func FuzzRecognise(f *testing.F) {
	f.Add(`{"model_type": "clip"}`, `{"size": {"shortest_edge": 224}}`)
	f.Add(`{"embed_dim": 512}`, `{"size": [224, 224], "crop_size": 224, "resample": 3}`)
	f.Fuzz(func(t *testing.T, config, preparation string) {
		files := fstest.MapFS{}
		for name, text := range map[string]string{
			"onnx/vision_model.onnx": "x", "onnx/text_model.onnx": "x", "tokenizer.json": "{}",
			"config.json": config, "preprocessor_config.json": preparation,
		} {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		if s, err := Recognise(files, "m"); err == nil && s.Validate() != nil {
			t.Errorf("recognised as what is not valid: %v", s.Validate())
		}
	})
}
