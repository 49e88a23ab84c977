package thumbs

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.etcd.io/bbolt"

	"culler/library/photo"
	"culler/library/pixels"
)

// pattern is a picture that a number tells apart from others.
func pattern(w, h, n int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = uint8((i/4*3 + 40*n) % 200)
		if i%4 == 3 {
			m.Pix[i] = 255
		}
	}
	return m
}

func somePhoto(path string) *photo.Photo {
	return &photo.Photo{ID: sha256.Sum256([]byte(path)), Name: path, Files: []photo.File{{Path: path, Kind: photo.JPEG}}}
}

// photoFile is a photo whose file is a JPEG of w by h pixels.
func photoFile(t testing.TB, dir, name string, w, h int) *photo.Photo {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			copy(m.Pix[m.PixOffset(x, y):], []uint8{uint8(255 * x / w), uint8(255 * y / h), 90, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	p := somePhoto(path)
	p.Files[0].Size = int64(b.Len())
	return p
}

func open(t testing.TB, dir string, cap int64) *Store {
	t.Helper()
	s, err := Open(dir, cap)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestKeep(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 0)
	p := somePhoto("a.jpg")
	if err := s.OpenShoot("/shoots/one"); err != nil {
		t.Fatal(err)
	}
	want := pattern(256, 171, 1)
	if err := s.Put(p, Small, want); err != nil {
		t.Fatal(err)
	}
	for range 2 { // before it is written, and after opening again
		got, ok := s.Get(p, Small)
		if !ok || got.Rect != want.Rect {
			t.Fatalf("got %v, %v", ok, got)
		}
		if _, ok := s.Get(p, Large); ok {
			t.Error("a size that was never put is there")
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = open(t, dir, 0)
		if err := s.OpenShoot("/shoots/moved elsewhere"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Put(&photo.Photo{}, Small, want); err != nil {
		t.Error(err)
	}
	if _, ok := s.Get(&photo.Photo{}, Small); ok {
		t.Error("a photo without an identity has a thumbnail")
	}
}

func TestInUse(t *testing.T) {
	dir := t.TempDir()
	open(t, dir, 0)
	if _, err := Open(dir, 0); !errors.Is(err, ErrInUse) {
		t.Errorf("opened twice: %v", err)
	}
}

func TestNewer(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 0)
	err := s.bolt.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket(aboutBucket).Put(versionKey, binary.BigEndian.AppendUint32(nil, version+1))
	})
	if err != nil || s.Close() != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, 0); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer database was opened: %v", err)
	}
}

