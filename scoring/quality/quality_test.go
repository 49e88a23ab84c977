package quality

import (
	"context"
	"image"
	"math"
	"strings"
	"testing"

	"culler/scoring"
	"culler/scoring/graph"
	"culler/scoring/models"
	"culler/scoring/models/catalogue"
	"culler/scoring/models/modeltest"
	"culler/scoring/onnx"
)

func load() (*onnx.Runtime, error) { return onnx.Load(onnx.Options{}) }

// folder is a model folder of one file with a spec.
func folder(t testing.TB, s models.Spec, file string, b []byte) models.Folder {
	t.Helper()
	var text strings.Builder
	if err := s.Write(&text); err != nil {
		t.Fatal(err)
	}
	f, err := models.OpenFS(modeltest.Files{file: b, models.SpecName: []byte(text.String())}.FS(), "a test's model")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// described is a spec of a model of quality.
func described(i models.Image, score *models.Score) models.Spec {
	i.File = "m.onnx"
	if i.Std == ([3]float64{}) {
		i.Std = [3]float64{1, 1, 1}
	}
	return models.Spec{ID: "m", Title: "Mark", Kind: models.Quality, Image: &i, Score: score}
}

func model(t testing.TB, s models.Spec, b []byte) *Model {
	t.Helper()
	if _, err := load(); err != nil {
		t.Skip(err)
	}
	m, err := New(t.Context(), load, folder(t, s, "m.onnx", b))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

func gradient(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p := img.Pix[img.PixOffset(x, y):][:4]
			p[0], p[1], p[2], p[3] = uint8(255*x/w), uint8(255*y/h), uint8(60+x%7), 255
		}
	}
	return img
}

