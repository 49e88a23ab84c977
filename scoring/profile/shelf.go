package profile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"culler/library/busy"
	"culler/library/filename"
	"culler/library/natural"
	"culler/library/whole"
)

// Shelf is a folder of profiles, one YAML file each.
type Shelf struct{ Dir string }

// Entry is one profile on the shelf.
type Entry struct {
	Title   string // the name of the file where that cannot be read
	Path    string
	Problem string // why the file cannot be used, as a sentence; "" if it can
}

// List returns the profiles by title. A folder that is not there holds none.
func (s Shelf) List() ([]Entry, error) {
	files, err := os.ReadDir(s.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the folder of your profiles: %w", err)
	}
	var list []Entry
	for _, f := range files {
		if ext := strings.ToLower(filepath.Ext(f.Name())); f.IsDir() || strings.HasPrefix(f.Name(), ".") || ext != ".yaml" && ext != ".yml" {
			continue
		}
		e := Entry{Title: f.Name(), Path: filepath.Join(s.Dir, f.Name())}
		if p, err := Open(e.Path); err != nil {
			e.Problem = err.Error()
		} else {
			e.Title = p.Title
		}
		list = append(list, e)
	}
	slices.SortStableFunc(list, func(a, b Entry) int { return natural.Compare(a.Title, b.Title) })
	return list, nil
}

// Open reads the profile in a file.
func Open(path string) (Profile, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return Profile{}, fmt.Errorf("%s is not a file", path)
	}
	f, err := busy.Open(path)
	if err != nil {
		return Profile{}, fmt.Errorf("open the profile: %w", err)
	}
	defer f.Close()
	return Parse(f, filepath.Base(path))
}

// Load returns the profile of a title.
func (s Shelf) Load(title string) (Profile, error) {
	e, err := s.find(title)
	if err != nil {
		return Profile{}, err
	}
	if e.Path == "" {
		return Profile{}, fmt.Errorf("there is no profile %q", title)
	}
	return Open(e.Path)
}

// find is the entry of a title; without a Path where there is none.
func (s Shelf) find(title string) (Entry, error) {
	list, err := s.List()
	for _, e := range list {
		if e.Problem == "" && strings.EqualFold(e.Title, title) {
			return e, nil
		}
	}
	return Entry{}, err
}

// Save writes a profile, over that of its title if there is one. After a failure
// or a power cut the file is either the old or the new one.
func (s Shelf) Save(p Profile) error {
	if err := os.MkdirAll(s.Dir, 0o755); err != nil {
		return fmt.Errorf("make the folder for your profiles: %w", err)
	}
	e, err := s.find(p.Title)
	if err != nil {
		return err
	}
	if e.Path == "" {
		if e.Path, err = s.free(p.Title); err != nil {
			return err
		}
	}
	return p.WriteFile(e.Path)
}

// free is a path in the folder where nothing is yet.
func (s Shelf) free(title string) (string, error) {
	for n := 1; ; n++ {
		name := title
		if n > 1 {
			name = fmt.Sprintf("%s-%d", title, n)
		}
		path := filepath.Join(s.Dir, filename.Safe(strings.Map(plain, name)+".yaml"))
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, nil
		} else if err != nil {
			return "", fmt.Errorf("save the profile %q: %w", title, err)
		}
	}
}

// plain puts a dash in place of what has a meaning in paths.
func plain(r rune) rune {
	if strings.ContainsRune(`/\:*?"<>|.`, r) {
		return '-'
	}
	return r
}

// WriteFile writes the profile into a file, which is afterwards whole or as it
// was.
func (p Profile) WriteFile(path string) error {
	if err := whole.Write(path, p.Write); err != nil {
		return fmt.Errorf("save the profile %q: %w", p.Title, err)
	}
	return nil
}

// Remove deletes the profile of a title.
func (s Shelf) Remove(title string) error {
	e, err := s.find(title)
	if err != nil {
		return err
	}
	if e.Path == "" {
		return fmt.Errorf("there is no profile %q", title)
	}
	if err := busy.Remove(e.Path); err != nil {
		return fmt.Errorf("remove the profile %q: %w", title, err)
	}
	return nil
}
