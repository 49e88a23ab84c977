package nets

import (
	"encoding/json"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"math"
	"os"
	"testing"

	"culler/library/photo/phototest"
	"culler/scoring/onnx"
)

func open(t testing.TB) *Nets {
	t.Helper()
	n := New(func() (*onnx.Runtime, error) { return onnx.Load(onnx.Options{}) })
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

func picture(t testing.TB, name string) *image.RGBA {
	t.Helper()
	f, err := os.Open(phototest.Shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	j, err := jpeg.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewRGBA(j.Bounds())
	draw.Draw(img, img.Rect, j, image.Point{}, draw.Src)
	return img
}

// waves is the made input of the golden values.
func waves(n, channels, h, w int, fx, fy, base, height float64) []float32 {
	var v []float32
	for k := range n {
		for c := range channels {
			for y := range h {
				for x := range w {
					v = append(v, float32(base+height*math.Sin(fx*float64(x)+fy*float64(y)+float64(c)+float64(k))))
				}
			}
		}
	}
	return v
}

type expected struct {
	LogitFirst []float64 `json:"logit_first"`
	LogitSum   float64   `json:"logit_sum"`
	Raw        map[int][]float64
	Points     map[int][]float64
	PointsSum  float64 `json:"points_sum"`
	Flag       float64
	// Of pictures.
	Probability []float64
}

func golden(t *testing.T) (g struct {
	Detect, Mesh, Eyes map[string]expected
	Smile              struct{ Probability []float64 }
	Search             map[string]json.RawMessage
}) {
	t.Helper()
	data, err := os.ReadFile(phototest.Shared(t, "faces/golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

func near(t *testing.T, what string, got, want, most float64) {
	t.Helper()
	if !(math.Abs(got-want) <= most) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// exact is the largest difference of a number from the sources' interpreter.
const exact = 1e-3

func TestTheNetworksAnswerAsTheirSourcesDo(t *testing.T) {
	g, n := golden(t), open(t)
	for name, shape := range map[string][2]int{"synthetic": {192, 192}, "synthetic_64x96": {64, 96}} {
		want, cells := g.Detect[name], shape[0]*shape[1]/cell/cell
		out, err := n.run(t.Context(), &n.detect, waves(1, 3, shape[0], shape[1], 0.05, 0.11, 0, 1), []int64{1, 3, int64(shape[0]), int64(shape[1])}, numbers*cells, cells)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, v := range out[1].Floats {
			sum += float64(v)
		}
		near(t, name, sum, want.LogitSum, 0.1)
		for k, v := range want.LogitFirst {
			near(t, fmt.Sprint(name, " logit ", k), float64(out[1].Floats[k]), v, exact)
		}
		for a, row := range want.Raw {
			for k, v := range row {
				near(t, fmt.Sprint(name, " raw ", a, k), float64(out[0].Floats[numbers*a+k]), v, exact)
			}
		}
	}
	want := g.Mesh["synthetic"]
	out, err := n.run(t.Context(), &n.mesh, waves(1, 3, meshSize, meshSize, 0.05, 0.11, 0.5, 0.5), []int64{1, 3, meshSize, meshSize}, 3*meshPoints, 1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "flag", float64(out[1].Floats[0]), want.Flag, exact)
	for p, row := range want.Points {
		for k, v := range row {
			near(t, fmt.Sprint("point ", p, k), float64(out[0].Floats[3*p+k]), v, exact)
		}
	}
}

// The same without the shared material.
func TestEyesAndSmilesAnswerToMadePictures(t *testing.T) {
	n := open(t)
	out, err := n.run(t.Context(), &n.eyes, waves(2, 3, eyeSize, eyeSize, 0.2, 0.3, 0.5, 0.5), []int64{2, 3, eyeSize, eyeSize}, 1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "first eye", float64(out[0].Floats[0]), 0.017853, exact)
	near(t, "second eye", float64(out[0].Floats[1]), 0.024917, exact)
	var crops []float32
	for _, f := range []func(x, y int) float64{
		func(x, y int) float64 { return float64(x) / 47 },
		func(x, y int) float64 { return 0.5 + 0.5*math.Sin(float64(x)/5)*math.Cos(float64(y)/7) },
		func(x, y int) float64 { return float64((x/6 + y/6) % 2) },
	} {
		for y := range smileSize {
			for x := range smileSize {
				crops = append(crops, float32(f(x, y)))
			}
		}
	}
	out, err = n.run(t.Context(), &n.smile, crops, []int64{3, 1, smileSize, smileSize}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []float64{0.22446, 0.51169, 0.50578} {
		near(t, fmt.Sprint("smile ", k), float64(out[0].Floats[k]), want, exact)
	}
}

type goldenFace struct {
	Score, Presence, Yaw, Pitch, Roll, Lens float64
	Box                                     [4]float64
	Eyes                                    [2][2]float64
	EyeWidth                                float64 `json:"eye_width"`
	Open                                    [2]float64
	LidGap                                  float64 `json:"lid_gap"`
}

func TestTheFullSearchFindsWhatTheReferenceFinds(t *testing.T) {
	g, n := golden(t), open(t)
	for name, raw := range g.Search {
		var want []goldenFace
		if err := json.Unmarshal(raw, &want); err != nil {
			continue // its description
		}
		img := picture(t, name)
		found, err := n.Search(t.Context(), img, Full)
		if err != nil {
			t.Fatal(err)
		}
		kept := 0
		for _, c := range found {
			m, err := n.Mesh(t.Context(), img, c)
			if err != nil {
				t.Fatal(err)
			}
			if m.Presence < 0.95 {
				continue
			}
			kept++
			compare(t, n, name, img, c, m, want)
		}
		if kept != len(want) {
			t.Errorf("%s: %d faces, want %d", name, kept, len(want))
		}
	}
}

// compare finds the expected face that a found one is.
func compare(t *testing.T, n *Nets, name string, img *image.RGBA, c Candidate, m *Mesh, all []goldenFace) {
	box := [4]float64{c.Middle.X - c.Width/2, c.Middle.Y - c.Height/2, c.Middle.X + c.Width/2, c.Middle.Y + c.Height/2}
	for _, w := range all {
		off := 0.0
		for k := range box {
			off = max(off, math.Abs(box[k]-w.Box[k]))
		}
		if off > 2 {
			continue
		}
		what := fmt.Sprint(name, " ", w.Box, " ")
		near(t, what+"score", c.Score, w.Score, 0.08)
		for k, e := range w.Eyes {
			near(t, what+"eye", math.Hypot(m.Eye(k).X-e[0], m.Eye(k).Y-e[1]), 0, 0.06*(w.Box[2]-w.Box[0]))
		}
		open, err := n.Eyes(t.Context(), img, m)
		if err != nil {
			t.Fatal(err)
		}
		near(t, what+"open", (open[0]+open[1])/2, (w.Open[0]+w.Open[1])/2, 0.15)
		near(t, what+"lid gap", m.LidGap(), w.LidGap, 0.006)
		near(t, what+"width of eyes", m.EyeWidth(), w.EyeWidth, 1.5)
		near(t, what+"lens", m.Lens(img), w.Lens, 0.1)
		yaw, pitch, roll := m.Pose()
		near(t, what+"yaw", yaw, w.Yaw, 5)
		near(t, what+"pitch", pitch, w.Pitch, 5)
		near(t, what+"roll", roll, w.Roll, 5)
		return
	}
	t.Errorf("%s: the face at %.1f is not expected within 2 pixels", name, box)
}

func BenchmarkSearch(b *testing.B) {
	n := open(b)
	img := picture(b, "faces/groups/sizes.jpg")
	for name, levels := range map[string]Levels{"quick": Quick, "full": Full} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := n.Search(b.Context(), img, levels); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkLevel(b *testing.B) {
	img := image.NewRGBA(image.Rect(0, 0, 1024, 683))
	for _, e := range []int{96, 256, 384, 1024} {
		b.Run(fmt.Sprint(e), func(b *testing.B) {
			for b.Loop() {
				level(img, halvedTo(img, e), e)
			}
		})
	}
}

func BenchmarkMesh(b *testing.B) {
	n := open(b)
	img := picture(b, "faces/groups/sizes.jpg")
	found, err := n.Search(b.Context(), img, Quick)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := n.Mesh(b.Context(), img, found[0]); err != nil {
			b.Fatal(err)
		}
	}
}

// A network that nobody uses is closed, and opened again when it is needed; one
// that was closed for ever is not.
func TestANetworkSleepsAndWakes(t *testing.T) {
	n := New(func() (*onnx.Runtime, error) { return onnx.Load(onnx.Options{}) })
	for range 3 {
		if err := n.Open(t.Context()); err != nil {
			t.Fatal(err)
		}
		s, done, err := n.detect.use(n.load)
		if err != nil || s == nil {
			t.Fatal(err)
		}
		n.detect.sleep() // it is in use
		if n.detect.session == nil {
			t.Fatal("a network in use was closed")
		}
		done()
		n.detect.sleep()
		if n.detect.session != nil {
			t.Fatal("a network that nobody uses stays open")
		}
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := n.detect.use(n.load); err == nil {
		t.Error("it was opened after Close")
	}
}
