package pixels

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/jpeg"
	"os"
	"testing"

	"github.com/disintegration/imaging"

	"culler/library/photo"
	"culler/library/photo/phototest"
)

// benchFile is the file that an environment variable names, or, for the one
// that is not progressive, a 24-megapixel scene.
func benchFile(b *testing.B, variable string) photo.File {
	b.Helper()
	if path := os.Getenv(variable); path != "" {
		return file(path)
	}
	if variable != "CULLER_BENCH_JPEG" {
		b.Skip("set " + variable + " to a file")
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, scene(6000, 4000), &jpeg.Options{Quality: 92}); err != nil {
		b.Fatal(err)
	}
	return save(b, "24.jpg", out.Bytes())
}

func benchPicture(b *testing.B, f photo.File, size int) {
	var d Decoder
	var info Info
	for b.Loop() {
		var err error
		if _, info, err = d.Picture(context.Background(), f, size); err != nil {
			b.Fatal(err)
		}
	}
	report(b, info.Width, info.Height)
}

// report tells how many megapixels of originals were done with a second.
func report(b *testing.B, w, h int) {
	b.ReportMetric(float64(b.N)*float64(w)*float64(h)/1e6/b.Elapsed().Seconds(), "MP/s")
}

func BenchmarkBaseline256(b *testing.B)  { benchPicture(b, benchFile(b, "CULLER_BENCH_JPEG"), 256) }
func BenchmarkBaseline512(b *testing.B)  { benchPicture(b, benchFile(b, "CULLER_BENCH_JPEG"), 512) }
func BenchmarkBaseline1024(b *testing.B) { benchPicture(b, benchFile(b, "CULLER_BENCH_JPEG"), 1024) }
func BenchmarkBaseline2048(b *testing.B) { benchPicture(b, benchFile(b, "CULLER_BENCH_JPEG"), 2048) }
func BenchmarkBaselineFull(b *testing.B) { benchPicture(b, benchFile(b, "CULLER_BENCH_JPEG"), 0) }

func BenchmarkProgressive512(b *testing.B) {
	benchPicture(b, benchFile(b, "CULLER_BENCH_PROGRESSIVE"), 512)
}

func BenchmarkProgressive1024(b *testing.B) {
	benchPicture(b, benchFile(b, "CULLER_BENCH_PROGRESSIVE"), 1024)
}

// The same with image/jpeg and imaging, to compare.
func BenchmarkImaging512(b *testing.B) {
	benchImaging(b, benchFile(b, "CULLER_BENCH_JPEG"))
}

func BenchmarkImagingProgressive512(b *testing.B) {
	benchImaging(b, benchFile(b, "CULLER_BENCH_PROGRESSIVE"))
}

func benchImaging(b *testing.B, f photo.File) {
	var w, h int
	for b.Loop() {
		r, err := os.Open(f.Path)
		if err != nil {
			b.Fatal(err)
		}
		m, err := jpeg.Decode(r)
		r.Close()
		if err != nil {
			b.Fatal(err)
		}
		w, h = m.Bounds().Dx(), m.Bounds().Dy()
		imaging.Fit(m, 512, 512, imaging.Lanczos)
	}
	report(b, w, h)
}

func BenchmarkRAW512(b *testing.B) {
	benchPicture(b, file(phototest.Shared(b, "photos/raw/exiv2/Canon-R6-pruned.CR3")), 512)
}

func BenchmarkHEIC512(b *testing.B) {
	benchPicture(b, file(phototest.Shared(b, "photos/raw/photoprism/iphone_7.heic")), 512)
}

func BenchmarkResize(b *testing.B) {
	src := scene(1500, 1000)
	for b.Loop() {
		Resize(src, 1024)
	}
	report(b, 1500, 1000)
}

func BenchmarkImagingResize(b *testing.B) {
	src := image.NewNRGBA(image.Rect(0, 0, 1500, 1000))
	draw.Draw(src, src.Rect, scene(1500, 1000), image.Point{}, draw.Src)
	for b.Loop() {
		imaging.Fit(src, 1024, 1024, imaging.Lanczos)
	}
	report(b, 1500, 1000)
}
