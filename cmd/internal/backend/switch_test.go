package backend

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"culler/library"
	"culler/library/photo/phototest"
	"culler/library/setting"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/clip"
	"culler/scoring/models"
	"culler/scoring/models/modeltest"
	"culler/scoring/models/registry/registrytest"
	"culler/scoring/onnx"
)

func TestGoingBackToAModelIsInstant(t *testing.T) {
	data := t.TempDir()
	h := house(t, data, Options{})
	s, b := shoot(t, h)
	ctx := context.Background()
	score(t, h, s, b)
	first := said(b)
	const other = "clip-vit-b-32-openai-int8"
	if err := h.Models.Install(ctx, other, nil); err != nil {
		t.Fatal(err)
	}
	var told []string
	tell := func(doing string) { told = append(told, doing) }
	if err := h.Use(ctx, other, tell); err != nil || len(told) != 1 {
		t.Fatalf("told %q, %v", told, err)
	}
	// Until the new model has read all, what the earlier one said stays.
	if !slices.Equal(said(b), first) || b.Stale() {
		t.Error("the choice alone changed the ranking")
	}
	err := h.Score(ctx, s, b, func(p scoring.Progress) {
		if p.Done < p.Total && (!b.Stale() || !slices.Equal(said(b), first)) {
			t.Errorf("after %d of %d photos the earlier scores are gone", p.Done, p.Total)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	second := said(b)
	if slices.Equal(second, first) || b.Stale() {
		t.Error("the new model says what the old one said")
	}
	for range 2 {
		for _, back := range []struct {
			id   string
			said []float64
		}{{models.Embedded().Spec.ID, first}, {other, second}} {
			told = nil
			if err := h.Use(ctx, back.id, tell); err != nil {
				t.Fatal(err)
			}
			score(t, h, s, b)
			if loaded(h) || len(told) > 0 {
				t.Errorf("%s was loaded again", back.id)
			}
			if !slices.Equal(said(b), back.said) {
				t.Errorf("%s says something else than before", back.id)
			}
		}
	}
	if err := h.RemoveModel(other); err == nil || !strings.Contains(err.Error(), "is in use") {
		t.Errorf("the model in use is removed: %v", err)
	}
	// The choice is remembered, and so is what was found out about it.
	s.Close()
	h.Close()
	h = house(t, data, Options{})
	if h.ModelID() != other {
		t.Errorf("after a restart %s is in use", h.ModelID())
	}
	if trials, known := h.trials(h.current().folder); !known || len(trials) < 2 {
		t.Errorf("%d trials are remembered", len(trials))
	}
	if err := h.ForgetTrials(other); err != nil {
		t.Error(err)
	}
	if _, known := h.trials(h.current().folder); known {
		t.Error("trials that were to be forgotten are remembered")
	}
}

// After an update what the model of the earlier version said stays, marked, until
// the photos are read anew.
func TestTheModelOfAnEarlierVersionIsRemembered(t *testing.T) {
	data, ctx := t.TempDir(), context.Background()
	old, err := models.OpenFolder(phototest.Shared(t, "model"))
	if err != nil {
		t.Fatal(err)
	}
	h := house(t, data, Options{Model: phototest.Shared(t, "model")})
	s, b := shoot(t, h)
	folder := s.Folder()
	score(t, h, s, b)
	then := said(b)
	s.Close()
	h.Close()

	h = house(t, data, Options{})
	if o, err := clip.Describe(ctx, old); err != nil || o.Key() != predecessors[0].key || o.TextKey() != predecessors[0].textKey || o.LogitScale() != predecessors[0].scale {
		t.Errorf("the first model is known as %+v and is %s, %s, %v", predecessors[0], o.Key(), o.TextKey(), err)
	}
	open := func() (*library.Shoot, *board.Board) {
		t.Helper()
		s, err := h.OpenShoot(ctx, folder, false)
		if err == nil {
			t.Cleanup(func() { s.Close() })
			err = s.Read(ctx, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := h.Board(ctx, s.Len())
		if err != nil {
			t.Fatal(err)
		}
		return s, b
	}
	s, b = open()
	m, err := h.recall(ctx)
	if err == nil {
		err = h.recallEarlier(ctx, m, s, b)
	}
	if err != nil || !slices.Equal(said(b), then) {
		t.Fatalf("what the earlier model said is gone, %v", err)
	}
	if err := b.SetModel(ctx, m, ""); err != nil || !b.Stale() || !slices.Equal(said(b), then) {
		t.Errorf("before a photo is read anew the earlier scores are gone or not marked, %v", err)
	}
	s, b = open()
	if err := h.Score(ctx, s, b, nil); err != nil || b.Stale() {
		t.Fatalf("stale %v, %v", b.Stale(), err)
	}
	now := said(b)
	if slices.Equal(now, then) {
		t.Error("the new model says what the old one said")
	}
	s.Close()
	s, b = open()
	if err := h.Score(ctx, s, b, func(scoring.Progress) {
		if b.Stale() {
			t.Error("what was read anew is marked as the earlier model's")
		}
	}); err != nil || !slices.Equal(said(b), now) {
		t.Errorf("opened again the model says something else, %v", err)
	}
}

func TestAModelThatDoesNotWorkTakesNoPlace(t *testing.T) {
	h := house(t, t.TempDir(), Options{})
	s, b := shoot(t, h)
	score(t, h, s, b)
	before := said(b)
	registrytest.Write(t, filepath.Join(h.Models.Dir(), "same"), modeltest.CLIP{Same: true}.Xenova())
	ctx := context.Background()
	if err := h.Use(ctx, "same", nil); err == nil || !strings.Contains(err.Error(), "does not tell two different pictures apart") {
		t.Error(err)
	}
	if err := h.Use(ctx, "nowhere", nil); err == nil || !strings.Contains(err.Error(), "no model") {
		t.Error(err)
	}
	stopped, stop := context.WithCancel(ctx)
	registrytest.Write(t, filepath.Join(h.Models.Dir(), "good"), modeltest.CLIP{}.Xenova())
	if err := h.Use(stopped, "good", func(string) { stop() }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	score(t, h, s, b)
	if h.ModelID() != models.Embedded().Spec.ID || !slices.Equal(said(b), before) {
		t.Errorf("%s is in use", h.ModelID())
	}
	// One that is added is proved before it is on the shelf.
	from := t.TempDir()
	registrytest.Write(t, from, modeltest.CLIP{NaN: true}.Xenova())
	if _, err := h.Models.Add(ctx, from, nil); err == nil || !strings.Contains(err.Error(), "not finite") {
		t.Error(err)
	}
}

func TestAModelThatIsGoneIsSaid(t *testing.T) {
	h := house(t, t.TempDir(), Options{})
	if err := h.Store.SetSetting(setting.Model, "gone"); err != nil {
		t.Fatal(err)
	}
	h.take()
	s, b := shoot(t, h)
	if err := h.Score(context.Background(), s, b, nil); err != nil {
		t.Fatal(err)
	}
	if why := h.NoModel(); !strings.Contains(why, `no model "gone"`) || !strings.Contains(why, "choose one in the Models window") {
		t.Errorf("it says %q", why)
	}
	if scores := b.Ranking().Scores(); scores[0] == scores[1] {
		t.Error("the measures do not rank")
	}
	if err := h.Use(context.Background(), models.Embedded().Spec.ID, nil); err != nil {
		t.Fatal(err)
	}
	score(t, h, s, b)
}

func TestAProcessorThatDoesNotWorkIsReplacedAndSaid(t *testing.T) {
	h := house(t, t.TempDir(), Options{})
	all, chosen := h.Providers()
	if len(all) == 0 || all[0] != onnx.CPU || chosen != "" {
		t.Fatalf("%v, %q", all, chosen)
	}
	if slices.Contains(all, onnx.CUDA) {
		t.Skip("CUDA works here")
	}
	s, b := shoot(t, h)
	if err := h.SetProvider(onnx.CUDA); err != nil {
		t.Fatal(err)
	}
	score(t, h, s, b)
	if note := h.Note(); !strings.Contains(note, "cuda does not work here") || !strings.Contains(note, "the processor computes instead") {
		t.Errorf("it says %q", note)
	}
	if _, chosen := h.Providers(); chosen != onnx.CUDA {
		t.Errorf("%q is chosen", chosen)
	}
}

func TestOptionsAreChosenAmongTheTrials(t *testing.T) {
	cpu := clip.Options{Threads: 2, Lanes: 2, Batch: 1}
	gpu := clip.Options{Threads: 1, Lanes: 1, Batch: 8, Provider: onnx.CUDA}
	trials := []clip.Trial{{Options: clip.Options{Threads: 1, Lanes: 1, Batch: 1}, Speed: 10}, {Options: cpu, Speed: 19}, {Options: gpu, Speed: 200}}
	for _, c := range []struct {
		provider onnx.Provider
		want     clip.Options
	}{
		{"", gpu}, {onnx.CPU, cpu}, {onnx.CUDA, gpu}, {onnx.DirectML, clip.Options{Threads: 1, Lanes: 1, Provider: onnx.DirectML}},
	} {
		if got := chooseOptions(trials, c.provider); got != c.want {
			t.Errorf("%q: %+v, want %+v", c.provider, got, c.want)
		}
	}
	if got := chooseOptions(nil, ""); got != (clip.Options{}) {
		t.Errorf("without trials: %+v", got)
	}
}

// Whoever chooses what models compute with while another model is being tried
// gets both: the new model, computing with what was chosen last.
func TestAProcessorIsChosenWhileAModelIsSwitched(t *testing.T) {
	h := house(t, t.TempDir(), Options{})
	ctx := context.Background()
	registrytest.Write(t, filepath.Join(h.Models.Dir(), "good"), modeltest.CLIP{}.Xenova())
	err := h.Use(ctx, "good", func(string) {
		if err := h.SetProvider(onnx.CPU); err != nil {
			t.Error(err)
		}
	})
	if err != nil || h.ModelID() != "good" {
		t.Fatalf("%s is in use, %v", h.ModelID(), err)
	}
	if m, why, err := h.Model(ctx); err != nil || m == nil || m.Info().Options.Provider == onnx.CUDA {
		t.Errorf("%v %s %v", m, why, err)
	}
	// Any order of many at once ends with a model that was asked for.
	own := models.Embedded().Spec.ID
	var all sync.WaitGroup
	for k := range 6 {
		all.Go(func() {
			if k%2 == 0 {
				_ = h.SetProvider([]onnx.Provider{"", onnx.CPU}[k/2%2])
			} else {
				_ = h.Use(ctx, []string{"good", own}[k/2%2], nil)
			}
		})
	}
	all.Wait()
	s, b := shoot(t, h)
	score(t, h, s, b)
	if id := h.ModelID(); id != "good" && id != own {
		t.Errorf("%s is in use", id)
	}
}
