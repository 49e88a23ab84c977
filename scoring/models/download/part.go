package download

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"

	"culler/library/busy"
)

const (
	partSuffix = ".part"
	tagSuffix  = ".part.tag"
)

// part is the unfinished file. While it is open, no other process can open it.
type part struct {
	file *os.File
	path string
	tags string
	n    int64     // bytes in it
	sum  hash.Hash // of these bytes
}

// openPart opens what there is of the file that goes to path, and reads it: what
// an earlier session left may have suffered, so only its own sum counts.
func openPart(ctx context.Context, path string) (*part, error) {
	p := &part{path: path + partSuffix, tags: path + tagSuffix, sum: sha256.New()}
	for {
		f, err := os.OpenFile(p.path, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return nil, err
		}
		if err := lock(f); err != nil {
			f.Close()
			return nil, because(ErrBusy, "another Culler is fetching it already; wait until it is done")
		}
		// Another process may have finished the file between the two steps above.
		mine, err1 := f.Stat()
		there, err2 := os.Stat(p.path)
		if err1 == nil && err2 == nil && os.SameFile(mine, there) {
			p.file = f
			break
		}
		f.Close()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	n, err := io.Copy(p.sum, contextReader{ctx, p.file})
	if err != nil {
		p.close()
		return nil, fmt.Errorf("read what has arrived so far: %w", err)
	}
	p.n = n
	return p, nil
}

func (p *part) Write(b []byte) (int, error) {
	n, err := p.file.WriteAt(b, p.n)
	p.sum.Write(b[:n])
	p.n += int64(n)
	return n, err
}

// restart forgets all that has arrived.
func (p *part) restart() error {
	p.n = 0
	p.sum.Reset()
	os.Remove(p.tags)
	return p.file.Truncate(0)
}

func (p *part) hex() string { return hex.EncodeToString(p.sum.Sum(nil)) }

// head returns the first bytes.
func (p *part) head() []byte {
	b := make([]byte, min(p.n, 512))
	n, _ := p.file.ReadAt(b, 0)
	return b[:n]
}

// finish puts the verified file in its place.
func (p *part) finish(path string) error {
	if err := p.file.Sync(); err != nil {
		return err
	}
	p.close() // some systems do not rename open files
	if err := busy.Rename(p.path, path); err != nil {
		return err
	}
	os.Remove(p.tags)
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		dir.Sync() // as far as the system can: the file itself is safe
		dir.Close()
	}
	return nil
}

func (p *part) close() {
	if p.file == nil {
		return
	}
	p.file.Close() // which also unlocks it
	if p.n == 0 {
		os.Remove(p.tags)
	}
	p.file = nil
}

// tag is what the server called the version of the file that the part is of.
type tag struct {
	URL string `json:"url"`
	Tag string `json:"tag"` // a strong ETag, or else a date of change
}

// saved returns the tag that belongs to the part and the address, "" if there
// is none. Without one the sum still tells whether two halves fit together.
func (p *part) saved(url string) string {
	var t tag
	b, err := os.ReadFile(p.tags)
	if err != nil || json.Unmarshal(b, &t) != nil || t.URL != url {
		return ""
	}
	return t.Tag
}

func (p *part) save(t tag) {
	os.Remove(p.tags)
	if b, err := json.Marshal(t); err == nil && t.Tag != "" {
		os.WriteFile(p.tags, b, 0o644)
	}
}

func sumFile(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, contextReader{ctx, f}); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}
