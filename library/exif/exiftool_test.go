package exif

import (
	"encoding/json"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/sidecar"
)

// differs are the shared photos, by the end of their path, about which Culler says
// something else than exiftool, and why.
var differs = map[string]string{
	"photos/broken/exiv2-poc/test_issue_1472.jpg":    "no JPEG but a file of Exiv2's own format, which has no picture",
	"photos/broken/sharp-corrupt/corrupt-header.jpg": "exiftool gives up at a wrong length behind which the EXIF still can be read",
}

// exiftoolSays is what exiftool says of one file, with the group of each tag.
type exiftoolSays map[string]any

func (s exiftoolSays) text(names ...string) string {
	for _, n := range names {
		if v, ok := s[n].(string); ok && strings.Trim(v, "0: ") != "" {
			return v
		}
	}
	return ""
}

func (s exiftoolSays) number(names ...string) (float64, bool) {
	for _, n := range names {
		if v, ok := s[n].(float64); ok {
			return v, true
		}
	}
	return 0, false
}

// decision is what exiftool's words mean.
func (s exiftoolSays) decision() photo.Decision {
	var f sidecar.Fields
	if v, ok := s.number("XMP-xmp:Rating", "IFD0:Rating"); ok && v >= -1 && v <= 5 {
		n := int(v)
		f.Rating = &n
	}
	if v := s.text("XMP-xmp:Label"); v != "" {
		f.Label = &v
	}
	if v, ok := s.number("XMP-xmpDM:Pick"); ok {
		n := int(v)
		f.Flag = &n
	}
	if v, ok := s.number("XMP-digiKam:PickLabel"); ok {
		n := sidecar.Pick(v)
		f.Pick = &n
	}
	return f.Decision()
}

// exiftool, where it is installed, says the same of every shared photo: times,
// orientations, stars, labels and flags.
func TestAgreesWithExiftoolEverywhere(t *testing.T) {
	tool, err := exec.LookPath("exiftool")
	if err != nil {
		t.Skip("exiftool is not installed")
	}
	root := filepath.Dir(phototest.Shared(t, "photos"))
	var paths []string
	filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() && strings.HasPrefix(e.Name(), "model") {
			return fs.SkipDir
		}
		if err == nil && e.Type().IsRegular() && photo.KindOf(path) != photo.Unknown {
			paths = append(paths, path)
		}
		return nil
	})
	cmd := exec.Command(tool, "-j", "-n", "-G1", "-charset", "filename=utf8", "-@", "-", "-IFD0:all", "-ExifIFD:all", "-XMP-xmp:all", "-XMP-xmpDM:all",
		"-XMP-digiKam:all", "-XMP-photoshop:DateCreated", "-XMP-exif:all", "-IPTC:all", "-CanonRaw:all", "-Composite:DateTimeCreated", "-FileType", "-Error")
	cmd.Stdin = strings.NewReader(strings.Join(paths, "\n"))
	out, _ := cmd.Output() // it complains of files that it cannot read, and goes on
	var all []exiftoolSays
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	times, marks, turned := 0, 0, 0
	for _, says := range all {
		path := says["SourceFile"].(string)
		m, _ := Read(path, photo.KindOf(path))
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if _, known := differs[name]; known {
			continue
		}
		taken := says.text("ExifIFD:DateTimeOriginal", "IFD0:DateTimeOriginal", "XMP-exif:DateTimeOriginal", "XMP-photoshop:DateCreated",
			"CanonRaw:DateTimeOriginal",
			"ExifIFD:CreateDate", "XMP-xmp:CreateDate", "Composite:DateTimeCreated", "IFD0:ModifyDate")
		if want, ok := parseTime(taken, ""); ok {
			times++
			if got := m.Taken.Truncate(time.Second); !got.Equal(want.Truncate(time.Second)) {
				t.Errorf("%s: taken %v, exiftool says %v", name, got, want)
			}
		} else if !m.Taken.IsZero() {
			t.Errorf("%s: taken %v, exiftool says nothing", name, m.Taken)
		}
		if turn, ok := says.number("CanonRaw:Rotation"); ok && m.Orientation != map[float64]int{0: 1, 90: 6, 180: 3, 270: 8}[turn] {
			t.Errorf("%s: orientation %d, exiftool says it is turned by %v", name, m.Orientation, turn)
		}
		// A HEIC file's orientation is that of its boxes: EXIF's is to be passed over.
		if o, ok := says.number("IFD0:Orientation"); ok && !strings.HasPrefix(says.text("File:FileType"), "HEI") && o >= 1 && o <= 8 {
			turned++
			if m.Orientation != int(o) {
				t.Errorf("%s: orientation %d, exiftool says %v", name, m.Orientation, o)
			}
		}
		want := says.decision()
		if want != (photo.Decision{}) {
			marks++
		}
		if !m.Marks.Same(want) {
			t.Errorf("%s: %+v, exiftool says %+v", name, m.Marks, want)
		}
	}
	t.Logf("%d files, %d with a time, %d with an orientation, %d with marks, %d explained", len(all), times, turned, marks, len(differs))
}
