package handover

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
)

// shootOf writes n photos of a JPEG, every third with a RAW file and every
// fourth with a sidecar, whose bytes tell which file they are.
func shootOf(t *testing.T, n int) (dir string, photos []photo.Photo, contents map[string]string) {
	t.Helper()
	dir, contents = t.TempDir(), map[string]string{}
	at := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	add := func(name string) photo.File {
		path := filepath.Join(dir, name)
		b := strings.Repeat(name+" ", 300+len(name)*7)
		if err := os.WriteFile(path, []byte(b), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		contents[path] = b
		return photo.File{Path: path, Size: int64(len(b)), ModTime: at, Kind: photo.KindOf(path)}
	}
	for i := range n {
		stem := fmt.Sprintf("DSC_%04d", i)
		p := photo.Photo{Name: stem, Files: []photo.File{add(stem + ".JPG")}}
		if i%3 == 0 {
			p.Files = append(p.Files, add(stem+".NEF"))
		}
		if i%4 == 0 {
			add(stem + ".xmp")
		}
		photos = append(photos, p)
	}
	return dir, photos, contents
}

func mustPlan(t *testing.T, photos []photo.Photo, o Options) Plan {
	t.Helper()
	p, err := MakePlan(t.Context(), photos, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func mustRun(t *testing.T, p Plan) Result {
	t.Helper()
	r, err := p.Run(t.Context(), nil)
	if err != nil || len(r.Failed) > 0 {
		t.Fatalf("%v, failed: %v", err, r.Failed)
	}
	return r
}

// filesIn lists names and contents of a folder.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out[filepath.ToSlash(rel)] = string(b)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return out
}

// checkOriginals checks that a hand-over changed no original.
func checkOriginals(t *testing.T, contents map[string]string) {
	t.Helper()
	for path, want := range contents {
		if b, err := os.ReadFile(path); err != nil || string(b) != want {
			t.Fatalf("%s changed: %v", path, err)
		}
	}
}

func TestCopyTakesCompanionsSidecarsAndTimes(t *testing.T) {
	_, photos, contents := shootOf(t, 12)
	to := filepath.Join(t.TempDir(), "new", "folder")
	p := mustPlan(t, photos, Options{To: to, Mode: Copy, Sidecars: true})
	if p.Files != len(contents) || !strings.Contains(p.Sentence(), "12 photos (19 files) will be copied") {
		t.Errorf("%d files for %d; %q", p.Files, len(contents), p.Sentence())
	}
	if r := mustRun(t, p); r.Photos != 12 || r.Files != len(contents) {
		t.Errorf("result %+v", r)
	}
	got := filesIn(t, to)
	for path, want := range contents {
		if got[filepath.Base(path)] != want {
			t.Errorf("%s did not arrive", filepath.Base(path))
		}
	}
	if len(got) != len(contents) {
		t.Errorf("%d files arrived for %d", len(got), len(contents))
	}
	checkOriginals(t, contents)
	s, err := os.Stat(filepath.Join(to, "DSC_0000.JPG"))
	if err != nil || !s.ModTime().Equal(photos[0].Files[0].ModTime) {
		t.Errorf("the time of the copy is %v (%v)", s.ModTime(), err)
	}
	// without sidecars, and again: what is there is recognised
	p = mustPlan(t, photos, Options{To: to, Mode: Copy})
	if p.Bytes != 0 || p.Already != p.Files || p.Renamed != 0 {
		t.Errorf("the second plan would write %d bytes, knows %d of %d files and renames %d", p.Bytes, p.Already, p.Files, p.Renamed)
	}
	if r := mustRun(t, p); r.Photos != 12 || r.Files != 0 {
		t.Errorf("the second time: %+v", r)
	}
}

func TestTakenNamesGetOneNumberForAllFilesOfAPhoto(t *testing.T) {
	_, photos, contents := shootOf(t, 1)
	to := t.TempDir()
	for name, content := range map[string]string{"DSC_0000.NEF": "another photo", "DSC_0000-2.xmp": "another sidecar"} {
		if err := os.WriteFile(filepath.Join(to, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := mustPlan(t, photos, Options{To: to, Mode: Copy, Sidecars: true})
	if p.Renamed != 1 || !strings.Contains(p.Sentence(), "1 photo gets a number") {
		t.Errorf("renamed %d: %q", p.Renamed, p.Sentence())
	}
	mustRun(t, p)
	var names []string
	for name := range filesIn(t, to) {
		names = append(names, name)
	}
	sort.Strings(names)
	want := "DSC_0000-2.xmp DSC_0000-3.JPG DSC_0000-3.NEF DSC_0000-3.xmp DSC_0000.NEF"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("there is %s, want %s", got, want)
	}
	checkOriginals(t, contents)
}

func TestTwoPhotosOfOneNameBothArrive(t *testing.T) {
	a, photosA, _ := shootOf(t, 1)
	_, photosB, _ := shootOf(t, 1)
	if err := os.WriteFile(filepath.Join(a, "DSC_0000.JPG"), []byte("differs"), 0o644); err != nil {
		t.Fatal(err)
	}
	photosA[0].Files[0].Size = 7
	photosA[0].Name, photosB[0].Name = "a/DSC_0000", "b/DSC_0000"
	both := append(photosA, photosB...)
	flat, kept := t.TempDir(), t.TempDir()
	mustRun(t, mustPlan(t, both, Options{To: flat, Mode: Copy}))
	got := filesIn(t, flat)
	if got["DSC_0000.JPG"] != "differs" || got["DSC_0000-2.JPG"] == "" || len(got) != 4 {
		t.Errorf("flat: %d files", len(got))
	}
	mustRun(t, mustPlan(t, both, Options{To: kept, Mode: Copy, Subfolders: true}))
	got = filesIn(t, kept)
	if got["a/DSC_0000.JPG"] != "differs" || got["b/DSC_0000.JPG"] == "" || len(got) != 4 {
		t.Errorf("with subfolders: %d files", len(got))
	}
}

func TestMoveAndLink(t *testing.T) {
	_, photos, contents := shootOf(t, 9)
	links := t.TempDir()
	mustRun(t, mustPlan(t, photos, Options{To: links, Mode: Link, Sidecars: true}))
	checkOriginals(t, contents)
	a, _ := os.Stat(photos[0].Files[0].Path)
	b, err := os.Stat(filepath.Join(links, "DSC_0000.JPG"))
	if err != nil || !os.SameFile(a, b) {
		t.Errorf("a link is not the same file: %v", err)
	}
	moved := t.TempDir()
	mustRun(t, mustPlan(t, photos, Options{To: moved, Mode: Move, Sidecars: true}))
	got := filesIn(t, moved)
	for path, want := range contents {
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there: %v", path, err)
		}
		if got[filepath.Base(path)] != want {
			t.Errorf("%s did not arrive", filepath.Base(path))
		}
	}
	// started again with what was known before, it finds all done
	p := mustPlan(t, photos, Options{To: moved, Mode: Move})
	if p.Already != p.Files || p.Bytes != 0 {
		t.Errorf("started again, the plan knows %d of %d files", p.Already, p.Files)
	}
	mustRun(t, p)
	if len(filesIn(t, moved)) != len(got) {
		t.Error("started again, the move changed what was there")
	}
}

func TestItsOwnFolderIsRefused(t *testing.T) {
	dir, photos, contents := shootOf(t, 2)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip("this disk has no symbolic links: ", err)
	}
	for _, to := range []string{dir, link, dir + "/./"} {
		for _, m := range []Mode{Copy, Link, Move} {
			if _, err := MakePlan(t.Context(), photos, Options{To: to, Mode: m}); err == nil || !strings.Contains(err.Error(), "choose another folder") {
				t.Errorf("%s to %s: %v", m, to, err)
			}
		}
	}
	checkOriginals(t, contents)
}

func TestWhatCannotWorkIsSaidBeforehand(t *testing.T) {
	_, photos, _ := shootOf(t, 1)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		o   Options
		say string
	}{
		{Options{Mode: Copy}, "choose a folder"},
		{Options{To: t.TempDir(), Mode: "burn"}, "burn"},
		{Options{To: file, Mode: Copy}, "not a folder"},
	} {
		if _, err := MakePlan(t.Context(), photos, c.o); err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%+v: %v", c.o, err)
		}
	}
	if _, err := makePlan(t.Context(), photos, Options{To: t.TempDir(), Mode: Copy}, &faulty{room: 10}); err == nil || !strings.Contains(err.Error(), "has room for 10 bytes") {
		t.Errorf("a disk that is too small: %v", err)
	}
}
