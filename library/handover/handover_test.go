package handover

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"syscall"
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

// faulty is a disk that lets things go wrong.
type faulty struct {
	disk
	room    uint64                  // that Free tells
	bytes   int64                   // that can be written before the disk is full; 0: no end
	refuse  func(path string) error // that Open asks
	corrupt string                  // the bytes of a file that were written are not those that are read
	noLinks bool
}

func (f *faulty) Free(string) (uint64, error) { return max(f.room, 1), nil }

func (f *faulty) Open(path string) (io.ReadCloser, error) {
	if f.refuse != nil {
		if err := f.refuse(path); err != nil {
			return nil, err
		}
	}
	return f.disk.Open(path)
}

func (f *faulty) Create(path string) (file, error) {
	w, err := f.disk.Create(path)
	if err != nil {
		return nil, err
	}
	return &filling{w, f}, nil
}

func (f *faulty) Link(from, to string) error {
	if f.noLinks {
		return &os.LinkError{Op: "link", Old: from, New: to, Err: syscall.EXDEV}
	}
	return f.disk.Link(from, to)
}

type filling struct {
	file
	on *faulty
}

func (w *filling) Write(b []byte) (int, error) {
	if w.on.corrupt != "" && bytes.Contains(b, []byte(w.on.corrupt)) {
		b = bytes.ToUpper(bytes.Replace(b, []byte(w.on.corrupt), bytes.Repeat([]byte("x"), len(w.on.corrupt)), 1))
	}
	if w.on.bytes != 0 {
		if w.on.bytes -= int64(len(b)); w.on.bytes <= 0 {
			w.on.bytes = -1
			n, _ := w.file.Write(b[:len(b)/2])
			return n, &fs.PathError{Op: "write", Path: "copy", Err: syscall.ENOSPC}
		}
	}
	return w.file.Write(b)
}

// checkWhole checks that whatever has a final name is whole, that nothing is
// lost, and returns how many files are in the new place.
func checkWhole(t *testing.T, to string, contents map[string]string) int {
	t.Helper()
	got := filesIn(t, to)
	n := 0
	for name, b := range got {
		if strings.HasPrefix(name, tempStart) {
			continue
		}
		n++
		found := false
		for path, want := range contents {
			found = found || filepath.Base(path) == name && want == b
		}
		if !found {
			t.Errorf("%s is not whole", name)
		}
	}
	for path, want := range contents {
		b, err := os.ReadFile(path)
		if err == nil && string(b) == want {
			continue
		}
		if !errors.Is(err, fs.ErrNotExist) || got[filepath.Base(path)] != want {
			t.Errorf("%s is lost (%v)", path, err)
		}
	}
	return n
}

func TestFullDiskLosesNothingAndResumes(t *testing.T) {
	for _, mode := range []Mode{Copy, Move} {
		_, photos, contents := shootOf(t, 1000)
		to := t.TempDir()
		o := Options{To: to, Mode: mode, Sidecars: true}
		sys := &faulty{room: 1 << 40, bytes: 1_500_000, noLinks: true}
		p, err := makePlan(t.Context(), photos, o, sys)
		if err != nil {
			t.Fatal(err)
		}
		r, err := p.Run(t.Context(), nil)
		if err == nil || !strings.Contains(err.Error(), "is full") || !isFull(err) {
			t.Fatalf("a full disk was told as %v", err)
		}
		if n := checkWhole(t, to, contents); n == 0 || n >= len(contents) || r.Photos == 0 {
			t.Errorf("%d files and %d photos arrived before the disk was full", n, r.Photos)
		}
		for name := range filesIn(t, to) {
			if strings.HasPrefix(name, tempStart) {
				t.Errorf("%s was left behind", name)
			}
		}
		mustRun(t, mustPlan(t, photos, o))
		if n := checkWhole(t, to, contents); n != len(contents) {
			t.Errorf("%d of %d files arrived in the end", n, len(contents))
		}
	}
}

func TestRefusedFilesAreListedAndTheRestGoesOn(t *testing.T) {
	_, photos, contents := shootOf(t, 1000)
	to := t.TempDir()
	sys := &faulty{room: 1 << 40, noLinks: true, refuse: func(path string) error {
		if strings.Contains(path, "7") && strings.HasSuffix(path, ".JPG") {
			return &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission}
		}
		return nil
	}}
	refused := 0
	for _, p := range photos {
		if sys.refuse(p.Files[0].Path) != nil {
			refused++
		}
	}
	p, err := makePlan(t.Context(), photos, Options{To: to, Mode: Move}, sys)
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Run(t.Context(), nil)
	if err != nil || len(r.Failed) != refused || r.Photos != 1000-refused {
		t.Fatalf("%v; %d failed, %d arrived, %d were refused", err, len(r.Failed), r.Photos, refused)
	}
	if f := r.Failed[0]; !strings.Contains(f.Reason, "permission denied") || f.Photo == "" {
		t.Errorf("the reason is %+v", f)
	}
	checkWhole(t, to, contents)
	// of a photo that failed nothing was let go of
	for _, p := range photos {
		if sys.refuse(p.Files[0].Path) == nil {
			continue
		}
		for _, f := range p.Files {
			if _, err := os.Stat(f.Path); err != nil {
				t.Errorf("%s is gone although its photo failed", f.Path)
			}
		}
	}
}

func TestACopyThatReadsBackDifferentlyIsNoCopy(t *testing.T) {
	_, photos, contents := shootOf(t, 3)
	to := t.TempDir()
	p, err := makePlan(t.Context(), photos, Options{To: to, Mode: Move}, &faulty{room: 1 << 40, corrupt: "DSC_0001", noLinks: true})
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Run(t.Context(), nil)
	if err != nil || len(r.Failed) != 1 || !strings.Contains(r.Failed[0].Reason, "did not read back") {
		t.Fatalf("%v, %+v", err, r)
	}
	if _, err := os.Stat(photos[1].Files[0].Path); err != nil {
		t.Error("the original of a broken copy is gone")
	}
	checkWhole(t, to, contents)
}

func TestCancelEndsSoonAndKeepsWhatIsDone(t *testing.T) {
	_, photos, contents := shootOf(t, 200)
	to := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	p := mustPlan(t, photos, Options{To: to, Mode: Copy})
	_, err := p.Run(ctx, func(now Progress) {
		if now.Files == 50 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if n := checkWhole(t, to, contents); n < 50 || n > 52 {
		t.Errorf("%d files arrived after 50 were asked for", n)
	}
}
