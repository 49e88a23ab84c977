package dataset

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"culler/scoring/metric"
)

// Comparison is one line of a pair list of PhotoTriage (Chang et al.,
// "Automatic Triage for a Photo Series", SIGGRAPH 2016).
type Comparison struct {
	Series int
	A, B   int     // photos, from 1
	Ratio  float64 // the share of people who preferred A
	RankA  int     // in the series, 1 is the best
	RankB  int
}

// columns says what the columns of a pair list hold.
type columns struct{ series, a, b, ratio, rankA, rankB int }

// The order in which the lists were published, and others that copies of them
// were seen in or could easily be in.
var orders = []struct {
	columns
	words string
}{
	{columns{0, 1, 2, 3, 4, 5}, "SERIES PHOTO1 PHOTO2 RATIO RANK1 RANK2"},
	{columns{0, 1, 2, 3, 5, 4}, "SERIES PHOTO1 PHOTO2 RATIO RANK2 RANK1"},
	{columns{0, 2, 1, 3, 4, 5}, "SERIES PHOTO2 PHOTO1 RATIO RANK1 RANK2"},
	{columns{0, 4, 5, 3, 1, 2}, "SERIES RANK1 RANK2 RATIO PHOTO1 PHOTO2"},
	{columns{0, 1, 3, 5, 2, 4}, "SERIES PHOTO1 RANK1 PHOTO2 RANK2 RATIO"},
	{columns{0, 1, 2, 5, 3, 4}, "SERIES PHOTO1 PHOTO2 RANK1 RANK2 RATIO"},
	{columns{0, 3, 4, 5, 1, 2}, "SERIES RANK1 RANK2 PHOTO1 PHOTO2 RATIO"},
}

// ParsePairs reads a pair list: six columns separated by white space. The ranks of
// a series must be its places 1 to n, each photo having one, and the ratios must
// prefer the better rank; so a wrong order of columns, and ranks taken for
// winner and loser, are noticed. The error names the order that fits, if one
// does.
func ParsePairs(r io.Reader, name string) ([]Comparison, error) {
	var rows [][6]float64
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<16)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 {
			continue
		}
		if len(fields) == 3 {
			return nil, fmt.Errorf("%s, line %d: three columns are a test list, which tells no preferences; use the training or validation list", name, n)
		}
		if len(fields) != 6 {
			return nil, fmt.Errorf("%s, line %d: there are %d columns; a pair list has six: %s", name, n, len(fields), orders[0].words)
		}
		var row [6]float64
		for k, f := range fields {
			v, err := strconv.ParseFloat(f, 64)
			if err != nil || math.IsNaN(v) || v < 0 || v > 1e9 {
				return nil, fmt.Errorf("%s, line %d: %q is not a number that fits; a pair list reads %s", name, n, f, orders[0].words)
			}
			row[k] = v
		}
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s holds no pairs", name)
	}
	pairs, err := arrange(rows, orders[0].columns)
	if err == nil {
		return pairs, nil
	}
	for _, o := range orders[1:] {
		if _, other := arrange(rows, o.columns); other == nil {
			return nil, fmt.Errorf("%s: the columns seem to be in the order %s; they must be %s", name, o.words, orders[0].words)
		}
	}
	return nil, fmt.Errorf("%s: %w; the columns must be %s", name, err, orders[0].words)
}

