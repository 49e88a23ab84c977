package scoring

import (
	"context"
	"errors"
	"image"
	"image/color"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"culler/library/photo"
	"culler/scoring/measure"
)

// album paints a picture for every photo and remembers who was asked for.
type album struct {
	mu    sync.Mutex
	asked []string
	wait  func(ctx context.Context, name string) error
}

func (a *album) Picture(ctx context.Context, p *photo.Photo, size int) (*image.RGBA, error) {
	a.mu.Lock()
	a.asked = append(a.asked, p.Name)
	a.mu.Unlock()
	if a.wait != nil {
		if err := a.wait(ctx, p.Name); err != nil {
			return nil, err
		}
	}
	img := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		img.Pix[i] = byte(i * int(p.ID[0]+1))
	}
	img.Set(1, 1, color.White)
	return img, nil
}

func (a *album) names() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.asked)
}

// tower embeds a picture as its first pixel.
type tower struct {
	mu    sync.Mutex
	sizes []int
	err   error
}

func (*tower) Key() string                     { return "tower" }
func (*tower) Input(img *image.RGBA) []float32 { return []float32{float32(img.Pix[4])} }
func (m *tower) EmbedImages(_ context.Context, in [][]float32) ([][]float32, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sizes = append(m.sizes, len(in))
	return in, m.err
}

// memory is a Cache in memory.
type memory struct {
	mu         sync.Mutex
	embeddings map[photo.ID][]float32
	measures   map[string]map[photo.ID][]float64 // by version
	full       error
}

func newMemory() *memory {
	return &memory{embeddings: map[photo.ID][]float32{}, measures: map[string]map[photo.ID][]float64{}}
}

func (m *memory) Embeddings(_ string, ids []photo.ID) ([][]float32, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make([][]float32, len(ids))
	for k, id := range ids {
		out[k] = m.embeddings[id]
	}
	return out, nil
}

func (m *memory) PutEmbeddings(_ string, ids []photo.ID, e [][]float32) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k, id := range ids {
		rounded := make([]float32, len(e[k]))
		for n, v := range e[k] {
			rounded[n] = float32(int(v) / 2 * 2)
		}
		m.embeddings[id] = rounded
	}
	return m.full
}

func (m *memory) Measures(version string, ids []photo.ID) ([][]float64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make([][]float64, len(ids))
	for k, id := range ids {
		out[k] = m.measures[version][id]
	}
	return out, nil
}

func (m *memory) PutMeasures(version string, ids []photo.ID, v [][]float64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.measures[version] == nil {
		m.measures[version] = map[photo.ID][]float64{}
	}
	for k, id := range ids {
		m.measures[version][id] = v[k]
	}
	return m.full
}

func jobsOf(n int) []Job {
	jobs := make([]Job, n)
	for i := range jobs {
		jobs[i] = Job{Photo: i, Of: photo.Photo{
			ID: photo.ID{byte(i), byte(i >> 8), 1}, Name: string(rune('a' + i)), Files: []photo.File{{Path: "x"}}}}
	}
	return jobs
}

// collect runs the engine and returns the updates by photo.
func collect(t *testing.T, e *Engine, jobs []Job) (map[int]Update, Progress, error) {
	t.Helper()
	got := map[int]Update{}
	var last Progress
	err := e.Run(context.Background(), jobs, func(p Progress) {
		for _, u := range p.Updates {
			if _, twice := got[u.Photo]; twice {
				t.Errorf("photo %d was told twice", u.Photo)
			}
			got[u.Photo] = u
		}
		last = p
	})
	return got, last, err
}

