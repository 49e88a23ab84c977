package handover

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/sidecar"
)

// picturesOf writes photos of one file each, and returns them with the bytes.
func picturesOf(t *testing.T, names ...string) (dir string, photos []photo.Photo, contents map[string]string) {
	t.Helper()
	dir, contents = t.TempDir(), map[string]string{}
	for k, name := range names {
		img := image.NewGray(image.Rect(0, 0, 32, 32))
		for i := range img.Pix {
			img.Pix[i] = uint8(i * (k + 3))
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, nil); err != nil {
			t.Fatal(err)
		}
		b.WriteString("a film behind " + name)
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		contents[path] = b.String()
		f := photo.File{Path: path, Size: int64(b.Len()), Kind: photo.KindOf(path)}
		photos = append(photos, photo.Photo{Name: strings.TrimSuffix(name, filepath.Ext(name)), Files: []photo.File{f}})
	}
	return dir, photos, contents
}

func inFile(t *testing.T, path string) (photo.Decision, sidecar.Keywords) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const end = "</x:xmpmeta>"
	from, to := bytes.Index(b, []byte("<x:xmpmeta")), bytes.Index(b, []byte(end))
	if from < 0 || to < from {
		return photo.Decision{}, sidecar.Keywords{}
	}
	fields, err := sidecar.Parse(b[from : to+len(end)])
	if err != nil {
		t.Fatal(err)
	}
	words, err := sidecar.ParseKeywords(b[from : to+len(end)])
	if err != nil {
		t.Fatal(err)
	}
	return fields.Decision(), words
}

