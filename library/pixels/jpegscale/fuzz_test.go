package jpegscale

import (
	"bytes"
	"context"
	"image"
	"os"
	"path/filepath"
	"testing"

	"culler/library/photo/phototest"
	"culler/library/pixels/detail"
)

// FuzzDecode proves that no bytes make the decoder panic, hang, or ask for more
// memory than it may, and that more readers, through a small window, see the same.
func FuzzDecode(f *testing.F) {
	for name, data := range variants(f) {
		f.Add(data)
		f.Add(data[:len(data)/2])
		_ = name
	}
	samples, _ := filepath.Glob("testdata/*.jpg")
	for _, s := range samples {
		data, err := os.ReadFile(s)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	// Beside the planes and the picture there are the decoder with its tables,
	// and the lists of scans.
	const limit, beside = 8 << 20, 1 << 20
	buf := make([]uint8, 0)
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := ReadHeader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			h = Header{}
		}
		for _, scale := range []int{8, 4, 2, 1} {
			var img *image.RGBA
			var warning string
			var err error
			if n := phototest.Allocated(func() {
				img, warning, err = decodeBytes(context.Background(), data, Options{Scale: scale, MaxPixels: 1 << 20, MaxBytes: limit, Buffer: buf})
			}); n > limit+beside {
				t.Fatalf("1/%d: asked for %d bytes", scale, n)
			}
			if (img == nil) != (err != nil) {
				t.Fatalf("1/%d: a picture %v with the error %v", scale, img != nil, err)
			}
			if err != nil {
				if warning != "" {
					t.Fatalf("1/%d: warning %q with error %v", scale, warning, err)
				}
				continue
			}
			w, hh := Size(h.Width, h.Height, scale)
			if img.Rect != image.Rect(0, 0, w, hh) || len(img.Pix) != 4*w*hh || img.Stride != 4*w {
				t.Fatalf("1/%d of %d x %d: %v, stride %d, %d bytes", scale, h.Width, h.Height, img.Rect, img.Stride, len(img.Pix))
			}
			for i := 3; i < len(img.Pix); i += 4 {
				if img.Pix[i] != 255 {
					t.Fatalf("1/%d: pixel %d is transparent", scale, i/4)
				}
			}
			o := Options{Scale: scale, MaxPixels: 1 << 20, MaxBytes: limit, Readers: 3, readerBytes: 64, window: 80}
			other, warned, err := decodeBytes(context.Background(), data, o)
			if err != nil || warned != warning || !bytes.Equal(other.Pix, img.Pix) {
				t.Fatalf("1/%d: with more readers %q, %v, not %q, or another picture", scale, warned, err, warning)
			}
			var m detail.Map
			o = Options{Scale: scale, MaxPixels: 1 << 20, MaxBytes: 4 * limit, Detail: &m}
			if other, _, err = decodeBytes(context.Background(), data, o); err != nil || other.Rect != img.Rect {
				t.Fatalf("1/%d: with its detail %v", scale, err)
			}
			if s, ok := m.Sharpness(); ok && !(s >= 0) {
				t.Fatalf("1/%d: the sharpness is %v", scale, s)
			}
			buf = img.Pix
		}
	})
}
