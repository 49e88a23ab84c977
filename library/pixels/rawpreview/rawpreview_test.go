package rawpreview

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"culler/library/photo/phototest"
)

// TestSamples compares what is found in RAW files of many cameras with what
// ExifTool 12.57 extracts of them (exiftool -b -PreviewImage and so on):
// testdata/exiftool.tsv has its pictures' sizes and SHA-256.
func TestSamples(t *testing.T) {
	root := phototest.Shared(t, "photos/raw")
	golden, err := os.ReadFile("testdata/exiftool.tsv")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%-46s %-22s %-10s %8s  %s", "file", "ExifTool's tag", "pixels", "bytes", "found as")
	for row := range strings.Lines(string(golden)) {
		col := strings.Split(strings.TrimSpace(row), "\t")
		name, tag, pixels, size, sum := col[0], col[1], col[2], col[3], col[4]
		f, err := os.Open(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		found, err := Find(f, info.Size())
		if err != nil {
			if tag != "none" || !errors.Is(err, ErrFormat) {
				t.Errorf("%s: %v", name, err)
			}
			t.Logf("%-46s %-22s %v", name, tag, err)
			f.Close()
			continue
		}
		match := ""
		for _, p := range found.Pictures {
			if max(p.Width, p.Height) >= 320 && !p.Short && tag == "none" {
				t.Errorf("%s: found %v, where ExifTool finds nothing", name, p)
			}
			b := make([]byte, p.Size)
			if _, err := f.ReadAt(b, p.Offset); err != nil {
				t.Errorf("%s: %v: %v", name, p, err)
				continue
			}
			h := sha256.Sum256(b)
			if hex.EncodeToString(h[:]) == sum && strconv.FormatInt(p.Size, 10) == size && fmt.Sprintf("%dx%d", p.Width, p.Height) == pixels {
				match = p.Name
			}
		}
		switch {
		case tag == "none" && found.Problem != nil:
			match = "no preview: " + found.Problem.Error()
		case tag == "none":
			match = "no preview"
		case match == "":
			t.Errorf("%s: %s of %s pixels is not found: %v", name, tag, pixels, found.Pictures)
		}
		t.Logf("%-46s %-22s %-10s %8s  %s", name, tag, pixels, size, match)
		f.Close()
	}
}

// TestBuilt proves on built files what the samples are too few for.
func TestBuilt(t *testing.T) {
	j := tinyJPEG(24, 16)
	for i, want := range []struct {
		places      int // at which the picture is found
		orientation int
	}{{1, 6}, {1, 6}, {2, 6}, {1, 0}, {3, 6}, {1, 0}, {1, 0}, {1, 6}} {
		data := seeds()[i]
		found, err := Find(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Errorf("%d: %v", i, err)
			continue
		}
		places := 0
		for _, p := range found.Pictures {
			if p.Width == 24 && p.Height == 16 && p.Name != Whole && bytes.HasPrefix(data[p.Offset:], j) {
				places++
			}
		}
		if places < want.places || found.Orientation != want.orientation {
			t.Errorf("%d: %d times, orientation %d: %v", i, places, found.Orientation, found.Pictures)
		}
	}
}

func TestBest(t *testing.T) {
	f := Found{Pictures: []Picture{{Width: 6000, Height: 4000}, {Width: 1620, Height: 1080}, {Width: 160, Height: 120}}}
	for size, want := range map[int]int{0: 6000, 100: 160, 160: 160, 161: 1620, 1620: 1620, 2000: 6000, 9000: 6000} {
		if p, ok := f.Best(size); !ok || p.Width != want {
			t.Errorf("for %d: %d, want %d", size, p.Width, want)
		}
	}
	if _, ok := new(Found).Best(0); ok {
		t.Error("the best of nothing")
	}
}

func BenchmarkFind(b *testing.B) {
	path := phototest.Shared(b, "photos/raw/exiv2/Canon-R6-pruned.CR3")
	for b.Loop() {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		info, err := f.Stat()
		if err != nil {
			b.Fatal(err)
		}
		if found, err := Find(f, info.Size()); err != nil || len(found.Pictures) == 0 {
			b.Fatal("nothing found")
		}
		f.Close()
	}
}
