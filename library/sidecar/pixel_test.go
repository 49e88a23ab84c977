package sidecar

import (
	"os"
	"path/filepath"
	"testing"

	"culler/library/photo"
)

// A sidecar that a program wrote beside either file of a Pixel's exposure
// belongs to it, though their stems differ.
func TestSidecarsOfAPixel(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	o := OwnersOf([]photo.Photo{
		{Name: "x", Files: []photo.File{{Path: at("x.jpg"), Kind: photo.JPEG}}},
		{Name: "1", Files: []photo.File{
			{Path: at("PXL_1.RAW-01.COVER.jpg"), Kind: photo.JPEG}, {Path: at("PXL_1.RAW-02.ORIGINAL.dng"), Kind: photo.RAW},
		}},
	})
	names := []string{"PXL_1.RAW-01.COVER.xmp", "PXL_1.RAW-02.ORIGINAL.xmp"}
	for _, name := range names {
		if err := os.WriteFile(at(name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if i, ok := o.At(at(name)); !ok || i != 1 {
			t.Errorf("%s belongs to %d, %v", name, i, ok)
		}
	}
	if all := o.Existing(1); len(all) != 2 {
		t.Errorf("found %v of %v", all, names)
	}
	if fresh := o.Fresh(1, Name); fresh != at("PXL_1.RAW-02.ORIGINAL.xmp") {
		t.Errorf("a new one is called %s", fresh)
	}
}