func TestEveryPhotoIsReadOnceAndTheBadOneIsNamed(t *testing.T) {
	a := &album{wait: func(_ context.Context, name string) error {
		switch name {
		case "c":
			return errors.New("the file is cut short")
		case "d":
			panic("index out of range")
		}
		return nil
	}}
	e := &Engine{Pictures: a, Cache: newMemory(), Model: &tower{}, Workers: 3}
	got, last, err := collect(t, e, jobsOf(20))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 20 || last.Done != 20 || last.Total != 20 || last.Failed != 2 {
		t.Fatalf("%d updates, last progress %+v", len(got), last)
	}
	for i, u := range got {
		if i == 2 || i == 3 {
			if u.Err == nil || u.Embedding != nil || u.Measures != nil {
				t.Errorf("photo %d: %+v, want an error only", i, u)
			}
			continue
		}
		if u.Err != nil || len(u.Embedding) != 1 || len(u.Measures) == 0 {
			t.Errorf("photo %d: %+v", i, u)
		}
	}

	first := got
	a.asked = nil
	got, last, err = collect(t, e, jobsOf(20))
	for i, u := range got {
		if !slices.Equal(u.Embedding, first[i].Embedding) {
			t.Errorf("photo %d: embedding %v at first, %v from the cache", i, first[i].Embedding, u.Embedding)
		}
	}
	if err != nil || len(got) != 20 || last.Failed != 2 {
		t.Fatalf("second run: %d updates, %+v, %v", len(got), last, err)
	}
	slices.Sort(a.asked)
	if !slices.Equal(a.asked, []string{"c", "d"}) {
		t.Errorf("the second run read %v, want only the two that failed", a.asked)
	}
}

func TestWithoutAModelPhotosAreMeasured(t *testing.T) {
	c := newMemory()
	e := &Engine{Pictures: &album{}, Cache: c}
	got, _, err := collect(t, e, jobsOf(3))
	if err != nil || len(got) != 3 || got[1].Measures == nil || got[1].Embedding != nil {
		t.Fatalf("%v, %v", got, err)
	}
	// A model that comes later needs the pixels again, but not the measures.
	e.Model = &tower{}
	got, _, err = collect(t, e, jobsOf(3))
	if err != nil || got[1].Embedding == nil || got[1].Measures == nil {
		t.Fatalf("with a model: %v, %v", got, err)
	}
}

func TestVisiblePhotosComeFirst(t *testing.T) {
	started, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	a := &album{wait: func(context.Context, string) error {
		once.Do(func() { close(started); <-release })
		return nil
	}}
	e := &Engine{Pictures: a, Workers: 1}
	go func() {
		<-started
		e.Prefer([]int{9, 4, 77})
		e.Prefer([]int{7, 8})
		close(release)
	}()
	if _, _, err := collect(t, e, jobsOf(10)); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(a.names(), ""); got != "ahibcdefgj" {
		t.Errorf("read in the order %s, want the visible h and i right after a", got)
	}
}