func TestEverySignatureGivesAMark(t *testing.T) {
	ten := &models.Score{Output: models.Distribution, First: 1}
	for name, c := range map[string]struct {
		graph modeltest.Quality
		image models.Image
		score *models.Score
		size  [2]float64 // of the marks that are possible
	}{
		"one number":                {modeltest.Quality{Size: 64}, models.Image{Size: 64, Resize: models.Squash}, nil, [2]float64{-50, 50}},
		"one number, colours last":  {modeltest.Quality{Size: 64, NHWC: true}, models.Image{Size: 64, Layout: models.NHWC}, nil, [2]float64{-50, 50}},
		"one number, no batch":      {modeltest.Quality{Size: 64, Flat: true, Batch: 1}, models.Image{Size: 64}, nil, [2]float64{-50, 50}},
		"native":                    {modeltest.Quality{}, models.Image{Size: 384, Resize: models.Native}, nil, [2]float64{-50, 50}},
		"native, colours last":      {modeltest.Quality{NHWC: true, Marks: 10}, models.Image{Size: 384, Resize: models.Native, Layout: models.NHWC}, ten, [2]float64{1, 10}},
		"ten marks":                 {modeltest.Quality{Size: 96, Marks: 10}, models.Image{Size: 96}, ten, [2]float64{1, 10}},
		"five marks from 0":         {modeltest.Quality{Size: 96, Marks: 5}, models.Image{Size: 96}, &models.Score{Output: models.Distribution}, [2]float64{0, 4}},
		"16 bits":                   {modeltest.Quality{Size: 96, Marks: 10, Half: true}, models.Image{Size: 96}, ten, [2]float64{1, 10}},
		"16 bits, one number":       {modeltest.Quality{Size: 96, Half: true}, models.Image{Size: 96}, nil, [2]float64{-50, 50}},
		"one of two outputs, named": {modeltest.Quality{Size: 96, Others: true}, models.Image{Size: 96, Output: "second"}, nil, [2]float64{-50, 50}},
		"lower is better":           {modeltest.Quality{Size: 96, Marks: 10}, models.Image{Size: 96}, &models.Score{Output: models.Distribution, First: 1, Lower: true}, [2]float64{-10, -1}},
	} {
		t.Run(name, func(t *testing.T) {
			c.graph.Seed = 11
			m := model(t, described(c.image, c.score), c.graph.Graph())
			if err := m.Open(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, img := range []*image.RGBA{gradient(300, 200), gradient(90, 700), gradient(1, 1)} {
				v, err := m.Read(t.Context(), img)
				if err != nil || len(v) != 1 || math.IsNaN(v[0]) || v[0] < c.size[0] || v[0] > c.size[1] {
					t.Errorf("%v: %v, %v", img.Rect, v, err)
				}
			}
		})
	}
}

func TestTheCataloguesNIMA(t *testing.T) {
	e, ok := catalogue.ByID("nima-mobilenet-aesthetic")
	if !ok {
		t.Fatal("the catalogue has no NIMA")
	}
	files, _ := modeltest.Of(e.Model.ID, 3)
	s := e.Model
	i := *s.Image
	i.SHA256 = ""
	s.Image = &i
	if _, err := load(); err != nil {
		t.Skip(err)
	}
	m, err := New(t.Context(), load, folder(t, s, i.File, files[i.File]))
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	v, err := m.Read(t.Context(), gradient(640, 480))
	if err != nil || v[0] < 1 || v[0] > 10 {
		t.Errorf("the mark is %v, %v", v, err)
	}
	if r := m.Row(); r.ID != "model/nima-mobilenet-aesthetic" || r.Title != s.Title || r.Weight != 1 {
		t.Errorf("the row is %+v", r)
	}
}

// The mark of a distribution is its expected value, computed here from the same
// graph run without this package's reading of it.
func TestTheMarkIsTheExpectedValue(t *testing.T) {
	g := modeltest.Quality{Seed: 5, Size: 32, Marks: 7}.Graph()
	s := described(models.Image{Size: 32, Resize: models.Squash}, &models.Score{Output: models.Distribution, First: 3})
	m := model(t, s, g)
	img := gradient(32, 32)
	mark, err := m.Read(t.Context(), img)
	if err != nil {
		t.Fatal(err)
	}
	bare, err := graph.New(t.Context(), graph.Options{Runtime: load, Folder: folder(t, s, "m.onnx", g), Image: *m.spec.Image})
	if err != nil {
		t.Fatal(err)
	}
	defer bare.Close()
	out, err := bare.Run(t.Context(), img)
	if err != nil {
		t.Fatal(err)
	}
	want := 0.0
	for k, p := range out.Values[0].Floats {
		want += float64(p) * float64(3+k)
	}
	if math.Abs(mark[0]-want) > 1e-5 {
		t.Errorf("the mark is %v, the expected value %v", mark[0], want)
	}
}

func TestUnfitModelsAreRefusedWithTheReason(t *testing.T) {
	square := models.Image{Size: 64}
	ten := &models.Score{Output: models.Distribution, First: 1}
	for name, c := range map[string]struct {
		graph []byte
		image models.Image
		score *models.Score
		want  string
	}{
		"not ONNX":          {[]byte("<html>Not found</html>"), square, nil, "m.onnx cannot be loaded"},
		"other size":        {modeltest.Quality{Size: 96}.Graph(), square, nil, "picture float32 [?,3,96,96], and by the model's description it would be given picture float32 [1,3,64,64]"},
		"colours last":      {modeltest.Quality{Size: 64, NHWC: true}.Graph(), square, nil, "[?,64,64,3]"},
		"not native":        {modeltest.Quality{Size: 64}.Graph(), models.Image{Size: 512, Resize: models.Native}, nil, "[?,3,64,64]"},
		"batches only":      {modeltest.Quality{Size: 64, Batch: 4}.Graph(), square, nil, "gives mark float32 [4,1]"},
		"two inputs":        {modeltest.Quality{Size: 64, Second: true}.Graph(), square, nil, "takes 2 inputs (picture, scale)"},
		"no such input":     {modeltest.Quality{Size: 64}.Graph(), models.Image{Size: 64, Input: "x"}, nil, `no input "x"; it has picture`},
		"no such output":    {modeltest.Quality{Size: 64}.Graph(), models.Image{Size: 64, Output: "x"}, nil, `no output "x"; it has mark`},
		"two outputs":       {modeltest.Quality{Size: 64, Others: true}.Graph(), square, nil, "name it as the output"},
		"marks, not one":    {modeltest.Quality{Size: 64, Marks: 10}.Graph(), square, nil, "should give one number"},
		"one, not marks":    {modeltest.Quality{Size: 64, Flat: true, Batch: 1}.Graph(), square, ten, "should give a distribution of marks"},
		"one, told late":    {modeltest.Quality{Size: 64}.Graph(), square, ten, "they are a distribution"},
		"no probabilities":  {modeltest.Quality{Seed: 2, Size: 64, Marks: 10, Raw: true}.Graph(), square, ten, "lack a softmax"},
		"not numbers":       {modeltest.Quality{Size: 64, NaN: true}.Graph(), square, nil, "not a finite number"},
		"all alike":         {modeltest.Quality{Size: 64, Same: true}.Graph(), square, nil, "does not tell two different pictures apart"},
		"another's graph":   {modeltest.YuNet(1), models.Image{Size: 640}, nil, "should give one number"},
		"wrong fingerprint": {modeltest.Quality{Size: 64}.Graph(), models.Image{Size: 64, SHA256: strings.Repeat("0", 64)}, nil, "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			m := model(t, described(c.image, c.score), c.graph)
			err := m.Open(t.Context())
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("it says: %v\nwant: %s", err, c.want)
			}
			// A photo is refused for the same reason, without trying again.
			if _, again := m.Read(t.Context(), gradient(8, 8)); again == nil || again.Error() != err.Error() {
				t.Errorf("then it says: %v", again)
			}
		})
	}
}

