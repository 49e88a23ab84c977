package handover

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
)

// checkNothingLost checks that each original is where it was or a regular file
// of its bytes in the new place.
func checkNothingLost(t *testing.T, to string, contents map[string]string) {
	t.Helper()
	for path, want := range contents {
		if b, err := os.ReadFile(path); err == nil && string(b) == want {
			continue
		}
		copied := filepath.Join(to, filepath.Base(path))
		info, err := os.Lstat(copied)
		if err != nil || !info.Mode().IsRegular() {
			t.Fatalf("%s is lost (%v)", path, err)
		}
		if b, err := os.ReadFile(copied); err != nil || string(b) != want {
			t.Fatalf("%s is lost: its copy differs (%v)", path, err)
		}
	}
}

func noStrays(t *testing.T, dir string) {
	t.Helper()
	for name := range filesIn(t, dir) {
		if strings.HasPrefix(filepath.Base(name), tempStart) {
			t.Errorf("%s was left behind", name)
		}
	}
}

func TestALinkInTheNewPlaceIsNoCopy(t *testing.T) {
	for name, link := range map[string]func(original, to string) error{
		"absolute": os.Symlink,
		"relative": func(original, to string) error {
			rel, err := filepath.Rel(filepath.Dir(to), original)
			if err != nil {
				return err
			}
			return os.Symlink(rel, to)
		},
		"chain": func(original, to string) error {
			between := filepath.Join(filepath.Dir(to), "between.link")
			return errors.Join(os.Symlink(original, between), os.Symlink("between.link", to))
		},
		"dangling": func(original, to string) error { return os.Symlink(original+".none", to) },
		"to itself": func(_, to string) error {
			return os.Symlink(filepath.Base(to), to)
		},
		"hard": os.Link,
		"folder": func(_, to string) error {
			return os.Mkdir(to, 0o777)
		},
	} {
		for _, mode := range []Mode{Copy, Link, Move} {
			t.Run(name+" "+string(mode), func(t *testing.T) {
				dir, photos, contents := shootOf(t, 2)
				to := t.TempDir()
				if err := link(photos[0].Files[0].Path, filepath.Join(to, "DSC_0000.JPG")); err != nil {
					t.Skip("this disk has no such links: ", err)
				}
				mustRun(t, mustPlan(t, photos, Options{To: to, Mode: mode, Sidecars: true}))
				noStrays(t, dir)
				for path, want := range contents {
					found := false
					entries, _ := os.ReadDir(to)
					for _, e := range entries {
						if e.Type().IsRegular() {
							b, _ := os.ReadFile(filepath.Join(to, e.Name()))
							found = found || string(b) == want
						}
					}
					if !found {
						t.Errorf("%s has no copy that is a file of its own", filepath.Base(path))
					}
				}
			})
		}
	}
}

func TestALinkedPhotoIsHandedOverAsWhatItPointsTo(t *testing.T) {
	for _, mode := range []Mode{Copy, Link, Move} {
		away, photos, contents := shootOf(t, 1)
		dir, to := t.TempDir(), t.TempDir()
		for k := range photos[0].Files {
			f := &photos[0].Files[k]
			rel, err := filepath.Rel(dir, f.Path)
			if err != nil {
				t.Fatal(err)
			}
			link := filepath.Join(dir, filepath.Base(f.Path))
			if err := os.Symlink(rel, link); err != nil {
				t.Skip("this disk has no symbolic links: ", err)
			}
			f.Path = link
		}
		mustRun(t, mustPlan(t, photos, Options{To: to, Mode: mode}))
		checkOriginals(t, contents)
		for _, name := range []string{"DSC_0000.JPG", "DSC_0000.NEF"} {
			info, err := os.Lstat(filepath.Join(to, name))
			if err != nil || !info.Mode().IsRegular() {
				t.Errorf("%s: %s did not arrive as a file: %v", mode, name, err)
			}
			if b, _ := os.ReadFile(filepath.Join(to, name)); string(b) != contents[filepath.Join(away, name)] {
				t.Errorf("%s: %s arrived with other bytes", mode, name)
			}
			if _, err := os.Lstat(filepath.Join(dir, name)); (mode == Move) != errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s: the link %s: %v", mode, name, err)
			}
		}
	}
}

