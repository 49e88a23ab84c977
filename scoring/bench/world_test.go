package bench

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"culler/library/photo"
	"culler/prompts"
	"culler/scoring"
	"culler/scoring/bench/dataset"
	"culler/scoring/metric"
)

// painter paints the picture that a file of two numbers describes: stripes of a
// scene, the crisper the higher the second number.
type painter struct {
	mu    sync.Mutex
	drawn int
}

func (p *painter) Picture(_ context.Context, of *photo.Photo, _ int) (*image.RGBA, error) {
	p.mu.Lock()
	p.drawn++
	p.mu.Unlock()
	text, err := os.ReadFile(of.Files[0].Path)
	if err != nil {
		return nil, err
	}
	var scene, crisp float64
	if _, err := fmt.Sscan(string(text), &scene, &crisp); err != nil {
		return nil, errors.New("this file is no picture")
	}
	img := image.NewRGBA(image.Rect(0, 0, 96, 64))
	for y := range 64 {
		for x := range 96 {
			v := 128 + 20*math.Sin(scene)
			if x < 64 { // the rest is a smooth background
				v += 90 * crisp * math.Sin(float64(x)*(0.9+scene/50)) * math.Sin(float64(y)*0.8)
			}
			img.SetRGBA(x, y, color.RGBA{uint8(v), uint8(v), uint8(0.9 * v), 255})
		}
	}
	return img, nil
}

// judgeModel embeds a picture by how crisp it is; it knows the words good, bad,
// noisy.
type judgeModel struct{ err error }

func (judgeModel) Key() string { return "judge" }
func (judgeModel) Input(img *image.RGBA) []float32 {
	steps := 0.0
	for y := range img.Rect.Dy() {
		for x := 1; x < img.Rect.Dx(); x++ {
			steps += math.Abs(float64(img.Pix[y*img.Stride+4*x]) - float64(img.Pix[y*img.Stride+4*x-4]))
		}
	}
	return []float32{float32(steps / float64(img.Rect.Dx()*img.Rect.Dy()) / 53)}
}
func (m judgeModel) EmbedImages(_ context.Context, in [][]float32) ([][]float32, error) {
	out := make([][]float32, len(in))
	for k, v := range in {
		sin, cos := math.Sincos(float64(v[0]) * math.Pi / 2)
		out[k] = []float32{float32(sin), float32(cos), 0}
	}
	return out, m.err
}
func (judgeModel) LogitScale() float64 { return 20 }
func (judgeModel) EmbedTexts(_ context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for k, t := range texts {
		switch {
		case strings.Contains(t, "good"):
			out[k] = []float32{1, 0, 0}
		case strings.Contains(t, "bad"):
			out[k] = []float32{0, 1, 0}
		default:
			out[k] = []float32{0, 0, 1}
		}
	}
	return out, nil
}
func (judgeModel) UnknownWords(text string) (unknown []string, total int) {
	for _, w := range prompts.Words(text) {
		if total++; !strings.Contains("a photo good bad grey", w) {
			unknown = append(unknown, w)
		}
	}
	return unknown, total
}

// hoard is a Cache in memory.
type hoard struct {
	mu     sync.Mutex
	embeds map[string][]float32
	values map[string][]float64
}

func newHoard() *hoard {
	return &hoard{embeds: map[string][]float32{}, values: map[string][]float64{}}
}

// known is what was read by any test: the bursts of a small world are those that
// a large one begins with, and under the race detector every picture counts.
var known = newHoard()

func (h *hoard) Embeddings(model string, ids []photo.ID) ([][]float32, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([][]float32, len(ids))
	for k, id := range ids {
		out[k] = h.embeds[model+id.String()]
	}
	return out, nil
}
func (h *hoard) PutEmbeddings(model string, ids []photo.ID, e [][]float32) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for k, id := range ids {
		h.embeds[model+id.String()] = e[k]
	}
	return nil
}
func (h *hoard) Measures(version string, ids []photo.ID) ([][]float64, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([][]float64, len(ids))
	for k, id := range ids {
		out[k] = h.values[version+id.String()]
	}
	return out, nil
}
func (h *hoard) PutMeasures(version string, ids []photo.ID, m [][]float64) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for k, id := range ids {
		h.values[version+id.String()] = m[k]
	}
	return nil
}

var asked = prompts.Set{ID: "test", Title: "Test", Prompts: []prompts.Prompt{
	{ID: "good", Title: "Good", Kind: prompts.Pair, Weight: 1, Positive: []string{"a good photo", "good"}, Negative: []string{"a bad photo"}},
	{ID: "wrong", Title: "Wrong", Kind: prompts.Positive, Weight: 0.5, Positive: []string{"bad"}},
	{ID: "grey", Title: "Grey", Kind: prompts.Positive, Weight: 0.5, Positive: []string{"grey"}},
	{ID: "odd", Title: "Odd", Kind: prompts.Positive, Weight: 1, Positive: []string{"zesty"}},
}}

// world makes bursts in which people like the crisper frame, most of the time.
func world(t testing.TB, bursts int) (dataset.Dataset, Sources, *painter) {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 6))
	dir := t.TempDir()
	d := dataset.Dataset{Name: "world", Kind: dataset.Folders, Absolute: true}
	for k := range bursts {
		s := dataset.Series{ID: fmt.Sprintf("burst %02d", k)}
		for i := range 2 + k%4 {
			crisp := 0.2 + 0.8*r.Float64()
			name := fmt.Sprintf("%02d-%d.jpg", k, i)
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, fmt.Appendf(nil, "%d %f", k, crisp), 0o644); err != nil {
				t.Fatal(err)
			}
			s.Photos = append(s.Photos, dataset.Photo{Name: name, Path: path, Opinion: crisp + 0.15*r.NormFloat64()})
		}
		for a := range s.Photos {
			for b := range a {
				x := s.Photos[b].Opinion - s.Photos[a].Opinion
				s.Pairs = append(s.Pairs, metric.Pair{A: b, B: a, Ratio: 1 / (1 + math.Exp(-6*x))})
			}
		}
		d.Series = append(d.Series, s)
	}
	p := &painter{}
	return d, Sources{
		Pictures: p, Image: judgeModel{}, Text: judgeModel{}, ModelID: "judge",
		Cache:   known,
		Prompts: func(string) (prompts.Set, error) { return asked, nil },
	}, p
}

var _ scoring.Cache = (*hoard)(nil)

// loudness is an Extra of two numbers: nothing, and how crisp a picture is.
type loudness struct{}

func (loudness) Key() string { return "loudness" }
func (loudness) Read(_ context.Context, img *image.RGBA) ([]float64, error) {
	return []float64{0, -float64(judgeModel{}.Input(img)[0])}, nil
}
