package onnx

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"culler/assets/model"
	"culler/scoring/models/modeltest"
)

func load(t testing.TB) *Runtime {
	t.Helper()
	rt, err := Load(Options{})
	if err != nil {
		t.Skip(err)
	}
	return rt
}

func openGraph(t testing.TB, b []byte, o SessionOptions) *Session {
	t.Helper()
	s, err := load(t).Open(Graph{Name: "test.onnx", Bytes: b}, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestSessionDescribesItsGraph(t *testing.T) {
	s := openGraph(t, modeltest.CLIP{Joint: true, Mask: true, OpenContext: true, Dim: 32}.Both(), SessionOptions{Threads: 1})
	want := "input_ids int64 [?,?], attention_mask int64 [?,?], pixel_values float32 [?,3,224,224]"
	var got []string
	for _, in := range s.Inputs() {
		got = append(got, in.String())
	}
	if strings.Join(got, ", ") != want {
		t.Errorf("inputs: %s", strings.Join(got, ", "))
	}
	if names := Names(s.Outputs()); names != "text_embeds, image_embeds, logits_per_image, logits_per_text" {
		t.Errorf("outputs: %s", names)
	}
	if v := load(t).Version(); v < "1.24" {
		t.Errorf("version %q", v)
	}
	if p := load(t).Providers(); len(p) == 0 || p[0] != CPU {
		t.Errorf("providers: %v", p)
	}
}

func picture(n int, v float32) Value {
	x := Value{Shape: []int64{int64(n), 3, 224, 224}, Floats: make([]float32, n*3*224*224)}
	for i := range x.Floats {
		x.Floats[i] = v * float32(i%7)
	}
	return x
}

func TestSixteenBitsAgreeWithThirtyTwo(t *testing.T) {
	o := modeltest.CLIP{Dim: 64}
	full := openGraph(t, o.Visual(), SessionOptions{Threads: 1})
	o.Half = true
	half := openGraph(t, o.Visual(), SessionOptions{Threads: 1})
	a, err := full.Run(context.Background(), picture(2, 0.125))
	if err != nil {
		t.Fatal(err)
	}
	b, err := half.Run(context.Background(), picture(2, 0.125))
	if err != nil {
		t.Fatal(err)
	}
	for i := range a[0].Floats {
		if math.Abs(float64(a[0].Floats[i]-b[0].Floats[i])) > 1e-3 {
			t.Fatalf("number %d is %v and %v", i, a[0].Floats[i], b[0].Floats[i])
		}
	}
}

func TestWrongInputsAreErrors(t *testing.T) {
	s := openGraph(t, modeltest.CLIP{}.Visual(), SessionOptions{Threads: 1})
	ctx := context.Background()
	for name, in := range map[string][]Value{
		"none":           {},
		"two":            {picture(1, 1), picture(1, 1)},
		"too few":        {{Shape: []int64{1, 3, 224, 224}, Floats: make([]float32, 5)}},
		"no numbers":     {{Shape: []int64{0, 3, 224, 224}}},
		"negative":       {{Shape: []int64{-1, 3, 224, 224}, Floats: make([]float32, 5)}},
		"monstrous":      {{Shape: []int64{1 << 40, 1 << 40}, Floats: make([]float32, 5)}},
		"another shape":  {{Shape: []int64{1, 3, 10, 10}, Floats: make([]float32, 300)}},
		"another number": {{Shape: []int64{150528}, Floats: make([]float32, 150528)}},
	} {
		if _, err := s.Run(ctx, in...); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := s.Run(ctx, picture(1, 1)); err != nil {
		t.Errorf("a right one after them: %v", err)
	}
	s.Close()
	if _, err := s.Run(ctx, picture(1, 1)); err == nil || !strings.Contains(err.Error(), "was closed") {
		t.Errorf("after it was closed: %v", err)
	}
}

func TestProviderThatIsMissingFallsBackWithASentence(t *testing.T) {
	rt := load(t)
	missing := Provider("quantum")
	s, err := rt.Open(Graph{Name: "test.onnx", Bytes: modeltest.CLIP{}.Visual()}, SessionOptions{Threads: 1, Provider: missing})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if !strings.Contains(s.Note(), "quantum does not work here") || !strings.HasSuffix(s.Note(), ".") {
		t.Errorf("note: %q", s.Note())
	}
	if _, err := s.Run(context.Background(), picture(1, 1)); err != nil {
		t.Error(err)
	}
}

func TestManyRunAtOnce(t *testing.T) {
	s := openGraph(t, modeltest.CLIP{}.Visual(), SessionOptions{Threads: 2})
	want, err := s.Run(context.Background(), picture(1, 0.5))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for k := range 8 {
		wg.Go(func() {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			for i := range 20 {
				got, err := s.Run(ctx, picture(1+(i+k)%3, 0.5))
				if err != nil {
					t.Error(err)
					return
				}
				for j := range want[0].Floats {
					if math.Abs(float64(got[0].Floats[j]-want[0].Floats[j])) > 1e-5 {
						t.Errorf("number %d is %v, want %v", j, got[0].Floats[j], want[0].Floats[j])
						return
					}
				}
			}
		})
	}
	wg.Wait()
}

func TestCancelledRunsEndAndHarmNothing(t *testing.T) {
	b, err := model.Files.ReadFile("visual.onnx")
	if err != nil {
		t.Fatal(err)
	}
	s := openGraph(t, b, SessionOptions{Threads: 1})
	const n, edge = 2, 448
	in := Value{Shape: []int64{n, 3, edge, edge}, Floats: make([]float32, n*3*edge*edge)}
	done, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Run(done, in); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
	cut := 0
	for wait := time.Duration(0); wait < 40*time.Millisecond; wait += 2 * time.Millisecond {
		ctx, cancel := context.WithTimeout(context.Background(), wait)
		if _, err := s.Run(ctx, in); err != nil {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("cancelled after %v: %v", wait, err)
			}
			cut++
		}
		cancel()
	}
	if cut < 2 {
		t.Errorf("only %d of 20 runs were cut", cut)
	}
	if _, err := s.Run(context.Background(), in); err != nil {
		t.Errorf("the run after them: %v", err)
	}
}

func TestCloseWaitsForRuns(t *testing.T) {
	s := openGraph(t, modeltest.CLIP{}.Visual(), SessionOptions{Threads: 1})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				if _, err := s.Run(context.Background(), picture(2, 1)); err != nil {
					if !strings.Contains(err.Error(), "was closed") {
						t.Error(err)
					}
					return
				}
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	s.Close()
	wg.Wait()
	if err := s.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
}

func TestHalfNumbers(t *testing.T) {
	// Every half is told exactly and comes back, NaN as a NaN.
	for h := range 1 << 16 {
		f := fromHalf(uint16(h))
		exp, man := h>>10&31, h&0x3ff
		want := math.Ldexp(float64(man+1024), exp-25)
		switch {
		case exp == 0:
			want = math.Ldexp(float64(man), -24)
		case exp == 31 && man == 0:
			want = math.Inf(1)
		case exp == 31:
			if f == f || toHalf(f)&0x7c00 != 0x7c00 || toHalf(f)&0x3ff == 0 {
				t.Fatalf("%#04x: %v", h, f)
			}
			continue
		}
		if h&0x8000 != 0 {
			want = -want
		}
		if float64(f) != want || toHalf(f) != uint16(h) {
			t.Fatalf("%#04x is %v, want %v, and comes back as %#04x", h, f, want, toHalf(f))
		}
	}
	// Between two halves the nearer one is taken, the even one in the middle.
	for h := range 0x7bff {
		a, b := float64(fromHalf(uint16(h))), float64(fromHalf(uint16(h+1)))
		middle := float32((a + b) / 2)
		even := uint16(h + h&1)
		if toHalf(middle) != even || toHalf(math.Nextafter32(middle, 0)) != uint16(h) || toHalf(math.Nextafter32(middle, 1e9)) != uint16(h+1) {
			t.Fatalf("around %v: %#04x", middle, toHalf(middle))
		}
	}
	if toHalf(65519) != 0x7bff || toHalf(65520) != 0x7c00 || toHalf(-1e30) != 0xfc00 {
		t.Error("infinity begins elsewhere")
	}
}
