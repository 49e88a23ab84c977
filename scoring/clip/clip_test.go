package clip

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"culler/assets/model"
	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/pixels"
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
	m, err := Open(t.Context(), load(t), models.Embedded(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

// golden is what the makers of the embedded model measured.
type golden struct {
	Prompts  []string    `json:"prompts"`
	IDs      [][]int64   `json:"ids"`
	First    [][]float64 `json:"text_embeds_first8"`
	Quality  []float64   `json:"quality_share"`
	Pictures struct {
		First   [][]float64 `json:"embeds_first8"`
		Cosines [][]float64 `json:"cosines"`
	} `json:"pictures"`
	Photos []struct {
		File     string    `json:"file"`
		First    []float64 `json:"embeds_first8"`
		Cosines  []float64 `json:"cosines"`
		Subjects [][2]any  `json:"subjects"`
	} `json:"photos"`
}

// readGolden also embeds the prompts.
func readGolden(t *testing.T, m *Model) (g golden, prompts [][]float32) {
	t.Helper()
	b, err := model.Files.ReadFile("golden.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &g); err != nil {
		t.Fatal(err)
	}
	if prompts, err = m.EmbedTexts(context.Background(), g.Prompts); err != nil {
		t.Fatal(err)
	}
	return g, prompts
}

// near compares numbers with those of the makers.
func near(t *testing.T, of string, got, want []float64, tolerance float64) {
	t.Helper()
	for k := range want {
		if math.Abs(got[k]-want[k]) > tolerance {
			t.Errorf("%s: number %d is %.5f, want %.5f", of, k, got[k], want[k])
		}
	}
}

func wide(v []float32) []float64 {
	w := make([]float64, len(v))
	for i := range v {
		w[i] = float64(v[i])
	}
	return w
}

func cosines(v []float32, prompts [][]float32) []float64 {
	all := make([]float64, len(prompts))
	for k := range all {
		all[k] = cosine(v, prompts[k])
	}
	return all
}

func TestEmbeddedModelReadsTextsAsItsMakersMeasured(t *testing.T) {
	m := embedded(t, Options{})
	g, prompts := readGolden(t, m)
	if len(prompts) < 16 || m.Dim() != 384 {
		t.Fatalf("%d prompts of %d numbers", len(prompts), m.Dim())
	}
	for i, p := range g.Prompts {
		if ids := m.tokens.encode(p, 64); !slices.Equal(ids, g.IDs[i]) {
			t.Errorf("%q: tokens %v, want %v", p, ids, g.IDs[i])
		}
		near(t, p, wide(prompts[i]), g.First[i], 1e-3)
		near(t, "quality of "+p, []float64{m.Meaning(prompts[i]).Quality}, g.Quality[i:i+1], 1e-3)
	}
}

func TestEmbeddedModelReadsPicturesAsItsMakersMeasured(t *testing.T) {
	m := embedded(t, Options{})
	g, prompts := readGolden(t, m)
	for n, formula := range []func(x, y float64) [3]float64{
		func(x, y float64) [3]float64 {
			return [3]float64{x / 447, y / 447, float64((int(x/16) + int(y/16)) % 2)}
		},
		func(x, y float64) [3]float64 {
			return [3]float64{.5 + .5*math.Sin(x/7), .5 + .5*math.Cos(y/11), .5 + .5*math.Sin((x+y)/3)}
		},
	} {
		const edge = 448
		input := make([]float32, 3*edge*edge)
		for y := range edge {
			for x := range edge {
				for c, v := range formula(float64(x), float64(y)) {
					input[(c*edge+y)*edge+x] = float32(v)
				}
			}
		}
		v, err := m.EmbedImages(context.Background(), [][]float32{input})
		if err != nil {
			t.Fatal(err)
		}
		of := fmt.Sprintf("formula %d", n+1)
		near(t, of, wide(v[0]), g.Pictures.First[n], 1e-3)
		near(t, of, cosines(v[0], prompts), g.Pictures.Cosines[n], 1e-3)
	}
}

// Photos go through Culler's own decoder, whose pixels are not to the last bit
// those of the makers'. What a photo shows is read off steep probabilities.
func TestEmbeddedModelReadsPhotosAsItsMakersMeasured(t *testing.T) {
	m := embedded(t, Options{})
	g, prompts := readGolden(t, m)
	const whole = 1 << 16
	for _, p := range g.Photos {
		file := photo.File{Path: phototest.Shared(t, p.File), Kind: photo.JPEG}
		img, _, err := (&pixels.Decoder{}).Picture(context.Background(), file, whole)
		if err != nil {
			t.Fatal(err)
		}
		v, err := m.EmbedImages(context.Background(), [][]float32{m.Input(img)})
		if err != nil {
			t.Fatal(err)
		}
		near(t, p.File, wide(v[0]), p.First, 0.01)
		near(t, p.File, cosines(v[0], prompts), p.Cosines, 0.01)
		for k, s := range m.subjects.best(v[0], 0)[:1] {
			if s.Name != p.Subjects[k][0] {
				t.Errorf("%s shows %s, want %v", p.File, s.Name, p.Subjects[k][0])
			}
			near(t, fmt.Sprintf("%s shows %s", p.File, s.Name), []float64{s.Cosine}, []float64{p.Subjects[k][1].(float64)}, 0.02)
		}
	}
}
