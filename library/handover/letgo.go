package handover

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Originals that are about to go are called .culler-0123456789abcdef-NAME.original
// for the moment in which it is proved that their copies stand without them.
const asideEnd = ".original"

func asideOf(path string) string {
	return filepath.Join(filepath.Dir(path), tempStart+random()+"-"+filepath.Base(path)+asideEnd)
}

// restoreAside gives the originals of a folder their names back that a move
// which was killed had put aside. A name that is taken since is left alone.
func restoreAside(sys system, dir string) {
	names, err := sys.List(dir)
	if err != nil {
		return
	}
	const skip = len(tempStart) + 2*8 + 1
	for _, name := range names {
		if strings.HasPrefix(name, tempStart) && strings.HasSuffix(name, asideEnd) && len(name) > skip+len(asideEnd) {
			was := strings.TrimSuffix(name[skip:], asideEnd)
			_ = sys.Publish(filepath.Join(dir, name), filepath.Join(dir, was))
		}
	}
}

// stayed is why originals stay although their copies are in place.
type stayed struct{ error }

func (s stayed) Unwrap() error { return s.error }

// errSameFile is a new place that is the old one.
var errSameFile = errors.New("its new place is the old one, reached by another way, such as a second mount or a link: nothing was changed, so choose another folder")

// letGo removes the originals of a photo whose files are all in place. Each is
// compared with its copy once more, then all are renamed, and only if the
// copies still stand when no original has its name any more do they go. If
// anything is not as it should be, all have their names back.
func (r *run) letGo(ctx context.Context, it item) (err error) {
	var going []transfer
	for _, t := range it.files {
		if t.gone || t.from == "" {
			continue
		}
		if _, err := r.sys.Lstat(t.from); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := r.verify(ctx, it, t); err != nil {
			return err
		}
		going = append(going, t)
	}
	aside := make([]string, 0, len(going))
	defer func() {
		if err == nil {
			return
		}
		for k, path := range aside {
			if _, gone := r.sys.Lstat(path); gone != nil {
				continue
			}
			if back := r.sys.Publish(path, going[k].from); back != nil {
				err = fmt.Errorf("%w; and %s is called %s now, because it could not be renamed back (%w)", err, going[k].from, path, back)
			}
		}
	}()
	for _, t := range going {
		path := asideOf(t.from)
		if err := r.sys.Rename(t.from, path); err != nil {
			return stayed{fmt.Errorf("the copies are in their place, but the originals stay, because %s could not be removed: %w", filepath.Base(t.from), err)}
		}
		aside = append(aside, path)
	}
	for k, t := range going {
		if err := r.stands(aside[k], t); err != nil {
			return err
		}
	}
	for k, t := range going {
		if err := r.sys.Remove(aside[k]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return stayed{fmt.Errorf("the copies are in their place, but %s stays, because it could not be removed: %w", filepath.Base(t.from), err)}
		}
	}
	return nil
}

// verify tells whether an original may go: it is as it was when it was read,
// and its copy says the same.
func (r *run) verify(ctx context.Context, it item, t transfer) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	keeps := func(why string) error {
		return stayed{fmt.Errorf("the original %s stays, because %s: look at both, then start again", filepath.Base(t.from), why)}
	}
	is, err := r.sys.Stat(t.from)
	if err != nil {
		return stayed{fmt.Errorf("the original %s stays, because it could not be examined: %w", filepath.Base(t.from), err)}
	}
	if is.Size() != t.size || !is.ModTime().Equal(t.modTime) {
		return keeps("it changed since it was read")
	}
	to, err := r.sys.Lstat(t.to)
	if err != nil || !to.Mode().IsRegular() {
		return keeps("no copy of it is in " + filepath.Dir(t.to))
	}
	if os.SameFile(is, to) {
		return nil // another name of the same file; stands proves that
	}
	if t.sidecar && !it.decision.At.IsZero() {
		if !r.saysAll(&t, &it) {
			return keeps("its copy does not say all that it says")
		}
	} else if !r.sameBytes(t.from, t.to) {
		return keeps("its copy differs from it")
	}
	return nil
}

// stands tells whether a copy is a file of its own, now that its original has
// another name. Names alone may come from a cache, so it is opened and read.
func (r *run) stands(aside string, t transfer) error {
	to, err := r.sys.Lstat(t.to)
	if err != nil || !to.Mode().IsRegular() {
		return errSameFile
	}
	// A second name of the original counts as one on the disk itself only: a
	// file can be mounted onto a name, too.
	if original, err := r.sys.Lstat(aside); err != nil || os.SameFile(original, to) && names(original) < 2 {
		return errSameFile
	}
	f, err := r.sys.Open(t.to)
	if err != nil {
		return errSameFile
	}
	defer f.Close()
	if n, err := io.CopyN(io.Discard, f, 1); n == 0 && (err != io.EOF || to.Size() > 0) {
		return errSameFile
	}
	return nil
}
