package catalogue

import (
	"slices"
	"strings"
	"testing"

	"culler/scoring/models"
)

func TestCatalogueHasWhatIsPromised(t *testing.T) {
	kinds := map[models.Kind][]string{}
	for _, e := range All() {
		kinds[e.Model.Kind] = append(kinds[e.Model.Kind], e.Model.ID)
		if again, ok := ByID(e.Model.ID); !ok || again.From != e.From {
			t.Errorf("%s is not found", e.Model.ID)
		}
	}
	for kind, want := range map[models.Kind][]string{
		models.CLIP:    {"clip-vit-b-32-openai-int8", "openclip-vit-b-32-laion2b", "clip-vit-b-16-openai-int8", "tinyclip-vit-8m-16-int8"},
		models.Head:    {"laion-aesthetic-b32", "laion-aesthetic-b16", "laion-aesthetic-l14"},
		models.Quality: {"nima-mobilenet-aesthetic"},
		models.Faces:   {"yunet-2023mar"},
	} {
		if !slices.Equal(kinds[kind], want) {
			t.Errorf("%s: %v, want %v", kind, kinds[kind], want)
		}
	}
}

// The numbers are those of the projects that publish the files.
func TestFilesAreThePublishedOnes(t *testing.T) {
	for _, c := range []struct {
		id, url, sum string
		size         int64
		all          int
	}{
		{"openclip-vit-b-32-laion2b", "https://huggingface.co/immich-app/ViT-B-32__laion2b-s34b-b79k/resolve/19a057a0fb927cf239541300e74237cd56c7ffe2/visual/model.onnx",
			"b9ce24b91a8c62ef8d40ea786051709c93140104cbf2b6b4a2cc270df3838f9c", 351613724, 4},
		{"tinyclip-vit-8m-16-int8", "https://huggingface.co/onnx-community/TinyCLIP-ViT-8M-16-Text-3M-YFCC15M-ONNX/resolve/9463a9c508a344c837ffefe9d724f3827bf2dc79/onnx/model_quantized.onnx",
			"10921310ddef06557ec1598d1260470a0a4db53f70ffe0deb60b946dcad6d27a", 24281512, 2},
		{"nima-mobilenet-aesthetic", "https://huggingface.co/cromsc/nima-mobilenet-aesthetic/resolve/9884a024f1f186109a52a111a99733f5b281e6d8/nima_mobilenet_aesthetic.onnx",
			"c58b0c39b5b8f752b1b0ebf10e07e48406780ce3bf9d4647f8c43898748fe69c", 0, 1},
		{"laion-aesthetic-l14", "https://raw.githubusercontent.com/LAION-AI/aesthetic-predictor/6d122adad522ab246644d9dc1c6d7a3810ee255f/sa_0_4_vit_l_14_linear.pth",
			"2cd4e60f4f24ae3bcd57b847b13c1f3ba27edc28cc1a7f9ce74ee9f421243cba", 4071, 1},
	} {
		e, _ := ByID(c.id)
		files := e.Files("")
		if len(files) != c.all || !slices.ContainsFunc(files, func(f File) bool { return f.URL == c.url && f.SHA256 == c.sum && f.Size == c.size }) {
			t.Errorf("%s: %+v", c.id, files)
		}
	}
	clip, _ := ByID("clip-vit-b-32-openai-int8")
	if size, exact := clip.Size(); size != 89117001+64504507+2224119 || !exact {
		t.Errorf("size %d, exact %v", size, exact)
	}
	nima, _ := ByID("nima-mobilenet-aesthetic")
	if size, exact := nima.Size(); size != 0 || exact {
		t.Errorf("an unknown size is %d, exact %v", size, exact)
	}
}

func TestMirrorIsLaidOutAsTheShelf(t *testing.T) {
	e, _ := ByID("openclip-vit-b-32-laion2b")
	for _, mirror := range []string{"http://mirror.example:8000/models", "http://mirror.example:8000/models/"} {
		if f := e.Files(mirror)[0]; f.URL != "http://mirror.example:8000/models/openclip-vit-b-32-laion2b/"+f.Path {
			t.Error(f.URL)
		}
	}
}

// NIMA takes 0..255 as x/127.5 - 1, YuNet as they are.
func TestColoursAreScaledAsTheGraphsWant(t *testing.T) {
	for id, want := range map[string][2]float64{"nima-mobilenet-aesthetic": {-1, 1}, "yunet-2023mar": {0, 255}} {
		e, _ := ByID(id)
		i := e.Model.Image
		for k, colour := range []float64{0, 1} {
			if got := (colour - i.Mean[0]) / i.Std[0]; got-want[k] > 1e-9 || want[k]-got > 1e-9 {
				t.Errorf("%s: %v becomes %v, want %v", id, colour, got, want[k])
			}
		}
	}
}

func TestFaultsOfACatalogueAreNamed(t *testing.T) {
	whole := string(text)
	for _, c := range []struct{ from, to, want string }{
		{"sha256: 583fd1110a514667812fee7d684952aaf82a99b959760c8d7dca7e0ab9839299", "input: pixels", "the SHA-256 of onnx/vision_model_quantized.onnx is missing"},
		{"speed: medium", "speed: quick", `"quick" is not a class of speed`},
		{"    tokenizer.json: 2224119", "    tokenizer.jsn: 2224119", "tokenizer.jsn, which is none of its files"},
		{"from: https://", "from: ftp://", "is not the address"},
		{"id: openclip-vit-b-32-laion2b", "id: clip-vit-b-32-openai-int8", "twice"},
		{"licence_link: https://", "licence_link: see ", "licence"},
		{"speed: medium", "sped: medium", "sped"},
	} {
		if _, err := parse([]byte(strings.Replace(whole, c.from, c.to, 1))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.to, err, c.want)
		}
	}
}
