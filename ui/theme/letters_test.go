package theme

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2/theme"
	"golang.org/x/image/font/sfnt"
)

// TestEveryLetterIsInTheFont looks at all that the window may say: a machine may
// have no font but the one that comes along, and shows a box for what it lacks.
func TestEveryLetterIsInTheFont(t *testing.T) {
	font, err := sfnt.Parse(theme.DefaultTextFont().Content())
	if err != nil {
		t.Fatal(err)
	}
	var b sfnt.Buffer
	files := token.NewFileSet()
	words := 0
	err = filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			s, _ := strconv.Unquote(lit.Value)
			words++
			for _, r := range s {
				if g, err := font.GlyphIndex(&b, r); r > ' ' && (err != nil || g == 0) {
					t.Errorf("%s: %q in %s is not in the font", files.Position(lit.Pos()), r, lit.Value)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || words < 500 {
		t.Errorf("%d words were looked at: %v", words, err)
	}
}
