package scan

import (
	"context"
	"os"
	"path/filepath"
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
