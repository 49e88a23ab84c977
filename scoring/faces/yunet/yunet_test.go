package yunet

import (
	"image"
	"math"
	"strings"
	"testing"

	"culler/scoring/faces"
	"culler/scoring/models"
	"culler/scoring/models/catalogue"
	"culler/scoring/models/modeltest"
	"culler/scoring/onnx"
)

var _ faces.Finder = (*Finder)(nil)

func load() (*onnx.Runtime, error) { return onnx.Load(onnx.Options{}) }

// finder is the catalogue's finder with another graph in its place.
func finder(t testing.TB, graph []byte, change func(*models.Spec)) (*Finder, error) {
	t.Helper()
	if _, err := load(); err != nil {
		t.Skip(err)
	}
	e, ok := catalogue.ByID("yunet-2023mar")
	if !ok {
		t.Fatal("the catalogue has no YuNet")
	}
	s := e.Model
	i := *s.Image
	i.SHA256 = ""
	s.Image = &i
	if change != nil {
		change(&s)
	}
	var text strings.Builder
	if err := s.Write(&text); err != nil {
		t.Fatal(err)
	}
	f, err := models.OpenFS(modeltest.Files{s.Image.File: graph, models.SpecName: []byte(text.String())}.FS(), "a test's model")
	if err != nil {
		t.Fatal(err)
	}
	y, err := New(t.Context(), load, f)
	if err == nil {
		t.Cleanup(func() { y.Close() })
		err = y.Open(t.Context())
	}
	return y, err
}

func TestYuNetsAnswersAreReadByHand(t *testing.T) {
	// 64 pixels a side at a stride of 16: four by four cells. In the third cell
	// of the second row there is a face of 40 x 48 whose middle is at (36, 30);
	// a doubtful one is in the first cell, one without objectness in the last.
	cells := 16
	cls, obj := make([]float32, cells), make([]float32, cells)
	box, marks := make([]float32, 4*cells), make([]float32, 10*cells)
	const at = 1*4 + 2
	cls[at], obj[at] = 0.9, 0.81
	copy(box[4*at:], []float32{0.25, 0.875, float32(math.Log(40. / 16)), float32(math.Log(48. / 16))})
	copy(marks[10*at:], []float32{-0.25, 0.5, 0.75, 0.5, 0.25, 1, 0, 1.5, 0.5, 1.5})
	cls[0], obj[0] = 0.6, 0.6
	cls[15], obj[15] = 1, 0.2
	found := decode(cls, obj, box, marks, 64, 16)
	if len(found) != 1 {
		t.Fatalf("%d faces", len(found))
	}
	r := found[0]
	near := func(a, b float64) bool { return math.Abs(a-b) < 1e-4 }
	if !near(r.score, math.Sqrt(0.9*0.81)) || !near(r.x, 16) || !near(r.y, 6) || !near(r.w, 40) || !near(r.h, 48) {
		t.Errorf("the face is %+v", r)
	}
	if !near(r.eyes[0][0], 28) || !near(r.eyes[0][1], 24) || !near(r.eyes[1][0], 44) || !near(r.eyes[1][1], 24) {
		t.Errorf("the eyes are at %v", r.eyes)
	}
	// In a picture that is one and a half times as wide and twice as high.
	f := r.face(1.5, 2, image.Pt(100, 200))
	if f.Box != image.Rect(100+24, 200+12, 100+84, 200+108) || f.Eyes != [2]image.Point{{142, 248}, {166, 248}} {
		t.Errorf("in the picture it is %+v", f)
	}
}

func TestOfBoxesOnOneFaceTheBestIsKept(t *testing.T) {
	kept := suppress([]rawFace{
		{score: 0.8, x: 10, y: 10, w: 40, h: 40},
		{score: 0.9, x: 14, y: 12, w: 40, h: 40},
		{score: 0.75, x: 100, y: 10, w: 40, h: 40},
		{score: 0.95, x: 34, y: 34, w: 40, h: 40}, // a neighbour that overlaps a little
	})
	if len(kept) != 3 || kept[0].score != 0.95 || kept[1].score != 0.9 || kept[2].score != 0.75 {
		t.Errorf("kept %+v", kept)
	}
}

func TestNumbersThatAreNoneAreNoFaces(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, c := range [][6]float32{{nan, 1, 0, 0, 0, 0}, {1, 1, nan, 0, 0, 0}, {1, 1, 0, 0, inf, 0}, {1, 1, 0, 0, 0, 99}, {1, 1, -inf, 0, 0, 0}, {-5, -5, 0, 0, 0, 0}} {
		if f := decode(c[:1], c[1:2], c[2:6], make([]float32, 10), 32, 32); len(f) > 0 {
			t.Errorf("%v gives %+v", c, f)
		}
	}
}

func TestASyntheticYuNetLooks(t *testing.T) {
	// Random weights see faces anywhere; what is proved is that whatever they
	// see lies in the picture, is in order and comes again.
	some := 0
	for seed := range uint64(2) {
		y, err := finder(t, modeltest.YuNet(seed), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, size := range []image.Point{{1024, 683}, {40, 90}, {3, 2}} {
			img := image.NewRGBA(image.Rectangle{Max: size})
			for i := range img.Pix {
				img.Pix[i] = uint8(i * i / 7)
			}
			found, err := y.Find(t.Context(), img)
			if err != nil {
				t.Fatal(err)
			}
			some += len(found)
			again, _ := y.Find(t.Context(), img)
			if len(again) != len(found) || len(found) > faces.Most {
				t.Errorf("%d faces, then %d", len(found), len(again))
			}
			for k, f := range found {
				if f.Box.Empty() || !f.Box.In(img.Rect) || f != again[k] || (k > 0 && f.Box.Dx()*f.Box.Dy() > found[k-1].Box.Dx()*found[k-1].Box.Dy()) {
					t.Errorf("face %d of %v: %+v, then %+v", k, size, f, again[k])
				}
			}
		}
	}
	if some == 0 {
		t.Error("no weights saw anything, so nothing was proved")
	}
}

func TestOtherGraphsAreNoFinders(t *testing.T) {
	for name, c := range map[string]struct {
		graph  []byte
		change func(*models.Spec)
		want   string
	}{
		"another's graph": {modeltest.NIMA(1), nil, `no output "cls_8", as YuNet has; it has dense_1`},
		"not ONNX":        {[]byte("<html>"), nil, "cannot be loaded"},
		"another size":    {modeltest.YuNet(1), func(s *models.Spec) { s.Image.Size = 320 }, "takes input float32 [1,3,640,640]"},
		"an odd size":     {modeltest.YuNet(1), func(s *models.Spec) { s.Image.Size = 500 }, "multiple of 32"},
		"colours last":    {modeltest.YuNet(1), func(s *models.Spec) { s.Image.Layout = models.NHWC }, "would be given input float32 [1,640,640,3]"},
		"another kind":    {modeltest.YuNet(1), func(s *models.Spec) { s.Kind = models.Quality }, "not a finder of faces"},
	} {
		if _, err := finder(t, c.graph, c.change); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: it says: %v\nwant: %s", name, err, c.want)
		}
	}
}
