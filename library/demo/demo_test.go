package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"culler/assets/photographs"
	"culler/library/burst"
	"culler/library/exif"
	"culler/library/scan"
)

// shoot is a demo shoot that all tests read; progress is what was told.
var shoot = sync.OnceValue(func() (s struct {
	folder   string
	manifest Manifest
	progress []int
	err      error
}) {
	s.folder = filepath.Join(shared, "new", "demo")
	s.manifest, s.err = Write(context.Background(), s.folder, func(done, total int) {
		s.progress = append(s.progress, done*1000+total)
	})
	return s
})

var shared string // a temporary folder

func TestMain(m *testing.M) {
	var err error
	if shared, err = os.MkdirTemp("", "demo"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(shared)
	os.Exit(code)
}

func written(t *testing.T) (folder string, m Manifest) {
	t.Helper()
	s := shoot()
	if s.err != nil {
		t.Fatal(s.err)
	}
	return s.folder, s.manifest
}

func readFile(t *testing.T, folder, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Culler itself must see what the manifest says: bursts, one of them a bracket.
func TestShoot(t *testing.T) {
	folder, m := written(t)
	told := shoot().progress
	total := len(m.Frames)
	if len(told) != total+1 || told[0] != total || told[total] != total*1000+total || !slices.IsSorted(told) {
		t.Errorf("progress was told as %v", told)
	}
	found, err := scan.Folder(context.Background(), folder, scan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Photos) != total || total < 36 || total > 44 || len(found.Skipped) > 0 {
		t.Fatalf("%d frames, %d photos, skipped %v", total, len(found.Photos), found.Skipped)
	}
	size := int64(0)
	for k := range found.Photos {
		p := &found.Photos[k]
		if p.Base() != m.Frames[k].File {
			t.Errorf("photo %d is %s, frame %s", k, p.Base(), m.Frames[k].File)
		}
		if p.Meta, err = exif.Read(p.Files[0].Path, p.Files[0].Kind); err != nil {
			t.Error(err)
		}
		p.ID[0] = byte(k + 1)
		size += p.Files[0].Size
		b := readFile(t, folder, p.Base())
		img, err := jpeg.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if s := img.Bounds().Size(); s.X != p.Meta.Width || s.Y != p.Meta.Height || max(s.X, s.Y) < 1200 {
			t.Errorf("%s has %v pixels, said %dx%d", p.Base(), s, p.Meta.Width, p.Meta.Height)
		}
	}
	if size > 25<<20 {
		t.Errorf("the shoot has %d bytes", size)
	}
	bursts := burst.Group(found.Photos, burst.Options{})
	if len(bursts) != len(scenes) {
		t.Fatalf("%d bursts of %d scenes", len(bursts), len(scenes))
	}
	brackets := 0
	for k, b := range bursts {
		if len(b.Photos) < 3 || len(b.Photos) > 6 {
			t.Errorf("burst %d has %d frames", k+1, len(b.Photos))
		}
		unaltered := 0
		for _, i := range b.Photos {
			if m.Frames[i].Scene != k+1 || m.Frames[i].Photograph != m.Frames[b.Photos[0]].Photograph {
				t.Errorf("frame %v is in burst %d", m.Frames[i], k+1)
			}
			if len(m.Frames[i].Alterations) == 0 {
				unaltered++
			}
			if x, y := found.Photos[i].Meta, found.Photos[b.Photos[0]].Meta; x.Width != y.Width || x.Height != y.Height {
				t.Errorf("frames of burst %d differ in size", k+1)
			}
		}
		if unaltered == 0 {
			t.Errorf("burst %d has no good frame", k+1)
		}
		if b.Kind == burst.Bracket {
			brackets++
			if b.Note != "bracket -2 0 +2 EV" {
				t.Errorf("note %q", b.Note)
			}
		}
	}
	if brackets != 1 {
		t.Errorf("%d brackets", brackets)
	}
}

func TestWhatIsSaid(t *testing.T) {
	folder, m := written(t)
	b := readFile(t, folder, ManifestName)
	var said Manifest
	if err := json.Unmarshal(b, &said); err != nil || len(said.Frames) != len(m.Frames) {
		t.Errorf("manifest: %v, %d frames", err, len(said.Frames))
	}
	text := readFile(t, folder, ReadmeName)
	for _, f := range m.Frames {
		if !strings.Contains(string(text), f.File) {
			t.Errorf("the text says nothing of %s", f.File)
		}
		for _, a := range f.Alterations {
			if !strings.Contains(string(text), a) {
				t.Errorf("the text does not say %q", a)
			}
		}
	}
	for _, p := range m.Photographs {
		if !strings.Contains(string(text), p.Author) || !strings.Contains(string(text), p.Link) {
			t.Errorf("the text does not credit %s", p.Author)
		}
		if _, err := photographs.Files.ReadFile(p.File); err != nil {
			t.Error(err)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != len(m.Frames)+2 {
		t.Errorf("%d files, %v", len(entries), err)
	}
}

// What is there stays, what is missing comes back with the same bytes.
func TestAgain(t *testing.T) {
	first, m := written(t)
	folder := t.TempDir()
	put := func(name string, b []byte) {
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	mine := []byte("mine")
	put(ManifestName, readFile(t, first, ManifestName))
	put(m.Frames[0].File, mine)
	put("CULL0001.xmp", mine)
	missing := make(map[string]bool)
	for k, f := range m.Frames[1:] {
		switch {
		case k%6 == 5:
			missing[f.File] = true
		case k == 6:
			missing[f.File] = true
			put(f.File, nil) // torn
		default:
			put(f.File, readFile(t, first, f.File))
		}
	}
	if _, err := Write(context.Background(), folder, nil); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(readFile(t, folder, m.Frames[0].File), mine) || !bytes.Equal(readFile(t, folder, "CULL0001.xmp"), mine) {
		t.Error("what was there was written over")
	}
	for name := range missing {
		if !bytes.Equal(readFile(t, folder, name), readFile(t, first, name)) {
			t.Errorf("%s differs from one time to the other", name)
		}
	}
}

func TestRefusesOtherFolders(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "holiday.jpg")
	if err := os.WriteFile(file, []byte("precious"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(context.Background(), folder, nil); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("got %v", err)
	}
	if _, err := Write(context.Background(), file, nil); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v", err)
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 1 {
		t.Errorf("it left %v", entries)
	}
	// A manifest of something else does not make it a demo.
	if err := os.WriteFile(filepath.Join(folder, ManifestName), []byte(`{"name":"an app"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(context.Background(), folder, nil); err == nil {
		t.Error("another program's manifest was taken for a demo's")
	}
}

// A demo that is broken off leaves whole files only, and can be completed.
func TestBrokenOff(t *testing.T) {
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	_, err := Write(ctx, folder, func(done, total int) {
		if done == 5 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	names, err := filepath.Glob(filepath.Join(folder, "*.JPG"))
	if err != nil || len(names) < 5 || len(names) > 20 {
		t.Errorf("%d frames, %v", len(names), err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := jpeg.Decode(bytes.NewReader(b)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if whole, _ := filepath.Glob(filepath.Join(folder, "*")); len(whole) != len(names)+2 {
		t.Errorf("it left %v", whole)
	}
	renew, err := prepare(folder)
	if err != nil || renew {
		t.Errorf("a demo that was broken off is not known for one: %v, %v", renew, err)
	}
}

// An independent reader must see the same EXIF.
func TestExiftoolReadsTheFrames(t *testing.T) {
	exiftool, err := exec.LookPath("exiftool")
	if err != nil {
		t.Skip("exiftool is not installed")
	}
	var k int // the last frame of the bracket
	for i, s := range scenes {
		if s.bracket != nil {
			k = i
		}
	}
	s := scenes[k]
	original, err := load(s.photograph)
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.develop(original, k, 2)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "frame.jpg")
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(exiftool, "-validate", "-warning", "-s3", "-n", "-p",
		"$ImageSize|$ExifImageWidth|$SubSecDateTimeOriginal|$Make|$Model|$SerialNumber|$ExposureCompensation|$ExposureTime|$FNumber|$ISO|$FocalLength|$Copyright|$Validate", path).Output()
	want := "1440 961|1440|2024:06:01 10:03:08.348|Culler|Demo Camera|CULLER-DEMO|2|0.032|11|100|18|(c) 2018 Aitzol Berasategi, CC BY 4.0|0 0 0\n"
	if err != nil || string(out) != want {
		t.Errorf("%v\ngot  %s\nwant %s", err, out, want)
	}
}

func BenchmarkWrite(b *testing.B) {
	for b.Loop() {
		if _, err := Write(context.Background(), b.TempDir(), nil); err != nil {
			b.Fatal(err)
		}
	}
}
