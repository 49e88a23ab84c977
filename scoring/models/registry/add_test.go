package registry

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"culler/scoring/models"
	"culler/scoring/models/modeltest"
	"culler/scoring/models/registry/registrytest"
)

// folder writes files to a folder of a name.
func folder(t *testing.T, name string, files modeltest.Files) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	registrytest.Write(t, dir, files)
	return dir
}

func with(files modeltest.Files, name, content string) modeltest.Files {
	files[name] = []byte(content)
	return files
}

func TestFoldersOfPhotographersAreAdded(t *testing.T) {
	const spec = `
id: mine
kind: clip
image: {file: onnx/vision_model_quantized.onnx, size: 224, mean: [0, 0, 0], std: [1, 1, 1]}
text: {file: onnx/text_model_quantized.onnx, context: 77}
`
	s := open(t, "", nil)
	for _, c := range []struct {
		dir, id string
	}{
		{folder(t, "CLIP Größe L", modeltest.CLIP{}.Immich()), "clip-gr-e-l"},
		{folder(t, "CLIP Größe L", modeltest.CLIP{Seed: 2}.Immich()), "clip-gr-e-l-2"},
		{folder(t, "whatever", with(modeltest.CLIP{}.Xenova(), models.SpecName, spec)), "mine"},
		{folder(t, "downloads", source.Models["laion-aesthetic-b32"]), "laion-aesthetic-b32"}, // by its sum
		{folder(t, "yunet", source.Models["yunet-2023mar"]), "yunet-2023mar"},
		{folder(t, tiny, modeltest.CLIP{Seed: 3}.Xenova()), tiny + "-2"}, // not the catalogue's
	} {
		id, err := s.Add(background, c.dir, nil)
		if err != nil || id != c.id {
			t.Fatalf("%s became %q, %v", c.dir, id, err)
		}
		it := item(t, s, id)
		if !it.Installed || it.Problem != "" {
			t.Errorf("%+v", it)
		}
		for _, f := range it.Spec.Needs() {
			if f.SHA256 == "" {
				t.Errorf("%s: damage of %s would go unnoticed", id, f.Path)
			}
		}
		if err := s.Verify(background, id); err != nil {
			t.Error(err)
		}
	}
	for dir, want := range map[string]string{
		folder(t, "again", with(modeltest.CLIP{}.Xenova(), models.SpecName, spec)): `"mine" is installed already`,
		folder(t, "again", source.Models["yunet-2023mar"]):                         "installed already",
		folder(t, "photos", modeltest.Files{"a.jpg": []byte("x")}):                 "no model.yaml",
		filepath.Join(t.TempDir(), "nowhere"):                                      "nowhere",
		folder(t, "sums", with(modeltest.CLIP{}.Xenova(), models.SpecName, "files: {tokenizer.json: "+zeros+"}"+strings.ReplaceAll(spec, "mine", "other"))): "tokenizer.json is not the file",
	} {
		if _, err := s.Add(background, dir, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", dir, err, want)
		}
	}
	for _, name := range names(s) {
		if strings.HasPrefix(name, ".") {
			t.Errorf("%s is left", name)
		}
	}
}

var zeros = strings.Repeat("0", 64)

func TestWeightsBesideAGraphComeAlong(t *testing.T) {
	files := modeltest.CLIP{}.Immich()
	for _, name := range []string{"visual/model.onnx.data", "visual/model.onnx_data", "visual/model.onnx_data_1", "visual/other.bin", "textual/model.onnx_data"} {
		files[name] = []byte(name)
	}
	s := open(t, "", nil)
	id, err := s.Add(background, folder(t, "big", files), nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"visual/model.onnx.data": true, "visual/model.onnx_data": true, "visual/model.onnx_data_1": true, "textual/model.onnx_data": true, "visual/other.bin": false} {
		if _, err := os.Stat(filepath.Join(s.Dir(), id, name)); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	os.WriteFile(filepath.Join(s.Dir(), id, "visual/model.onnx_data"), []byte("visual/model.onnx_dat!"), 0o644)
	if err := s.Verify(background, id); err == nil || !strings.Contains(err.Error(), "visual/model.onnx_data") {
		t.Errorf("damaged weights: %v", err)
	}
}

func TestAFolderIsProvedBeforeItIsInPlace(t *testing.T) {
	bad := errors.New("its embeddings are not finite")
	s := open(t, "", nil)
	s.options.Prove = func(_ context.Context, f models.Folder) error {
		if len(s.Installed(models.CLIP)) > 1 {
			t.Error("it is on the shelf before it was proved")
		}
		if _, err := os.Stat(filepath.Join(s.Dir(), ".coming-bad", models.SpecName)); err != nil {
			t.Error(err)
		}
		return bad
	}
	from := folder(t, "bad", modeltest.CLIP{}.Xenova())
	if _, err := s.Add(background, from, nil); !errors.Is(err, bad) {
		t.Error(err)
	}
	if left := names(s); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
	if _, err := models.OpenFolder(from); err != nil {
		t.Errorf("the photographer's own folder: %v", err)
	}
	ctx, stop := context.WithCancel(background)
	if _, err := s.Add(ctx, from, func(Progress) { stop() }); !errors.Is(err, context.Canceled) || len(names(s)) > 0 {
		t.Errorf("stopped: %v, and %v is left", err, names(s))
	}
}
