package viewer

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/pixels"
	"culler/library/thumbs"
)

// BenchmarkNextPhoto is how long all pixels of a photo take to arrive in the
// viewer while nothing else is decoded, with one reader of its JPEG and with one
// for each processor, in turn.
func BenchmarkNextPhoto(b *testing.B) {
	folder := phototest.Shared(b, "photos/shoot")
	var files []string
	for _, pattern := range []string{"14_*/*.JPG", "15_*/*.jpg"} {
		found, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil || len(found) == 0 {
			b.Fatal(pattern, found, err)
		}
		files = append(files, found...)
	}
	took := [2][]time.Duration{}
	for b.Loop() {
		for _, path := range files {
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			p := &photo.Photo{Files: []photo.File{{Path: path, Kind: photo.KindOf(path), Size: info.Size()}}}
			for k, readers := range []int{1, runtime.GOMAXPROCS(0)} {
				arrived := make(chan int)
				l := NewLoader(thumbs.NewGallery(&pixels.Decoder{Readers: readers}, nil), 1<<30, func(i int) { arrived <- i })
				start := time.Now()
				l.Want([]Request{{Of: p, Size: Full}})
				<-arrived
				took[k] = append(took[k], time.Since(start))
				if picture, err := l.Best(p, 0); picture == nil || err != nil {
					b.Fatal(err)
				}
				l.Close()
			}
		}
	}
	middle := func(d []time.Duration) float64 {
		slices.Sort(d)
		return d[len(d)/2].Seconds() * 1000
	}
	one, several := middle(took[0]), middle(took[1])
	b.ReportMetric(one, "ms/one")
	b.ReportMetric(several, "ms/several")
	b.ReportMetric(100*(1-several/one), "%sooner")
}
