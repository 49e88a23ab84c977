package phrase

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
)

func TestAPathStandsOnceInAnError(t *testing.T) {
	const a, b = "/mnt/Card 1/DCIM/A_1.NEF", "/home/me/Picks/A_1.NEF"
	open := &fs.PathError{Op: "open", Path: a, Err: fs.ErrPermission}
	rename := &os.LinkError{Op: "rename", Old: a, New: a + ".part", Err: errors.New("read-only file system")}
	for _, c := range []struct {
		err  error
		want string
	}{
		{open, "open " + a + ": permission denied"},
		{fmt.Errorf("copy %s to %s: %w", a, b, open), "copy " + a + " to " + b + ": permission denied"},
		{fmt.Errorf("%s: %w", a, fmt.Errorf("read the sidecar %s: %w", a, open)), a + ": read the sidecar: permission denied"},
		{fmt.Errorf("the originals stay, because A_1.NEF could not be taken away: %w", rename), "the originals stay, because A_1.NEF could not be taken away: read-only file system"},
		{errors.Join(fmt.Errorf("close %s: %w", b, &fs.PathError{Op: "sync", Path: b, Err: errors.New("input/output error")}), open), "close " + b + ": input/output error\nopen " + a + ": permission denied"},
		{fmt.Errorf("list %s: %w", "/mnt/Card 1", open), "list /mnt/Card 1: open " + a + ": permission denied"},
		{errors.New("as it is: no path"), "as it is: no path"},
		{nil, ""},
	} {
		if got := Error(c.err); got != c.want {
			t.Errorf("%v\nreads %q\nwant  %q", c.err, got, c.want)
		}
	}
}

func FuzzError(f *testing.F) {
	f.Add("copy %s: ", "/a/b", "denied")
	f.Add("", "", "")
	f.Add("/a/b /a/b.xmp ", "/a/b", "/a/b")
	f.Fuzz(func(t *testing.T, words, path, why string) {
		words, why = strings.ToValidUTF8(words, ""), strings.ToValidUTF8(why, "")
		text := Error(fmt.Errorf("%s: %w", words, &fs.PathError{Op: "open", Path: path, Err: errors.New(why)}))
		if !strings.Contains(text, why) && !strings.Contains(why, path) {
			t.Errorf("%q does not say why: %q", text, why)
		}
	})
}
