package pixels

import (
	"bytes"
	"context"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"culler/library/photo/phototest"
	"culler/library/pixels/tiff"
)

// TestTIFFsOfManyKinds compares files that libtiff and ImageMagick wrote with what
// ImageMagick makes of them. The name before "-" is that of the picture.
func TestTIFFsOfManyKinds(t *testing.T) {
	files, _ := filepath.Glob("testdata/tiff/*.tif")
	if len(files) < 15 {
		t.Fatalf("%d files", len(files))
	}
	for _, name := range files {
		sameAs(t, name)
	}
}

// sameAs proves that a file looks as the PNG beside it, which others made.
func sameAs(t *testing.T, name string) {
	t.Helper()
	img, info := picture(t, file(name), 0)
	if info.Warning != "" {
		t.Errorf("%s: %s", name, info.Warning)
	}
	base := strings.TrimSuffix(name, filepath.Ext(name))
	if dir, file := filepath.Split(base); strings.Contains(file, "-") {
		base = dir + file[:strings.Index(file, "-")]
	}
	data, err := os.ReadFile(base + ".png")
	if err != nil {
		t.Fatal(err)
	}
	ref, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	want := opaque(ref)
	if img.Rect != want.Rect {
		t.Fatalf("%s: %v, want %v", name, img.Rect, want.Rect)
	}
	for i, v := range img.Pix {
		if d := int(v) - int(want.Pix[i]); d > 2 || d < -2 {
			t.Errorf("%s: level %d at (%d, %d), want %d", name, v, i/4%img.Rect.Dx(), i/4/img.Rect.Dx(), want.Pix[i])
			break
		}
	}
}

// TestATIFFIsNamedOrShownInPart proves that a sound file of a kind that is not
// known is not called damaged, and that a damaged one shows what it has.
func TestATIFFIsNamedOrShownInPart(t *testing.T) {
	data, err := os.ReadFile("testdata/tiff/rgb-tiles.tif")
	if err != nil {
		t.Fatal(err)
	}
	compression := bytes.Index(data, []byte{3, 1, 3, 0, 1, 0, 0, 0, 5, 0})
	for number, word := range map[uint16]string{34925: "LZMA", 50001: "WebP", 34712: "JPEG 2000", 4242: "4242"} {
		other := bytes.Clone(data)
		other[compression+8], other[compression+9] = byte(number), byte(number>>8)
		_, _, err := new(Decoder).Picture(context.Background(), save(t, "a.tif", other), 0)
		if err == nil || !strings.Contains(err.Error(), word) || !strings.Contains(err.Error(), "Export it") || strings.Contains(err.Error(), "damaged") {
			t.Errorf("compression %d: %v", number, err)
		}
	}
	broken := bytes.Clone(data)
	for i := range 40 {
		broken[8+i] = 0xff
	}
	if img, info := picture(t, save(t, "b.tif", broken), 0); img.Rect.Dx() != 26 || !strings.Contains(info.Warning, "damaged") {
		t.Errorf("%v: %q", img.Rect, info.Warning)
	}
}

// TestFieldTIFF proves that the TIFFs of real bug reports are shown.
func TestFieldTIFF(t *testing.T) {
	root := phototest.Shared(t, "field/06-tiff-planar-and-unsupported")
	for _, name := range []string{"own-cmyk.tif", "own-planar-lzw.tif"} {
		if _, info := picture(t, file(filepath.Join(root, name)), 0); info.Warning != "" {
			t.Errorf("%s: %s", name, info.Warning)
		}
	}
}

// FuzzTIFF proves that no bytes make the decoder panic or ask for much.
func FuzzTIFF(f *testing.F) {
	files, _ := filepath.Glob("testdata/tiff/*.tif")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := tiff.Open(bytes.NewReader(data), int64(len(data)))
		if err != nil || file.Width*file.Height > 1<<20 || file.Cost() > 16<<20 {
			return
		}
		p, err := file.Decode(context.Background())
		if err == nil && len(p.Pix) != 4*file.Width*file.Height {
			t.Fatal(len(p.Pix))
		}
		if err == nil && p.Space == tiff.Lab {
			fromLab(p.Pix)
		}
	})
}
