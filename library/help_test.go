package library

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"culler/library/exif"
	"culler/library/photo"
	"culler/library/store"
)

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// takenBy is what a camera writes into a photo.
func takenBy(at time.Time) photo.Meta {
	return photo.Meta{Taken: at, Camera: photo.Camera{Make: "Culler", Model: "Test", Serial: "1"}, ISO: 100}
}

// picture is a small JPEG that no other seed makes.
func picture(t testing.TB, seed int, m photo.Meta) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 48, 32))
	for y := range 32 {
		for x := range 48 {
			v := uint8(x*5 + y*seed)
			img.Set(x, y, color.RGBA{v, v ^ uint8(seed), uint8(seed >> 3), 255})
		}
	}
	for bit := range 24 { // the seed in blocks that survive compression
		on := uint8(255 * (seed >> bit & 1))
		for k := range 16 {
			img.Set(bit%12*4+k%4, bit/12*4+k/4, color.RGBA{on, on, on, 255})
		}
	}
	var b bytes.Buffer
	check(t, jpeg.Encode(&b, img, nil))
	out, err := exif.Insert(b.Bytes(), m, exif.About{Description: fmt.Sprint("seed ", seed)})
	check(t, err)
	return out
}

func write(t testing.TB, path string, b []byte) {
	t.Helper()
	check(t, os.MkdirAll(filepath.Dir(path), 0o755))
	check(t, os.WriteFile(path, b, 0o644))
}

// folderOf is a new folder with n photos, IMG_0000.jpg on, one every gap.
func folderOf(t testing.TB, n int, gap time.Duration) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		write(t, filepath.Join(dir, fmt.Sprintf("IMG_%04d.jpg", i)), picture(t, i, takenBy(noon.Add(time.Duration(i)*gap))))
	}
	return dir
}

func database(t testing.TB, dir string) *store.DB {
	t.Helper()
	db, err := store.Open(dir)
	check(t, err)
	t.Cleanup(func() { db.Close() })
	return db
}

// opened is a shoot that was opened and read.
func opened(t testing.TB, folder string, o Options) *Shoot {
	t.Helper()
	s, err := Open(context.Background(), folder, o)
	check(t, err)
	t.Cleanup(func() { s.Close() })
	check(t, s.Read(context.Background(), nil))
	return s
}

func pick(_ int, d photo.Decision) photo.Decision   { d.Flag = photo.Picked; return d }
func reject(_ int, d photo.Decision) photo.Decision { d.Flag = photo.Rejected; return d }

func starred(n int) func(int, photo.Decision) photo.Decision {
	return func(_ int, d photo.Decision) photo.Decision { d.Stars = n; return d }
}

// copyTree copies a folder of photographs, with their times.
func copyTree(t testing.TB, from, to string) {
	t.Helper()
	check(t, filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		write(t, filepath.Join(to, rel), b)
		info, err := d.Info()
		if err != nil {
			return err
		}
		return os.Chtimes(filepath.Join(to, rel), info.ModTime(), info.ModTime())
	}))
}

// sizes of the bursts, in order.
func sizes(s *Shoot) []int {
	var out []int
	for _, b := range s.Bursts() {
		out = append(out, len(b.Photos))
	}
	return out
}

// eventually waits for something that happens in the background.
func eventually(t testing.TB, what string, true func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !true(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain: " + what)
		}
	}
}
