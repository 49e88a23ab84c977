package prompts

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"culler/library/filename"
	"culler/library/whole"
)

// Shelf is where the prompt sets are: those that come with Culler and the
// photographer's own, one YAML file each in a folder. An own set takes the
// place of the embedded one of the same ID.
type Shelf struct {
	dir string
}

// Entry is one set on the shelf.
type Entry struct {
	ID      string // the set's; the file's name without extension where it cannot be read
	Title   string
	Path    string // of the photographer's file; "" for an embedded set
	Problem string // why the file cannot be used, as a sentence; "" if it can
	Set     Set    // empty if there is a Problem
}

// OpenShelf returns the shelf with the photographer's sets in dir; "" stands
// for culler/prompts in the user's configuration folder. The folder is made
// when the first set is saved.
func OpenShelf(dir string) (*Shelf, error) {
	if dir == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return nil, fmt.Errorf("find the folder for your prompt sets: %w", err)
		}
		dir = filepath.Join(config, "culler", "prompts")
	}
	return &Shelf{dir}, nil
}

// Dir is the folder of the photographer's own sets.
func (s *Shelf) Dir() string { return s.dir }

// List returns all sets: the embedded ones, then the photographer's own by
// file name. A file that cannot be used is listed with its problem and stops
// nothing; the error tells that the folder itself cannot be read, and comes
// with the embedded sets.
func (s *Shelf) List() ([]Entry, error) {
	var list []Entry
	for _, set := range Embedded() {
		list = append(list, Entry{ID: set.ID, Title: set.Title, Set: set})
	}
	files, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return list, nil
	}
	if err != nil {
		return list, fmt.Errorf("read the folder of your prompt sets: %w", err)
	}
	own := map[string]string{} // set ID -> file
	for _, f := range files {
		if ext := strings.ToLower(filepath.Ext(f.Name())); f.IsDir() || strings.HasPrefix(f.Name(), ".") || ext != ".yaml" && ext != ".yml" {
			continue
		}
		e := read(filepath.Join(s.dir, f.Name()))
		if e.Problem == "" {
			if other, taken := own[e.ID]; taken {
				e.Problem = fmt.Sprintf("%s has the same id, %q, as %s; give it another", f.Name(), e.ID, other)
				e.Set = Set{}
			} else {
				own[e.ID] = f.Name()
			}
		}
		list = shelve(list, e)
	}
	return list, nil
}

// shelve appends e, or puts it in the place of the embedded set of its ID.
func shelve(list []Entry, e Entry) []Entry {
	if e.Problem == "" {
		if i := slices.IndexFunc(list, func(o Entry) bool { return o.ID == e.ID && o.Path == "" }); i >= 0 {
			list[i] = e
			return list
		}
	}
	return append(list, e)
}

func read(path string) Entry {
	base := filepath.Base(path)
	e := Entry{ID: strings.TrimSuffix(base, filepath.Ext(base)), Title: base, Path: path}
	f, err := os.Open(path)
	if err == nil {
		defer f.Close()
		var set Set
		if set, err = Parse(f, base); err == nil {
			e.ID, e.Title, e.Set = set.ID, set.Title, set
			return e
		}
	}
	e.Problem = err.Error()
	return e
}

// Load returns the set of that ID.
func (s *Shelf) Load(id string) (Set, error) {
	list, folder := s.List()
	problem := ""
	for _, e := range list {
		switch {
		case e.ID == id && e.Problem == "":
			return e.Set, nil
		case e.ID == id:
			problem = e.Problem
		}
	}
	switch {
	case problem != "":
		return Set{}, errors.New(problem)
	case folder != nil:
		return Set{}, folder
	}
	return Set{}, fmt.Errorf("there is no prompt set %q", id)
}

// Save writes the set into the photographer's folder, over the file that holds
// the set of this ID, if there is one. After a failure or a power cut the file
// is either the old or the new one. It returns the path.
func (s *Shelf) Save(set Set) (string, error) {
	if err := set.Check(); err != nil {
		return "", err
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return "", fmt.Errorf("make the folder for your prompt sets: %w", err)
	}
	path, err := s.fileFor(set.ID)
	if err != nil {
		return "", err
	}
	if err := whole.Write(path, set.Write); err != nil {
		return "", fmt.Errorf("save the prompt set %q: %w", set.ID, err)
	}
	return path, nil
}

// fileFor is the file that holds the own set of that ID, else one that does not
// exist yet: a file that holds another set, or an error to be mended, is kept.
func (s *Shelf) fileFor(id string) (string, error) {
	list, err := s.List()
	if err != nil {
		return "", err
	}
	for _, e := range list {
		if e.ID == id && e.Path != "" && e.Problem == "" {
			return e.Path, nil
		}
	}
	path := filepath.Join(s.dir, filename.Safe(id+".yaml"))
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, nil
		} else if err != nil {
			return "", fmt.Errorf("save the prompt set %q: %w", id, err)
		}
		path = filepath.Join(s.dir, fmt.Sprintf("%s-%d.yaml", id, n))
	}
}
