// Package registry keeps the installed models: a folder with a model folder for
// each. It lists them beside the model that comes with Culler and those that
// can be fetched, and it installs, adds, verifies and removes them. A model is
// installed whole, verified and tried, or not at all.
package registry

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"culler/library/phrase"
	"culler/scoring/models"
	"culler/scoring/models/catalogue"
	"culler/scoring/models/download"
)

// Options say how a shelf works. The zero Options are the defaults.
type Options struct {
	// Mirror is the address that models are fetched from in place of the
	// catalogue's: a web server with a folder of installed models, so that the
	// file PATH of the model ID is at Mirror/ID/PATH.
	Mirror string
	// Prove loads a model and tells what is wrong with it, before it is put on
	// the shelf; nil: that its files are right is enough.
	Prove func(context.Context, models.Folder) error
	// Client fetches; nil: one with sensible settings.
	Client *download.Client
	// Catalogue is what can be fetched; nil: all that Culler knows.
	Catalogue []catalogue.Entry
}

// Shelf is a folder of installed models. It is safe for concurrent use, and
// several processes may use the same folder.
type Shelf struct {
	dir     string
	options Options

	mu   sync.Mutex
	busy map[string]bool // models that are being put on the shelf or taken off
}

// Open returns the shelf of the models in a folder. The folder is made when the
// first model comes.
func Open(dir string, o Options) *Shelf {
	if o.Client == nil {
		o.Client = &download.Client{}
	}
	if o.Catalogue == nil {
		o.Catalogue = catalogue.All()
	}
	return &Shelf{dir: dir, options: o, busy: map[string]bool{}}
}

// Dir is the folder that the models are in.
func (s *Shelf) Dir() string { return s.dir }

// Item is a model that is on the shelf or can be put there.
type Item struct {
	// ID is the model's; for a folder that cannot be used its name, or its path
	// where the name is another model's ID.
	ID string
	// Spec describes the model; where there is a Problem it may be empty.
	Spec models.Spec
	// Entry is the catalogue's; nil for a model that is not in it.
	Entry *catalogue.Entry
	// Installed is true for the embedded model too.
	Installed, Embedded bool
	// Size is in bytes, on disk or to be fetched; 0 if unknown.
	Size int64
	// Fetched is how many bytes an earlier Install has left to go on from.
	Fetched int64
	// Problem is why an installed model cannot be used, as a sentence.
	Problem string

	folder models.Folder
	path   string // of the folder on the shelf
}

// List returns the embedded model, the installed ones by ID and those of the
// catalogue that are not installed. A folder that cannot be used is in it with
// its problem; the error tells that the shelf cannot be read, and comes with
// the others.
func (s *Shelf) List() ([]Item, error) {
	embedded := models.Embedded()
	list := []Item{{
		ID: embedded.Spec.ID, Spec: embedded.Spec, Installed: true, Embedded: true, Size: embedded.Size(), folder: embedded,
	}}
	installed, err := s.scan(embedded.Spec.ID)
	list = append(list, installed...)
	for i := range s.options.Catalogue {
		e := &s.options.Catalogue[i]
		if k := find(list, e.Model.ID); k >= 0 {
			if !list[k].Embedded {
				list[k].Entry = e
			}
			if list[k].Problem != "" {
				list[k].Spec = e.Model
			}
			continue
		}
		size, _ := e.Size()
		list = append(list, Item{ID: e.Model.ID, Spec: e.Model, Entry: e, Size: size, Fetched: size - s.remaining(*e, s.staging(e.Model.ID))})
	}
	return list, err
}

// scan reads the folder. An ID that is taken makes a problem.
func (s *Shelf) scan(taken string) ([]Item, error) {
	dirs, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the folder of models: %w", err)
	}
	seen := map[string]string{taken: "the model that comes with Culler"}
	var list []Item
	for _, d := range dirs {
		path := filepath.Join(s.dir, d.Name())
		if info, err := os.Stat(path); strings.HasPrefix(d.Name(), ".") || err != nil || !info.IsDir() {
			continue
		}
		item := Item{ID: d.Name(), Installed: true, path: path}
		f, err := models.OpenFolder(path)
		switch other, twice := seen[f.Spec.ID]; {
		case err != nil:
			item.Problem = phrase.Error(err)
			item.Spec.Title = d.Name()
		case twice:
			item.Problem = fmt.Sprintf("the model in %s has the same id, %q, as %s; give it another in its %s", path, f.Spec.ID, other, models.SpecName)
			item.Spec.Title = f.Spec.Title
		default:
			item.ID, item.Spec, item.folder, item.Size = f.Spec.ID, f.Spec, f, f.Size()
			seen[item.ID] = path
		}
		list = append(list, item)
	}
	for i := range list {
		// What cannot be used must not hide what can.
		if list[i].Problem != "" && (find(list[:i], list[i].ID) >= 0 || find(list[i+1:], list[i].ID) >= 0) {
			list[i].ID = list[i].path
		}
	}
	return list, nil
}

func find(list []Item, id string) int {
	for i := range list {
		if list[i].ID == id {
			return i
		}
	}
	return -1
}

// Installed lists the model folders of a kind that can be used, the embedded
// one first, the others by ID.
func (s *Shelf) Installed(kind models.Kind) []models.Folder {
	var folders []models.Folder
	list, _ := s.List() // a shelf that cannot be read holds nothing
	for _, item := range list {
		if item.Installed && item.Problem == "" && item.Spec.Kind == kind {
			folders = append(folders, item.folder)
		}
	}
	return folders
}

// Folder is the folder of an installed model. The error is a sentence for
// people.
func (s *Shelf) Folder(id string) (models.Folder, error) {
	item, err := s.installed(id)
	if err != nil {
		return models.Folder{}, err
	}
	if item.Problem != "" {
		return models.Folder{}, errors.New(item.Problem)
	}
	return item.folder, nil
}

// installed is an item on the shelf, which may have a problem.
func (s *Shelf) installed(id string) (Item, error) {
	list, err := s.List()
	k := find(list, id)
	switch {
	case k >= 0 && list[k].Installed:
		return list[k], nil
	case err != nil:
		return Item{}, err
	case k >= 0:
		return Item{}, fmt.Errorf("the model %s is not installed: install it first", id)
	}
	return Item{}, fmt.Errorf("there is no model %q", id)
}

// hold keeps others off a model until release is called.
func (s *Shelf) hold(id string) (release func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy[id] {
		return nil, fmt.Errorf("the model %s is being installed or removed just now; wait until that is done", id)
	}
	s.busy[id] = true
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.busy, id)
	}, nil
}

// staging is where the files of a model are until all are right.
func (s *Shelf) staging(id string) string { return filepath.Join(s.dir, ".coming-"+id) }