func TestAModelIsNotOpenedUntilItIsAsked(t *testing.T) {
	opened := 0
	f := folder(t, described(models.Image{Size: 64}, nil), "m.onnx", modeltest.Quality{Size: 64}.Graph())
	m, err := New(t.Context(), func() (*onnx.Runtime, error) { opened++; return load() }, f)
	if err != nil {
		t.Fatal(err)
	}
	if m.Key() == "" || m.Row().ID == "" || opened != 0 {
		t.Errorf("opened %d times for its name", opened)
	}
	// What was broken off is tried again.
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := m.Open(ctx); err == nil {
		t.Error("opened although cancelled")
	}
	if _, err := m.Read(t.Context(), gradient(9, 9)); err != nil {
		t.Error(err)
	}
	m.Close()
	if _, err := m.Read(t.Context(), gradient(9, 9)); err == nil {
		t.Error("a closed model gave a mark")
	}
}

func TestKeysTellReadingsApart(t *testing.T) {
	g := modeltest.Quality{Size: 64}.Graph()
	seen := map[string]bool{}
	for _, s := range []models.Spec{
		described(models.Image{Size: 64}, nil),
		described(models.Image{Size: 64, Resize: models.Squash}, nil),
		described(models.Image{Size: 64, Colour: "bgr"}, nil),
		described(models.Image{Size: 64}, &models.Score{Lower: true}),
		described(models.Image{Size: 64}, &models.Score{Output: models.Distribution}),
		described(models.Image{Size: 64}, &models.Score{Output: models.Distribution, First: 1}),
	} {
		m, err := New(t.Context(), load, folder(t, s, "m.onnx", g))
		if err != nil {
			t.Fatal(err)
		}
		if seen[m.Key()] {
			t.Errorf("two ways of reading have the key %q", m.Key())
		}
		seen[m.Key()] = true
	}
}

var _ scoring.Extra = (*Model)(nil)
