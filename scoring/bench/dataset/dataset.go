// Package dataset reads photographs in series together with what people said of
// them: PhotoTriage's pair lists, folders of bursts with a list of winners,
// lists of opinion scores, Culler's demo shoot, and a photographer's own
// decisions.
package dataset

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"culler/library/natural"
	"culler/library/photo"
	"culler/scoring/metric"
)

// Dataset is photos in series and what people said of them.
type Dataset struct {
	Name   string
	Kind   string // one of the Kinds
	Series []Series
	// Absolute tells that opinions may be compared across series.
	Absolute bool
	// Missing names the images that the labels name and that are not there.
	Missing []string
	// Notes tell, in sentences, what a reader of results must know of the data.
	Notes []string
}

// The kinds of data sets.
const (
	Triage  = "phototriage" // pair lists and images of PhotoTriage
	Folders = "folders"     // a folder for each burst, with or without winners
	Scores  = "scores"      // a list of opinion scores
	Demo    = "demo"        // Culler's demo shoot: what was altered is known
	Decided = "decided"     // picks of a photographer
)

// Series is photos of one scene, of which people prefer some to others.
type Series struct {
	ID     string
	Photos []Photo
	Pairs  []metric.Pair // comparisons by people, by index in Photos
	// Incomplete counts the photos that the labels name and that are not
	// there. Such a series is not judged: the best of it may be missing.
	Incomplete int
}

// Photo is one photograph.
type Photo struct {
	Name    string  // for people: below the data set's folder
	Path    string  // on disk
	Opinion float64 // what people said, higher is better; NaN: nothing
	// Of is the photo itself where the caller has it already; else its ID is
	// zero and the file at Path is to be fingerprinted.
	Of photo.Photo
}

// Opinions are those of the series' photos.
func (s Series) Opinions() []float64 {
	o := make([]float64, len(s.Photos))
	for i, p := range s.Photos {
		o[i] = p.Opinion
	}
	return o
}

// Judged tells whether the series tells right from wrong: it is complete and
// not all of its photos won.
func (s Series) Judged() bool {
	w := metric.Winners(s.Opinions())
	return s.Incomplete == 0 && slices.Contains(w, true) && slices.Contains(w, false)
}

// Len is the number of photos.
func (d Dataset) Len() int {
	n := 0
	for _, s := range d.Series {
		n += len(s.Photos)
	}
	return n
}

// Judged is the number of series that tell right from wrong.
func (d Dataset) Judged() int {
	n := 0
	for _, s := range d.Series {
		if s.Judged() {
			n++
		}
	}
	return n
}

// Open reads whatever a folder or file holds: a demo shoot where there is its
// manifest, opinion scores where it or its labels are a CSV file of scores,
// PhotoTriage where labels are its pair lists, else a folder of bursts. Labels,
// if given, are the pair lists, or one CSV file of winners or scores. The errors
// are sentences for people.
func Open(path string, labels ...string) (Dataset, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Dataset{}, fmt.Errorf("%s cannot be opened: give a folder of bursts or a CSV file of scores (%w)", path, err)
	}
	if !info.IsDir() {
		return OpenScores(path, filepath.Dir(path))
	}
	lists := len(labels) > 0
	for _, l := range labels {
		lists = lists && strings.HasSuffix(strings.ToLower(l), ".txt")
	}
	switch {
	case lists:
		return OpenPhotoTriage(path, labels...)
	case len(labels) == 1:
		if t, err := openTable(labels[0]); err == nil && t.scores() {
			return OpenScores(labels[0], path)
		}
		return OpenFolders(path, labels[0])
	case len(labels) > 1:
		return Dataset{}, fmt.Errorf("a folder of bursts takes one CSV file of winners or scores; %d were given", len(labels))
	}
	if _, err := os.Stat(filepath.Join(path, manifestName)); err == nil {
		return OpenDemo(path)
	}
	for _, name := range winnerFiles {
		if f := filepath.Join(path, name); exists(f) {
			return OpenFolders(path, f)
		}
	}
	return OpenFolders(path, "")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// images lists the photos of a folder, without its subfolders, in natural
// order; of files with the same stem the one that is cheapest to read.
func images(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	best := map[string]string{}
	for _, e := range entries {
		name := e.Name()
		kind := photo.KindOf(name)
		if e.IsDir() || strings.HasPrefix(name, ".") || kind == photo.Unknown {
			continue
		}
		stem := strings.TrimSuffix(name, filepath.Ext(name))
		if old, there := best[stem]; !there || photo.KindOf(old) == photo.RAW && kind != photo.RAW {
			best[stem] = name
		}
	}
	names := make([]string, 0, len(best))
	for _, name := range best {
		names = append(names, name)
	}
	slices.SortFunc(names, natural.Compare)
	return names, nil
}

// folder finds files whatever the case of their names, as labels often differ
// from disks in that.
type folder struct {
	root  string
	names map[string]string // lower-case slash path -> as on disk
}

func index(root string) (*folder, error) {
	f := &folder{root: root, names: map[string]string{}}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if path == root {
				return err
			}
			return fs.SkipDir
		}
		if d.IsDir() || photo.KindOf(path) == photo.Unknown {
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err == nil {
			rel = filepath.ToSlash(rel)
			f.names[strings.ToLower(rel)] = rel
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("the folder %s cannot be read: %w", root, err)
	}
	return f, nil
}

// find returns the photo of a name; extensions may be left out.
func (f *folder) find(name string) (Photo, bool) {
	key := strings.ToLower(strings.TrimPrefix(filepath.ToSlash(strings.TrimSpace(name)), "./"))
	for _, ext := range []string{"", ".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"} {
		if rel, ok := f.names[key+ext]; ok {
			return Photo{Name: rel, Path: filepath.Join(f.root, filepath.FromSlash(rel)), Opinion: math.NaN()}, true
		}
	}
	return Photo{Name: name, Opinion: math.NaN()}, false
}

// nothing was said.
var nothing = math.NaN()
