package backend

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"culler/library"
	"culler/scoring/board"
	"culler/scoring/clip"
	"culler/scoring/models"
	"culler/scoring/models/modeltest"
	"culler/scoring/models/registry"
	"culler/scoring/models/registry/registrytest"
	"culler/scoring/quality"
	"culler/scoring/rank"
)

var source = registrytest.New(1)

// house opens a house whose models come from a server of small ones.
func house(t *testing.T, data string, o Options) *House {
	t.Helper()
	o.DataDir = data
	h, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	h.Models = registry.Open(h.Models.Dir(), registry.Options{Mirror: source.Serve(t), Catalogue: source.Entries, Prove: h.prove})
	h.take()
	if _, why, err := h.Model(context.Background()); strings.Contains(why, "ONNX Runtime is missing") {
		t.Skip(why, err)
	}
	return h
}

// shoot opens a folder of a few different photos, with a board.
func shoot(t *testing.T, h *House) (*library.Shoot, *board.Board) {
	t.Helper()
	dir := t.TempDir()
	for n := range 4 {
		img := image.NewRGBA(image.Rect(0, 0, 320, 240))
		for y := range 240 {
			for x := range 320 {
				img.SetRGBA(x, y, color.RGBA{uint8(x * (n + 1) / 2), uint8(y * (4 - n) / 2), uint8(60 * n), 255})
			}
		}
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("P%d.jpg", n)))
		if err == nil {
			err = errors.Join(jpeg.Encode(f, img, nil), f.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := context.Background()
	s, err := h.OpenShoot(ctx, dir, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.Read(ctx, nil); err != nil {
		t.Fatal(err)
	}
	b, err := h.Board(ctx, s.Len())
	if err != nil {
		t.Fatal(err)
	}
	return s, b
}

func score(t *testing.T, h *House, s *library.Shoot, b *board.Board) {
	t.Helper()
	if err := h.Score(context.Background(), s, b, nil); err != nil {
		t.Fatal(err)
	}
	if why := h.NoModel(); why != "" {
		t.Fatal(why)
	}
}

// said is what the prompts say of the photos: all readings of the board.
func said(b *board.Board) (all []float64) {
	for _, r := range b.Ranking().Rows() {
		if r.Kind.IsPrompt() && r.LeftOut == "" {
			all = append(all, r.Values...)
		}
	}
	return all
}

// tried spares a test the trials of a model.
func tried(t *testing.T, h *House, id string) {
	t.Helper()
	f, err := h.Models.Folder(id)
	if err != nil {
		t.Fatal(err)
	}
	rt, err := h.runtime()
	if err == nil {
		err = h.Store.SetSetting("trials/"+trialsOf(rt, f), []clip.Trial{{Options: clip.Options{Threads: 2, Lanes: 2, Batch: 4}, Speed: 10}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func loaded(h *House) bool {
	select {
	case <-h.current().done:
		return true
	default:
		return false
	}
}

func TestModelsOfTheCatalogueScoreAndExplain(t *testing.T) {
	h := house(t, t.TempDir(), Options{})
	s, b := shoot(t, h)
	ctx := context.Background()
	for _, e := range source.Entries {
		id := e.Model.ID
		if err := h.Models.Install(ctx, id, nil); err != nil {
			t.Fatal(err)
		}
		if e.Model.Kind == models.CLIP {
			tried(t, h, id)
		}
		err := h.Use(ctx, id, nil)
		if e.Model.Kind != models.CLIP {
			if err == nil || !strings.Contains(err.Error(), "one more row") {
				t.Errorf("%s reads prompts: %v", id, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		score(t, h, s, b)
		if h.ModelID() != id || len(said(b)) == 0 {
			t.Errorf("%s: %s says %d things", id, h.ModelID(), len(said(b)))
		}
		prompts := 0
		for _, c := range b.Ranking().Contributions(0) {
			if row := b.Ranking().Rows()[c.Row]; row.Kind.IsPrompt() && c.Share != 0 {
				prompts++
			}
		}
		if prompts == 0 {
			t.Errorf("%s: no prompt explains a score", id)
		}
	}
}

// What is no model of prompts gives rows of its own.
func TestJudgesOfTheCatalogueGiveRows(t *testing.T) {
	h := house(t, t.TempDir(), Options{})
	s, b := shoot(t, h)
	ctx := context.Background()
	for _, id := range []string{"clip-vit-b-32-openai-int8", "laion-aesthetic-b32", "laion-aesthetic-b16", "nima-mobilenet-aesthetic", "yunet-2023mar"} {
		if err := h.Models.Install(ctx, id, nil); err != nil {
			t.Fatal(err)
		}
	}
	tried(t, h, "clip-vit-b-32-openai-int8")
	for _, c := range []struct {
		model string
		head  bool
	}{{models.Embedded().Spec.ID, false}, {"clip-vit-b-32-openai-int8", true}} {
		if err := h.Use(ctx, c.model, nil); err != nil {
			t.Fatal(err)
		}
		score(t, h, s, b)
		rows := map[string]rank.Row{}
		for _, r := range b.Ranking().Rows() {
			rows[r.ID] = r.Row
		}
		for id, want := range map[string]bool{"nima-mobilenet-aesthetic": true, "laion-aesthetic-b32": c.head, "laion-aesthetic-b16": false} {
			r, there := rows[quality.RowID(id)]
			if there != want || (there && (r.LeftOut != "" || slices.ContainsFunc(r.Values, math.IsNaN))) {
				t.Errorf("with %s, the row of %s: %v, %q, %v", c.model, id, there, r.LeftOut, r.Values)
			}
		}
	}
}

// A server may have other files under the right sums only if the catalogue is
// wrong; such a model is refused when it is tried.
func TestWrongSignaturesAreRefused(t *testing.T) {
	h := house(t, t.TempDir(), Options{})
	nima, yunet := modeltest.NIMA(1), modeltest.YuNet(1)
	wrong := map[string]modeltest.Files{
		"openclip-vit-b-32-laion2b": modeltest.CLIP{Size: 336}.Immich(),
		"clip-vit-b-32-openai-int8": modeltest.CLIP{Dim: 768}.Xenova(),
		"clip-vit-b-16-openai-int8": modeltest.CLIP{Context: 32}.Xenova(),
		"tinyclip-vit-8m-16-int8":   {"onnx/model_quantized.onnx": modeltest.CLIP{}.Visual(), "tokenizer.json": modeltest.Tokenizer()},
		"laion-aesthetic-b32":       {"sa_0_4_vit_b_32_linear.pth": modeltest.Head(1, 768)},
		"laion-aesthetic-b16":       {"sa_0_4_vit_b_16_linear.pth": nima},
		"laion-aesthetic-l14":       {"sa_0_4_vit_l_14_linear.pth": modeltest.Head(1, 512)},
		"nima-mobilenet-aesthetic":  {"nima_mobilenet_aesthetic.onnx": yunet},
		"yunet-2023mar":             {"face_detection_yunet_2023mar.onnx": nima},
	}
	reasons := map[string]string{
		"openclip-vit-b-32-laion2b": "[?,3,336,336]", "clip-vit-b-32-openai-int8": "768 numbers", "clip-vit-b-16-openai-int8": "[?,32]",
		"tinyclip-vit-8m-16-int8": "image_embeds", "laion-aesthetic-b32": "768", "laion-aesthetic-b16": "zip", "laion-aesthetic-l14": "512",
		"nima-mobilenet-aesthetic": "640", "yunet-2023mar": "cls_8",
	}
	others := &registrytest.Source{Models: wrong}
	for _, e := range source.Entries {
		others.Entries = append(others.Entries, registrytest.Entry(e, wrong[e.Model.ID]))
	}
	h.Models = registry.Open(h.Models.Dir(), registry.Options{Mirror: others.Serve(t), Catalogue: others.Entries, Prove: h.prove})
	for _, e := range others.Entries {
		id := e.Model.ID
		if err := h.Models.Install(context.Background(), id, nil); err == nil || !strings.Contains(err.Error(), reasons[id]) {
			t.Errorf("%s: %v, want %q", id, err, reasons[id])
		}
		if _, err := h.Models.Folder(id); err == nil {
			t.Errorf("%s is installed", id)
		}
	}
}

// TestRealModels has every model in the folder that CULLER_TEST_MODELS names
// verified and proved, whatever it does.
func TestRealModels(t *testing.T) {
	root := os.Getenv("CULLER_TEST_MODELS")
	if root == "" {
		t.Skip("CULLER_TEST_MODELS names no folder of model folders, so no real model is tried")
	}
	h, err := Open(Options{DataDir: t.TempDir(), Forget: true})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	s := registry.Open(root, registry.Options{})
	items, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, i := range items {
		if !i.Installed || i.Embedded {
			continue
		}
		tried++
		t.Run(i.ID, func(t *testing.T) {
			if i.Problem != "" {
				t.Fatal(i.Problem)
			}
			f, err := s.Folder(i.ID)
			if err == nil {
				err = f.Verify(context.Background())
			}
			if err == nil {
				err = h.prove(context.Background(), f)
			}
			if err != nil {
				t.Fatal(err)
			}
		})
	}
	if tried == 0 {
		t.Skipf("there is no model in %s, so none is tried; install one, or name another folder", root)
	}
}
