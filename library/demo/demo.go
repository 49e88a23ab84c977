// Package demo makes a shoot to try Culler on: bursts derived from nine freely
// licensed photographs by known alterations.
package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"culler/assets/photographs"
	"culler/library/alter"
	"culler/library/busy"
	"culler/library/exif"
	"culler/library/photo"
)

// Names of the files that say what the frames are.
const (
	ManifestName = "manifest.json"
	ReadmeName   = "README.txt"
)

// Manifest says what the frames of a demo shoot are.
type Manifest struct {
	Culler      string       `json:"culler"`  // manifestMark
	Version     int          `json:"version"` // of the frames
	Photographs []Photograph `json:"photographs"`
	Frames      []Frame      `json:"frames"`
}

// Photograph is an original.
type Photograph struct {
	File    string `json:"file"`
	Author  string `json:"author"`
	Year    int    `json:"year"`
	Licence string `json:"licence"`
	Link    string `json:"link"`
}

// Frame is one photo of the shoot.
type Frame struct {
	File        string   `json:"file"`
	Scene       int      `json:"scene"` // from 1; each is one burst
	Photograph  string   `json:"photograph"`
	Alterations []string `json:"alterations"` // beside the crop that every frame has; none for a good frame
}

const (
	manifestMark    = "demo shoot"
	manifestVersion = 1
)

const (
	ccBY, linkBY = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
	cc0, link0   = "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"
	year         = 2018
)

var credits = []Photograph{
	{"aitzgorri.jpg", "Aitzol Berasategi", year, ccBY, linkBY},
	{"brushes.jpg", `Trevor "Freespace"`, year, ccBY, linkBY},
	{"fig.jpg", `Trevor "Freespace"`, year, ccBY, linkBY},
	{"friends.jpg", "Aitzol Berasategi", year, ccBY, linkBY},
	{"life.jpg", "Aitzol Berasategi", year, ccBY, linkBY},
	{"picosdeeuropa.jpg", "Aitzol Berasategi", year, ccBY, linkBY},
	{"seeding.jpg", "Clemens Engelhardt", year, cc0, link0},
	{"sunset.jpg", "Aitzol Berasategi", year, ccBY, linkBY},
	{"wine.jpg", "Jakkub Mede", year, ccBY, linkBY},
}

func credit(file string) Photograph {
	for _, p := range credits {
		if p.File == file {
			return p
		}
	}
	panic("demo: nobody is credited for " + file)
}

// Contents is the manifest of the shoot that Write writes.
func Contents() Manifest {
	m := Manifest{Culler: manifestMark, Version: manifestVersion, Photographs: credits}
	for k, s := range scenes {
		for _, f := range s.frames {
			is := Frame{File: fmt.Sprintf("CULL%04d.JPG", len(m.Frames)+1), Scene: k + 1, Photograph: s.photograph, Alterations: []string{}}
			for _, step := range f.steps {
				is.Alterations = append(is.Alterations, step.words)
			}
			m.Frames = append(m.Frames, is)
		}
	}
	return m
}

// Write writes the demo shoot into a folder, which it makes if it is not there:
// the frames, a manifest and a text that says what was altered and whom the
// photographs are by. The frames are the same every time. A folder that holds
// anything else is refused, with a sentence; in one that holds an earlier demo
// shoot, what is missing is written. No file is ever there in part. Write tells
// progress in frames, from one goroutine at a time; progress may be nil.
func Write(ctx context.Context, folder string, progress func(done, total int)) (Manifest, error) {
	m := Contents()
	if progress == nil {
		progress = func(int, int) {}
	}
	renew, err := prepare(folder)
	if err != nil {
		return m, err
	}
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return m, fmt.Errorf("write the demo's manifest: %w", err)
	}
	// First, so that an unfinished demo is recognised as one.
	if err := place(folder, ManifestName, append(b, '\n')); err != nil {
		return m, err
	}
	if err := place(folder, ReadmeName, []byte(readme(m))); err != nil {
		return m, err
	}

	var mu sync.Mutex
	done := 0
	step := func() {
		mu.Lock()
		defer mu.Unlock()
		done++
		progress(done, len(m.Frames))
	}
	progress(0, len(m.Frames))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	number := 0
	for k, s := range scenes {
		files := m.Frames[number : number+len(s.frames)]
		number += len(s.frames)
		group.Go(func() error { return s.write(ctx, folder, k, files, renew, step) })
	}
	return m, group.Wait()
}

// prepare makes the folder ready and tells whether the frames that are there
// are to be written again.
func prepare(folder string) (renew bool, err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return false, fmt.Errorf("the folder %s for the demo shoot could not be made: choose another one (%w)", folder, err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return false, fmt.Errorf("the folder %s for the demo shoot could not be read: choose another one (%w)", folder, err)
	}
	var was Manifest
	b, err := os.ReadFile(filepath.Join(folder, ManifestName))
	if err == nil && json.Unmarshal(b, &was) == nil && was.Culler == manifestMark {
		return was.Version != manifestVersion, nil
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			return false, fmt.Errorf("the folder %s is not empty: choose an empty folder for the demo shoot, or a new one", folder)
		}
	}
	return false, nil
}

// margin is how much of a photograph's width and height is left for the camera
// to move in.
const margin = 0.1

