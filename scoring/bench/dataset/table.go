package dataset

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// table is a CSV file with a header; columns are found by name.
type table struct {
	name   string
	header []string
	rows   [][]string
	lines  []int // of the rows
}

// maxTable is the largest list that is read, in bytes.
const maxTable = 256 << 20

func openTable(path string) (table, error) {
	f, err := os.Open(path)
	if err != nil {
		return table{}, fmt.Errorf("open the list: %w", err)
	}
	defer f.Close()
	return readTable(f, filepath.Base(path))
}

// readTable takes commas, semicolons or tabs, whichever the header has most of.
func readTable(r io.Reader, name string) (table, error) {
	t := table{name: name}
	text, err := io.ReadAll(io.LimitReader(r, maxTable+1))
	if err != nil {
		return t, fmt.Errorf("read %s: %w", name, err)
	}
	if len(text) > maxTable {
		return t, fmt.Errorf("%s is larger than %d MB, which no list of photos should be", name, maxTable>>20)
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	first, _, _ := bytes.Cut(text, []byte("\n"))
	c := csv.NewReader(bytes.NewReader(text))
	for _, comma := range ";\t" {
		if bytes.Count(first, []byte(string(comma))) > bytes.Count(first, []byte(string(c.Comma))) {
			c.Comma = comma
		}
	}
	c.FieldsPerRecord, c.TrimLeadingSpace, c.LazyQuotes = -1, true, true
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return t, fmt.Errorf("%s cannot be read as CSV: %w", name, err)
		}
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		line, _ := c.FieldPos(0)
		if t.header == nil {
			for _, h := range row {
				t.header = append(t.header, strings.ToLower(h))
			}
			continue
		}
		for len(row) < len(t.header) {
			row = append(row, "")
		}
		t.rows, t.lines = append(t.rows, row), append(t.lines, line)
	}
	if len(t.rows) == 0 {
		return t, fmt.Errorf("%s holds no rows below its header", name)
	}
	return t, nil
}

// column finds the column of one of these names; -1 where there is none.
func (t table) column(names ...string) int {
	for _, n := range names {
		for i, h := range t.header {
			if h == n {
				return i
			}
		}
	}
	return -1
}

// scores tells whether the table scores photos rather than rank them in bursts.
func (t table) scores() bool {
	return t.column(scoreColumns...) >= 0 && t.column(rankColumns...) < 0 && t.column(winnerColumns...) < 0
}

// errorf is about a row.
func (t table) errorf(row int, format string, args ...any) error {
	return fmt.Errorf("%s, line %d: %s", t.name, t.lines[row], fmt.Sprintf(format, args...))
}

// Names that columns are known by.
var (
	fileColumns   = []string{"file", "filename", "image", "image_name", "image name", "name", "image_id", "imagename", "path", "photo", "images"}
	scoreColumns  = []string{"score", "mos", "mean_score", "mean", "opinion", "rating", "mos_zscore", "average"}
	seriesColumns = []string{"series", "burst", "group", "scene", "folder"}
	rankColumns   = []string{"rank", "place", "order"}
	winnerColumns = []string{"winner", "best", "pick", "picked", "keep"}
)
