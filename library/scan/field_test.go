package scan

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What 3D, 360, GoPro and medium format cameras write is no less a photo.
func TestSuffixesOfCameras(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"1.MPO", "2.INSP", "3.GPR", "4.FFF", "5.MOS", "6.MEF"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found, err := Folder(context.Background(), dir, Options{})
	if err != nil || len(found.Photos) != 6 {
		t.Errorf("%d photos of 6, %v", len(found.Photos), err)
	}
}

// Nothing that looks like a picture is passed over in silence.
func TestPicturesByOtherNames(t *testing.T) {
	dir := t.TempDir()
	for name, begins := range map[string]string{
		"a.camera": "\xff\xd8\xff\xe1\x00\x00", "noname": "II*\x00\x08\x00\x00\x00", "b.pic": "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
		"c.x": "8BPS\x00\x01", "d.jxl": "\xff\x0a", "e.xyz": "\x00\x00\x00\x0cjP  \r\n\x87\n", "f.tga": "x",
		"note.txt": "\xff\xd8\xff", "film.thm": "\xff\xd8\xff\xe1", "data.bin": "nothing", "empty.q": "", "side.xmp": "<x",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(begins), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found, err := Folder(context.Background(), dir, Options{})
	if err != nil || len(found.Photos) != 0 {
		t.Fatalf("%v, %v", found.Photos, err)
	}
	got := make(map[string]string)
	for _, s := range found.Skipped {
		got[filepath.Base(s.Path)] = s.Reason
	}
	want := map[string]string{"a.camera": ".jpg", "noname": ".tif", "b.pic": ".heic", "c.x": "Photoshop", "d.jxl": "JPEG XL", "e.xyz": "JPEG 2000", "f.tga": "Targa"}
	for name, word := range want {
		if !strings.Contains(got[name], word) {
			t.Errorf("%s: %q, want %q in it", name, got[name], word)
		}
	}
	if len(got) != len(want) {
		t.Errorf("told of %v", got)
	}
}

// RAW files of two makers are two photos, whatever their stem; what one camera
// writes, or a converter makes of it, is one.
func TestRAWFilesOfTwoMakers(t *testing.T) {
	for names, want := range map[string]int{
		"1.FFF 1.GPR 1.MEF 1.MOS": 4, "1.CR2 1.DNG 1.JPG": 1, "1.3FR 1.FFF": 1, "1.NEF 1.jpg 1.ARW": 2, "1.CR3 1.HEIC": 1, "1.RAW 1.DNG": 1, "1.ARW 1.ARQ": 1,
	} {
		dir := t.TempDir()
		for _, name := range strings.Fields(names) {
			if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		found, err := Folder(context.Background(), dir, Options{})
		if err != nil || len(found.Photos) != want {
			t.Errorf("%s are %d photos, want %d (%v)", names, len(found.Photos), want, err)
		}
	}
}
