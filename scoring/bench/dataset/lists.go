package dataset

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"culler/library/natural"
	"culler/scoring/metric"
)

// OpenScores reads a CSV list with a file and a human score in each row, and
// optionally a series, in the manner of AVA, KonIQ, SPAQ and BIQ2021. Files are
// found below a folder; extensions may be left out. Columns are known by their
// names: file (or image, image_name...), score (or mos, mean...), series (or
// burst, group, scene...). Higher scores are better.
func OpenScores(list, folder string) (Dataset, error) {
	d := Dataset{Name: strings.TrimSuffix(filepath.Base(list), filepath.Ext(list)), Kind: Scores, Absolute: true}
	t, err := openTable(list)
	if err != nil {
		return d, err
	}
	f, err := index(folder)
	if err != nil {
		return d, err
	}
	return d, d.scores(t, f)
}

func (d *Dataset) scores(t table, f *folder) error {
	file, score, series := t.column(fileColumns...), t.column(scoreColumns...), t.column(seriesColumns...)
	if file < 0 || score < 0 {
		return fmt.Errorf("%s has the columns %s; it must have one named \"file\" and one named \"score\"", t.name, strings.Join(t.header, ", "))
	}
	at, seen := map[string]int{}, map[string]bool{}
	for k, row := range t.rows {
		v, err := strconv.ParseFloat(strings.Replace(row[score], ",", ".", 1), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return t.errorf(k, "%q is not a score", row[score])
		}
		p, found := f.find(row[file])
		if seen[p.Name] {
			return t.errorf(k, "%s is listed twice", p.Name)
		}
		seen[p.Name] = true
		id := p.Name // a photo of no series is one of its own
		if series >= 0 && row[series] != "" {
			id = row[series]
		}
		if _, there := at[id]; !there {
			at[id] = len(d.Series)
			d.Series = append(d.Series, Series{ID: id})
		}
		s := &d.Series[at[id]]
		p.Opinion = v
		if !found {
			d.Missing = append(d.Missing, row[file])
			s.Incomplete++
		}
		s.Photos = append(s.Photos, p)
	}
	for k := range d.Series {
		d.Series[k].pairs()
	}
	return nil
}

// mostCompared is the number of photos of a series above which they are not
// compared in pairs: such a list is not a burst.
const mostCompared = 300

// pairs compares every two photos by their opinions: the one with the higher is
// preferred by all.
func (s *Series) pairs() {
	if len(s.Photos) > mostCompared {
		return
	}
	for a := range s.Photos {
		for b := range a {
			x, y := s.Photos[b].Opinion, s.Photos[a].Opinion
			if x > y {
				s.Pairs = append(s.Pairs, metric.Pair{A: b, B: a, Ratio: 1})
			} else if x < y {
				s.Pairs = append(s.Pairs, metric.Pair{A: b, B: a, Ratio: 0})
			}
		}
	}
}

// winnerFiles are names of lists of winners that are found in the folder itself.
var winnerFiles = []string{"winners.csv", "labels.csv", "ranks.csv"}

// OpenFolders reads a folder with one subfolder for each burst, and a CSV list
// of winners, "" for none. The list has a file in each row, as path below the
// folder or as name beside a "burst" column, and a "rank" (1 is the best) or a
// "winner" (1, yes or x); with neither, every file that is listed won. Photos
// that are not listed lost, in bursts of which any is; with ranks they are last.
func OpenFolders(root, winners string) (Dataset, error) {
	d := Dataset{Name: filepath.Base(filepath.Clean(root)), Kind: Folders}
	entries, err := os.ReadDir(root)
	if err != nil {
		return d, fmt.Errorf("the folder %s cannot be read: %w", root, err)
	}
	var bursts []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			bursts = append(bursts, e.Name())
		}
	}
	slices.SortFunc(bursts, natural.Compare)
	for _, b := range bursts {
		names, err := images(filepath.Join(root, b))
		if err != nil {
			d.Notes = append(d.Notes, fmt.Sprintf("The folder %s could not be read: %v.", b, err))
			continue
		}
		s := Series{ID: b}
		for _, name := range names {
			s.Photos = append(s.Photos, Photo{Name: b + "/" + name, Path: filepath.Join(root, b, name), Opinion: math.NaN()})
		}
		if len(s.Photos) > 0 {
			d.Series = append(d.Series, s)
		}
	}
	if len(d.Series) == 0 {
		return d, fmt.Errorf("the folder %s holds no subfolders with photos: put each burst into a folder of its own", root)
	}
	if winners == "" {
		d.Notes = append(d.Notes, "Nobody said which frames are the best, so nothing here tells whether a method is right: only how clear and how alike their choices are.")
		return d, nil
	}
	t, err := openTable(winners)
	if err != nil {
		return d, err
	}
	return d, d.winners(t)
}

