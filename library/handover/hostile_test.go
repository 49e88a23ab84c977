package handover

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// apart is what a script does with the cell of files: "||" is a "|" of a name, a
// single one comes between files.
func apart(cell string) []string {
	const mark = "\x00"
	files := strings.Split(strings.ReplaceAll(cell, "||", mark), "|")
	for k := range files {
		files[k] = strings.ReplaceAll(files[k], mark, "|")
	}
	return files
}

func TestNamesOfAllKindsSurviveLists(t *testing.T) {
	names := []string{`=HYPERLINK("http://x","y").jpg`, "+1.jpg", "-1.jpg", "@SUM(A1).jpg", "\t=1.jpg", "\r=1.jpg", `a"b,c;d.jpg`, "two\nlines.jpg", "a|b.jpg", "|.jpg|", "a||b", "größe 日本.jpg", "'quoted"}
	var list []Entry
	for _, n := range names {
		list = append(list, Entry{Photo: n, Camera: n, Label: n, Problem: n, Files: []string{"/x/" + n, "/y/z" + n}})
	}
	var b bytes.Buffer
	if err := WriteCSV(&b, list); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(b.Bytes())).ReadAll()
	if err != nil || len(rows) != len(names)+1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for k, row := range rows[1:] {
		for c, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("column %s of %q is a formula: %q", rows[0][c], names[k], cell)
			}
		}
		if got := strings.TrimPrefix(row[0], "'"); got != strings.TrimPrefix(names[k], "'") {
			t.Errorf("%q came back as %q", names[k], got)
		}
		if files := apart(row[15]); !reflect.DeepEqual(files, list[k].Files) {
			t.Errorf("files %q came back as %q", list[k].Files, files)
		}
	}
	b.Reset()
	if err := WriteJSON(&b, list); err != nil {
		t.Fatal(err)
	}
	var back []Entry
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	for k := range list {
		if back[k].Photo != names[k] || !reflect.DeepEqual(back[k].Files, list[k].Files) {
			t.Errorf("%q came back as %q", names[k], back[k].Photo)
		}
	}
}
