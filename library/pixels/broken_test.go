package pixels

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"culler/library/photo"
	"culler/library/photo/phototest"
)

// TestBrokenFiles proves that files which broke other programs break nothing
// here: none is slow, and each failure is a sentence.
func TestBrokenFiles(t *testing.T) {
	root := phototest.Shared(t, "photos/broken")
	var d Decoder
	d.Limits.Memory = 1 << 30
	seen, shown, warned := 0, 0, 0
	reasons := make(map[string]int)
	var slowest time.Duration
	var slow string
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) == ".txt" {
			return err
		}
		kind := photo.KindOf(path)
		seen++
		for _, size := range []int{0, 256} {
			began := time.Now()
			img, info, err := d.Picture(context.Background(), photo.File{Path: path, Kind: kind}, size)
			took := time.Since(began)
			if took > slowest {
				slowest, slow = took, path
			}
			switch {
			case err != nil:
				reason := strings.TrimPrefix(err.Error(), "read the picture in "+path+": ")
				if len(reason) < 20 || !strings.Contains(reason, " ") || strings.ContainsFunc(reason, unicode.IsControl) ||
					strings.Contains(reason, "runtime error") {
					t.Errorf("%s: not a sentence: %q", path, reason)
				}
				if size == 0 {
					reasons[reason]++
				}
			case img.Rect.Empty() || img.Rect.Min.X != 0 || img.Rect.Min.Y != 0 || img.Stride != 4*img.Rect.Dx() || len(img.Pix) != img.Stride*img.Rect.Dy():
				t.Errorf("%s: %v, stride %d, %d bytes", path, img.Rect, img.Stride, len(img.Pix))
			case size > 0 && max(img.Rect.Dx(), img.Rect.Dy()) > size:
				t.Errorf("%s: asked for %d, got %v", path, size, img.Rect)
			case size == 0:
				shown++
				if info.Warning != "" {
					warned++
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, %d shown, %d of them with a warning; the slowest took %v: %s", seen, shown, warned, slowest, filepath.Base(slow))
	for reason, n := range reasons {
		t.Logf("%4d  %s", n, reason)
	}
}
