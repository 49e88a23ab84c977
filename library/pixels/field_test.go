package pixels

import (
	"bytes"
	"encoding/binary"
	"image"
	"os"
	"testing"
)

// TestHEICBrands proves that a file's brand, of which the standard has several,
// does not decide whether it is shown.
func TestHEICBrands(t *testing.T) {
	data, err := os.ReadFile("testdata/mif1.heic")
	if err != nil {
		t.Fatal(err)
	}
	var first *image.RGBA
	for _, brand := range []string{"mif1", "heic", "heix", "msf1", "hevc", "miaf", "camX"} {
		copy(data[8:], brand)
		img, _ := picture(t, save(t, "a.heic", data), 0)
		if first == nil {
			first = img
		}
		if !bytes.Equal(img.Pix, first.Pix) {
			t.Errorf("%s: another picture", brand)
		}
	}
	for brands, want := range map[string]format{
		"mif1\x00\x00\x00\x00avif": formatAVIF, "qt  \x00\x00\x00\x00qt  ": formatUnknown, "isom\x00\x00\x02\x00mp42": formatUnknown,
	} {
		head := append(binary.BigEndian.AppendUint32(nil, uint32(8+len(brands))), "ftyp"+brands...)
		if got := formatOf(head, 0); got != want {
			t.Errorf("%q: %q, want %q", brands, got, want)
		}
	}
}

// TestVideoLevels proves that white is white and black is black in files whose
// pictures have video levels.
func TestVideoLevels(t *testing.T) {
	for name, want := range map[string]uint8{"white.webp": 255, "black.webp": 0} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		check := func(what string, img *image.RGBA) {
			for i, v := range img.Pix {
				if i%4 < 3 && v != want {
					t.Fatalf("%s: level %d, want %d", what, v, want)
				}
			}
		}
		still, _ := picture(t, save(t, name, data), 0)
		check(name, still)
		// The same as the first frame of an animation.
		w, h := still.Rect.Dx(), still.Rect.Dy()
		size := []byte{byte(w - 1), byte((w - 1) >> 8), 0, byte(h - 1), byte((h - 1) >> 8), 0}
		chunk := func(name string, data []byte) []byte {
			return append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(data))), data...)
		}
		body := append([]byte("WEBP"), chunk("VP8X", append([]byte{2, 0, 0, 0}, size...))...)
		body = append(body, chunk("ANIM", make([]byte, 6))...)
		body = append(body, chunk("ANMF", bytes.Join([][]byte{make([]byte, 6), size, make([]byte, 4), data[12:]}, nil))...)
		moving, info := picture(t, save(t, name, chunk("RIFF", body)), 0)
		check("animated "+name, moving)
		if moving.Rect != still.Rect || info.Width != w {
			t.Errorf("animated %s: %v, want %v", name, moving.Rect, still.Rect)
		}
	}
}

// FuzzBoxesAndFrames proves that no bytes make the readers of animated WebP and
// of the HEVC head panic.
func FuzzBoxesAndFrames(f *testing.F) {
	for _, name := range []string{"mif1.heic", "white.webp"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		if i := bytes.Index(data, []byte("hvcC")); i > 0 {
			f.Add(data[i+4:])
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = hevcFullRange(data)
		_ = heicVideoLevels(bytes.NewReader(data), int64(len(data)))
		_, _, _, _ = webpStill(data)
		_ = formatOf(data, 0)
	})
}
