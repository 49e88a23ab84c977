package registry

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"culler/library/busy"
	"culler/library/phrase"
	"culler/scoring/models"
	"culler/scoring/models/catalogue"
	"culler/scoring/models/download"
)

// Progress tells how far a model is on its way to the shelf.
type Progress struct {
	Doing string        // "Fetching", "Copying" or "Trying"
	Done  int64         // bytes
	Total int64         // bytes; 0 while unknown
	Speed float64       // bytes a second; 0 while unknown
	Left  time.Duration // estimate; 0 while unknown
	// Waiting is why nothing arrives just now, as a sentence.
	Waiting string
}

// String is the progress in words, such as "Fetching: 12 MB of 606 MB,
// 3.1 MB/s, about 3 minutes left".
func (p Progress) String() string {
	text := p.Doing
	if p.Done > 0 || p.Total > 0 {
		text += ": " + phrase.Bytes(p.Done)
		if p.Total > 0 {
			text += " of " + phrase.Bytes(p.Total)
		}
	}
	if p.Waiting != "" {
		return text + ", " + p.Waiting
	}
	if p.Speed > 0 && p.Done < p.Total {
		text += fmt.Sprintf(", %s/s", phrase.Bytes(int64(p.Speed)))
	}
	if left := phrase.Left(p.Left); left != "" {
		text += ", " + left
	}
	return text
}

// Install fetches a model of the catalogue and puts it on the shelf. What an
// earlier Install left, and what is right in a damaged folder, is not fetched
// again; where everything is right in place nothing happens. When ctx ends,
// what has arrived is kept. progress may be nil. Errors are sentences for
// people, of the kinds of package download where the transfer failed.
func (s *Shelf) Install(ctx context.Context, id string, progress func(Progress)) error {
	entry, ok := s.entry(id)
	if !ok {
		return fmt.Errorf("there is no model %q to install", id)
	}
	if progress == nil {
		progress = func(Progress) {}
	}
	release, err := s.hold(id)
	if err != nil {
		return err
	}
	defer release()
	if item, err := s.installed(id); err == nil && item.Problem == "" && item.folder.Verify(ctx) == nil {
		return nil
	}
	if err := s.fetch(ctx, entry, progress); err != nil {
		return fmt.Errorf("install %s: %w", entry.Model.Title, err)
	}
	progress(Progress{Doing: "Trying"})
	// A model that fails stays where it is: its files are right, so that
	// fetching them again would not help.
	return s.place(ctx, entry.Model, s.staging(id))
}

func (s *Shelf) entry(id string) (catalogue.Entry, bool) {
	for _, e := range s.options.Catalogue {
		if e.Model.ID == id {
			return e, true
		}
	}
	return catalogue.Entry{}, false
}

// fetch brings all files of an entry to its staging folder.
func (s *Shelf) fetch(ctx context.Context, e catalogue.Entry, progress func(Progress)) error {
	dir := s.staging(e.Model.ID)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make a folder for it: %w", err)
	}
	files := e.Files(s.options.Mirror)
	for _, f := range files {
		// Files of a damaged model that are right need not come again.
		to := filepath.Join(dir, filepath.FromSlash(f.Path))
		if from := filepath.Join(s.dir, e.Model.ID, filepath.FromSlash(f.Path)); exists(from) && !exists(to) {
			if os.MkdirAll(filepath.Dir(to), 0o755) == nil {
				_ = os.Link(from, to) // where a disk has no links they do come again
			}
		}
	}
	if err := s.options.Client.Room(dir, s.remaining(e, dir)); err != nil {
		return err
	}
	total, exact := e.Size()
	var before int64
	for _, f := range files {
		var size int64
		err := s.options.Client.Fetch(ctx, download.File{
			URL: f.URL, Path: filepath.Join(dir, filepath.FromSlash(f.Path)), Size: f.Size, SHA256: f.SHA256,
		}, func(p download.Progress) {
			size = p.Total
			q := Progress{Doing: "Fetching", Done: before + p.Done, Speed: p.Speed, Waiting: p.Waiting}
			switch {
			case exact:
				q.Total = total
			case len(files) == 1:
				q.Total = p.Total
			}
			if p.Speed > 0 && q.Total > q.Done {
				q.Left = time.Duration(float64(q.Total-q.Done) / p.Speed * float64(time.Second))
			}
			progress(q)
		})
		if err != nil {
			return err
		}
		before += max(size, f.Size)
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// remaining is how many bytes of an entry are still to come into a folder.
func (s *Shelf) remaining(e catalogue.Entry, dir string) int64 {
	var sum int64
	for _, f := range e.Files("") {
		sum += download.File{Path: filepath.Join(dir, filepath.FromSlash(f.Path)), Size: f.Size}.Remaining()
	}
	return sum
}

// place puts a folder whose files are all there in its place on the shelf,
// after it was proved.
func (s *Shelf) place(ctx context.Context, spec models.Spec, staged string) error {
	if err := writeSpec(spec, filepath.Join(staged, models.SpecName)); err != nil {
		return err
	}
	f, err := models.OpenFolder(staged)
	if err == nil && s.options.Prove != nil {
		err = s.options.Prove(ctx, f)
	}
	if err != nil {
		return err
	}
	final := filepath.Join(s.dir, spec.ID)
	if exists(final) {
		if err := s.clear(final); err != nil {
			return err
		}
	}
	if err := busy.Rename(staged, final); err != nil {
		return fmt.Errorf("put the model in its place: %w", err)
	}
	if dir, err := os.Open(s.dir); err == nil {
		dir.Sync() // as far as the system can
		dir.Close()
	}
	return nil
}

func writeSpec(spec models.Spec, path string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write the model's description: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := spec.Write(f); err != nil {
		return err
	}
	return f.Sync()
}

// leaving begins the name of a folder that was taken off the shelf.
const leaving = ".leaving-"

// clear takes a folder off the shelf: out of sight first, in one step, and then
// from the disk.
func (s *Shelf) clear(path string) error {
	away := filepath.Join(s.dir, leaving+filepath.Base(path))
	if err := os.RemoveAll(away); err != nil {
		return fmt.Errorf("remove what is left of an earlier model: %w", err)
	}
	if err := busy.Rename(path, away); err != nil {
		return fmt.Errorf("remove the model in %s: %w", path, err)
	}
	rest, _ := filepath.Glob(filepath.Join(s.dir, leaving+"*")) // of an earlier one too, that was broken off
	var errs []error
	for _, path := range rest {
		errs = append(errs, os.RemoveAll(path))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("the model is removed, but not all of its files could be deleted: %w", err)
	}
	return nil
}
