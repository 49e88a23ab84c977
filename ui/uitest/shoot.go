// Package uitest helps tests of the window and its parts: a shoot of small
// photographs whose scores are known, Fyne without a screen, and keys as they
// are pressed. Only tests import it.
package uitest

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"path"
	"path/filepath"
	"testing"
	"time"

	"culler/library"
	"culler/library/exif"
	"culler/library/photo"
	"culler/library/store"
	"culler/scoring"
	"culler/scoring/board"
	"culler/scoring/measure"
)

// Frame is one photograph of a shoot.
type Frame struct {
	Name string        // slash-separated path below the shoot's folder, without extension
	At   time.Duration // when it was taken, after noon
	Good float64       // its sharpness, which is all that the photographs differ in
	Meta photo.Meta    // what else the camera says; without a camera it is "Culler Test"
}

// Noon is when shoots begin.
var Noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// Frames is a shoot with one of everything, in order of capture:
//
//	0 1 2 3    a burst: 1 is clearly the best, then 3, 2, 0
//	4          a single
//	5 6 7      a burst: 5 and 6 are too close to call, 7 is far behind
//	8 9 10     a bracket
//	11 12 13   a burst by another camera: 13 is clearly the best, then 12, 11
//	14         a single, taken the next day
func Frames() []Frame {
	var frames []Frame
	add := func(at time.Duration, m photo.Meta, good ...float64) {
		m.ISO = 100
		for k, g := range good {
			frames = append(frames, Frame{Name: fmt.Sprintf("IMG_%04d", len(frames)), At: at + time.Duration(k)*500*time.Millisecond, Good: g, Meta: m})
		}
	}
	one := photo.Camera{Make: "Culler", Model: "One", Serial: "1"}
	two := photo.Camera{Make: "Culler", Model: "Two", Serial: "2"}
	add(0, photo.Meta{Camera: one, Lens: "50 mm"}, 1, 5, 2, 3)
	add(time.Minute, photo.Meta{Camera: one, Lens: "50 mm"}, 2.5)
	add(2*time.Minute, photo.Meta{Camera: one, Lens: "35 mm"}, 4, 4.01, 0.5)
	add(3*time.Minute, photo.Meta{Camera: one, Lens: "35 mm"}, 3.5, 3.6, 3.7)
	for k := range 3 {
		bias := float64(2*k - 2)
		frames[8+k].Meta.Bias = &bias
	}
	add(4*time.Minute, photo.Meta{Camera: two}, 0.8, 1.8, 4.5)
	add(24*time.Hour, photo.Meta{Camera: two}, 2.9)
	return frames
}

// Bursts is a shoot of n photographs in bursts of four, every ten seconds.
func Bursts(n int) []Frame {
	frames := make([]Frame, n)
	for k := range frames {
		frames[k] = Frame{
			Name: fmt.Sprintf("IMG_%05d", k), Good: float64(k*7919%1000) / 200,
			At: time.Duration(k/4)*10*time.Second + time.Duration(k%4)*500*time.Millisecond,
		}
	}
	return frames
}

// Write writes the photographs into a folder, as files of about a kilobyte.
func Write(t testing.TB, dir string, frames []Frame) {
	t.Helper()
	for k, f := range frames {
		m := f.Meta
		m.Taken = Noon.Add(f.At)
		if m.Camera == (photo.Camera{}) {
			m.Camera = photo.Camera{Make: "Culler", Model: "Test"}
		}
		b, err := exif.Insert(small(k), m, exif.About{Description: fmt.Sprint("photograph ", k)})
		check(t, err)
		to := filepath.Join(dir, filepath.FromSlash(f.Name)+".jpg")
		check(t, os.MkdirAll(filepath.Dir(to), 0o755))
		check(t, os.WriteFile(to, b, 0o644))
	}
}

// small is a small JPEG of one colour.
func small(k int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 24, 16))
	draw.Draw(img, img.Rect, image.NewUniform(color.RGBA{uint8(k), uint8(k >> 8), 0x80, 255}), image.Point{}, draw.Src)
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil) // a buffer takes everything
	return b.Bytes()
}

// Database is a new database.
func Database(t testing.TB) *store.DB {
	t.Helper()
	db, err := store.Open(t.TempDir())
	check(t, err)
	t.Cleanup(func() { db.Close() })
	return db
}

// Open opens a folder as a shoot and reads it. db may be nil. Sidecars are off.
func Open(t testing.TB, dir string, db *store.DB) *library.Shoot {
	t.Helper()
	s, err := library.Open(context.Background(), dir, library.Options{Store: db, Recursive: true, Sidecars: library.Sidecars{Mode: library.SidecarsOff}})
	check(t, err)
	t.Cleanup(func() { s.Close() })
	check(t, s.Read(context.Background(), nil))
	return s
}

// Board is a board on which the shoot's photographs stand as the frames say,
// whatever else is asked. A frame with a negative Good is not scored.
func Board(s *library.Shoot, frames []Frame) *board.Board {
	b := board.New(s.Len())
	b.Put(Results(s.Photos(), frames))
	return b
}

// Results is what reading the photographs says of them.
func Results(photos []photo.Photo, frames []Frame) []scoring.Update {
	good := make(map[string]float64, len(frames))
	for _, f := range frames {
		good[f.Name] = f.Good
	}
	var updates []scoring.Update
	for i := range photos {
		g, ok := good[path.Clean(photos[i].Name)]
		if !ok || g < 0 {
			continue
		}
		m := make([]float64, len(measure.Names()))
		m[measure.Sharpness], m[measure.Contrast] = g, 60
		updates = append(updates, scoring.Update{Photo: i, Measures: m})
	}
	return updates
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