func (d *Dataset) winners(t table) error {
	file, burst := t.column(fileColumns...), t.column(seriesColumns...)
	rank, won := t.column(rankColumns...), t.column(winnerColumns...)
	if file < 0 {
		return fmt.Errorf("%s has the columns %s; it must have one named \"file\"", t.name, strings.Join(t.header, ", "))
	}
	type place struct{ series, photo int }
	at := map[string]place{}
	ids := map[string]int{}
	for k, s := range d.Series {
		ids[strings.ToLower(s.ID)] = k
		for i, p := range s.Photos {
			key := strings.ToLower(p.Name)
			at[key] = place{k, i}
			at[strings.TrimSuffix(key, path.Ext(key))] = place{k, i}
		}
	}
	said := map[int]bool{}
	for k, row := range t.rows {
		name := filepath.ToSlash(row[file])
		if burst >= 0 && row[burst] != "" && !strings.Contains(name, "/") {
			name = row[burst] + "/" + name
		}
		opinion := 1.0
		switch {
		case rank >= 0:
			v, err := strconv.ParseFloat(row[rank], 64)
			if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || v < 1 {
				return t.errorf(k, "%q is not a rank; the best photo has rank 1", row[rank])
			}
			opinion = -v
		case won >= 0:
			switch strings.ToLower(row[won]) {
			case "1", "yes", "y", "x", "true", "best", "pick", "picked":
			case "", "0", "no", "n", "false", "-", "-1", "reject", "rejected":
				opinion = 0
			default:
				return t.errorf(k, "%q does not tell whether the photo won; write 1 or 0", row[won])
			}
		}
		p, there := at[strings.ToLower(name)]
		if !there {
			d.Missing = append(d.Missing, name)
			folder, _, _ := strings.Cut(strings.ToLower(name), "/")
			if s, known := ids[folder]; known {
				d.Series[s].Incomplete++
			}
			continue
		}
		said[p.series] = true
		d.Series[p.series].Photos[p.photo].Opinion = opinion
	}
	for k := range d.Series {
		s := &d.Series[k]
		if !said[k] {
			continue
		}
		last := 0.0
		for _, p := range s.Photos {
			if !math.IsNaN(p.Opinion) {
				last = min(last, p.Opinion-1)
			}
		}
		for i := range s.Photos {
			if math.IsNaN(s.Photos[i].Opinion) {
				if s.Photos[i].Opinion = 0; rank >= 0 {
					s.Photos[i].Opinion = last
				}
			}
		}
		s.pairs()
	}
	return nil
}

const manifestName = "manifest.json"

// OpenDemo reads a demo shoot that Culler wrote: its manifest tells which
// frames were altered. Of each scene, every frame that was not altered won.
func OpenDemo(root string) (Dataset, error) {
	d := Dataset{Name: "demo shoot", Kind: Demo, Notes: []string{
		"The bursts were made from single photographs by known alterations, so they tell whether flaws are noticed, not whether taste is met.",
	}}
	text, err := os.ReadFile(filepath.Join(root, manifestName))
	if err != nil {
		return d, fmt.Errorf("read the demo shoot's manifest: %w", err)
	}
	var m struct {
		Culler string
		Frames []struct {
			File        string
			Scene       int
			Photograph  string
			Alterations []string
		}
	}
	if err := json.Unmarshal(text, &m); err != nil || m.Culler != "demo shoot" {
		return d, fmt.Errorf("%s is not the manifest of a demo shoot", filepath.Join(root, manifestName))
	}
	for _, f := range m.Frames {
		if f.File != filepath.Base(f.File) {
			return d, fmt.Errorf("the demo's manifest names the file %q outside its folder", f.File)
		}
		id := fmt.Sprintf("%d %s", f.Scene, strings.TrimSuffix(f.Photograph, path.Ext(f.Photograph)))
		if n := len(d.Series); n == 0 || d.Series[n-1].ID != id {
			d.Series = append(d.Series, Series{ID: id})
		}
		s := &d.Series[len(d.Series)-1]
		p := Photo{Name: f.File, Path: filepath.Join(root, f.File)}
		if len(f.Alterations) == 0 {
			p.Opinion = 1
		}
		if !exists(p.Path) {
			d.Missing = append(d.Missing, f.File)
			s.Incomplete++
		}
		s.Photos = append(s.Photos, p)
	}
	for k := range d.Series {
		d.Series[k].pairs()
	}
	return d, nil
}
