package library

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"culler/library/busy"
)

func TestWhyAFileCannotBeReadIsSaidInWords(t *testing.T) {
	held := fmt.Errorf("%w (%w)", busy.Err, &fs.PathError{Op: "open", Path: `C:\a.jpg`, Err: fs.ErrPermission})
	for _, c := range []struct {
		system, name string
		err          error
		want         string
	}{
		{"windows", "a.jpg", held, "a.jpg is open in another program"},
		{"linux", "a.jpg", fs.ErrPermission, "a.jpg may not be read"},
		{"windows", "nul.jpg", errEmpty, "nul.jpg has a name that Windows keeps for a device"},
		{"linux", "nul.jpg", errEmpty, "nul.jpg is empty"},
		{"darwin", "a.jpg", fs.ErrNotExist, "a.jpg is no longer there"},
		{"linux", "a.jpg", &fs.PathError{Op: "read", Path: "/x/a.jpg", Err: errors.New("input/output error")}, "a.jpg could not be read (input/output error)"},
	} {
		if got := inWordsOn(c.system, c.name, c.err); !strings.HasPrefix(got, c.want) {
			t.Errorf("on %s, of %v it says %q", c.system, c.err, got)
		}
	}
}
