package jpegscale

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"
	_ "image/png"
	"os"
	"strings"
	"testing"
)

// TestCutOff proves that a file that ends early is shown as far as it goes.
func TestCutOff(t *testing.T) {
	for _, name := range []string{"ycc-420", "ycc-444", "grey", "restart-420", "apart-420", "progressive-422"} {
		data := read(t, name+".jpg")
		for _, scale := range []int{1, 2, 4, 8} {
			whole := decode(t, data, scale)
			img, warning, err := decodeBytes(context.Background(), data[:len(data)*3/4], Options{Scale: scale})
			if err != nil {
				t.Fatalf("%s at 1/%d: %v", name, scale, err)
			}
			if warning != warnShort {
				t.Errorf("%s at 1/%d: warning %q", name, scale, warning)
			}
			if strings.HasPrefix(name, "progressive") || name == "apart-420" {
				continue
			}
			rows := 8 / scale * img.Stride // the first row of blocks
			if !bytes.Equal(img.Pix[:rows], whole.Pix[:rows]) {
				t.Errorf("%s at 1/%d: the beginning differs", name, scale)
			}
			last := img.Pix[len(img.Pix)-4:]
			if last[0] != 128 || last[1] != 128 || last[2] != 128 {
				t.Errorf("%s at 1/%d: the missing part is %v", name, scale, last)
			}
		}
	}
}

// TestResynchronize proves that damage between two restart markers stays there.
func TestResynchronize(t *testing.T) {
	data := read(t, "restart-420.jpg")
	whole := decode(t, data, 1)
	at := bytes.LastIndex(data, []byte{0xff, 0xd0})
	if at < 0 {
		t.Fatal("no restart marker")
	}
	damaged := bytes.Clone(data)
	next := bytes.Index(damaged[at+2:], []byte{0xff, 0xd1})
	damaged = append(damaged[:at+4], damaged[at+2+next:]...) // all but two bytes are lost
	img, warning, err := decodeBytes(context.Background(), damaged, Options{})
	if err != nil || warning == "" {
		t.Fatalf("warning %q, error %v", warning, err)
	}
	last := len(whole.Pix) - 4*8
	if !bytes.Equal(img.Pix[last:], whole.Pix[last:]) {
		t.Error("what comes after the damage is lost")
	}
}

func TestRefused(t *testing.T) {
	small := read(t, "ycc-420.jpg")
	bomb := bytes.Clone(small)
	sof := bytes.Index(bomb, []byte{0xff, 0xc0})
	copy(bomb[sof+5:], []byte{0xea, 0x60, 0xea, 0x60}) // 60,000 by 60,000
	for name, c := range map[string]struct {
		data []byte
		o    Options
		want error
		say  string
	}{
		"arithmetic coding": {read(t, "arithmetic.jpg"), Options{}, ErrUnsupported, "arithmetic"},
		"nothing":           {nil, Options{}, ErrDamaged, "begin"},
		"only its head":     {small[:200], Options{}, ErrDamaged, "picture"},
		"more than it has":  {bomb, Options{}, ErrDamaged, "60000 by 60000"},
		"pixels":            {small, Options{MaxPixels: 1000}, ErrTooLarge, "53 by 43"},
		"memory":            {small, Options{MaxBytes: 4000}, ErrTooLarge, "takes"},
	} {
		_, _, err := decodeBytes(context.Background(), c.data, c.o)
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := decodeBytes(context.Background(), small, Options{Scale: 3}); err == nil {
		t.Error("1/3 was taken")
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, name := range []string{"ycc-420", "progressive-422", "apart-420"} {
		if _, _, err := decodeBytes(ctx, read(t, name+".jpg"), Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestReuse proves that memory is not asked for twice, however many blocks there
// are.
func TestReuse(t *testing.T) {
	var large bytes.Buffer
	if err := jpeg.Encode(&large, scene(480, 320), nil); err != nil {
		t.Fatal(err)
	}
	buf := make([]uint8, 4*480*320)
	for _, scale := range []int{1, 8} {
		allocs := testing.AllocsPerRun(5, func() {
			if _, _, err := decodeBytes(context.Background(), large.Bytes(), Options{Scale: scale, Buffer: buf}); err != nil {
				t.Fatal(err)
			}
		})
		if allocs > 20 {
			t.Errorf("at 1/%d: %.0f allocations", scale, allocs)
		}
	}
}

func benchmark(b *testing.B, progressive bool) {
	data := large(b, progressive)
	buf := make([]uint8, 4*6000*4000)
	for _, scale := range []int{1, 2, 4, 8} {
		b.Run("1of"+string(rune('0'+scale)), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := decodeBytes(context.Background(), data, Options{Scale: scale, Buffer: buf}); err != nil {
					b.Fatal(err)
				}
			}
			h, _ := ReadHeader(bytes.NewReader(data), int64(len(data)))
			b.ReportMetric(float64(b.N)*float64(h.Width)*float64(h.Height)/1e6/b.Elapsed().Seconds(), "MP/s")
		})
	}
}

// large is a JPEG of CULLER_BENCH_JPEG or CULLER_BENCH_PROGRESSIVE, which name
// files, or a 24-megapixel scene.
func large(b *testing.B, progressive bool) []byte {
	name := "CULLER_BENCH_JPEG"
	if progressive {
		name = "CULLER_BENCH_PROGRESSIVE"
	}
	if path := os.Getenv(name); path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		return data
	}
	if progressive {
		b.Skip("set " + name + " to a progressive JPEG")
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, scene(6000, 4000), &jpeg.Options{Quality: 92}); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

func BenchmarkBaseline(b *testing.B)    { benchmark(b, false) }
func BenchmarkProgressive(b *testing.B) { benchmark(b, true) }
func BenchmarkStandardLibrary(b *testing.B) {
	data := large(b, false)
	for b.Loop() {
		if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(24*float64(b.N)/b.Elapsed().Seconds(), "MP/s")
}
