package jpegscale

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// same decodes with one reader and with more, and compares all there is to
// compare.
func same(t testing.TB, name string, data []byte, scale, readers, readerBytes int) {
	t.Helper()
	a, warnA, errA := decodeBytes(context.Background(), data, Options{Scale: scale})
	b, warnB, errB := decodeBytes(context.Background(), data, Options{Scale: scale, Readers: readers, readerBytes: readerBytes, window: 64 + readerBytes%7})
	if (errA == nil) != (errB == nil) || errA != nil && errA.Error() != errB.Error() {
		t.Fatalf("%s at 1/%d: one reader says %v, %d say %v", name, scale, errA, readers, errB)
	}
	if warnA != warnB {
		t.Errorf("%s at 1/%d: one reader warns %q, %d warn %q", name, scale, warnA, readers, warnB)
	}
	if errA == nil && !bytes.Equal(a.Pix, b.Pix) {
		most, mean := apart(t, b, a)
		t.Errorf("%s at 1/%d: with %d readers %d levels apart at most, %.3f in the mean", name, scale, readers, most, mean)
	}
}

// samples are the files of testdata, and a larger one.
func samples(t testing.TB) map[string][]byte {
	all := variants(t)
	names, err := filepath.Glob("testdata/*.jpg")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, n := range names {
		all[n] = read(t, strings.TrimPrefix(n, "testdata/"))
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, scene(900, 700), &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	all["large"] = b.Bytes()
	return all
}

func TestManyReadersSeeWhatOneSees(t *testing.T) {
	for name, data := range samples(t) {
		for _, scale := range []int{1, 2, 4, 8} {
			for _, readers := range []int{2, 3, 7} {
				for _, readerBytes := range []int{40, 300, 5000} {
					same(t, name, data, scale, readers, readerBytes)
				}
			}
		}
	}
}

// So much that no one keeps it in one piece of memory.
func TestManyPiecesOfMemory(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, scene(2400, 1600), &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	same(t, "large", b.Bytes(), 1, 2, 10000)
	same(t, "large", b.Bytes(), 2, 3, 1000)
}

// What is damaged is damaged in the same way for all.
func TestManyReadersSeeTheSameDamage(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for name, data := range samples(t) {
		for k := range 60 {
			broken := bytes.Clone(data)
			what := "cut"
			if at := len(data)/4 + r.IntN(len(data)*3/4); k%3 == 0 {
				broken = broken[:at]
			} else {
				what = "changed"
				for range 1 + r.IntN(3) {
					broken[len(data)/4+r.IntN(len(data)*3/4)] = uint8(r.Uint32())
				}
			}
			same(t, fmt.Sprintf("%s, %s (%d)", name, what, k), broken, 8>>(k%4), 2+k%4, 50+20*k)
		}
	}
}

// diary is a file that writes down where it is read. Who reads from the beginning
// waits behind the head until every reader has begun further on: a busy machine
// might let him finish before they do.
type diary struct {
	io.ReaderAt
	size    int64
	readers int // that read it, with the one who reads from the beginning

	mu    sync.Mutex
	all   sync.Cond    // all of them have begun
	begun map[int]bool // by their part of the file
	bytes int64
	back  int // reads before the one before
	last  int64
}

func (d *diary) ReadAt(b []byte, at int64) (int, error) {
	n, err := d.ReaderAt.ReadAt(b, at)
	d.mu.Lock()
	defer d.mu.Unlock()
	if part := int(at * int64(d.readers) / d.size); part > 0 {
		d.begun[part] = true
		d.all.Broadcast()
	}
	for at > 0 && at*int64(d.readers) < d.size*3/4 && len(d.begun) < d.readers-1 {
		d.all.Wait()
	}
	d.bytes += int64(n)
	if at < d.last {
		d.back++
	}
	d.last = at
	return n, err
}

// The work is shared: each reader reads a part of the file, before the one from
// the beginning comes there, and nobody reads again what another has read.
func TestHandsHelp(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, scene(1600, 1200), &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	size := int64(b.Len())
	for readers := 1; readers <= 5; readers++ {
		d := &diary{ReaderAt: bytes.NewReader(b.Bytes()), size: size, readers: readers, begun: map[int]bool{}}
		d.all.L = &d.mu
		if _, warning, err := Decode(context.Background(), d, size, Options{Scale: 8, Readers: readers, readerBytes: 10000, window: 1000}); err != nil || warning != "" {
			t.Fatal(warning, err)
		}
		if d.bytes > size*11/10 {
			t.Errorf("%d readers read %d bytes of %d", readers, d.bytes, size)
		}
		if readers == 1 && d.back > 1 || readers > 1 && d.back == 0 { // the head is read twice by one, too
			t.Errorf("with %d readers the file was read backwards %d times", readers, d.back)
		}
	}
}

func TestHandsGoHomeWhenTheyAreCalled(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, scene(1600, 1200), &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var img *image.RGBA
	img, _, err := decodeBytes(ctx, b.Bytes(), Options{Scale: 8, Readers: 4})
	if img != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", img != nil, err)
	}
}
