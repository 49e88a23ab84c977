package models

import (
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// File is a file of a model folder.
type File struct {
	Path   string // relative to the folder, with forward slashes
	SHA256 string // lower-case hexadecimal; empty where it is not known
}

// Needs lists the files a model consists of, each once, in the order of their
// paths.
func (s Spec) Needs() []File {
	sums := map[string]string{}
	add := func(path, sum string) {
		if path != "" && (sums[path] == "" || sum != "") {
			sums[path] = strings.ToLower(sum)
		}
	}
	if i := s.Image; i != nil {
		add(i.File, i.SHA256)
	}
	if t := s.Text; t != nil {
		add(t.File, t.SHA256)
		for _, path := range []string{t.Tokenizer, t.Vocab, t.Merges, t.Known} {
			add(path, "")
		}
	}
	if s.Head != nil {
		add(s.Head.File, s.Head.SHA256)
	}
	if s.Subjects != nil {
		add(s.Subjects.Names, "")
		add(s.Subjects.Vectors, "")
	}
	for path, sum := range s.Files {
		add(path, sum)
	}
	var files []File
	for _, path := range slices.Sorted(maps.Keys(sums)) {
		files = append(files, File{path, sums[path]})
	}
	return files
}

// Sealed is the spec with the SHA-256 of its files noted, by path, so that
// damage is noticed later. The spec itself stays as it is.
func (s Spec) Sealed(sums map[string]string) Spec {
	s.Files = maps.Clone(sums)
	take := func(file string, sum *string) {
		*sum = sums[file]
		delete(s.Files, file)
	}
	if s.Image != nil {
		i := *s.Image
		take(i.File, &i.SHA256)
		s.Image = &i
	}
	if s.Text != nil {
		t := *s.Text
		take(t.File, &t.SHA256)
		s.Text = &t
	}
	if s.Head != nil {
		h := *s.Head
		take(h.File, &h.SHA256)
		s.Head = &h
	}
	return s
}

func (s Spec) validateFiles() error {
	for _, f := range s.Needs() {
		if !fs.ValidPath(f.Path) || f.Path == "." || strings.ContainsAny(f.Path, `\:`) {
			return fmt.Errorf("%q should be the path of a file inside the model's folder", f.Path)
		}
		if _, err := hex.DecodeString(f.SHA256); err != nil || (f.SHA256 != "" && len(f.SHA256) != 64) {
			return fmt.Errorf("the SHA-256 of %s should be 64 hexadecimal digits", f.Path)
		}
	}
	return nil
}
