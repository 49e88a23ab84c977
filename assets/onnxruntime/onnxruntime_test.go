package onnxruntime

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"runtime"
	"slices"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func TestFilesAreWhatTheManifestSays(t *testing.T) {
	var platforms []string
	for _, l := range TheManifest().Libraries {
		platforms = append(platforms, l.Platform)
		packed, err := os.ReadFile(l.Packed)
		if err != nil {
			t.Fatal(err)
		}
		if int64(len(packed)) != l.PackedSize || sum(packed) != l.PackedSHA256 {
			t.Errorf("%s: the packed file is not the manifest's", l.Platform)
		}
		if l.PackedSize > 12<<20 {
			t.Errorf("%s: %d bytes are too many to embed", l.Platform, l.PackedSize)
		}
		d, err := zstd.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		h := sha256.New()
		n, err := io.Copy(h, d)
		d.Close()
		if err != nil || n != l.Size || hex.EncodeToString(h.Sum(nil)) != l.SHA256 {
			t.Errorf("%s: %d bytes unpacked are not the manifest's: %v", l.Platform, n, err)
		}
	}
	for _, want := range []string{"linux/amd64", "linux/arm64", "darwin/arm64", "windows/amd64"} {
		if !slices.Contains(platforms, want) {
			t.Errorf("no library for %s", want)
		}
	}
}

func TestEmbeddedIsThisPlatforms(t *testing.T) {
	l, packed, ok := Embedded()
	if !ok {
		t.Skipf("no library for %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	if l.Platform != runtime.GOOS+"/"+runtime.GOARCH || sum(packed) != l.PackedSHA256 {
		t.Errorf("embedded is %s's, with SHA-256 %s", l.Platform, sum(packed))
	}
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
