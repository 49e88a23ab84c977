package thumbs

import (
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"testing"

	"culler/library/photo/phototest"
)

// FuzzEntry proves that no entry makes its reading panic or ask for much memory,
// even one whose checksum is right.
func FuzzEntry(f *testing.F) {
	good, err := encodeEntry(pattern(64, 40, 1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good[4:])
	f.Add(good[4 : len(good)/2])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		entry := append(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(data)), data...)
		// A picture with its planes and coefficients, and the decoder.
		const most = 16*Small*Small + 1<<20
		if n := phototest.Allocated(func() {
			if img, err := decodeEntry(entry, Small); err == nil && (img.Rect.Dx() > Small*Small || len(img.Pix) > 4*Small*Small) {
				t.Errorf("an entry of %v", img.Rect)
			}
		}); n > most {
			t.Fatalf("asked for %d bytes", n)
		}
		if _, err := decodeEntry(data, Small); err == nil && len(data) < 100 {
			t.Fatal("an entry without a checksum was taken")
		}
	})
}

// FuzzDamage proves that a database damaged anywhere is either read or begun
// anew, and takes thumbnails afterwards.
func FuzzDamage(f *testing.F) {
	dir := f.TempDir()
	s, err := Open(dir, 0)
	if err != nil {
		f.Fatal(err)
	}
	p := somePhoto("a.jpg")
	if err := s.OpenShoot("one"); err != nil {
		f.Fatal(err)
	}
	if err := s.Put(p, Small, pattern(64, 40, 1)); err != nil {
		f.Fatal(err)
	}
	if err := s.Close(); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), []byte{0, 0, 0, 0})
	f.Add(uint32(16), []byte{1, 2, 3, 4, 5, 6, 7, 8})
	f.Add(uint32(2*4096+8), []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	f.Add(uint32(3*4096), []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	f.Add(uint32(len(whole)), []byte{})
	f.Fuzz(func(t *testing.T, at uint32, with []byte) {
		damaged := append([]byte(nil), whole...)
		from := int(at) % len(damaged)
		if len(with) == 0 {
			damaged = damaged[:from]
		}
		copy(damaged[from:], with)
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, FileName), damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(dir, 0)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without words")
			}
			return
		}
		defer s.Close()
		_, _ = s.Get(p, Small)
		_ = s.OpenShoot("two")
		_ = s.Put(p, Large, pattern(80, 50, 2))
		_ = s.Flush()
		if _, ok := s.Get(p, Large); !ok {
			_ = s.Put(p, Large, pattern(80, 50, 2))
			if err := s.Flush(); err != nil {
				t.Fatalf("after damage: %v", err)
			}
			if _, ok := s.Get(p, Large); !ok {
				t.Fatal("nothing can be kept after the damage")
			}
		}
	})
}
