package backend

import (
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	xdraw "golang.org/x/image/draw"

	"culler/library"
	"culler/library/setting"
	"culler/scoring/board"
	"culler/scoring/faces"
	"culler/scoring/models"
	"culler/scoring/models/catalogue"
	"culler/scoring/models/modeltest"
	"culler/scoring/quality"
	"culler/scoring/rank"
)

// put writes a synthetic model of the catalogue's signature into the folder of
// installed models, with files of its own where there are some.
func put(t testing.TB, data, id string, own modeltest.Files) {
	t.Helper()
	e, ok := catalogue.ByID(id)
	if !ok {
		t.Fatalf("the catalogue has no %s", id)
	}
	files, ok := modeltest.Of(id, 5)
	if !ok {
		t.Fatalf("no files of %s", id)
	}
	dir := filepath.Join(data, "models", id)
	sums := map[string]string{}
	for path, b := range own {
		files[path] = b
	}
	for path, b := range files {
		sums[path] = fmt.Sprintf("%x", sha256.Sum256(b))
	}
	var spec strings.Builder
	if err := e.Model.Sealed(sums).Write(&spec); err != nil {
		t.Fatal(err)
	}
	files[models.SpecName] = []byte(spec.String())
	for path, b := range files {
		path = filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// portraits is a shoot of four photos, of which two show a face.
func portraits(t testing.TB) string {
	t.Helper()
	f, err := os.Open("../../../scoring/faces/testdata/face.jpg")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	face, err := jpeg.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for k, name := range []string{"face-a.jpg", "face-b.jpg", "plain.jpg", "stripes.jpg"} {
		img := image.NewRGBA(image.Rect(0, 0, 900, 600))
		draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
		switch k {
		case 0, 1:
			xdraw.ApproxBiLinear.Scale(img, image.Rect(200+90*k, 60, 520+90*k, 460), face, face.Bounds(), draw.Src, nil)
		case 3:
			for y := 0; y < 600; y += 40 {
				draw.Draw(img, image.Rect(0, y, 900, y+20), image.Black, image.Point{}, draw.Src)
			}
		}
		w, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := jpeg.Encode(w, img, &jpeg.Options{Quality: 92}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// scored opens a shoot and scores it.
func scored(t testing.TB, h *House, folder string) (*library.Shoot, *board.Board) {
	t.Helper()
	shoot, err := h.OpenShoot(t.Context(), folder, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shoot.Close() })
	if err := shoot.Read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	board, err := h.Board(t.Context(), shoot.Len())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Score(t.Context(), shoot, board, nil); err != nil {
		t.Fatal(err)
	}
	if why := h.NoModel(); why != "" {
		t.Fatal(why)
	}
	return shoot, board
}

func rowOf(b *board.Board, id string) (rank.Ranked, bool) {
	rows := b.Ranking().Rows()
	k := slices.IndexFunc(rows, func(r rank.Ranked) bool { return r.ID == id })
	if k < 0 {
		return rank.Ranked{}, false
	}
	return rows[k], true
}

func known(values []float64) (n int) {
	for _, v := range values {
		if !math.IsNaN(v) {
			n++
		}
	}
	return n
}

func TestFacesHaveTheirRowAndCloseUps(t *testing.T) {
	h := house(t, t.TempDir(), Options{})
	shoot, board := scored(t, h, portraits(t))
	r, ok := rowOf(board, faces.LargestRow)
	if !ok || !r.TakesPart || r.Kind != rank.Measure || known(r.Values) != 2 {
		t.Fatalf("the row is %+v", r)
	}
	for i := range shoot.Len() {
		p := shoot.Photo(i)
		all := faces.On(board, i)
		shown, err := h.CloseUps(t.Context(), &p, all, 192)
		if err != nil {
			t.Fatal(err)
		}
		if math.IsNaN(r.Values[i]) {
			if len(shown) != 0 {
				t.Errorf("%s: %d close-ups", p.Name, len(shown))
			}
			continue
		}
		if len(shown) != 1 || shown[0].Sharpness != r.Values[i] || shown[0].Eyes != faces.Open {
			t.Errorf("%s: %+v", p.Name, all)
		}
	}
}

// crowds is a shoot of three photos: of one large face, of two and a tiny one, and
// of a tiny one alone.
func crowds(t testing.TB) string {
	t.Helper()
	f, err := os.Open("../../../scoring/faces/testdata/face.jpg")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	face, err := jpeg.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, widths := range map[string][]int{"a-one.jpg": {320}, "b-three.jpg": {200, 160, 24}, "c-tiny.jpg": {24}} {
		img := image.NewRGBA(image.Rect(0, 0, 1024, 683))
		draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
		for k, w := range widths {
			at := image.Pt(100+300*k, 150)
			xdraw.ApproxBiLinear.Scale(img, image.Rectangle{Min: at, Max: at.Add(image.Pt(w, w*5/4))}, face, face.Bounds(), draw.Src, nil)
		}
		w, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := jpeg.Encode(w, img, &jpeg.Options{Quality: 95}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestSmallFacesAreSearchedForWhereThereAreSeveral(t *testing.T) {
	for _, c := range []struct {
		search faces.Search
		want   []int // faces, by photo
	}{{faces.Closer, []int{1, 3, 0}}, {faces.Everywhere, []int{1, 3, 1}}, {faces.Nowhere, []int{0, 0, 0}}} {
		h := house(t, t.TempDir(), Options{})
		if err := h.Store.SetSetting(setting.Faces, c.search); err != nil {
			t.Fatal(err)
		}
		shoot, board := scored(t, h, crowds(t))
		count := func() (n []int) {
			for i := range shoot.Len() {
				n = append(n, len(faces.On(board, i)))
			}
			return n
		}
		if got := count(); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v faces are found, want %v", c.search, got, c.want)
		}
		if _, there := rowOf(board, faces.LargestRow); there == (c.search == faces.Nowhere) {
			t.Errorf("%q: faces have a row: %v", c.search, there)
		}
		// Somebody asks for the last photo; where faces are off, in vain.
		if err := h.SearchFaces(t.Context(), shoot, board, []int{2}, nil); err != nil {
			t.Fatal(err)
		}
		want := slices.Clone(c.want)
		if c.search != faces.Nowhere {
			want[2] = 1
		}
		if got := count(); !slices.Equal(got, want) {
			t.Errorf("%q, asked for: %v faces are found, want %v", c.search, got, want)
		}
	}
}

func TestInstalledModelsJudgeBesideTheOneThatReads(t *testing.T) {
	data, folder := t.TempDir(), portraits(t)
	const reads = "clip-vit-b-32-openai-int8"
	put(t, data, reads, nil)
	put(t, data, "nima-mobilenet-aesthetic", nil)
	put(t, data, "laion-aesthetic-b32", nil)
	put(t, data, "laion-aesthetic-l14", nil)
	put(t, data, "yunet-2023mar", nil)
	h := house(t, data, Options{Model: reads})
	tried(t, h, reads)
	_, board := scored(t, h, folder)
	for _, id := range []string{"nima-mobilenet-aesthetic", "laion-aesthetic-b32"} {
		r, ok := rowOf(board, quality.RowID(id))
		if !ok || !r.TakesPart || r.Kind != rank.Model || known(r.Values) != 4 || r.Values[0] == r.Values[3] {
			t.Errorf("%s: %+v", id, r)
		}
	}
	if r, ok := rowOf(board, quality.RowID("laion-aesthetic-l14")); ok {
		t.Errorf("a head of another model has the row %+v", r)
	}
	if _, ok := rowOf(board, faces.LargestRow); !ok {
		t.Error("YuNet has no row")
	}
	// The explanation tells what they add.
	k := board.Ranking()
	sum, told := 0.0, 0
	for _, c := range k.Contributions(0) {
		sum += c.Share
		if k.Rows()[c.Row].Kind == rank.Model && c.Share != 0 {
			told++
		}
	}
	if math.Abs(sum-k.Scores()[0]) > 1e-9 || told == 0 {
		t.Errorf("contributions of %v add up to a score of %v; %d are of models", sum, k.Scores()[0], told)
	}
	// The benchmark gets each of them as a method.
	methods := map[string]string{}
	for _, q := range h.Quality(t.Context()) {
		methods[q.ID] = q.Problem
		if (q.Extra == nil) == (q.Head == nil) && q.Problem == "" {
			t.Errorf("%s judges by %v and %v", q.ID, q.Extra, q.Head != nil)
		}
	}
	for _, id := range []string{"nima-mobilenet-aesthetic", "laion-aesthetic-b32", "face-sharpness"} {
		if problem, there := methods[id]; !there || problem != "" {
			t.Errorf("the benchmark's %s: %t, %q", id, there, problem)
		}
	}
	if !strings.Contains(methods["laion-aesthetic-b16"], "cull models install laion-aesthetic-b16") {
		t.Errorf("the benchmark's head that is not installed: %q", methods["laion-aesthetic-b16"])
	}
	if !strings.Contains(methods["laion-aesthetic-l14"], "another model") {
		t.Errorf("the benchmark's head of another model: %q", methods["laion-aesthetic-l14"])
	}
	// Read again, the shoot is judged from memory: the graphs are not looked at.
	for id, file := range map[string]string{"nima-mobilenet-aesthetic": "nima_mobilenet_aesthetic.onnx", "yunet-2023mar": "face_detection_yunet_2023mar.onnx"} {
		if err := os.WriteFile(filepath.Join(data, "models", id, file), []byte("no graph"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.judges.dismiss(nil); err != nil {
		t.Fatal(err)
	}
	_, again := scored(t, h, folder)
	if !slices.Equal(again.Ranking().Scores(), k.Scores()) {
		t.Errorf("scores of %v, then of %v", k.Scores(), again.Ranking().Scores())
	}
}

func TestAModelThatCannotBeUsedSaysWhyAndTheOthersGoOn(t *testing.T) {
	data := t.TempDir()
	put(t, data, "nima-mobilenet-aesthetic", modeltest.Files{"nima_mobilenet_aesthetic.onnx": modeltest.Quality{Size: 96, NHWC: true, Marks: 10}.Graph()})
	put(t, data, "yunet-2023mar", nil)
	h := house(t, data, Options{})
	_, board := scored(t, h, portraits(t))
	r, ok := rowOf(board, quality.RowID("nima-mobilenet-aesthetic"))
	if !ok || r.TakesPart || !strings.Contains(r.LeftOut, "takes picture float32 [?,96,96,3]") {
		t.Errorf("the row is %+v", r)
	}
	if r, ok := rowOf(board, faces.LargestRow); !ok || r.LeftOut != "" {
		t.Errorf("the row of faces is %+v", r)
	}
	if known(board.Ranking().Scores()) != 4 {
		t.Error("not all photos have a score")
	}
	for _, q := range h.Quality(t.Context()) {
		if q.ID == "nima-mobilenet-aesthetic" && !strings.Contains(q.Problem, "cannot be used") {
			t.Errorf("the benchmark hears %q", q.Problem)
		}
	}
}

func TestUnfitModelsAreNotInstalled(t *testing.T) {
	h := house(t, t.TempDir(), Options{})
	for id, wrong := range map[string]modeltest.Files{
		"nima-mobilenet-aesthetic": {"nima_mobilenet_aesthetic.onnx": modeltest.YuNet(1)},
		"yunet-2023mar":            {"face_detection_yunet_2023mar.onnx": modeltest.NIMA(1)},
		"laion-aesthetic-b32":      {"sa_0_4_vit_b_32_linear.pth": modeltest.Head(1, 768)},
	} {
		outside := t.TempDir()
		put(t, outside, id, wrong)
		folder, err := models.OpenFolder(filepath.Join(outside, "models", id))
		if err != nil {
			t.Fatal(err)
		}
		if err := h.prove(context.Background(), folder); err == nil || !strings.Contains(err.Error(), "cannot be used") {
			t.Errorf("%s: %v", id, err)
		}
		put(t, outside, id, nil)
		if folder, err = models.OpenFolder(filepath.Join(outside, "models", id)); err != nil {
			t.Fatal(err)
		}
		if err := h.prove(context.Background(), folder); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}