// write writes the frames of a scene that are not there yet.
func (s scene) write(ctx context.Context, folder string, number int, files []Frame, renew bool, step func()) error {
	var original *image.RGBA
	for k := range s.frames {
		if err := ctx.Err(); err != nil {
			return err
		}
		if info, err := os.Stat(filepath.Join(folder, files[k].File)); err == nil && info.Size() > 0 && !renew {
			step()
			continue
		}
		if original == nil {
			var err error
			if original, err = load(s.photograph); err != nil {
				return err
			}
		}
		b, err := s.develop(original, number, k)
		if err != nil {
			return fmt.Errorf("make %s: %w", files[k].File, err)
		}
		if err := place(folder, files[k].File, b); err != nil {
			return err
		}
		step()
	}
	return nil
}

func load(photograph string) (*image.RGBA, error) {
	b, err := photographs.Files.ReadFile(photograph)
	if err != nil {
		return nil, fmt.Errorf("read the demo photograph: %w", err)
	}
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("decode the demo photograph %s: %w", photograph, err)
	}
	return alter.Copy(img), nil
}

const quality = 88

// develop makes frame k of a scene as a JPEG file.
func (s scene) develop(original *image.RGBA, number, k int) ([]byte, error) {
	f := s.frames[k]
	img := alter.Crop(original, window(original.Rect, f))
	for _, step := range f.steps {
		img = step.do(img)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, err
	}
	m := s.meta(number, k)
	m.Width, m.Height = img.Rect.Dx(), img.Rect.Dy()
	by := credit(s.photograph)
	what := "Unaltered but for a crop."
	if len(f.steps) > 0 {
		var words []string
		for _, step := range f.steps {
			words = append(words, step.words)
		}
		what = "Altered: " + strings.Join(words, "; ") + "."
	}
	return exif.Insert(b.Bytes(), m, exif.About{
		Description: "Frame of Culler's demo shoot. " + what,
		Artist:      by.Author, Copyright: fmt.Sprintf("(c) %d %s, %s", by.Year, by.Author, by.Licence), Software: "Culler",
	})
}

// window is the part of a photograph that a frame shows.
func window(all image.Rectangle, f frame) image.Rectangle {
	free := image.Pt(int(float64(all.Dx())*margin), int(float64(all.Dy())*margin))
	offset := func(free int, to float64) int { return int(math.Round(float64(free) / 2 * (1 + to))) }
	corner := image.Pt(offset(free.X, f.x), offset(free.Y, f.y))
	return image.Rectangle{Min: corner, Max: corner.Add(all.Size()).Sub(free)}
}

// Times are invented: a scene begins every so often, and its frames follow each
// other as fast as a finger, those of the bracket as fast as a camera.
var began = time.Date(2024, time.June, 1, 10, 0, 0, 0, time.UTC)

const (
	betweenScenes = 47 * time.Second
	betweenFrames = 430 * time.Millisecond
	inBracket     = 140 * time.Millisecond
)

func (s scene) meta(number, k int) photo.Meta {
	m := photo.Meta{
		Camera:  photo.Camera{Make: "Culler", Model: "Demo Camera", Serial: "CULLER-DEMO"},
		Shutter: s.shutter, Aperture: s.aperture, ISO: s.iso, FocalLength: s.length, Orientation: 1,
	}
	bias, pause := 0.0, betweenFrames
	if s.bracket != nil {
		bias, pause = s.bracket[k], inBracket
	}
	m.Bias = &bias
	m.Shutter *= math.Exp2(bias)
	m.Taken = began.Add(time.Duration(number)*betweenScenes + time.Duration(k)*(pause+time.Duration(17*k)*time.Millisecond))
	return m
}

// place writes a file at once: it is there whole or not at all.
func place(folder, name string, b []byte) error {
	tmp := filepath.Join(folder, "."+name+".part")
	err := func() error {
		f, err := os.Create(tmp)
		if err != nil {
			return err
		}
		_, err = f.Write(b)
		if err == nil {
			err = f.Sync()
		}
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
		return busy.Rename(tmp, filepath.Join(folder, name))
	}()
	if err == nil {
		return nil
	}
	os.Remove(tmp)
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("the demo shoot may not be written into %s: choose another folder (%w)", folder, err)
	}
	return fmt.Errorf("the demo shoot could not be written into %s: is the disk full? (%w)", folder, err)
}

// readme says in words what the manifest says.
func readme(m Manifest) string {
	var b strings.Builder
	fmt.Fprintf(&b, `A demo shoot for Culler: %d frames in %d bursts, derived from nine photographs.

Every frame is a crop of 90 %% of its photograph, as if the camera had moved a
little between frames. Where it says "unaltered", nothing else was done. Capture
times, the camera and its settings are invented.

`, len(m.Frames), len(scenes))
	scene := 0
	for _, f := range m.Frames {
		if f.Scene != scene {
			scene = f.Scene
			by := credit(f.Photograph)
			fmt.Fprintf(&b, "Burst %d, from %s by %s, %s\n", scene, f.Photograph, by.Author, by.Licence)
		}
		what := "unaltered"
		if len(f.Alterations) > 0 {
			what = strings.Join(f.Alterations, "; ")
		}
		fmt.Fprintf(&b, "    %s  %s\n", f.File, what)
	}
	text, err := photographs.Files.ReadFile("CREDITS.txt")
	if err != nil {
		panic("demo: the credits are missing")
	}
	fmt.Fprintf(&b, "\nCredits\n\n%s", text)
	return b.String()
}
