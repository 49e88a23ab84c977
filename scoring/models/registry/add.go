package registry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"culler/scoring/models"
)

// Add copies a model folder that the user has onto the shelf and returns the
// model's ID: a folder with a model.yaml, one with the files of a model of the
// catalogue, or one laid out in a way that models.Recognise knows. The folder
// itself is left as it is. progress may be nil. The error is a sentence for
// people.
func (s *Shelf) Add(ctx context.Context, folder string, progress func(Progress)) (id string, err error) {
	if progress == nil {
		progress = func(Progress) {}
	}
	spec, err := s.describe(ctx, folder)
	if err != nil {
		return "", err
	}
	release, err := s.hold(spec.ID)
	if err != nil {
		return "", err
	}
	defer release()
	staged := s.staging(spec.ID)
	if err := os.RemoveAll(staged); err != nil {
		return "", fmt.Errorf("remove what is left of an earlier try: %w", err)
	}
	defer os.RemoveAll(staged) // nothing is there any more where all went well
	if err := s.copy(ctx, folder, staged, &spec, progress); err != nil {
		return "", fmt.Errorf("copy the model from %s: %w", folder, err)
	}
	progress(Progress{Doing: "Trying"})
	return spec.ID, s.place(ctx, spec, staged)
}

// describe makes the spec that a user's folder gets on the shelf.
func (s *Shelf) describe(ctx context.Context, folder string) (models.Spec, error) {
	list, err := s.List()
	if err != nil {
		return models.Spec{}, err
	}
	installed := func(id string) bool {
		k := find(list, id)
		return k >= 0 && list[k].Installed
	}
	own := exists(filepath.Join(folder, models.SpecName))
	if !own {
		if spec, ok := s.fetched(ctx, folder); ok {
			if installed(spec.ID) {
				return models.Spec{}, fmt.Errorf("%s is installed already", spec.Title)
			}
			return spec, nil
		}
	}
	f, err := models.OpenFolder(folder)
	if err != nil {
		return models.Spec{}, err
	}
	if own {
		if installed(f.Spec.ID) {
			return models.Spec{}, fmt.Errorf("a model with the id %q is installed already: remove it first, or give this one another id in its %s", f.Spec.ID, models.SpecName)
		}
		return f.Spec, nil
	}
	// The name was made from the folder's, so another will do as well.
	name := f.Spec.ID
	for n := 2; find(list, f.Spec.ID) >= 0; n++ {
		f.Spec.ID = fmt.Sprintf("%s-%d", name[:min(len(name), 95)], n)
	}
	return f.Spec, nil
}

// fetched finds the model of the catalogue whose files a folder holds: those
// who cannot fetch from here may fetch by other means.
func (s *Shelf) fetched(ctx context.Context, folder string) (models.Spec, bool) {
	for _, e := range s.options.Catalogue {
		all := true
		for _, f := range e.Files("") {
			info, err := os.Stat(filepath.Join(folder, filepath.FromSlash(f.Path)))
			all = all && err == nil && info.Mode().IsRegular() && (f.Size == 0 || info.Size() == f.Size)
		}
		for _, f := range e.Files("") {
			if !all {
				break
			}
			sum, err := sumOf(ctx, filepath.Join(folder, filepath.FromSlash(f.Path)), io.Discard, func(int) {})
			all = err == nil && sum == f.SHA256
		}
		if all {
			return e.Model, true
		}
	}
	return models.Spec{}, false
}

// copy copies the files of a model and notes their sums in its spec.
func (s *Shelf) copy(ctx context.Context, folder, staged string, spec *models.Spec, progress func(Progress)) error {
	files := spec.Needs()
	for _, f := range files {
		files = append(files, weights(folder, f.Path)...)
	}
	var total, done int64
	for _, f := range files {
		if info, err := os.Stat(filepath.Join(folder, filepath.FromSlash(f.Path))); err == nil {
			total += info.Size()
		}
	}
	if err := s.options.Client.Room(s.dir, total); err != nil {
		return err
	}
	sums, told := map[string]string{}, time.Time{}
	for _, f := range files {
		if sums[f.Path] != "" {
			continue
		}
		sum, err := copyFile(ctx, filepath.Join(folder, filepath.FromSlash(f.Path)), filepath.Join(staged, filepath.FromSlash(f.Path)), func(n int) {
			if done += int64(n); time.Since(told) > 100*time.Millisecond {
				told = time.Now()
				progress(Progress{Doing: "Copying", Done: done, Total: total})
			}
		})
		if err != nil {
			return err
		}
		if f.SHA256 != "" && f.SHA256 != sum {
			return fmt.Errorf("%s is not the file that %s describes (its SHA-256 is %s, not %s)", f.Path, models.SpecName, sum, f.SHA256)
		}
		sums[f.Path] = sum
	}
	*spec = spec.Sealed(sums)
	return nil
}

// weights lists the files beside a graph that hold its weights: large graphs
// keep them as NAME.data, NAME_data and NAME_data_1, and so on.
func weights(folder, graph string) []models.File {
	var files []models.File
	beside, _ := os.ReadDir(filepath.Join(folder, filepath.FromSlash(path.Dir(graph))))
	for _, b := range beside {
		rest, ok := strings.CutPrefix(b.Name(), path.Base(graph))
		if ok && (strings.HasPrefix(rest, ".data") || strings.HasPrefix(rest, "_data")) {
			files = append(files, models.File{Path: path.Join(path.Dir(graph), b.Name())})
		}
	}
	return files
}

// copyFile copies a file and returns its SHA-256 in hexadecimal.
func copyFile(ctx context.Context, from, to string, wrote func(int)) (sum string, err error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return "", err
	}
	w, err := os.Create(to)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	sum, err = sumOf(ctx, from, w, wrote)
	return sum, errors.Join(err, w.Sync())
}

// sumOf reads a file into w and returns its SHA-256.
func sumOf(ctx context.Context, name string, w io.Writer, read func(int)) (sum string, err error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a file", name)
	}
	r, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer r.Close()
	h, buffer := sha256.New(), make([]byte, 1<<20)
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := r.Read(buffer)
		h.Write(buffer[:n])
		if _, err := w.Write(buffer[:n]); err != nil {
			return "", err
		}
		read(n)
		if errors.Is(err, io.EOF) {
			return hex.EncodeToString(h.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
	}
}

// Verify compares all files of an installed model with their SHA-256. The error
// names the first that is wrong.
func (s *Shelf) Verify(ctx context.Context, id string) error {
	f, err := s.Folder(id)
	if err != nil {
		return err
	}
	return f.Verify(ctx)
}

// Remove takes an installed model off the shelf and deletes its files, or what
// an Install that was stopped has left. The embedded model cannot be removed;
// the caller makes sure that the model is not in use.
func (s *Shelf) Remove(id string) error {
	release, err := s.hold(id)
	if err != nil {
		return err
	}
	defer release()
	list, err := s.List()
	if err != nil {
		return err
	}
	k := find(list, id)
	rest := s.staging(id)
	switch {
	case k >= 0 && list[k].Embedded:
		return fmt.Errorf("%s comes with Culler and cannot be removed", list[k].Spec.Title)
	case k >= 0 && list[k].Installed:
		if err := s.clear(list[k].path); err != nil {
			return err
		}
	case k < 0:
		return fmt.Errorf("there is no model %q", id)
	case !exists(rest):
		return fmt.Errorf("the model %s is not installed", id)
	}
	if err := os.RemoveAll(rest); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove what an installation has left: %w", err)
	}
	return nil
}
