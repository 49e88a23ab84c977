package clip

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"culler/scoring/graph"
	"culler/scoring/models"
	"culler/scoring/models/modeltest"
)

func TestModelMayBeShared(t *testing.T) {
	m := embedded(t, Options{Threads: 2, Batch: 3})
	ctx := context.Background()
	pictures := [][]float32{m.Input(graph.Proof(true)), m.Input(graph.Proof(false))}
	wantPictures, err := m.EmbedImages(ctx, pictures)
	if err != nil {
		t.Fatal(err)
	}
	wantTexts, err := m.EmbedTexts(ctx, []string{"a good photo"})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 4 {
				in := m.Input(graph.Proof(true))
				if !slices.Equal(in, pictures[0]) {
					t.Error("another input for the same picture")
				}
				got, err := m.EmbedImages(ctx, [][]float32{in, pictures[1], pictures[1], in})
				if err != nil {
					t.Error(err)
					return
				}
				for i, want := range []int{0, 1, 1, 0} {
					if cosine(got[i], wantPictures[want]) < 0.999 {
						t.Errorf("picture %d: cosine %v", i, cosine(got[i], wantPictures[want]))
					}
				}
				text, err := m.EmbedTexts(ctx, []string{"a good photo"})
				if err != nil || cosine(text[0], wantTexts[0]) < 0.999 {
					t.Errorf("text: %v", err)
				}
				m.UnknownWords("a good dog")
			}
		})
	}
	wg.Wait()
}

