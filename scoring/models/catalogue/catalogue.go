// Package catalogue lists the models that Culler can fetch: what each is good
// for, under which licence, where its files are and what they must be.
package catalogue

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"culler/scoring/models"
)

// Speed is how fast a model is on a processor, beside the decoding of photos.
type Speed string

// Classes of speed.
const (
	Instant Speed = "instant" // a few numbers more for each photo
	Fast    Speed = "fast"    // faster than photos are decoded
	Medium  Speed = "medium"  // about as fast as photos are decoded
	Slow    Speed = "slow"    // several times slower
)

// Words says how fast that is.
func (s Speed) Words() string {
	switch s {
	case Instant:
		return "costs no time"
	case Fast:
		return "faster than photos are decoded"
	case Medium:
		return "about as fast as photos are decoded"
	case Slow:
		return "several times slower than photos are decoded"
	}
	return ""
}

// Entry is a model that can be fetched.
type Entry struct {
	// Model is what becomes the model.yaml. Every file it needs has a SHA-256.
	Model models.Spec `yaml:"model"`
	// LicenceLink is where the licence can be read.
	LicenceLink string `yaml:"licence_link"`
	Speed       Speed  `yaml:"speed"`
	// From is the address of the folder that the files are in.
	From string `yaml:"from"`
	// Sizes are the files' sizes in bytes, by path; those not in it are unknown.
	Sizes map[string]int64 `yaml:"sizes"`
}

// File is a file of an entry.
type File struct {
	Path   string // in the model's folder, with forward slashes
	URL    string
	Size   int64  // in bytes; 0: unknown
	SHA256 string // in hexadecimal
}

// Files lists the files of the entry. Where mirror is not "", it is the address
// that the files are fetched from in place of From: they are at
// mirror/ID/PATH, as a folder of installed models lays them out.
func (e Entry) Files(mirror string) []File {
	from := e.From
	if mirror != "" {
		from = strings.TrimRight(mirror, "/") + "/" + e.Model.ID
	}
	var files []File
	for _, f := range e.Model.Needs() {
		files = append(files, File{Path: f.Path, URL: from + "/" + f.Path, Size: e.Sizes[f.Path], SHA256: f.SHA256})
	}
	return files
}

// Size is the size of all files in bytes; exact is false where the size of one
// is unknown and not counted.
func (e Entry) Size() (bytes int64, exact bool) {
	exact = true
	for _, f := range e.Files("") {
		bytes += f.Size
		exact = exact && f.Size > 0
	}
	return bytes, exact
}

//go:embed catalogue.yaml
var text []byte

// All lists the models that can be fetched, those that suit most people first.
func All() []Entry { return slices.Clone(all()) }

var all = sync.OnceValue(func() []Entry {
	entries, err := parse(text)
	if err != nil {
		panic(err) // the build is broken; a test proves that it is not
	}
	return entries
})

// parse reads a catalogue.
func parse(b []byte) ([]Entry, error) {
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	var entries []Entry
	if err := d.Decode(&entries); err != nil {
		return nil, fmt.Errorf("read the catalogue of models: %w", err)
	}
	seen := map[string]bool{}
	for i := range entries {
		e := &entries[i]
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("read the catalogue of models: %s: %w", e.Model.ID, err)
		}
		if seen[e.Model.ID] {
			return nil, fmt.Errorf("read the catalogue of models: %s is in it twice", e.Model.ID)
		}
		seen[e.Model.ID] = true
	}
	return entries, nil
}

// check completes the entry's model and tells what is wrong with the entry.
func (e *Entry) check() error {
	e.Model.Complete()
	if err := e.Model.Validate(); err != nil {
		return err
	}
	if e.Model.About == "" || e.Model.Licence == "" || !strings.HasPrefix(e.LicenceLink, "https://") {
		return fmt.Errorf("what it is good for, its licence or the link to it is missing")
	}
	if !strings.HasPrefix(e.From, "https://") || strings.HasSuffix(e.From, "/") {
		return fmt.Errorf("%q is not the address of its files", e.From)
	}
	if !slices.Contains([]Speed{Instant, Fast, Medium, Slow}, e.Speed) {
		return fmt.Errorf("%q is not a class of speed", e.Speed)
	}
	needs := e.Model.Needs()
	for _, f := range needs {
		if f.SHA256 == "" {
			return fmt.Errorf("the SHA-256 of %s is missing", f.Path)
		}
	}
	for path, size := range e.Sizes {
		if size <= 0 || !slices.ContainsFunc(needs, func(f models.File) bool { return f.Path == path }) {
			return fmt.Errorf("it has the size %d for %s, which is none of its files", size, path)
		}
	}
	return nil
}

// ByID is the entry of a model; ok is false where there is none.
func ByID(id string) (e Entry, ok bool) {
	for _, e := range all() {
		if e.Model.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}
