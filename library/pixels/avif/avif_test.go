package avif

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The picture is red at the top and blue at the bottom, with a green square.
func TestAPictureIsShown(t *testing.T) {
	shown := false
	err := Decode(t.Context(), read(t, "plain.avif"), 48*32, 1<<30, func(m *image.RGBA) {
		shown = true
		top, bottom, square := m.RGBAAt(40, 1), m.RGBAAt(40, 30), m.RGBAAt(4, 4)
		if m.Rect.Size() != image.Pt(48, 32) || top.R < 200 || top.B > 60 || bottom.B < 200 || bottom.R > 60 || square.G < 200 || square.A != 255 {
			t.Errorf("%v: %v, %v, %v", m.Rect, top, bottom, square)
		}
	})
	if err != nil || !shown {
		t.Error(err)
	}
}

func TestWhatCannotBeDecodedIsRefused(t *testing.T) {
	file := read(t, "plain.avif")
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for name, c := range map[string]struct {
		ctx    context.Context
		file   []byte
		pixels int64
		limit  int64
		want   error
	}{
		"cut off":           {t.Context(), file[:len(file)/2], 48 * 32, 1 << 30, ErrDamaged},
		"nothing":           {t.Context(), nil, 48 * 32, 1 << 30, ErrDamaged},
		"no picture":        {t.Context(), make([]byte, 1000), 48 * 32, 1 << 30, ErrDamaged},
		"larger than said":  {t.Context(), file, 48*32 - 1, 1 << 30, ErrDamaged},
		"too little memory": {t.Context(), file, 48 * 32, 600 << 10, ErrDamaged},
		"cancelled":         {cancelled, file, 48 * 32, 1 << 30, context.Canceled},
	} {
		err := Decode(c.ctx, c.file, c.pixels, c.limit, func(*image.RGBA) { t.Errorf("%s: a picture is shown", name) })
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever is wrong with a file, its decoding ends, at the latest with its context.
func FuzzDecode(f *testing.F) {
	f.Add(read(f, "plain.avif"))
	f.Fuzz(func(t *testing.T, b []byte) {
		ctx, stop := context.WithTimeout(t.Context(), 2*time.Second)
		defer stop()
		_ = Decode(ctx, b, 1<<16, 256<<20, func(m *image.RGBA) {
			if int64(m.Rect.Dx())*int64(m.Rect.Dy()) > 1<<16 || len(m.Pix) != 4*m.Rect.Dx()*m.Rect.Dy() {
				t.Errorf("shown is %v", m.Rect)
			}
		})
	})
}
