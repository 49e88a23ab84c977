// Package cmd_test holds the rules that no single package can check.
package cmd_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = ".."

// tables are the rows of the tables of CONTRIBUTING.md, by the first cell of
// their heads.
func tables(t *testing.T) map[string][][]string {
	text, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][][]string{}
	name := ""
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "|") {
			name = ""
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for k := range cells {
			cells[k] = strings.TrimSpace(cells[k])
		}
		switch {
		case name == "":
			name = cells[0]
		case !strings.HasPrefix(cells[0], "--"):
			all[name] = append(all[name], cells)
		}
	}
	return all
}

// imports lists what each package imports, without its tests.
func imports(t *testing.T) map[string][]string {
	all := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && file != root) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			all[filepath.ToSlash(folder)] = append(all[filepath.ToSlash(folder)], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func within(folder, other string) bool {
	return folder == other || strings.HasPrefix(folder, other+"/")
}

// forTests tells packages that only tests use.
func forTests(folder string) bool { return strings.HasSuffix(path.Base(folder), "test") }

func TestArrowsBetweenFolders(t *testing.T) {
	rows := tables(t)["folder"]
	rowOf := func(folder string) []string {
		var of []string
		for _, row := range rows {
			if within(folder, row[0]) && (of == nil || len(row[0]) > len(of[0])) {
				of = row
			}
		}
		return of
	}
	for folder, names := range imports(t) {
		if forTests(folder) {
			continue
		}
		row := rowOf(folder)
		if row == nil {
			t.Errorf("%s has no row in CONTRIBUTING.md", folder)
			continue
		}
		for _, name := range names {
			other, own := strings.CutPrefix(name, "culler/")
			if !own {
				continue
			}
			allowed := slices.ContainsFunc(strings.Split(row[1], ","), func(may string) bool {
				switch may = strings.TrimSpace(may); may {
				case "":
					return false
				case "everything":
					return true
				case "itself":
					return within(other, row[0])
				}
				return within(other, may)
			})
			if !allowed || forTests(other) {
				t.Errorf("%s imports %s, which CONTRIBUTING.md does not allow", folder, other)
			}
		}
	}
}

func TestLibrariesHaveOnePlace(t *testing.T) {
	all := imports(t)
	for _, row := range tables(t)["library"] {
		used := false
		for folder, names := range all {
			if !slices.ContainsFunc(names, func(name string) bool { return within(name, row[0]) }) {
				continue
			}
			used = true
			if !slices.ContainsFunc(strings.Split(row[1], ","), func(in string) bool { return within(folder, strings.TrimSpace(in)) }) {
				t.Errorf("%s imports %s, which belongs to %s", folder, row[0], row[1])
			}
		}
		if !used {
			t.Errorf("nothing imports %s", row[0])
		}
	}
}