func TestCancelledEmbeddingEndsWithTheReason(t *testing.T) {
	m := embedded(t, Options{Threads: 1})
	inputs := slices.Repeat([][]float32{m.Input(graph.Proof(true))}, 64)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if _, err := m.EmbedImages(ctx, inputs); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it ended with %v", err)
	}
	if _, err := m.EmbedTexts(ctx, []string{"a"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("texts ended with %v", err)
	}
	if _, err := Open(ctx, load(t), models.Embedded(), Options{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("opening ended with %v", err)
	}
	if got, err := m.EmbedImages(context.Background(), nil); err != nil || len(got) != 0 {
		t.Errorf("no pictures: %v, %v", got, err)
	}
	if _, err := m.EmbedImages(context.Background(), [][]float32{{1, 2, 3}}); err == nil {
		t.Error("three numbers were taken for a picture")
	}
}

func TestKeysNameWhatEmbeddingsDependOn(t *testing.T) {
	keys := func(change func(*models.Spec)) (pictures, texts string) {
		f := models.Embedded()
		image, text := *f.Spec.Image, *f.Spec.Text
		f.Spec.Image, f.Spec.Text = &image, &text
		change(&f.Spec)
		o, err := Describe(context.Background(), f)
		if err != nil {
			t.Fatal(err)
		}
		return o.Key(), o.TextKey()
	}
	pictures, texts := keys(func(*models.Spec) {})
	for name, c := range map[string]struct {
		change                func(*models.Spec)
		newPictures, newTexts bool
	}{
		"title":    {change: func(s *models.Spec) { s.Title = "Another" }},
		"scale":    {change: func(s *models.Spec) { s.LogitScale = 1 }},
		"no sums":  {change: func(s *models.Spec) { s.Image.SHA256, s.Text.SHA256 = "", "" }},
		"context":  {change: func(s *models.Spec) { s.Text.Context = 32 }, newTexts: true},
		"padding":  {change: func(s *models.Spec) { s.Text.Pad = -1 }, newTexts: true},
		"textual":  {change: func(s *models.Spec) { s.Text.SHA256 = s.Image.SHA256 }, newTexts: true},
		"visual":   {change: func(s *models.Spec) { s.Image.SHA256 = s.Text.SHA256 }, newPictures: true},
		"filter":   {change: func(s *models.Spec) { s.Image.Filter = models.Bicubic }, newPictures: true},
		"resize":   {change: func(s *models.Spec) { s.Image.Resize = models.Crop }, newPictures: true},
		"mean":     {change: func(s *models.Spec) { s.Image.Mean[1] += 0.001 }, newPictures: true},
		"identity": {change: func(s *models.Spec) { s.ID = "another" }, newPictures: true, newTexts: true},
	} {
		p, x := keys(c.change)
		if (p != pictures) != c.newPictures || (x != texts) != c.newTexts {
			t.Errorf("%s: the keys are %s and %s, and were %s and %s", name, p, x, pictures, texts)
		}
	}
}

func TestOneGraphAndTwoHaveTheirOwnTowers(t *testing.T) {
	m, err := open(t, modeltest.CLIP{Joint: true, Mask: true}.Xenova())
	if err != nil {
		t.Fatal(err)
	}
	if m.image != m.text {
		t.Error("one graph was opened twice")
	}
	if err := errors.Join(m.Close(), m.Close()); err != nil {
		t.Error(err)
	}
}

func TestInfoTellsPeople(t *testing.T) {
	i := embedded(t, Options{Threads: 1}).Info()
	if i.ID != "culler-quality-2" || i.Dim != 384 || i.Options.Batch != 8 || i.Options.Threads != 1 || i.Options.Lanes != 1 || i.Closed || i.Licence == "" || i.Folder == "" || i.Note != "" {
		t.Errorf("%+v", i)
	}
}

func TestOptionsShareTheThreads(t *testing.T) {
	for _, c := range []struct{ o, want Options }{
		{Options{Threads: 4}, Options{Threads: 4, Lanes: 4, Batch: 8}},
		{Options{Threads: 4, Lanes: 2, Batch: 1}, Options{Threads: 4, Lanes: 2, Batch: 1}},
		{Options{Threads: 2, Lanes: 9}, Options{Threads: 2, Lanes: 2, Batch: 8}},
	} {
		if got := c.o.filled(); got != c.want {
			t.Errorf("%+v became %+v, want %+v", c.o, got, c.want)
		}
	}
	if o := (Options{}).filled(); o.Threads < 1 || o.Lanes != o.Threads {
		t.Errorf("defaults: %+v", o)
	}
}

func TestCalibrationChoosesWhatIsWorthItsCost(t *testing.T) {
	trial := func(threads, batch int, speed float64) Trial {
		return Trial{Options{Threads: threads, Batch: batch}, speed}
	}
	for _, c := range []struct {
		trials []Trial
		want   Options
	}{
		{[]Trial{trial(1, 1, 100), trial(1, 8, 105), trial(2, 1, 110)}, Options{Threads: 1, Batch: 1}},
		{[]Trial{trial(1, 1, 15), trial(1, 8, 17), trial(2, 1, 26), trial(2, 8, 32)}, Options{Threads: 2, Batch: 8}},
		{[]Trial{trial(1, 1, 15), trial(2, 1, 26), trial(4, 1, 20)}, Options{Threads: 2, Batch: 1}},
	} {
		if got := Best(c.trials).Options; got != c.want {
			t.Errorf("%v: %+v, want %+v", c.trials, got, c.want)
		}
	}
	small, err := models.OpenFS(modeltest.CLIP{Size: 32}.Xenova().FS(), "a small model")
	if err != nil {
		t.Fatal(err)
	}
	options, trials, err := Calibrate(context.Background(), load(t), small)
	if err != nil {
		t.Fatal(err)
	}
	if options.Threads < 1 || options.Lanes < 1 || options.Batch < 1 || len(trials) < 2 {
		t.Errorf("%+v of %v", options, trials)
	}
	t.Logf("%+v of %v", options, trials)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Calibrate(ctx, load(t), small); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// What the machine keeps of a calibration must name the library too.
func TestMachineNamesTheLibrary(t *testing.T) {
	rt := load(t)
	if m := Machine(rt); len(m) <= len(rt.Version()) || m[len(m)-len(rt.Version()):] != rt.Version() {
		t.Errorf("%q", m)
	}
}

// The graph of texts sleeps when nobody needs it, wakes as it was, and is not
// opened for pictures, nor that of pictures for texts.
func TestGraphsAreOpenWhenTheyAreNeeded(t *testing.T) {
	ctx := context.Background()
	f, err := models.OpenFS(modeltest.CLIP{OpenContext: true}.Xenova().FS(), "a test's model")
	if err != nil {
		t.Fatal(err)
	}
	m, err := New(ctx, load(t), f, Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	open := func() [2]bool { return [2]bool{m.image.tower != nil, m.text.tower != nil} }
	if open() != [2]bool{} {
		t.Error("a graph is open that nobody needed")
	}
	first, err := m.EmbedTexts(ctx, []string{"a good photo"})
	if err != nil || open() != [2]bool{false, true} {
		t.Fatalf("after a text %v are open, %v", open(), err)
	}
	fill := m.text.tower.fill
	m.text.sleep()
	if open() != [2]bool{} {
		t.Error("the graph of texts does not sleep")
	}
	if _, err := m.EmbedImages(ctx, [][]float32{m.Input(graph.Proof(true))}); err != nil || open() != [2]bool{true, false} {
		t.Fatalf("after a picture %v are open, %v", open(), err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				again, err := m.EmbedTexts(ctx, []string{"a good photo"})
				if err != nil || !slices.Equal(again[0], first[0]) {
					t.Errorf("after its sleep the model says something else, %v", err)
				}
				m.text.sleep()
			}
		})
	}
	wg.Wait()
	if err := m.NeedTexts(ctx); err != nil || m.text.tower.fill != fill {
		t.Errorf("texts are filled up to %d, and were to %d; %v", m.text.tower.fill, fill, err)
	}
	if err := errors.Join(m.Close(), m.Close()); err != nil {
		t.Error(err)
	}
	if _, err := m.EmbedTexts(ctx, []string{"a"}); err == nil {
		t.Error("it was closed and reads on")
	}
}