// arrange reads rows in an order of columns and tells what does not fit.
func arrange(rows [][6]float64, c columns) ([]Comparison, error) {
	type of struct{ series, photo int }
	pairs := make([]Comparison, len(rows))
	ranks := map[of]int{}
	size := map[int]int{}
	agree, counted := 0, 0
	for k, row := range rows {
		for _, column := range []int{c.series, c.a, c.b, c.rankA, c.rankB} {
			if row[column] != math.Trunc(row[column]) {
				return nil, fmt.Errorf("pair %d has %g in column %d, where a whole number belongs", k+1, row[column], column+1)
			}
		}
		p := Comparison{int(row[c.series]), int(row[c.a]), int(row[c.b]), row[c.ratio], int(row[c.rankA]), int(row[c.rankB])}
		if p.Ratio > 1 || p.A < 1 || p.B < 1 || p.A == p.B || p.RankA == p.RankB {
			return nil, fmt.Errorf("pair %d (%d %d %d %g %d %d) compares no two photos by a share of people", k+1, p.Series, p.A, p.B, p.Ratio, p.RankA, p.RankB)
		}
		for _, one := range [][2]int{{p.A, p.RankA}, {p.B, p.RankB}} {
			at := of{p.Series, one[0]}
			if old, there := ranks[at]; there && old != one[1] {
				return nil, fmt.Errorf("photo %d of series %d has the ranks %d and %d", at.photo, at.series, old, one[1])
			} else if !there {
				ranks[at] = one[1]
				size[p.Series]++
			}
		}
		if p.Ratio != 0.5 {
			counted++
			if (p.Ratio > 0.5) == (p.RankA < p.RankB) {
				agree++
			}
		}
		pairs[k] = p
	}
	for at, rank := range ranks {
		if n := size[at.series]; rank < 1 || rank > n || at.photo > n {
			return nil, fmt.Errorf("series %d has %d photos and among them photo %d of rank %d", at.series, n, at.photo, rank)
		}
	}
	if counted > 0 && agree*10 < counted*9 {
		return nil, fmt.Errorf("only %d of %d ratios prefer the photo of the better rank", agree, counted)
	}
	return pairs, nil
}

// OpenPhotoTriage reads pair lists and finds their images, named 000015-01.JPG
// for photo 1 of series 15, in a folder.
func OpenPhotoTriage(imageFolder string, lists ...string) (Dataset, error) {
	f, err := index(imageFolder)
	if err != nil {
		return Dataset{}, err
	}
	d := Dataset{Name: "PhotoTriage", Kind: Triage}
	for _, list := range lists {
		file, err := os.Open(list)
		if err != nil {
			return d, fmt.Errorf("open the pair list: %w", err)
		}
		pairs, err := ParsePairs(file, filepath.Base(list))
		if err := errors.Join(err, file.Close()); err != nil {
			return d, err
		}
		d.Series = append(d.Series, triage(pairs)...)
	}
	slices.SortStableFunc(d.Series, func(a, b Series) int { return cmp.Compare(a.ID, b.ID) })
	for k := 1; k < len(d.Series); k++ {
		if d.Series[k].ID == d.Series[k-1].ID {
			return d, fmt.Errorf("series %s is in two pair lists: give each list once", d.Series[k].ID)
		}
	}
	d.locate(f)
	if len(d.Missing) > 0 && len(f.names) == 0 {
		return d, fmt.Errorf("the folder %s holds no images: it must hold PhotoTriage's, named like %s", imageFolder, d.Missing[0])
	}
	return d, nil
}

// triage makes series of comparisons; opinions are the ranks with the order reversed.
func triage(pairs []Comparison) []Series {
	at := map[int]int{}
	var series []Series
	for _, p := range pairs {
		k, there := at[p.Series]
		if !there {
			k = len(series)
			at[p.Series] = k
			series = append(series, Series{ID: fmt.Sprintf("%06d", p.Series)})
		}
		s := &series[k]
		for _, one := range [][2]int{{p.A, p.RankA}, {p.B, p.RankB}} {
			for n := len(s.Photos) + 1; n <= one[0]; n++ {
				s.Photos = append(s.Photos, Photo{Name: fmt.Sprintf("%s-%02d.JPG", s.ID, n), Opinion: math.NaN()})
			}
			s.Photos[one[0]-1].Opinion = -float64(one[1])
		}
		s.Pairs = append(s.Pairs, metric.Pair{A: p.A - 1, B: p.B - 1, Ratio: p.Ratio})
	}
	return series
}

// locate finds the images of photos that have names only.
func (d *Dataset) locate(f *folder) {
	byBase := map[string]string{}
	for key, rel := range f.names {
		base := key[strings.LastIndexByte(key, '/')+1:]
		if old, there := byBase[base]; !there || rel < old {
			byBase[base] = rel
		}
	}
	for k := range d.Series {
		s := &d.Series[k]
		for i := range s.Photos {
			p := &s.Photos[i]
			found, ok := f.find(p.Name)
			if !ok {
				if rel, there := byBase[strings.ToLower(p.Name)]; there {
					found, ok = f.find(rel)
				}
			}
			if !ok {
				d.Missing = append(d.Missing, p.Name)
				s.Incomplete++
				continue
			}
			p.Path = found.Path
		}
	}
}
