package jpegscale

import (
	"bytes"
	"context"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"culler/library/photo/phototest"
	"culler/library/pixels/detail"
)

// The detail of a picture is the same at every scale, changes nothing about the
// picture, and is what its full pixels say: these are rounded to levels, which
// adds a little noise.
func TestDetailIsThatOfTheFullPixels(t *testing.T) {
	samples, _ := filepath.Glob("testdata/*.jpg")
	measured := 0
	for _, name := range samples {
		if strings.Contains(name, "arithmetic") {
			continue // it cannot be read
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		full := decode(t, data, 1)
		var of, first detail.Map
		of.OfPixels(full)
		for _, scale := range []int{1, 2, 4, 8} {
			var m detail.Map
			img, _, err := decodeBytes(context.Background(), data, Options{Scale: scale, Detail: &m, Readers: 2, readerBytes: 64})
			if err != nil || !bytes.Equal(img.Pix, decode(t, data, scale).Pix) {
				t.Fatalf("%s at 1/%d: %v, or another picture", name, scale, err)
			}
			if scale == 1 {
				first = m
			}
			if !slices.Equal(m.Tiles, first.Tiles) {
				t.Errorf("%s: the detail at 1/%d is not that at 1/1", name, scale)
			}
		}
		if len(first.Tiles) == 0 {
			continue
		}
		measured++
		a, ok1 := first.Sharpness()
		b, ok2 := of.Sharpness()
		if !ok1 || !ok2 || math.Abs(a-b) > 0.35 {
			t.Errorf("%s: the sharpness of the codes is %.3f, of the pixels %.3f", name, a, b)
		}
	}
	if measured < 5 {
		t.Errorf("%d samples have detail", measured)
	}
}

// Compression must not pass for focus: the same picture at other qualities is
// about as sharp, by far less than what makes a frame soft (1.6).
func TestQualityIsNoSharpness(t *testing.T) {
	data, err := os.ReadFile(phototest.Shared(t, "photos/shoot/03_nikond3200_banana/DSC_0423.JPG"))
	if err != nil {
		t.Fatal(err)
	}
	img := decode(t, data, 2)
	var low, high float64 = math.Inf(1), math.Inf(-1)
	for _, quality := range []int{80, 90, 98} {
		var m detail.Map
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := decodeBytes(t.Context(), b.Bytes(), Options{Scale: 8, Detail: &m}); err != nil {
			t.Fatal(err)
		}
		s, ok := m.Sharpness()
		if !ok {
			t.Fatal("there is no detail")
		}
		low, high = min(low, s), max(high, s)
	}
	if high-low > 0.35 {
		t.Errorf("from quality 80 to 98 the sharpness is %.3f to %.3f", low, high)
	}
}