func TestCopiedJPEGsSayWhatWasDecided(t *testing.T) {
	dir, photos, contents := picturesOf(t, "a.jpg", "b.JPEG", "DSC_0005.jpg", "d.heic", "e.dng", "f.nef")
	words := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>harbour</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>`
	if err := os.WriteFile(filepath.Join(dir, "b.xmp"), []byte(words), 0o644); err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	o := Options{To: to, Mode: Copy, Inside: true, Sidecars: true, Decision: starring(4)}
	for _, part := range []string{"written into 2 copied JPEGs", "marks of 2 other files (HEIC, DNG)"} {
		if s := mustPlan(t, photos, o).Sentence(); !strings.Contains(s, part) {
			t.Errorf("%q does not say %q", s, part)
		}
	}
	o.Sidecars = false
	p := mustPlan(t, photos, o)
	if r := mustRun(t, p); r.Photos != 6 || r.Files != 6 || len(r.Unmarked) > 0 {
		t.Errorf("%+v", r)
	}
	checkOriginals(t, contents)
	for _, name := range []string{"a.jpg", "b.JPEG"} {
		d, k := inFile(t, filepath.Join(to, name))
		if d.Stars != 4 || d.Flag != photo.Picked {
			t.Errorf("%s says %+v", name, d)
		}
		if (name == "b.JPEG") != (strings.Join(k.Plain, ",") == "harbour") {
			t.Errorf("%s has the keywords %q", name, k.Plain)
		}
	}
	got := filesIn(t, to)
	for _, name := range []string{"DSC_0005.jpg", "d.heic"} { // nothing was decided; no JPEG
		if got[name] != contents[filepath.Join(dir, name)] {
			t.Errorf("%s is not the original", name)
		}
	}
	// The second time all is known, and what was decided since arrives; what
	// another program wrote into the copy stays.
	o.Decision = starring(2)
	p = mustPlan(t, photos, o)
	if p.Renamed != 0 || p.Already != p.Files {
		t.Errorf("the second time %d get another name and %d of %d are known", p.Renamed, p.Already, p.Files)
	}
	mustRun(t, p)
	if d, k := inFile(t, filepath.Join(to, "b.JPEG")); d.Stars != 2 || len(k.Plain) != 1 {
		t.Errorf("the second time it says %+v, %q", d, k.Plain)
	}
	if n := len(filesIn(t, to)); n != 6 {
		t.Errorf("%d files are there, want 6", n)
	}
	checkOriginals(t, contents)
}

func TestOriginalsAreNeverMarked(t *testing.T) {
	for _, mode := range []Mode{Link, Move} {
		_, photos, contents := picturesOf(t, "a.jpg")
		to := t.TempDir()
		mustRun(t, mustPlan(t, photos, Options{To: to, Mode: mode, Inside: true, Decision: starring(4)}))
		for path, want := range contents {
			if got := filesIn(t, to)[filepath.Base(path)]; got != want {
				t.Errorf("%s: the file was changed", mode)
			}
		}
	}
	// A link of an earlier hand-over is the original, too.
	_, photos, contents := picturesOf(t, "a.jpg")
	to := t.TempDir()
	mustRun(t, mustPlan(t, photos, Options{To: to, Mode: Link}))
	mustRun(t, mustPlan(t, photos, Options{To: to, Mode: Copy, Inside: true, Decision: starring(4)}))
	checkOriginals(t, contents)
}

func TestAnotherPictureIsNotTakenForAMarkedCopy(t *testing.T) {
	dir, photos, contents := picturesOf(t, "a.jpg", "b.jpg")
	to := t.TempDir()
	if err := os.WriteFile(filepath.Join(to, "a.jpg"), []byte(contents[filepath.Join(dir, "b.jpg")]), 0o644); err != nil {
		t.Fatal(err)
	}
	p := mustPlan(t, photos[:1], Options{To: to, Mode: Copy, Inside: true, Decision: starring(1)})
	mustRun(t, p)
	if d, _ := inFile(t, filepath.Join(to, "a-2.jpg")); p.Renamed != 1 || d.Stars != 1 {
		t.Errorf("%d renamed, %+v", p.Renamed, d)
	}
	if got := filesIn(t, to)["a.jpg"]; got != contents[filepath.Join(dir, "b.jpg")] {
		t.Error("the other picture was changed")
	}
}

func TestAJPEGThatCannotBeMarkedIsCopiedAsItIsAndTold(t *testing.T) {
	dir, photos, _ := picturesOf(t, "a.jpg", "b.jpg")
	broken := "\xff\xd8 no segments"
	if err := os.WriteFile(filepath.Join(dir, "a.jpg"), []byte(broken), 0o644); err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	r := mustRun(t, mustPlan(t, photos, Options{To: to, Mode: Copy, Inside: true, Decision: starring(4)}))
	if got := filesIn(t, to); got["a.jpg"] != broken || len(got) != 2 {
		t.Errorf("%d files, %q", len(got), got["a.jpg"])
	}
	if says := r.Remarks(); r.Photos != 2 || len(says) != 1 || !strings.Contains(says[0], "a.jpg was copied as it is") {
		t.Errorf("%+v, %q", r, says)
	}
}

func TestACopyWithContentCredentialsIsTold(t *testing.T) {
	dir, photos, contents := picturesOf(t, "a.jpg")
	path := filepath.Join(dir, "a.jpg")
	manifest := "JP\x00\x01\x00\x00\x00\x01\x00\x00\x00\x20jumb\x00\x00\x00\x18jumdc2pa\x00\x11\x00\x10\x80\x00\x00\xaa"
	manifest = "\xff\xeb\x00" + string(rune(len(manifest)+2)) + manifest
	signed := contents[path][:2] + manifest + contents[path][2:]
	if err := os.WriteFile(path, []byte(signed), 0o644); err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	r := mustRun(t, mustPlan(t, photos, Options{To: to, Mode: Copy, Inside: true, Decision: starring(4)}))
	if got := filesIn(t, to)["a.jpg"]; !strings.Contains(got, manifest) || r.Signed != 1 || len(r.Remarks()) != 1 {
		t.Errorf("%+v; is the manifest there: %v", r, strings.Contains(got, manifest))
	}
}

// What marks change arrives as other programs read it.
func TestOtherProgramsReadTheMarksInCopies(t *testing.T) {
	_, photos, _ := picturesOf(t, "a.jpg", "b.jpg")
	to := t.TempDir()
	decide := func(p *photo.Photo) photo.Decision {
		d := photo.Decision{Stars: 3, Label: photo.Blue, At: time.Now()}
		if p.Name == "b" {
			d.Flag = photo.Rejected
		}
		return d
	}
	mustRun(t, mustPlan(t, photos, Options{To: to, Mode: Copy, Inside: true, Decision: decide}))
	want := map[string]string{"a.jpg": "3", "b.jpg": "-1"}
	t.Run("exiftool", func(t *testing.T) {
		if _, err := exec.LookPath("exiftool"); err != nil {
			t.Skip("exiftool is not installed")
		}
		for name, rating := range want {
			out, err := exec.Command("exiftool", "-j", "-Rating", "-Label", "-Warning", "-Error", filepath.Join(to, name)).Output()
			var says []struct {
				Rating                json.Number
				Label, Warning, Error string
			}
			if err != nil || json.Unmarshal(out, &says) != nil || len(says) != 1 {
				t.Fatalf("%v: %s", err, out)
			}
			if s := says[0]; s.Rating.String() != rating || s.Label != "Blue" || s.Warning+s.Error != "" {
				t.Errorf("%s: %+v", name, s)
			}
		}
	})
	t.Run("exiv2", func(t *testing.T) {
		if _, err := exec.LookPath("exiv2"); err != nil {
			t.Skip("exiv2 is not installed")
		}
		for name, rating := range want {
			out, err := exec.Command("exiv2", "-PXkt", filepath.Join(to, name)).CombinedOutput()
			if err != nil || !strings.Contains(string(out), "Xmp.xmp.Label") || !strings.Contains(string(out), " "+rating+"\n") {
				t.Errorf("%s: %v: %s", name, err, out)
			}
		}
	})
}

// A mark that was handed over inside a copy and then taken back goes from that copy.
func TestWhatWasTakenBackGoesFromTheCopy(t *testing.T) {
	for _, d := range []photo.Decision{{Orientation: 6}, {Stars: 4}} {
		_, photos, _ := picturesOf(t, "a.jpg")
		d.At = time.Now()
		o := Options{To: t.TempDir(), Mode: Copy, Inside: true, Decision: func(*photo.Photo) photo.Decision { return d }}
		mustRun(t, mustPlan(t, photos, o))
		d = photo.Decision{At: time.Now()}
		plan := mustPlan(t, photos, o)
		if plan.Marked != 0 {
			t.Errorf("the plan says that %d copies get marks", plan.Marked)
		}
		mustRun(t, plan)
		if copies, err := os.ReadDir(o.To); err != nil || len(copies) != 1 {
			t.Errorf("there are %v, %v", copies, err)
		}
		if d, _ := inFile(t, filepath.Join(o.To, "a.jpg")); d.Stars != 0 || d.Orientation > 1 {
			t.Errorf("the copy says %+v", d)
		}
	}
}
