package handover

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"culler/library/embedded"
	"culler/library/phrase"
)

// Progress is how far a hand-over is.
type Progress struct {
	Files, OfFiles int
	Bytes, OfBytes int64
	Left           time.Duration // estimate of the time still needed; 0 while unknown
}

// Failure is a photo that could not be handed over, or not wholly.
type Failure struct{ Photo, Reason string }

// Result is what became of a hand-over.
type Result struct {
	Photos int // in place now
	Files  int // written, linked or moved; those that were there already are not counted
	Failed []Failure
	Stayed []Failure // photos in place whose originals a move could not let go of

	Unmarked []Failure // copies of JPEGs that are as their originals are, because nothing can be written into them
	Signed   int       // marked copies with content credentials (C2PA), which say now that the file was changed
}

// Files under way are called so, with something random between.
const (
	tempStart = ".culler-"
	tempEnd   = ".part"
)

// Run does what the plan says. A photo that fails is told in the Result and the
// rest goes on; a full disk and a cancelled ctx end it with an error. Whatever
// ended it, MakePlan and Run again go on where it stopped. progress may be nil.
func (p Plan) Run(ctx context.Context, progress func(Progress)) (Result, error) {
	r := run{Plan: p, tell: progress, start: time.Now()}
	r.now.OfFiles, r.now.OfBytes = p.Files, p.Bytes
	folders := map[string]bool{}
	for _, it := range p.items {
		if err := ctx.Err(); err != nil {
			return r.result, err
		}
		for _, t := range it.files {
			if dir := filepath.Dir(t.to); !folders[dir] {
				folders[dir] = true
				if err := r.folder(dir); err != nil {
					return r.result, err
				}
			}
		}
		err := r.photo(ctx, it)
		switch {
		case err == nil:
			r.result.Photos++
		case errors.As(err, new(stayed)):
			r.result.Photos++
			r.result.Stayed = append(r.result.Stayed, Failure{it.photo, phrase.Error(err)})
		case ctx.Err() != nil:
			return r.result, ctx.Err()
		case isFull(err):
			return r.result, fmt.Errorf("the disk of %s is full after %s: free some space and start again; what is there is whole: %w", p.To, phrase.Count(r.result.Photos, "photo"), err)
		default:
			r.result.Failed = append(r.result.Failed, Failure{it.photo, phrase.Error(err)})
		}
	}
	return r.result, nil
}

// run is a hand-over under way.
type run struct {
	Plan
	tell   func(Progress)
	start  time.Time
	now    Progress
	result Result
}

// folder makes a folder and removes what an interrupted hand-over left there.
func (r *run) folder(dir string) error {
	if err := r.sys.MkdirAll(dir); err != nil {
		return fmt.Errorf("make the folder %s: %w", dir, err)
	}
	names, err := r.sys.List(dir)
	if err != nil {
		return fmt.Errorf("look into the folder %s: %w", dir, err)
	}
	for _, name := range names {
		if strings.HasPrefix(name, tempStart) && strings.HasSuffix(name, tempEnd) {
			_ = r.sys.Remove(filepath.Join(dir, name))
		}
	}
	return nil
}

// photo hands all files of a photo over, and only then lets go of originals.
func (r *run) photo(ctx context.Context, it item) error {
	for _, t := range it.files {
		if !t.there && t.from != "" {
			if err := r.file(ctx, t, it.marks); err != nil {
				return err
			}
			r.result.Files++
		} else if t.marks {
			if err := r.remark(ctx, t, it.marks); err != nil {
				return fmt.Errorf("the photo is in its place, but what was decided could not be written into its copy %s: %w", filepath.Base(t.to), err)
			}
		}
		r.now.Files++
		r.told(0)
	}
	if err := r.say(it); err != nil {
		return err
	}
	if r.Mode != Move {
		return nil
	}
	if err := r.sys.SyncDir(filepath.Dir(it.files[0].to)); err != nil {
		return fmt.Errorf("write the folder %s: %w", filepath.Dir(it.files[0].to), err)
	}
	return r.letGo(ctx, it)
}

// file puts one file into its place, a copied JPEG with marks.
func (r *run) file(ctx context.Context, t transfer, m embedded.Marks) error {
	// A sidecar is copied, because it may say something else in its new place,
	// and so is what a link points to, because that stays where it is.
	if r.Mode == Link && !t.sidecar || r.Mode == Move && !t.sidecar && !r.isLink(t.from) {
		err := r.link(t)
		if err == nil {
			return nil
		}
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("another program wrote %s meanwhile; start again", t.to)
		}
		if r.Mode == Link {
			return fmt.Errorf("%s cannot be linked to %s, which works within one disk only; copy it instead: %w", t.from, t.to, err)
		}
		// On another disk a move is a copy first.
	}
	if !t.marks {
		return r.put(ctx, t, nil, r.sys.Publish)
	}
	err := r.put(ctx, t, &m, r.sys.Publish)
	if u := (unmarkable{}); errors.As(err, &u) {
		r.unmarked(t.from, u.error)
		return r.put(ctx, t, nil, r.sys.Publish)
	}
	return err
}

