package handover

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

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
