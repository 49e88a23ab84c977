package cmd_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// counted are plurals after a number that may be one: "1 photos" is never said.
// phrase.Count words them.
var counted = regexp.MustCompile(`%d (\w+ )?(photo|file|burst|frame|image|model|prompt|star|sidecar|folder|face|decision|camera)s\b`)

// atLeastTwo are strings whose number is never one.
var atLeastTwo = []string{
	"frames of a %s", "A %s of %d frames", "A burst of %d frames", "%s of %d frames", "Merged into", "rating with %d stars", "%d frames were altered", "In none of %d frames", "in any of %d frames", "in %d of %d frames", // a burst, a second star, the demo shoot
	"%d photos were not handed over", "the copies of %d photos", "%d photos, %d", "%d files, %d", "are not a decision", "%d stars", "there are %d files called like", "and among them photo %d", "the set holds %d prompts",
	"A demo shoot for Culler", "searched from %d judged bursts on", "fewer than %d decided bursts",
}

func TestCountsHaveTheRightPlural(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING || !counted.MatchString(lit.Value) {
				return true
			}
			for _, known := range atLeastTwo {
				if strings.Contains(lit.Value, known) {
					return true
				}
			}
			t.Errorf("%s: %s says \"1 photos\" of one; use phrase.Count", path, lit.Value)
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