// mirror is a disk on which one folder is another one's other name, with files
// that do not look the same, as with two network protocols.
type mirror struct {
	disk
	dir, other string
}

type disguised struct{ fs.FileInfo }

func (d disguised) Sys() any { return nil }

func (m mirror) real(path string) string {
	if rest, ok := strings.CutPrefix(path, m.other); ok {
		return m.dir + rest
	}
	return path
}

func (m mirror) Stat(path string) (fs.FileInfo, error) {
	info, err := m.disk.Stat(m.real(path))
	return disguised{info}, err
}

func (m mirror) Lstat(path string) (fs.FileInfo, error) {
	info, err := m.disk.Lstat(m.real(path))
	return disguised{info}, err
}
func (m mirror) Open(path string) (io.ReadCloser, error) { return m.disk.Open(m.real(path)) }
func (m mirror) Create(path string) (file, error)        { return m.disk.Create(m.real(path)) }
func (m mirror) Link(from, to string) error              { return m.disk.Link(m.real(from), m.real(to)) }
func (m mirror) Publish(temp, to string) error           { return m.disk.Publish(m.real(temp), m.real(to)) }
func (m mirror) Rename(from, to string) error            { return m.disk.Rename(m.real(from), m.real(to)) }
func (m mirror) Remove(path string) error                { return m.disk.Remove(m.real(path)) }
func (m mirror) List(dir string) ([]string, error)       { return m.disk.List(m.real(dir)) }
func (m mirror) MkdirAll(dir string) error               { return m.disk.MkdirAll(m.real(dir)) }
func (m mirror) SyncDir(dir string) error                { return m.disk.SyncDir(m.real(dir)) }
func (m mirror) Chtimes(path string, at time.Time) error { return m.disk.Chtimes(m.real(path), at) }

func TestTheShootUnderAnotherNameIsNoNewPlace(t *testing.T) {
	dir, photos, contents := shootOf(t, 5)
	other := filepath.Join(t.TempDir(), "mnt")
	p, err := makePlan(t.Context(), photos, Options{To: other, Mode: Move, Sidecars: true}, mirror{dir: dir, other: other})
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Run(t.Context(), nil)
	if err != nil || len(r.Failed) != 5 || r.Photos != 0 || !strings.Contains(r.Failed[0].Reason, "another way") {
		t.Errorf("%v, %+v", err, r)
	}
	checkOriginals(t, contents)
	noStrays(t, dir)
}

// bound mounts from onto to until the test ends, or skips it.
func bound(t *testing.T, from, to string) {
	t.Helper()
	if out, err := exec.Command("mount", "--bind", from, to).CombinedOutput(); err != nil {
		t.Skipf("mounts are not allowed here: %v %s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", to).Run() })
}

func TestMountsOfTheShootLoseNothing(t *testing.T) {
	for _, mode := range []Mode{Copy, Link, Move} {
		t.Run("the folder "+string(mode), func(t *testing.T) {
			dir, photos, contents := shootOf(t, 3)
			to := t.TempDir()
			bound(t, dir, to)
			if p, err := MakePlan(t.Context(), photos, Options{To: to, Mode: mode}); err == nil {
				_, _ = p.Run(t.Context(), nil)
			}
			checkOriginals(t, contents)
			noStrays(t, dir)
		})
		t.Run("a subfolder "+string(mode), func(t *testing.T) {
			dir, photos, contents := shootOf(t, 3)
			to := t.TempDir()
			if err := os.Mkdir(filepath.Join(to, "day"), 0o777); err != nil {
				t.Fatal(err)
			}
			bound(t, dir, filepath.Join(to, "day"))
			for k := range photos {
				photos[k].Name = "day/" + photos[k].Name
			}
			if p, err := MakePlan(t.Context(), photos, Options{To: to, Mode: mode, Subfolders: true}); err == nil {
				_, _ = p.Run(t.Context(), nil)
			}
			checkOriginals(t, contents)
			noStrays(t, dir)
		})
		t.Run("a file "+string(mode), func(t *testing.T) {
			dir, photos, contents := shootOf(t, 3)
			to := t.TempDir()
			for _, f := range photos[0].Files {
				at := filepath.Join(to, filepath.Base(f.Path))
				if err := os.WriteFile(at, nil, 0o666); err != nil {
					t.Fatal(err)
				}
				bound(t, f.Path, at)
			}
			if p, err := MakePlan(t.Context(), photos, Options{To: to, Mode: mode}); err == nil {
				_, _ = p.Run(t.Context(), nil)
			}
			for _, f := range photos[0].Files {
				if b, err := os.ReadFile(f.Path); err != nil || string(b) != contents[f.Path] {
					t.Errorf("%s, which is only mounted in the new place, is gone: %v", f.Path, err)
				}
			}
			checkNothingLost(t, to, contents)
			noStrays(t, dir)
		})
	}
}