func TestCancelStopsAtOnceAndKeepsWhatIsDone(t *testing.T) {
	a := &album{wait: func(ctx context.Context, name string) error {
		if name < "f" {
			return nil
		}
		<-ctx.Done()
		return ctx.Err()
	}}
	c := newMemory()
	e := &Engine{Pictures: a, Cache: c, Model: &tower{}, Workers: 2}
	ctx, cancel := context.WithCancel(context.Background())
	told := 0
	var cancelled time.Time
	err := e.Run(ctx, jobsOf(20), func(p Progress) {
		told += len(p.Updates)
		if told == 5 {
			cancelled = time.Now()
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("Run returned %v", err)
	}
	if d := time.Since(cancelled); d > 2*time.Second {
		t.Errorf("it took %v to stop", d)
	}
	if told != 5 || len(c.measures[measure.Version]) != 5 || len(c.embeddings) != 5 {
		t.Errorf("told %d, stored %d measures and %d embeddings; want the 5 finished", told, len(c.measures[measure.Version]), len(c.embeddings))
	}
}

func TestAFullDiskEndsTheRunWithItsReason(t *testing.T) {
	c := newMemory()
	c.full = errors.New("no space left on device")
	e := &Engine{Pictures: &album{}, Cache: c, Model: &tower{}}
	_, _, err := collect(t, e, jobsOf(5))
	if !errors.Is(err, c.full) {
		t.Errorf("Run returned %v", err)
	}
}

func TestAModelThatFailsEndsTheRunWithItsReason(t *testing.T) {
	m := &tower{err: errors.New("bad graph")}
	e := &Engine{Pictures: &album{}, Cache: newMemory(), Model: m}
	_, _, err := collect(t, e, jobsOf(50))
	if !errors.Is(err, m.err) {
		t.Errorf("Run returned %v", err)
	}
}

func TestBatchesAreBounded(t *testing.T) {
	m := &tower{}
	e := &Engine{Pictures: &album{}, Model: m, Batch: 4, Workers: 4}
	if _, _, err := collect(t, e, jobsOf(100)); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, n := range m.sizes {
		sum += n
		if n < 1 || n > 4 {
			t.Errorf("a batch of %d", n)
		}
	}
	if sum != 100 {
		t.Errorf("%d pictures embedded, want 100", sum)
	}
}

// red reads the red of the first pixel, but not of photographs it dislikes.
type red struct{ dislikes byte }

func (red) Key() string { return "red" }
func (r red) Read(_ context.Context, img *image.RGBA) ([]float64, error) {
	if img.Pix[4] == r.dislikes {
		return nil, errors.New("dislikes it")
	}
	return []float64{float64(img.Pix[4])}, nil
}

func TestExtrasReadTheSamePictureOnce(t *testing.T) {
	jobs, cache, pictures := jobsOf(9), newMemory(), &album{}
	first := &Engine{Pictures: pictures, Cache: cache}
	if err := first.Run(t.Context(), jobs, func(Progress) {}); err != nil {
		t.Fatal(err)
	}
	if n := len(pictures.names()); n != 9 {
		t.Fatalf("%d pictures were decoded for 9 photos", n)
	}
	disliked, _ := pictures.Picture(t.Context(), &jobs[4].Of, PictureSize)
	read := func(x Extra) (extras map[int][]float64, decoded int) {
		before := len(pictures.names())
		extras = map[int][]float64{}
		e := &Engine{Pictures: pictures, Cache: cache, Extras: []Extra{x}}
		err := e.Run(t.Context(), jobs, func(p Progress) {
			for _, u := range p.Updates {
				if u.Measures == nil || u.Err != nil {
					t.Errorf("photo %d lost its measures: %v", u.Photo, u.Err)
				}
				extras[u.Photo] = u.Extras[0]
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return extras, len(pictures.names()) - before
	}
	got, decoded := read(red{dislikes: disliked.Pix[4]})
	if decoded != 9 || len(got) != 9 {
		t.Errorf("a new extra read %d pictures and told %d photos, want 9 and 9", decoded, len(got))
	}
	for i, v := range got {
		if (v == nil) != (i == 4) {
			t.Errorf("photo %d: extra %v", i, v)
		}
	}
	again, decoded := read(red{})
	if decoded != 1 || again[4] == nil {
		t.Errorf("the second time %d pictures were decoded, want the one that failed; it said %v", decoded, again[4])
	}
}

func TestReadyIsAskedForOnlyIfAPhotoMustBeRead(t *testing.T) {
	asked, refuse := 0, errors.New("no model")
	e := &Engine{Pictures: &album{}, Cache: newMemory(), Model: &tower{}}
	e.Ready = func(context.Context) error { asked++; return refuse }
	if _, _, err := collect(t, e, jobsOf(3)); !errors.Is(err, refuse) || asked != 1 {
		t.Fatalf("asked %d times: %v", asked, err)
	}
	refuse = nil
	for range 2 {
		if got, _, err := collect(t, e, jobsOf(3)); err != nil || len(got) != 3 {
			t.Fatalf("%d updates, %v", len(got), err)
		}
	}
	if asked != 2 {
		t.Errorf("asked %d times, though everything was known the last time", asked)
	}
}

// While keys come one worker reads on, alone, and nothing is left out.
func TestWorkersLeaveRoomForTheKeyboard(t *testing.T) {
	var c Courtesy
	var mu sync.Mutex
	busy, most := 0, 0
	a := &album{wait: func(ctx context.Context, name string) error {
		c.Ask() // keys go on coming
		mu.Lock()
		busy++
		most = max(most, busy)
		mu.Unlock()
		time.Sleep(time.Millisecond)
		mu.Lock()
		busy--
		mu.Unlock()
		return nil
	}}
	c.Ask()
	e := &Engine{Pictures: a, Workers: 4, Courtesy: &c}
	if err := e.Run(t.Context(), jobsOf(20), func(Progress) {}); err != nil {
		t.Fatal(err)
	}
	if most != 1 || len(a.names()) != 20 {
		t.Errorf("%d workers read at once, %d of 20 photos", most, len(a.names()))
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	c.wait(ctx) // returns at once
}
