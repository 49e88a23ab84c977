package scan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"culler/library/photo"
	"culler/library/photo/phototest"
)

// folder makes a folder with files of one byte each.
func folder(t testing.TB, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// shown says what was found as "name: file file".
func shown(t *testing.T, dir string, found Found) []string {
	t.Helper()
	var out []string
	for _, p := range found.Photos {
		s := p.Name + ":"
		for _, f := range p.Files {
			rel, err := filepath.Rel(dir, f.Path)
			if err != nil || !filepath.IsAbs(f.Path) {
				t.Errorf("%s is not an absolute path in %s", f.Path, dir)
			}
			if f.Kind != photo.KindOf(f.Path) || f.ModTime.IsZero() {
				t.Errorf("%s: kind %v, time %v", f.Path, f.Kind, f.ModTime)
			}
			s += " " + filepath.ToSlash(rel)
		}
		out = append(out, s)
	}
	return out
}

func search1(t *testing.T, dir string, o Options) Found {
	t.Helper()
	found, err := Folder(context.Background(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func caseSensitive(t *testing.T) {
	t.Helper()
	dir := folder(t, "a")
	if _, err := os.Stat(filepath.Join(dir, "A")); err == nil {
		t.Skip("this disk does not tell upper from lower case")
	}
}

func TestFolder(t *testing.T) {
	for name, c := range map[string]struct {
		files []string
		o     Options
		want  []string
	}{
		"natural order": {
			files: []string{"DSC_10.JPG", "DSC_9.JPG", "DSC_100.JPG"},
			want:  []string{"DSC_9: DSC_9.JPG", "DSC_10: DSC_10.JPG", "DSC_100: DSC_100.JPG"},
		},
		"one exposure": {
			files: []string{"DSC_1.NEF", "DSC_1.JPG", "dsc_2.heic", "DSC_2.JPEG", "DSC_2.cr3", "DSC_3.ARW"},
			want:  []string{"DSC_1: DSC_1.JPG DSC_1.NEF", "DSC_2: DSC_2.JPEG dsc_2.heic DSC_2.cr3", "DSC_3: DSC_3.ARW"},
		},
		"a converted RAW": {
			files: []string{"a.dng", "a.nef", "a.jpg"},
			want:  []string{"a: a.jpg a.dng a.nef"},
		},
		"made from it later": {
			files: []string{"a.jpg", "a.png", "a.tif", "a.nef"},
			want:  []string{"a: a.jpg a.nef", "a: a.png", "a: a.tif"},
		},
		"a Pixel's": {
			files: []string{"PXL_1.RAW-01.COVER.jpg", "PXL_1.RAW-02.ORIGINAL.dng", "PXL_2.MP.jpg", "PXL_2.dng",
				"PXL_3.RAW-01.MP.COVER.jpg", "PXL_3.RAW-02.ORIGINAL.dng", "PXL_4.jpg", "PXL_4.MP.jpg", "A.MP.jpg", "A.dng"},
			want: []string{"A: A.dng", "A.MP: A.MP.jpg",
				"PXL_1.RAW-01.COVER: PXL_1.RAW-01.COVER.jpg PXL_1.RAW-02.ORIGINAL.dng", "PXL_2.MP: PXL_2.MP.jpg PXL_2.dng",
				"PXL_3.RAW-01.MP.COVER: PXL_3.RAW-01.MP.COVER.jpg PXL_3.RAW-02.ORIGINAL.dng",
				"PXL_4: PXL_4.jpg", "PXL_4.MP: PXL_4.MP.jpg"},
		},
		"one format twice": {
			files: []string{"a.jpeg", "a.jpg", "a.nef"},
			want:  []string{"a: a.jpeg a.nef", "a: a.jpg"},
		},
		"no photos": {
			files: []string{"._DSC_1.JPG", ".hidden.jpg", ".DS_Store", "DSC_1.xmp", "DSC_1.JPG.xmp", "notes.txt", "a.mov", "jpg", "Thumbs.db"},
		},
		"subfolders not wanted": {
			files: []string{"a.jpg", "sub/b.jpg"},
			want:  []string{"a: a.jpg"},
		},
		"subfolders": {
			files: []string{"b/1.jpg", "b/1.nef", "a/1.nef", "c.jpg", ".trash/x.jpg", "@eaDir/y.jpg", "a/deep/2.jpg", "x.jpg/3.jpg"},
			o:     Options{Recursive: true},
			want:  []string{"a/1: a/1.nef", "a/deep/2: a/deep/2.jpg", "b/1: b/1.jpg b/1.nef", "c: c.jpg", "x.jpg/3: x.jpg/3.jpg"},
		},
		"dots and blanks": {
			files: []string{"a.b.c.jpg", "a.b.c.nef", " .jpg", "é ü.jpg"},
			want:  []string{" :  .jpg", "a.b.c: a.b.c.jpg a.b.c.nef", "é ü: é ü.jpg"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, c.files...)
			found := search1(t, dir, c.o)
			if got := shown(t, dir, found); !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			if len(found.Skipped) > 0 {
				t.Errorf("skipped %v", found.Skipped)
			}
		})
	}
}

// Names that differ in case only are files of their own, and go together by
// exactly the same name first.
func TestCaseOfNames(t *testing.T) {
	caseSensitive(t)
	dir := folder(t, "a.jpg", "A.JPG", "A.NEF", "a.nef", "b.jpg", "b.JPEG")
	want := []string{"A: A.JPG A.NEF", "a: a.jpg a.nef", "b: b.JPEG", "b: b.jpg"}
	if got := shown(t, dir, search1(t, dir, Options{})); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestEmptyFiles(t *testing.T) {
	dir := folder(t, "both.nef", "whole.jpg")
	for _, name := range []string{"empty.jpg", "both.jpg"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range search1(t, dir, Options{}).Photos {
		if told := strings.Contains(p.Problem, "empty.jpg is empty"); told != (p.Name == "empty") {
			t.Errorf("%s: problem %q", p.Name, p.Problem)
		}
	}
}

func TestLinks(t *testing.T) {
	dir := folder(t, "real/a.jpg", "sub/b.jpg")
	shoot := filepath.Join(dir, "sub")
	for link, to := range map[string]string{
		"linked.jpg": filepath.Join(dir, "real", "a.jpg"),
		"dead.jpg":   filepath.Join(dir, "gone.jpg"),
		"loop":       shoot,
		"other":      filepath.Join(dir, "real"),
		"dir.jpg":    filepath.Join(dir, "real"),
		"notes.txt":  filepath.Join(dir, "gone.txt"),
	} {
		if err := os.Symlink(to, filepath.Join(shoot, link)); err != nil {
			t.Skip("no links here:", err)
		}
	}
	found := search1(t, shoot, Options{Recursive: true})
	want := []string{"b: b.jpg", "linked: linked.jpg"}
	if got := shown(t, shoot, found); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := found.Photos[1].Files[0].Size; got != 1 {
		t.Errorf("a linked photo has %d bytes", got)
	}
	var skipped []string
	for _, s := range found.Skipped {
		skipped = append(skipped, filepath.Base(s.Path))
	}
	slices.Sort(skipped)
	if want := []string{"dead.jpg", "dir.jpg", "loop", "other"}; !slices.Equal(skipped, want) {
		t.Errorf("skipped %v instead of %v", found.Skipped, want)
	}
	// A shoot that is opened through a link is as good as another.
	link := filepath.Join(dir, "link")
	if err := os.Symlink(shoot, link); err != nil {
		t.Fatal(err)
	}
	if got := shown(t, link, search1(t, link, Options{})); !slices.Equal(got, want) {
		t.Errorf("through a link: got %q", got)
	}
}

func TestOtherPicturesAreTold(t *testing.T) {
	dir := folder(t, "a.JXL", "b.psd", "c.jpg")
	found := search1(t, dir, Options{})
	if len(found.Photos) != 1 || len(found.Skipped) != 2 || !strings.Contains(found.Skipped[0].Reason, "JPEG XL") {
		t.Errorf("found %v, skipped %v", found.Photos, found.Skipped)
	}
}

func TestFolderThatCannotBeRead(t *testing.T) {
	dir := folder(t, "a.jpg")
	for path, c := range map[string]struct {
		is   error
		word string
	}{
		filepath.Join(dir, "gone"):  {fs.ErrNotExist, "is not there"},
		filepath.Join(dir, "a.jpg"): {nil, "is a file"},
	} {
		_, err := Folder(context.Background(), path, Options{})
		if err == nil || !strings.Contains(err.Error(), c.word) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
		}
		if c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: %v is no %v", path, err, c.is)
		}
	}
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("this user may read everything")
	}
	for _, name := range []string{"shut", "open"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	shut := filepath.Join(dir, "shut")
	if err := os.Chmod(shut, 0); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(shut, 0o755)
	if _, err := Folder(context.Background(), shut, Options{}); err == nil || !strings.Contains(err.Error(), "may not be read") {
		t.Errorf("a folder without permission: %v", err)
	}
	found := search1(t, dir, Options{Recursive: true})
	if len(found.Photos) != 1 || len(found.Skipped) != 1 || found.Skipped[0].Path != shut {
		t.Errorf("found %v, skipped %v", found.Photos, found.Skipped)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Folder(ctx, folder(t, "a.jpg"), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestRealShoots(t *testing.T) {
	dir := phototest.Shared(t, "photos/shoot")
	found := search1(t, dir, Options{Recursive: true})
	if len(found.Photos) != 79 || found.Photos[0].Name != "01_huawei_relief/IMG_20181115_133134" {
		t.Errorf("%d photos, the first one %s", len(found.Photos), found.Photos[0].Name)
	}
}

func BenchmarkFolder10000(b *testing.B) {
	var names []string
	for i := range 5000 {
		names = append(names, fmt.Sprintf("DSC_%d.JPG", i), fmt.Sprintf("DSC_%d.NEF", i))
	}
	dir := folder(b, names...)
	for b.Loop() {
		found, err := Folder(context.Background(), dir, Options{})
		if err != nil || len(found.Photos) != 5000 {
			b.Fatal(len(found.Photos), err)
		}
	}
}