func TestAnOriginalThatChangedIsKept(t *testing.T) {
	for name, change := range map[string]func(path string, b []byte) error{
		"size":    func(path string, b []byte) error { return os.WriteFile(path, append(b, "more"...), 0o666) },
		"time":    func(path string, _ []byte) error { return os.Chtimes(path, time.Now(), time.Now()) },
		"content": func(path string, b []byte) error { b[3] ^= 1; return os.WriteFile(path, b, 0o666) },
		"content at the same time": func(path string, b []byte) error {
			info, err := os.Stat(path)
			b[len(b)/2] ^= 1
			return errors.Join(err, os.WriteFile(path, b, 0o666), os.Chtimes(path, info.ModTime(), info.ModTime()))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, photos, _ := shootOf(t, 2)
			to := t.TempDir()
			mustRun(t, mustPlan(t, photos, Options{To: to, Mode: Copy}))
			p := mustPlan(t, photos, Options{To: to, Mode: Move})
			path := photos[1].Files[0].Path
			b, _ := os.ReadFile(path)
			if err := change(path, b); err != nil {
				t.Fatal(err)
			}
			want, _ := os.ReadFile(path)
			r, err := p.Run(t.Context(), nil)
			if err != nil || len(r.Stayed) != 1 || !strings.Contains(r.Stayed[0].Reason, "stays") {
				t.Errorf("%v, %+v", err, r)
			}
			if got, err := os.ReadFile(path); err != nil || string(got) != string(want) {
				t.Errorf("the original that changed is gone: %v", err)
			}
			noStrays(t, dir)
		})
	}
}

// locked refuses to let go of anything.
type locked struct{ faulty }

func (*locked) Rename(from, to string) error {
	return &os.LinkError{Op: "rename", Old: from, New: to, Err: fs.ErrPermission}
}

func TestAMoveFromALockedFolderSaysThatTheCopiesAreThere(t *testing.T) {
	_, photos, contents := shootOf(t, 10)
	to := t.TempDir()
	p, err := makePlan(t.Context(), photos, Options{To: to, Mode: Move, Sidecars: true}, &locked{faulty{noLinks: true, room: 1 << 40}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Run(t.Context(), nil)
	if err != nil || r.Photos != 10 || len(r.Failed) != 0 || len(r.Stayed) != 10 || !strings.Contains(r.Stayed[0].Reason, "the originals stay") {
		t.Errorf("%v, %+v", err, r)
	}
	for k, s := range r.Stayed { // in the log of a hand-over too, no name stands twice
		if name := filepath.Base(photos[k].Files[0].Path); strings.Count(s.Reason, name) != 1 || strings.Contains(s.Reason, "rename ") {
			t.Errorf("%s: %s", name, s.Reason)
		}
	}
	checkOriginals(t, contents)
}

func TestAnOriginalThatWasPutAsideComesBack(t *testing.T) {
	dir, photos, contents := shootOf(t, 2)
	name := asideOf(photos[0].Files[0].Path)
	if err := os.Rename(photos[0].Files[0].Path, name); err != nil {
		t.Fatal(err)
	}
	mustPlan(t, photos, Options{To: t.TempDir(), Mode: Copy})
	checkOriginals(t, contents)
	noStrays(t, dir)
	// One whose name is taken meanwhile stays what it is.
	if err := os.WriteFile(name, []byte("older"), 0o666); err != nil {
		t.Fatal(err)
	}
	mustPlan(t, []photo.Photo{photos[0]}, Options{To: t.TempDir(), Mode: Copy})
	checkOriginals(t, contents)
	if b, _ := os.ReadFile(name); string(b) != "older" {
		t.Error("a file that was put aside is gone")
	}
}
