// Package registrytest stands in for the places that models are fetched from: it
// serves small models with random weights, with the files and signatures of the
// catalogue's.
package registrytest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/scoring/models/catalogue"
	"culler/scoring/models/modeltest"
)

// Source has a small model for each entry of the catalogue. As a Handler it is
// a mirror.
type Source struct {
	// Entries are those of the catalogue with the sums and sizes of the small
	// models.
	Entries []catalogue.Entry
	// Models are the models' files, by ID.
	Models map[string]modeltest.Files
}

// New makes the models; the same seed makes the same ones.
func New(seed uint64) *Source {
	s := &Source{Models: map[string]modeltest.Files{}}
	for _, e := range catalogue.All() {
		files, ok := modeltest.Of(e.Model.ID, seed)
		if !ok {
			panic("there is no small model for " + e.Model.ID)
		}
		s.Models[e.Model.ID] = files
		s.Entries = append(s.Entries, Entry(e, files))
	}
	return s
}

// Entry is an entry of the catalogue with the sums and sizes of other files.
// What is of unknown size stays so.
func Entry(e catalogue.Entry, files modeltest.Files) catalogue.Entry {
	sums, sizes := map[string]string{}, map[string]int64{}
	for _, f := range e.Files("") {
		b := files[f.Path]
		if b == nil {
			panic(fmt.Sprintf("the small model of %s has no %s", e.Model.ID, f.Path))
		}
		sum := sha256.Sum256(b)
		sums[f.Path] = hex.EncodeToString(sum[:])
		if f.Size > 0 {
			sizes[f.Path] = int64(len(b))
		}
	}
	e.Model, e.Sizes = e.Model.Sealed(sums), sizes
	return e
}

// ServeHTTP serves ID/PATH, also in pieces.
func (s *Source) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	b := s.Models[id][path]
	if b == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(w, r, path, time.Time{}, bytes.NewReader(b))
}

// Serve serves the models until the test ends and returns the address.
func (s *Source) Serve(t testing.TB) string {
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return server.URL
}

// Write writes a model's files to a folder.
func Write(t testing.TB, dir string, files modeltest.Files) {
	t.Helper()
	for path, b := range files {
		path = filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
