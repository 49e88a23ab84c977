package copies

import (
	"fmt"
	"image"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/pixels"
	"culler/library/thumbs"
)

// oneScene are series of the shared photographs that show one scene with another
// series, as a look at them shows: their pairs count neither as like nor as unlike.
var oneScene = map[string]bool{"090 119": true, "128 129": true}

// BenchmarkCopies says how many made copies of the shared photographs are known, and
// how many pairs of different series are taken for copies; both without what the
// camera wrote.
func BenchmarkCopies(b *testing.B) {
	files, err := filepath.Glob(filepath.Join(phototest.Shared(b, "series"), "*", "*.jpg"))
	if err != nil {
		b.Fatal(err)
	}
	more, err := filepath.Glob(filepath.Join(phototest.Shared(b, "photos/shoot"), "*", "*"))
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range more {
		if photo.KindOf(f) == photo.JPEG {
			files = append(files, f)
		}
	}
	for b.Loop() {
		known, of, prints := knownCopies(b, files)
		var out strings.Builder
		for _, name := range slices.Sorted(maps.Keys(of)) {
			fmt.Fprintf(&out, "%-32s %.1f %% of %d known\n", name, 100*float64(known[name])/float64(of[name]), of[name])
		}
		unlike, wrong, siblings, alike := 0, 0, 0, 0
		for i, f := range files {
			for j, g := range files[:i] {
				if prints[i] == nil || prints[j] == nil {
					continue
				}
				one, other := filepath.Base(filepath.Dir(f)), filepath.Base(filepath.Dir(g))
				found := Detail(prints[i], prints[j]) >= LeastDetail
				switch {
				case one == other:
					siblings++
					if found {
						alike++
					}
				case oneScene[min(one, other)+" "+max(one, other)]:
				default:
					unlike++
					if found {
						wrong++
						fmt.Fprintf(&out, "taken for copies: %s and %s\n", f, g)
					}
				}
			}
		}
		fmt.Fprintf(&out, "pairs of unlike scenes: %d of %d taken for copies, %.1f in a million\n", wrong, unlike, 1e6*float64(wrong)/float64(unlike))
		fmt.Fprintf(&out, "pairs of frames of one scene, without times: %d of %d", alike, siblings)
		fmt.Println(out.String()) // Log would cut it
	}
	b.ReportMetric(0, "ns/op")
}

// knownCopies makes copies of every third file, and prints of all.
func knownCopies(b *testing.B, files []string) (known, of map[string]int, prints []*Print) {
	known, of, prints = map[string]int{}, map[string]int{}, make([]*Print, len(files))
	g, dir := thumbs.NewGallery(&pixels.Decoder{}, nil), b.TempDir()
	read := func(path string, size int) *image.RGBA {
		img, err := g.Picture(b.Context(), &photo.Photo{Name: path, Files: []photo.File{{Path: path, Kind: photo.JPEG}}}, size)
		if err != nil {
			return nil // some are broken on purpose
		}
		return img
	}
	type result struct {
		name  string
		known bool
	}
	results := make([][]result, len(files))
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for k, f := range files {
		work.Go(func() error {
			small := read(f, thumbs.Small)
			if small == nil {
				return nil
			}
			prints[k] = Of(small)
			large := read(f, 2048)
			if k%3 != 0 || large == nil {
				return nil
			}
			for name, file := range made(b, large, k/3) {
				path := filepath.Join(dir, fmt.Sprintf("%d %s.jpg", k, strings.ReplaceAll(name, " ", "")))
				if err := os.WriteFile(path, file, 0o600); err != nil {
					return err
				}
				results[k] = append(results[k], result{name, Detail(prints[k], Of(read(path, thumbs.Small))) >= LeastDetail})
			}
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		b.Fatal(err)
	}
	for _, rs := range results {
		for _, r := range rs {
			for _, name := range []string{r.name, "all"} {
				of[name]++
				if r.known {
					known[name]++
				}
			}
		}
	}
	return known, of, prints
}

// BenchmarkFind finds the copies among 5,000 photos, every tenth of which is one.
func BenchmarkFind(b *testing.B) {
	photos, prints := make([]photo.Photo, 5000), make([]*Print, 5000)
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for k := range photos {
		photos[k] = named(fmt.Sprint(k), fmt.Sprint(k), 0)
		photos[k].Meta.Camera = photo.Camera{}
		work.Go(func() error {
			img := scene(uint64(k))
			if k%10 == 9 {
				img = makings[2].make(scene(uint64(k-1)), k)
			}
			prints[k] = thumb(img)
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		groups, err := Find(b.Context(), photos, prints)
		if err != nil || len(groups) != 500 {
			b.Fatalf("%d groups, %v", len(groups), err)
		}
	}
}