// TestEviction proves that the shoot opened least recently goes first, and the
// one that is open last.
func TestEviction(t *testing.T) {
	img := pattern(256, 256, 1)
	v, err := encodeEntry(img)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, t.TempDir(), int64(10*len(v)))
	photos := func(shoot string) (all []*photo.Photo) {
		for i := range 4 {
			all = append(all, somePhoto(fmt.Sprint(shoot, i)))
		}
		return all
	}
	fill := func(shoot string) {
		if err := s.OpenShoot(shoot); err != nil {
			t.Fatal(err)
		}
		for _, p := range photos(shoot) {
			if err := s.Put(p, Small, img); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	there := func(shoot string) (n int) {
		for _, p := range photos(shoot) {
			if s.Has(p, Small) {
				n++
			}
		}
		return n
	}
	fill("a")
	fill("b")
	if err := s.OpenShoot("a"); err != nil { // now b is older
		t.Fatal(err)
	}
	fill("c")
	if a, b, c := there("a"), there("b"), there("c"); a != 4 || b != 0 || c != 4 {
		t.Errorf("of 4 each there are %d, %d, %d", a, b, c)
	}
	fill("d")
	if a, c, d := there("a"), there("c"), there("d"); a != 0 || c != 4 || d != 4 {
		t.Errorf("of 4 each there are %d, %d, %d", a, c, d)
	}
}

// TestDamagedEntry proves that a thumbnail that was damaged is made again.
func TestDamagedEntry(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 0)
	p := photoFile(t, dir, "a.jpg", 900, 600)
	var d pixels.Decoder
	want, err := NewGallery(&d, s).Thumb(context.Background(), p, Small)
	if err != nil || s.Flush() != nil {
		t.Fatal(err)
	}
	err = s.bolt.Update(func(tx *bbolt.Tx) error {
		k := s.key(p, Small)
		b := tx.Bucket(shootsBucket).Bucket([]byte(bucketName(k.shoot)))
		v := bytes.Clone(b.Get(k.bytes()))
		v[len(v)/2] ^= 0x40
		return b.Put(k.bytes(), v)
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := s.Get(p, Small); ok {
		t.Fatal("a damaged thumbnail is taken for whole")
	}
	got, err := NewGallery(&d, s).Thumb(context.Background(), p, Small)
	if err != nil || !bytes.Equal(got.Pix, want.Pix) {
		t.Fatalf("made again: %v", err)
	}
	if _, ok := s.Get(p, Small); !ok {
		t.Error("it was not kept again")
	}
}

// TestDamagedDatabase proves that a database that is no database, is cut off, or
// was overwritten is begun anew.
func TestDamagedDatabase(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, FileName)
	s := open(t, dir, 0)
	for i := range 40 {
		if err := s.Put(somePhoto(fmt.Sprint(i)), Small, pattern(200, 200, i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	noise := bytes.Clone(whole)
	for i := 3 * 4096; i < len(noise); i++ {
		noise[i] = uint8(i * 7)
	}
	for name, data := range map[string][]byte{"text": []byte(strings.Repeat("no database ", 900)), "cut off": whole[:len(whole)/2], "empty": nil, "noise": noise} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(dir, 0)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		p := somePhoto("new")
		if err := errors.Join(s.OpenShoot("x"), s.Put(p, Small, pattern(80, 60, 1)), s.Flush()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, ok := s.Get(p, Small); !ok {
			t.Errorf("%s: nothing can be kept", name)
		}
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDeleted proves that the database may be deleted while it is open.
func TestDeleted(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 0)
	if err := os.Remove(filepath.Join(dir, FileName)); err != nil {
		t.Skip("this system does not delete what is open")
	}
	p := somePhoto("a")
	if err := errors.Join(s.Put(p, Small, pattern(80, 60, 1)), s.Flush(), s.Close()); err != nil {
		t.Error(err)
	}
	open(t, dir, 0)
}

// TestByProduct proves that one decoding for scoring makes both thumbnails.
func TestByProduct(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 0)
	p := photoFile(t, dir, "a.jpg", 2400, 1600)
	g := NewGallery(&pixels.Decoder{}, s)
	ctx := context.Background()
	img, err := g.Picture(ctx, p, 1024)
	if err != nil || img.Rect.Dx() != 1024 {
		t.Fatal(img, err)
	}
	if err := os.Remove(p.Files[0].Path); err != nil { // nothing more is read
		t.Fatal(err)
	}
	for _, g := range []*Gallery{g, NewGallery(&pixels.Decoder{}, s)} {
		for _, size := range []int{Small, Large} {
			img, err := g.Thumb(ctx, p, size)
			if err != nil || img.Rect.Dx() != size {
				t.Fatalf("%d: %v, %v", size, img, err)
			}
			if again, ok := g.Cached(p, size); !ok || again != img {
				t.Errorf("%d is not in memory", size)
			}
		}
	}
}

// TestNoStore proves that a gallery without a database works, and that the files
// of a photo are tried in order.
func TestNoStore(t *testing.T) {
	dir := t.TempDir()
	p := photoFile(t, dir, "a.jpg", 640, 480)
	p.Files = append([]photo.File{{Path: filepath.Join(dir, "gone.jpg"), Kind: photo.JPEG}}, p.Files...)
	g := NewGallery(&pixels.Decoder{}, nil)
	if img, err := g.Thumb(context.Background(), p, Small); err != nil || img.Rect.Dx() != Small {
		t.Errorf("%v, %v", img, err)
	}
	if _, err := g.Picture(context.Background(), &photo.Photo{}, 100); err == nil {
		t.Error("a photo without files has a picture")
	}
	var none *Store
	if err := errors.Join(none.OpenShoot("x"), none.Put(p, Small, pattern(8, 8, 1)), none.Flush(), none.Close()); err != nil {
		t.Error(err)
	}
}

func TestMemory(t *testing.T) {
	m := newMemory(3 * 4 * 100)
	key := func(i int) memoryKey { return memoryKey{path: fmt.Sprint(i)} }
	for i := range 3 {
		m.put(key(i), pattern(10, 10, i))
	}
	m.get(key(0))
	m.put(key(3), pattern(10, 10, 3))
	for i, want := range []bool{true, false, true, true} {
		if _, ok := m.get(key(i)); ok != want {
			t.Errorf("picture %d: %v", i, ok)
		}
	}
	m.put(key(9), pattern(100, 100, 9)) // larger than all memory: alone
	if _, ok := m.get(key(9)); !ok || m.recent.Len() != 1 || m.bytes != 4*100*100 {
		t.Errorf("%d pictures, %d bytes", m.recent.Len(), m.bytes)
	}
}

func TestTogether(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 200_000)
	g := NewGallery(&pixels.Decoder{}, s)
	var photos []*photo.Photo
	for i := range 6 {
		photos = append(photos, photoFile(t, dir, fmt.Sprint(i, ".jpg"), 300+i, 200))
	}
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 20 {
				p := photos[(i+w)%len(photos)]
				if i%7 == 0 {
					_ = s.OpenShoot(fmt.Sprint("shoot ", (i+w)%3))
				}
				if _, err := g.Thumb(context.Background(), p, Small); err != nil {
					t.Error(err)
				}
				g.Cached(p, Large)
			}
		})
	}
	wg.Wait()
}

func BenchmarkStored(b *testing.B) {
	s := open(b, b.TempDir(), 0)
	p := somePhoto("a")
	if err := s.Put(p, Small, pattern(256, 171, 1)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, ok := s.Get(p, Small); !ok {
			b.Fatal("gone")
		}
	}
}

// A thumbnail that shows something else than the file's pixels goes once they are
// decoded.
func TestWrongThumbnailsAreReplaced(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, 0)
	p := photoFile(t, dir, "a.jpg", 2400, 1600)
	for _, size := range []int{Small, Large} {
		if err := s.Put(p, size, pattern(size, size*2/3, 3)); err != nil {
			t.Fatal(err)
		}
	}
	g := NewGallery(&pixels.Decoder{}, s)
	if _, err := g.Thumb(t.Context(), p, Small); err != nil { // the wrong one is in memory, too
		t.Fatal(err)
	}
	img, err := g.Picture(t.Context(), p, 1024)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range []*Gallery{g, NewGallery(&pixels.Decoder{}, s)} {
		for _, size := range []int{Small, Large} {
			if thumb, err := g.Thumb(t.Context(), p, size); err != nil || !pixels.Alike(thumb, img) {
				t.Errorf("at %d the wrong one is shown (%v)", size, err)
			}
		}
	}
}
