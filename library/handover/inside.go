package handover

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"culler/library/embedded"
	"culler/library/photo"
	"culler/library/phrase"
	"culler/library/sidecar"
)

// inside notes which copies of a photo's files are told what was decided, and
// which words its sidecars say beside.
func (p *Plan) inside(it *item, ph *photo.Photo, near *neighbours) {
	if !p.Inside || p.Mode != Copy || p.Decision == nil {
		return
	}
	it.marks.Decision, it.marks.Program = p.Decision(ph), p.Program
	for _, path := range near.owners.Existing(near.of(ph)) {
		if b, err := p.bytes(path); err == nil {
			if words, err := sidecar.ParseKeywords(b); err == nil {
				it.marks.Keywords = it.marks.Keywords.With(words)
			}
		}
	}
	d := it.marks.Decision
	if it.marks.Keywords.IsZero() && d.At.IsZero() {
		return // there is nothing to say
	}
	// What was taken back has nothing to say, but an earlier copy may still say it.
	says := !it.marks.Keywords.IsZero() || !d.Same(photo.Decision{}) || !ph.Meta.Marks.Same(photo.Decision{})
	if it.marks.Orientation = d.Orientation; d.Orientation == 0 && !d.At.IsZero() && ph.Files[0].Kind == photo.JPEG {
		it.marks.Orientation = ph.OwnOrientation() // an earlier copy may be turned
	}
	for k := range it.files {
		kind := photo.KindOf(it.files[k].from)
		name := kind.String()
		if strings.EqualFold(filepath.Ext(it.files[k].from), ".dng") {
			kind, name = photo.TIFF, "DNG" // which is treated like one
		}
		switch kind {
		case photo.JPEG:
			it.files[k].marks = true
			if says {
				p.Marked++
			}
		case photo.RAW, photo.Unknown: // programs read the sidecars of RAW files
		default:
			if !says {
				continue
			}
			if p.Beside++; !slices.Contains(p.besideKinds, name) {
				p.besideKinds = append(p.besideKinds, name)
			}
		}
	}
}

// markings says in which copies marks are written, and in which they are not.
func (p Plan) markings() string {
	says := ""
	if p.Marked > 0 {
		says += fmt.Sprintf(" Stars, labels, keywords and turns are written into %s as well, where Lightroom, Bridge and Capture One look for them; the originals stay as they are.",
			phrase.Count(p.Marked, "copied JPEG"))
	}
	if p.Beside > 0 && p.Sidecars {
		says += fmt.Sprintf(" The marks of %s (%s) go along in sidecars only, which Lightroom does not read for such files.",
			phrase.Count(p.Beside, "other file"), strings.Join(p.besideKinds, ", "))
	}
	return says
}

// Remarks are what is to be said of the marks in copies, as sentences.
func (r Result) Remarks() (says []string) {
	if n := r.Signed; n > 0 {
		files := phrase.Count(n, "copied JPEG")
		says = append(says, "Marks were written into "+files+" with content credentials; a program that checks them reports that the file was changed. The originals are as they were.")
	}
	for _, f := range r.Unmarked {
		says = append(says, f.Photo+" was copied as it is, without marks in it: "+f.Reason+".")
	}
	return says
}

// compareMarked is compare for a copy that may have been marked since.
func (p *Plan) compareMarked(t *transfer) (there, gone bool) {
	if there, gone = p.compare(t); there || gone {
		return there, gone
	}
	if to, err := p.sys.Lstat(t.to); err != nil || !to.Mode().IsRegular() {
		return false, false
	}
	a, err := p.sys.Open(t.from)
	if err != nil {
		return false, false
	}
	defer a.Close()
	b, err := p.sys.Open(t.to)
	if err != nil {
		return false, false
	}
	defer b.Close()
	same, err := embedded.Same(a, b)
	return same && err == nil, false
}

// unmarkable is for a JPEG into which nothing can be written. It is copied as it
// is.
type unmarkable struct{ error }

func (u unmarkable) Unwrap() error { return u.error }

// check compares a marked copy with what it was made from.
func (r *run) check(original, temp string, m embedded.Marks) error {
	a, err := r.sys.Open(original)
	if err != nil {
		return err
	}
	defer a.Close()
	b, err := r.sys.Open(temp)
	if err != nil {
		return err
	}
	defer b.Close()
	if err := embedded.Check(a, b, m); err != nil {
		return unmarkable{err}
	}
	return nil
}

// unmarked notes that a copy was left as its original is.
func (r *run) unmarked(path string, err error) {
	r.result.Unmarked = append(r.result.Unmarked, Failure{filepath.Base(path), err.Error()})
}

// remark brings a copy that is there since an earlier hand-over to what was
// decided since. A second name of the original is left alone.
func (r *run) remark(ctx context.Context, t transfer, m embedded.Marks) error {
	if a, err := r.sys.Stat(t.from); err == nil {
		if b, err := r.sys.Stat(t.to); err == nil && os.SameFile(a, b) {
			return nil
		}
	}
	f, err := r.sys.Open(t.to)
	if err != nil {
		return fmt.Errorf("read %s: %w", t.to, err)
	}
	c, err := embedded.Mark(&counted{ctx, f, func(int) {}}, m)
	_ = f.Close()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		r.unmarked(t.to, err)
		return nil
	case !c.Changed:
		return nil
	}
	now := t
	now.from = t.to
	err = r.put(ctx, now, &m, r.sys.Replace)
	if u := (unmarkable{}); errors.As(err, &u) {
		r.unmarked(t.to, u.error)
		return nil
	}
	return err
}
