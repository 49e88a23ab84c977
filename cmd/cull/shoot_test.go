package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"culler/library/alter"
	"culler/library/exif"
	"culler/library/photo"
)

// The tests' shoot: bursts of a good frame, a blurred one and a dark one, in
// changing order. Its pictures are small, because under the race detector every
// pixel counts.
const (
	testBursts = 4
	testFrames = 3
)

// testFrame names frame k of burst b.
func testFrame(b, k int) string { return fmt.Sprintf("T%03d.JPG", b*testFrames+k+1) }

// goodFrame is the number of the good frame of burst b.
func goodFrame(b int) int { return b % testFrames }

// Of the good frame what is in it, in the order of what it is altered to.
var testAlterations = []struct {
	words string
	do    func(*image.RGBA) *image.RGBA
}{
	{"", func(m *image.RGBA) *image.RGBA { return m }},
	{"blurred", func(m *image.RGBA) *image.RGBA { return alter.Blur(m, 2.5) }},
	{"exposed by -2 EV", func(m *image.RGBA) *image.RGBA { return alter.Exposure(m, -2) }},
}

// made is a shoot on disk, and a data folder in which it was ranked.
type made struct{ root, shoot, data string }

// once makes the shoot and ranks it, for all tests.
var once = sync.OnceValues(func() (m made, err error) {
	if m.root, err = os.MkdirTemp("", "cull-test-"); err != nil {
		return m, err
	}
	m.shoot, m.data = filepath.Join(m.root, "shoot"), filepath.Join(m.root, "data")
	if err := writeShoot(m.shoot); err != nil {
		return m, err
	}
	var out, errs bytes.Buffer
	if status := run([]string{"--data", m.data, "rank", m.shoot}, terminal{&out, &errs}); status != 0 || errs.Len() > 0 {
		return m, fmt.Errorf("rank: status %d, said %q", status, errs.String())
	}
	return m, nil
})

func TestMain(m *testing.M) {
	if os.Getenv("CULL_AS_PROGRAM") != "" { // in the scripts of the attack
		os.Exit(run(os.Args[1:], terminal{os.Stdout, os.Stderr}))
	}
	status := m.Run()
	if made, _ := once(); made.root != "" {
		os.RemoveAll(made.root)
	}
	os.Exit(status)
}

// testShoot returns a shoot of the test's own, and a data folder that remembers
// what was read of its photos.
func testShoot(t *testing.T) (folder, data string) {
	t.Helper()
	m, err := once()
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	if err := os.CopyFS(root, os.DirFS(m.root)); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(root, "shoot"), filepath.Join(root, "data")
}

// writeShoot writes the shoot with the manifest of a demo shoot, so that the
// benchmark knows its good frames.
func writeShoot(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	type frame struct {
		File        string   `json:"file"`
		Scene       int      `json:"scene"`
		Photograph  string   `json:"photograph"`
		Alterations []string `json:"alterations"`
	}
	var frames []frame
	for b := range testBursts {
		scene := painted(b)
		for k := range testFrames {
			a := testAlterations[(k-goodFrame(b)+testFrames)%testFrames]
			f := frame{testFrame(b, k), b + 1, fmt.Sprintf("scene%d.jpg", b), []string{}}
			if a.words != "" {
				f.Alterations = append(f.Alterations, a.words)
			}
			frames = append(frames, f)
			var jpg bytes.Buffer
			if err := jpeg.Encode(&jpg, a.do(alter.Copy(scene)), &jpeg.Options{Quality: 88}); err != nil {
				return err
			}
			m := photo.Meta{
				Camera: photo.Camera{Make: "Test", Model: "Camera"}, Orientation: 1, Width: scene.Rect.Dx(), Height: scene.Rect.Dy(),
				Taken: time.Date(2024, 6, 1, 10, b, 0, 400*k*int(time.Millisecond), time.UTC),
			}
			file, err := exif.Insert(jpg.Bytes(), m, exif.About{})
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(folder, f.File), file, 0o644); err != nil {
				return err
			}
		}
	}
	manifest, err := json.Marshal(map[string]any{"culler": "demo shoot", "frames": frames})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "manifest.json"), manifest, 0o644)
}

// painted is a picture with edges and tones of its own.
func painted(scene int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 240, 160))
	for y := range 160 {
		for x := range 240 {
			fx, fy := float64(x)/240, float64(y)/160
			v := 120 + 60*math.Sin(float64(scene+1)*5*fx)*math.Cos(4*fy)
			if (x/(12+3*scene)+y/(9+2*scene))%2 == 0 {
				v += 50
			}
			img.SetRGBA(x, y, color.RGBA{uint8(v), uint8(v * (0.6 + 0.4*fx)), uint8(v * (0.5 + 0.4*fy)), 255})
		}
	}
	return img
}
