package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"culler/assets/model"
)

// Folder is a model folder: a Spec and the files it names. The embedded model,
// an installed one and one that a user brings are the same thing to the rest
// of Culler.
type Folder struct {
	Spec Spec
	name string // for people
	dir  string // on disk; empty where there is none
	fsys fs.FS
}

// Embedded is the folder of the model that Culler brings along.
func Embedded() Folder {
	f, err := OpenFS(model.Files, "the model that comes with Culler")
	if err != nil {
		panic(err) // the build is broken; a test proves that it is not
	}
	return f
}

// OpenFolder opens a model folder on disk: one with a model.yaml, or one laid
// out in a way that Recognise knows. It finds that all files are there and
// leaves their contents to Verify. The error is a sentence for people.
func OpenFolder(dir string) (Folder, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return Folder{}, fmt.Errorf("open the model folder %s: %w", dir, err)
	}
	if !info.IsDir() {
		return Folder{}, fmt.Errorf("%s is not a folder: choose the folder that holds the model's files", dir)
	}
	f, err := OpenFS(filesOnly{os.DirFS(dir)}, dir)
	if err != nil {
		return Folder{}, err
	}
	f.dir = dir
	return f, nil
}

// filesOnly opens files and folders alone: a pipe or a device would never end.
type filesOnly struct{ fs.FS }

func (f filesOnly) Open(name string) (fs.File, error) {
	info, err := fs.Stat(f.FS, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() && !info.IsDir() {
		return nil, fmt.Errorf("%s is not a file", name)
	}
	return f.FS.Open(name)
}

// OpenFS is OpenFolder for a folder that may not be on disk. The name stands
// for it in messages.
func OpenFS(fsys fs.FS, name string) (Folder, error) {
	f := Folder{name: name, fsys: fsys}
	r, err := fsys.Open(SpecName)
	switch {
	case err == nil:
		defer r.Close()
		f.Spec, err = ParseSpec(r, SpecName)
	case errors.Is(err, fs.ErrNotExist):
		f.Spec, err = Recognise(fsys, filepath.Base(name))
	}
	if err != nil {
		return Folder{}, fmt.Errorf("the model in %s cannot be used: %w", name, err)
	}
	for _, need := range f.Spec.Needs() {
		info, err := fs.Stat(fsys, need.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return Folder{}, fmt.Errorf("the model in %s is incomplete: the file %s is missing", name, need.Path)
		case err != nil:
			return Folder{}, fmt.Errorf("the model in %s cannot be used: %w", name, err)
		case !info.Mode().IsRegular():
			return Folder{}, fmt.Errorf("the model in %s cannot be used: %s is not a file", name, need.Path)
		case info.Size() == 0:
			return Folder{}, fmt.Errorf("the model in %s is incomplete: the file %s is empty", name, need.Path)
		}
	}
	return f, nil
}

// Name is where the folder is, for people.
func (f Folder) Name() string { return f.name }

// Path is where a file of the folder is on disk; ok is false where the folder
// is not on disk.
func (f Folder) Path(file string) (path string, ok bool) {
	if f.dir == "" {
		return "", false
	}
	return filepath.Join(f.dir, filepath.FromSlash(file)), true
}

// ReadFile reads a file of the folder.
func (f Folder) ReadFile(file string) ([]byte, error) {
	b, err := fs.ReadFile(f.fsys, file)
	if err != nil {
		return nil, fmt.Errorf("the model in %s: %w", f.name, err)
	}
	if f.fsys == fs.FS(model.Files) { // what was read of the program stays in memory
		switch file {
		case "visual.onnx":
			forget(model.Visual)
		case "textual.onnx":
			forget(model.Textual)
		}
	}
	return b, nil
}

// Size is the size of the model's files in bytes.
func (f Folder) Size() int64 {
	var size int64
	for _, need := range f.Spec.Needs() {
		if info, err := fs.Stat(f.fsys, need.Path); err == nil {
			size += info.Size()
		}
	}
	return size
}

// Verify compares the contents of files, or of all files where none is named,
// with their SHA-256 in the spec. Files without one are passed over. The error
// names the first file that is wrong.
func (f Folder) Verify(ctx context.Context, files ...string) error {
	want := map[string]bool{}
	for _, file := range files {
		want[file] = true
	}
	for _, need := range f.Spec.Needs() {
		if need.SHA256 == "" || (len(want) > 0 && !want[need.Path]) {
			continue
		}
		sum, err := f.Sum(ctx, need.Path)
		if err != nil {
			return err
		}
		if sum != need.SHA256 {
			return fmt.Errorf("the model in %s is damaged: %s is not the file that %s describes (its SHA-256 is %s, not %s); install the model again",
				f.name, need.Path, SpecName, sum, need.SHA256)
		}
	}
	return nil
}

// Sum is the SHA-256 of a file of the folder, in lower-case hexadecimal.
func (f Folder) Sum(ctx context.Context, file string) (string, error) {
	r, err := f.fsys.Open(file)
	if err != nil {
		return "", fmt.Errorf("the model in %s: %w", f.name, err)
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, contextReader{ctx, r}); err != nil {
		return "", fmt.Errorf("the model in %s: read %s: %w", f.name, file, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// contextReader ends with the context's error.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
