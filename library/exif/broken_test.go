package exif

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/photo/phototest"
)

func TestMissingFile(t *testing.T) {
	m, err := Read(filepath.Join(t.TempDir(), "gone.jpg"), photo.JPEG)
	if !errors.Is(err, fs.ErrNotExist) || m.TakenNote == "" {
		t.Errorf("got %v and the note %q", err, m.TakenNote)
	}
}

// Damaged files that made other programs crash.
func TestBroken(t *testing.T) {
	n := 0
	start := time.Now()
	err := filepath.WalkDir(phototest.Shared(t, "photos/broken"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		n++
		one := time.Now()
		for _, kind := range []photo.Kind{photo.KindOf(path), photo.RAW} {
			m, _ := Read(path, kind)
			if m.Taken.IsZero() == (m.TakenNote == "") {
				t.Errorf("%s: taken %v, but the note is %q", path, m.Taken, m.TakenNote)
			}
			if m.Orientation < 0 || m.Orientation > 8 || m.Width < 0 || m.Height < 0 {
				t.Errorf("%s: nonsense: %+v", path, m)
			}
		}
		if d := time.Since(one); d > 2*maxTime {
			t.Errorf("%s: took %v", path, d)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files in %v", n, time.Since(start))
}

func FuzzRead(f *testing.F) {
	f.Add(withEXIF(f, []field{short(0x0112, 6)}, []field{text(original, "2019:07:11 15:08:52"), text(fracOriginal, "012")}), false)
	tiff := block([]field{text(0x010f, "make")}, []field{fraction(0x829a, typeRational, 0.01)})
	f.Add(tiff, true)
	f.Add(append([]byte("RIFF\x00\x00\x00\x00WEBPEXIF\x80\x00\x00\x00"), tiff...), false)
	f.Add(append([]byte("\x00\x00\x00\x10ftypcrx \x00\x00\x00\x00\x00\x00\x00\x00moov"), tiff...), true)
	f.Add([]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1\x00\x00\x00\x2cmeta"), false)
	f.Add(append([]byte("FUJIFILMCCD-RAW"), make([]byte, 100)...), true)
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00\x00\x00\x00\x00"), false)
	f.Add(crwOf(binary.LittleEndian), true)
	f.Add(x3fOf([]byte("\xff\xd8\xff\xd9")), true)
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x40tEXtRaw profile type exif\x00\nexif\n      10\n49492a0008000000\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), false)
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00"), false)
	small := 0
	// Beside the repository, if it is there.
	filepath.WalkDir(filepath.FromSlash("../../../shared/photos/broken"), func(path string, e fs.DirEntry, err error) error {
		if b, err := os.ReadFile(path); err == nil && len(b) < 4<<10 && small < 300 {
			f.Add(b, small%4 == 0)
			small++
		}
		return nil
	})
	f.Fuzz(func(t *testing.T, b []byte, isRAW bool) {
		kind := photo.JPEG
		if isRAW {
			kind = photo.RAW
		}
		start := time.Now()
		var m photo.Meta
		if n := phototest.Allocated(func() { m, _ = readBytes(b, kind) }); n > 4*maxBytes {
			t.Errorf("asked for %d bytes", n)
		}
		if m.Taken.IsZero() == (m.TakenNote == "") {
			t.Errorf("taken %v, but the note is %q", m.Taken, m.TakenNote)
		}
		if m.Orientation < 0 || m.Orientation > 8 || m.Width < 0 || m.Height < 0 || m.ISO < 0 ||
			!(m.Shutter >= 0) || !(m.Aperture >= 0) || !(m.FocalLength >= 0) || len(m.Lens) > maxText {
			t.Errorf("nonsense: %+v", m)
		}
		if d := time.Since(start); d > 2*maxTime {
			t.Errorf("took %v", d)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	path := phototest.Shared(b, "photos/shoot/01_huawei_relief/IMG_20181115_133134.jpg")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(path, photo.JPEG); err != nil {
			b.Fatal(err)
		}
	}
}
