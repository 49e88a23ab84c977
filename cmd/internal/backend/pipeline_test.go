package backend

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/disintegration/imaging"
	"golang.org/x/sync/errgroup"

	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/pixels"
	"culler/library/thumbs"
	"culler/scoring"
	"culler/scoring/faces"
	"culler/scoring/faces/nets"
	"culler/scoring/measure"
)

// BenchmarkPipeline compares the engine with its two limits, measured in the
// same run on the same photos with all processors: decoding alone, and the
// model alone on prepared pictures. The engine looks for faces as well, as it
// does in the app. "of-limit-%" is the engine's speed as a share of the slower
// of the two. Decoding and the model share the processors, so that the share
// can only be high where one of them is most of the work, as decoding is of
// photos as large as cameras make them.
func BenchmarkPipeline(b *testing.B) {
	b.Run("24MP", func(b *testing.B) { benchmarkPipeline(b, large(b)) })
	b.Run("shared", func(b *testing.B) { benchmarkPipeline(b, shared(b)) })
}

// shared are the shared photos, of all sizes.
func shared(b *testing.B) (jobs []scoring.Job) {
	root := phototest.Shared(b, "photos/shoot")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && photo.KindOf(path) == photo.JPEG {
			jobs = append(jobs, job(len(jobs), path))
		}
		return err
	})
	if err != nil || len(jobs) == 0 {
		b.Fatalf("%d photos, %v", len(jobs), err)
	}
	return jobs
}

// grain is the noise, in levels of 255.
const grain = 9

// large are shared photos enlarged to 6000 by 4000 pixels, with the noise of a
// sensor: their files are as large as those that cameras write, 9 MB.
func large(b *testing.B) (jobs []scoring.Job) {
	dir := b.TempDir()
	for k, name := range []string{"03_nikond3200_banana/DSC_0423.JPG", "01_huawei_relief/IMG_20181115_133143.jpg"} {
		small, err := imaging.Open(phototest.Shared(b, "photos/shoot/"+name))
		if err != nil {
			b.Fatal(err)
		}
		img := imaging.Fill(small, 6000, 4000, imaging.Center, imaging.CatmullRom)
		r := rand.New(rand.NewPCG(1, 2))
		for i := range img.Pix {
			if i%4 < 3 {
				img.Pix[i] = uint8(min(max(float64(img.Pix[i])+grain*r.NormFloat64(), 0), 255))
			}
		}
		path := filepath.Join(dir, fmt.Sprint(k, ".jpg"))
		if err := imaging.Save(img, path, imaging.JPEGQuality(93)); err != nil {
			b.Fatal(err)
		}
		if stat, err := os.Stat(path); err == nil {
			b.Logf("%s: %d MB", name, stat.Size()>>20)
		}
		for range 32 {
			jobs = append(jobs, job(len(jobs), path))
		}
	}
	return jobs
}

func job(n int, path string) scoring.Job {
	return scoring.Job{Photo: n, Of: photo.Photo{Name: path, Files: []photo.File{{Path: path, Kind: photo.JPEG}}}}
}

func benchmarkPipeline(b *testing.B, jobs []scoring.Job) {
	h, err := Open(Options{DataDir: b.TempDir(), Forget: true})
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	m, why, err := h.Model(b.Context())
	if m == nil {
		b.Fatal(why, err)
	}
	var decode, prepare, infer, whole time.Duration
	for b.Loop() {
		// No memory of pictures, so that each is decoded each time.
		pictures := func() *thumbs.Gallery { return thumbs.NewGallery(&pixels.Decoder{}, nil) }
		inputs := make([][]float32, len(jobs))
		decode += timed(b, func(ctx context.Context) error {
			g := pictures()
			return each(ctx, jobs, func(ctx context.Context, j scoring.Job) error {
				_, err := g.Picture(ctx, &j.Of, scoring.PictureSize)
				return err
			})
		})
		prepare += timed(b, func(ctx context.Context) error {
			g := pictures()
			return each(ctx, jobs, func(ctx context.Context, j scoring.Job) error {
				img, err := g.Picture(ctx, &j.Of, scoring.PictureSize)
				if err != nil {
					return err
				}
				measure.Of(img, nil)
				inputs[j.Photo] = m.Input(img)
				return nil
			})
		})
		infer += timed(b, func(ctx context.Context) error {
			_, err := m.EmbedImages(ctx, inputs)
			return err
		})
		whole += timed(b, func(ctx context.Context) error {
			e := scoring.Engine{Pictures: pictures(), Model: m, Extras: []scoring.Extra{faces.Reader{Finder: faces.NewFinder(h.judges.networks(), nets.Quick), Nets: h.judges.networks()}}}
			return e.Run(ctx, jobs, func(p scoring.Progress) {
				if p.Failed > 0 {
					b.Fatal("a photo could not be read")
				}
			})
		})
	}
	n := float64(len(jobs) * b.N)
	b.ReportMetric(n/decode.Seconds(), "decode-photos/s")
	b.ReportMetric(n/prepare.Seconds(), "prepare-photos/s")
	b.ReportMetric(n/infer.Seconds(), "model-photos/s")
	b.ReportMetric(n/whole.Seconds(), "engine-photos/s")
	b.ReportMetric(100*max(decode, infer).Seconds()/whole.Seconds(), "of-limit-%")
	b.ReportMetric(0, "ns/op")
}

func timed(b *testing.B, do func(ctx context.Context) error) time.Duration {
	start := time.Now()
	if err := do(b.Context()); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// each does something for every job with as many workers as processors.
func each(ctx context.Context, jobs []scoring.Job, do func(context.Context, scoring.Job) error) error {
	next := make(chan scoring.Job, len(jobs))
	for _, j := range jobs {
		next <- j
	}
	close(next)
	g, ctx := errgroup.WithContext(ctx)
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			for j := range next {
				if err := do(ctx, j); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}
