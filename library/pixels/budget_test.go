package pixels

import (
	"compress/gzip"
	"context"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"sync"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/pixels/memory"
)

// peak is the most that the heap holds while do runs, above what it holds before.
func peak(do func()) int64 {
	read := func() int64 {
		s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(s)
		return int64(s[0].Value.Uint64())
	}
	runtime.GC()
	before, most := read(), int64(0)
	done, looked := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(looked)
		for {
			most = max(most, read()-before)
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	do()
	close(done)
	<-looked
	return most
}

// decodeAll decodes files, all at once.
func decodeAll(t *testing.T, files []string, size int) {
	t.Helper()
	var all sync.WaitGroup
	for _, path := range files {
		all.Go(func() {
			if _, _, err := new(Decoder).Picture(context.Background(), photo.File{Path: path, Kind: photo.KindOf(path)}, size); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// Decoders share one budget: many large pictures at once take what one takes.
func TestAllDecodersShareABudget(t *testing.T) {
	was := atOnce
	defer func() { atOnce = was }()
	dir := t.TempDir()
	var files []string
	for k := range 8 {
		path := filepath.Join(dir, fmt.Sprintf("%d.png", k))
		f, err := os.Create(path)
		if err == nil {
			err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(f, image.NewNRGBA64(image.Rect(0, 0, 2000, 1500)))
		}
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
		files = append(files, path)
	}
	atOnce = memory.NewBudget(1)
	one := peak(func() { decodeAll(t, files[:1], 512) })
	all := peak(func() { decodeAll(t, files, 512) })
	if all > 2*one {
		t.Errorf("one picture takes %d MB, and eight at once %d MB", one>>20, all>>20)
	}
	t.Logf("one %d MB, eight %d MB", one>>20, all>>20)
}

// The attack's picture of 13,300 x 13,300 pixels at 16 bits, twice at once.
func TestTheLargestPicturesAreDecodedOneByOne(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	from, err := os.Open(phototest.Shared(t, "attack/png-2GB-decode.png.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	unpacked, err := gzip.NewReader(from)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "large.png")
	to, err := os.Create(path)
	if err == nil {
		_, err = io.Copy(to, unpacked)
	}
	if err != nil {
		t.Fatal(err)
	}
	to.Close()
	most := peak(func() { decodeAll(t, []string{path, path}, 512) })
	t.Logf("at most %d MB", most>>20)
	if most > 2200<<20 {
		t.Errorf("two at once take %d MB", most>>20)
	}
}
