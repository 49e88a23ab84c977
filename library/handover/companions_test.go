package handover

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"culler/library/photo"
	"culler/library/scan"
)

// folderOf makes a folder of files that hold their own names, and its photos.
func folderOf(t *testing.T, names ...string) (dir string, photos []photo.Photo) {
	t.Helper()
	dir = t.TempDir()
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	found, err := scan.Folder(t.Context(), dir, scan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return dir, found.Photos
}

func namesIn(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	for name := range filesIn(t, dir) {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func only(photos []photo.Photo, first string) []photo.Photo {
	return slices.DeleteFunc(slices.Clone(photos), func(p photo.Photo) bool { return p.Base() != first })
}

func TestWhatBelongsToAPhotoGoesWithIt(t *testing.T) {
	for _, c := range []struct {
		name               string
		files              []string
		first              string // of the photo that is moved
		go_, stay, because string // names, separated by blanks
	}{
		{"all that cameras and programs write", []string{
			"IMG_1.CR2", "IMG_1.JPG", "IMG_1.MOV", "IMG_1.AAE", "IMG_1.WAV", "IMG_1.CR2.pp3", "IMG_1.CR2.dop", "IMG_1.CR2.rrdata", "IMG_1.CR2.xmp", "IMG_1_01.CR2.xmp",
			"IMG_1.thm", "IMG_1.LRV", "IMG_1M01.XML", "IMG_1.jpg.unheard-of", "IMG_12.CR2", "IMG_12.MOV", "IMG_1_01.JPG", "IMG_1_01.xmp",
		}, "IMG_1.JPG",
			"IMG_1.AAE IMG_1.CR2 IMG_1.CR2.dop IMG_1.CR2.pp3 IMG_1.CR2.rrdata IMG_1.CR2.xmp IMG_1.JPG IMG_1.LRV IMG_1.MOV IMG_1.WAV IMG_1.jpg.unheard-of IMG_1.thm IMG_1M01.XML IMG_1_01.CR2.xmp",
			"IMG_12.CR2 IMG_12.MOV IMG_1_01.JPG IMG_1_01.xmp", ""},
		{"the RAW has the sidecar", []string{"DSC_1.NEF", "DSC_1.tif", "DSC_1.xmp", "DSC_1.tif.xmp", "DSC_1.mov"}, "DSC_1.tif", "DSC_1.tif DSC_1.tif.xmp", "DSC_1.NEF DSC_1.mov DSC_1.xmp", "it belongs to DSC_1.NEF|they belong to DSC_1.NEF"},
		{"and takes it along", []string{"DSC_1.NEF", "DSC_1.png", "DSC_1.XMP", "DSC_1.png.xmp"}, "DSC_1.NEF", "DSC_1.NEF DSC_1.XMP", "DSC_1.png DSC_1.png.xmp", ""},
		{"a TIFF alone has it", []string{"DSC_1.TIF", "DSC_1.xmp"}, "DSC_1.TIF", "DSC_1.TIF DSC_1.xmp", "", ""},
		{"letters of any case", []string{"img_1.Jpg", "IMG_1.XMP", "Img_1.Mov", "img_1.JPG.Xmp"}, "img_1.Jpg", "IMG_1.XMP Img_1.Mov img_1.JPG.Xmp img_1.Jpg", "", ""},
		{"two photos that differ in case", []string{"A.jpg", "A.xmp", "a.jpg", "a.xmp"}, "a.jpg", "a.jpg a.xmp", "A.jpg A.xmp", ""},
		{"names that begin alike", []string{"A.jpg", "A.b.jpg", "A.b.mov", "A.b.xmp", "A.xmp"}, "A.jpg", "A.jpg A.xmp", "A.b.jpg A.b.mov A.b.xmp", ""},
		{"what nobody knows is named", []string{"A.jpg", "A.pdf"}, "A.jpg", "A.jpg", "A.pdf", "A.pdf stays: Culler does not know"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, photos := folderOf(t, c.files...)
			to := t.TempDir()
			p := mustPlan(t, only(photos, c.first), Options{To: to, Mode: Move, Sidecars: true})
			mustRun(t, p)
			if got := strings.Join(namesIn(t, to), " "); got != c.go_ {
				t.Errorf("went:\n%s\nwant\n%s", got, c.go_)
			}
			if got := strings.Join(namesIn(t, dir), " "); got != c.stay {
				t.Errorf("stayed:\n%s\nwant\n%s", got, c.stay)
			}
			said := c.because == ""
			for _, because := range strings.Split(c.because, "|") {
				said = said || strings.Contains(p.Sentence(), because)
			}
			if !said {
				t.Errorf("the plan says %q, want %q", p.Sentence(), c.because)
			}
		})
	}
}

func TestCompanionsGetTheNumberOfTheirPhoto(t *testing.T) {
	_, photos := folderOf(t, "IMG_1.CR2", "IMG_1.CR2.dop", "IMG_1_01.CR2.xmp", "IMG_1M01.XML", "IMG_1.MOV")
	to := t.TempDir()
	if err := os.WriteFile(filepath.Join(to, "img_1.mov"), []byte("another"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(to, "IMG_1.MOV"), []byte("another"), 0o666); err != nil {
		t.Fatal(err)
	}
	mustRun(t, mustPlan(t, photos, Options{To: to, Mode: Copy, Sidecars: true}))
	want := "IMG_1-2.CR2 IMG_1-2.CR2.dop IMG_1-2.MOV IMG_1-2M01.XML IMG_1-2_01.CR2.xmp IMG_1.MOV"
	if got := strings.Join(slices.DeleteFunc(namesIn(t, to), func(s string) bool { return s == "img_1.mov" }), " "); got != want {
		t.Errorf("there is %s, want %s", got, want)
	}
}

func TestADecisionGoesIntoNoEditOfAnotherPhoto(t *testing.T) {
	dir, photos := folderOf(t, "DSC_5.NEF", "DSC_5.tif")
	foreign := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>`
	for _, name := range []string{"DSC_5.xmp", "DSC_5_01.NEF.xmp"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(foreign), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	to := t.TempDir()
	mustRun(t, mustPlan(t, photos, Options{To: to, Mode: Move, Sidecars: true, Decision: starring(4)}))
	if got, want := strings.Join(namesIn(t, to), " "), "DSC_5.NEF DSC_5.tif DSC_5.tif.xmp DSC_5.xmp DSC_5_01.NEF.xmp"; got != want {
		t.Errorf("there is %s, want %s", got, want)
	}
	if b, _ := os.ReadFile(filepath.Join(to, "DSC_5_01.NEF.xmp")); string(b) != foreign {
		t.Errorf("darktable's second edit was changed: %s", b)
	}
	for _, name := range []string{"DSC_5.xmp", "DSC_5.tif.xmp"} {
		if n := starsIn(t, filepath.Join(to, name)); n != 4 {
			t.Errorf("%s says %d stars, want 4", name, n)
		}
	}
}

func TestEditsOfAWholeFolderAreNamed(t *testing.T) {
	dir, photos := folderOf(t, "A.jpg")
	if err := os.Mkdir(filepath.Join(dir, "CaptureOne"), 0o777); err != nil {
		t.Fatal(err)
	}
	p := mustPlan(t, photos, Options{To: t.TempDir(), Mode: Move})
	if !strings.Contains(p.Sentence(), "the folder CaptureOne stays") {
		t.Errorf("%q", p.Sentence())
	}
}

// A JPEG and a RAW file of one stem that are of two cameras are two photos: the
// sidecar is the RAW file's and stays with it.
func TestAnotherExposureOfTheSameNameKeepsItsSidecar(t *testing.T) {
	dir, to := t.TempDir(), t.TempDir()
	for _, name := range []string{"IMG_1.JPG", "IMG_1.CR2", "IMG_1.xmp", "IMG_1.JPG.pp3"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "IMG_1.JPG")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	phone := photo.Photo{Name: "IMG_1", Files: []photo.File{{Path: path, Size: info.Size(), ModTime: info.ModTime(), Kind: photo.JPEG}}}
	p := mustPlan(t, []photo.Photo{phone}, Options{To: to, Mode: Move, Sidecars: true})
	mustRun(t, p)
	if got := filesIn(t, to); len(got) != 2 || got["IMG_1.JPG.pp3"] == "" {
		t.Errorf("moved: %v", got)
	}
	if got := filesIn(t, dir); len(got) != 2 || got["IMG_1.xmp"] == "" || got["IMG_1.CR2"] == "" {
		t.Errorf("left: %v", got)
	}
}
