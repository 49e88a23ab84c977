package rawpreview

import (
	"bytes"
	"testing"
	"time"

	"culler/library/photo/phototest"
)

// counting counts what is read.
type counting struct {
	*bytes.Reader
	bytes, reads int64
}

func (c *counting) ReadAt(b []byte, at int64) (int, error) {
	c.bytes += int64(len(b))
	c.reads++
	return c.Reader.ReadAt(b, at)
}

// FuzzFind proves that no bytes make the search panic, hang, read without end,
// or find pictures outside the file.
func FuzzFind(f *testing.F) {
	for _, seed := range seeds() {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		check := func(found Found, r *counting) {
			for _, p := range found.Pictures {
				if p.Offset < 0 || p.Size <= 0 || p.Offset+p.Size > int64(len(data)) || p.Width <= 0 || p.Height <= 0 {
					t.Fatalf("outside a file of %d bytes: %v", len(data), p)
				}
			}
			if found.Orientation < 0 || found.Orientation > 8 || len(found.Pictures) > maxFound+1 {
				t.Fatalf("orientation %d, %d pictures", found.Orientation, len(found.Pictures))
			}
			if r.bytes > maxBytes || r.reads > maxReads {
				t.Fatalf("read %d bytes in %d reads", r.bytes, r.reads)
			}
		}
		began := time.Now()
		if n := phototest.Allocated(func() {
			r := &counting{Reader: bytes.NewReader(data)}
			if found, err := Find(r, int64(len(data))); err == nil {
				check(found, r)
			}
		}); n > maxBytes+1<<20 {
			t.Fatalf("asked for %d bytes", n)
		}
		if d := time.Since(began); d > 5*time.Second {
			t.Fatalf("took %v", d)
		}
	})
}
