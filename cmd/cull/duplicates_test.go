package main

import (
	"encoding/json"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/disintegration/imaging"
)

func TestDuplicatesAreFound(t *testing.T) {
	folder, data := testShoot(t)
	if out, errs, status := cull(t, data, "duplicates", folder); status != 0 || errs != "" || !strings.Contains(out, "No photo is there more than once") {
		t.Fatalf("frames of bursts: status %d, said %q, wrote\n%s", status, errs, out)
	}
	original := filepath.Join(folder, testFrame(0, goodFrame(0)))
	same, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(folder, "backup"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "backup", "again.jpg"), same, 0o600); err != nil {
		t.Fatal(err)
	}
	img, err := imaging.Open(filepath.Join(folder, testFrame(2, goodFrame(2))))
	if err != nil {
		t.Fatal(err)
	}
	// Mirrored, so that it is no frame of a burst, whose frames look the same.
	img = imaging.FlipH(img)
	if err := imaging.Save(img, filepath.Join(folder, "export.jpg"), imaging.JPEGQuality(95)); err != nil {
		t.Fatal(err)
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	small := imaging.Resize(imaging.Crop(img, image.Rect(0, h/20, w-w/20, h)), w/2, 0, imaging.CatmullRom)
	if err := imaging.Save(small, filepath.Join(folder, "web.jpg"), imaging.JPEGQuality(40)); err != nil {
		t.Fatal(err)
	}

	out, errs, status := cull(t, data, "duplicates", folder, "--json")
	var groups []Copies
	if err := json.Unmarshal([]byte(out), &groups); err != nil || status != 0 || errs != "" {
		t.Fatalf("status %d, said %q, %v:\n%s", status, errs, err, out)
	}
	var got []string
	for _, g := range groups {
		line := g.Kind + ":"
		for _, c := range g.Photos {
			line += " " + c.Photo
			if c.Width == 0 || c.Height == 0 || c.Bytes == 0 || len(c.Files) != 1 {
				t.Errorf("%+v is incomplete", c)
			}
		}
		got = append(got, line)
	}
	want := "same file: backup/again.jpg " + testFrame(0, goodFrame(0)) + "; near-duplicate: export.jpg web.jpg"
	if all := strings.Join(got, "; "); all != want {
		t.Errorf("got  %s\nwant %s", all, want)
	}
	out, _, _ = cull(t, data, "duplicates", folder)
	if !strings.Contains(out, "2 photos are there more than once") || !strings.Contains(out, "web.jpg") {
		t.Errorf("in words:\n%s", out)
	}
}

func TestRankBySceneMakesFewerBursts(t *testing.T) {
	folder, data := testShoot(t)
	count := func(args ...string) int {
		out, errs, status := cull(t, data, append([]string{"rank", folder, "--best"}, args...)...)
		if status != 0 || errs != "" {
			t.Fatalf("status %d, said %q", status, errs)
		}
		return strings.Count(out, "\n")
	}
	if n, m := count(), count("--gap", "200ms"); n != testBursts || m != testBursts*testFrames {
		t.Fatalf("%d bursts, with a small gap %d", n, m)
	}
	if n := count("--gap", "200ms", "--scenes"); n >= testBursts*testFrames {
		t.Errorf("%d scenes of %d photos in %d bursts", n, testBursts*testFrames, testBursts)
	}
}