func (r *run) isLink(path string) bool {
	info, err := r.sys.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// link gives a file, or the one that a link points to, a second name.
func (r *run) link(t transfer) error {
	from := t.from
	if r.isLink(from) {
		real, err := filepath.EvalSymlinks(from)
		if err != nil {
			return err
		}
		from = real
	}
	return r.sys.Link(from, t.to)
}

// put writes a copy under a temporary name, verifies it and names it. m are
// marks to be written into it; nil for none.
func (r *run) put(ctx context.Context, t transfer, m *embedded.Marks, name func(temp, to string) error) (err error) {
	temp := filepath.Join(filepath.Dir(t.to), tempStart+random()+tempEnd)
	defer func() {
		if err != nil {
			_ = r.sys.Remove(temp)
		}
	}()
	written, signed, err := r.write(ctx, t, temp, m)
	if err != nil {
		return fmt.Errorf("copy %s to %s: %w", t.from, t.to, err)
	}
	read, err := r.sum(ctx, temp)
	if err != nil {
		return fmt.Errorf("read the copy of %s back: %w", t.from, err)
	}
	if written != read {
		return fmt.Errorf("the copy of %s did not read back as it was written; the disk of %s may be failing", t.from, r.To)
	}
	if m != nil {
		if err := r.check(t.from, temp, *m); err != nil {
			return fmt.Errorf("compare the copy of %s: %w", t.from, err)
		}
	}
	if err := name(temp, t.to); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("another program wrote %s meanwhile; start again", t.to)
		}
		return fmt.Errorf("name the copy %s: %w", t.to, err)
	}
	if signed {
		r.result.Signed++
	}
	return nil
}

// write copies the bytes, the permissions, the extended attributes and the time, syncs, and returns the sum of the bytes.
func (r *run) write(ctx context.Context, t transfer, temp string, m *embedded.Marks) (sum [sha256.Size]byte, signed bool, err error) {
	from, err := r.sys.Open(t.from)
	if err != nil {
		return sum, false, err
	}
	defer from.Close()
	info, err := r.sys.Stat(t.from)
	if err != nil {
		return sum, false, err
	}
	source, size := io.Reader(&counted{ctx, from, func(n int) { r.told(int64(n)) }}), info.Size()
	if m != nil {
		c, err := embedded.Mark(source, *m)
		if err != nil && ctx.Err() == nil {
			err = unmarkable{err}
		}
		if err != nil {
			return sum, false, err
		}
		source, size, signed = c, size+c.Grown, c.Signed && c.Changed
	}
	to, err := r.sys.Create(temp)
	if err != nil {
		return sum, false, err
	}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(to, h), source)
	if now, again := r.sys.Stat(t.from); err == nil && (n != size || again != nil || now.Size() != info.Size() || !now.ModTime().Equal(info.ModTime())) {
		err = errors.New("the file changed while it was copied; start again")
	}
	if err == nil {
		err = to.Sync()
	}
	if closed := to.Close(); err == nil {
		err = closed
	}
	if err == nil {
		mode := info.Mode().Perm() | 0o400 // it will be read back
		if t.sidecar {
			mode |= 0o200 // it may be told what was decided
		}
		r.sys.Keep(t.from, temp, mode)
		err = r.sys.Chtimes(temp, info.ModTime())
	}
	return total(h), signed, err
}

func (r *run) sum(ctx context.Context, path string) (sum [sha256.Size]byte, err error) {
	f, err := r.sys.Open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, &counted{ctx, f, func(int) {}})
	return total(h), err
}

func total(h hash.Hash) (sum [sha256.Size]byte) {
	h.Sum(sum[:0])
	return sum
}

// told adds bytes to the progress and tells it.
func (r *run) told(n int64) {
	r.now.Bytes += n
	if gone := time.Since(r.start); r.now.Bytes > 0 && r.now.OfBytes > 0 {
		r.now.Left = time.Duration(float64(gone) / float64(r.now.Bytes) * float64(max(r.now.OfBytes-r.now.Bytes, 0)))
	}
	if r.tell != nil {
		r.tell(r.now)
	}
}

// counted counts what is read and stops when ctx ends.
type counted struct {
	ctx  context.Context
	r    io.Reader
	read func(n int)
}

func (c *counted) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(b[:min(len(b), 1<<20)])
	c.read(n)
	return n, err
}

func random() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}
