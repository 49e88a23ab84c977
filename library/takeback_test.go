package library

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/photo/phototest"
	"culler/library/sidecar"
)

// foreign are sidecars as other programs write them: those that lie about, and
// variants of their ratings, labels and picks.
func foreign(t *testing.T) map[string][]byte {
	t.Helper()
	all := make(map[string][]byte)
	add := func(root string) {
		check(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !sidecar.Is(path) || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			all[path] = b
			return err
		}))
	}
	add("sidecar/testdata")
	t.Run("those beside the repository", func(t *testing.T) {
		for _, dir := range []string{"field", "attack", "photos"} {
			add(phototest.Shared(t, dir))
		}
	})
	for _, rating := range []string{"", "-1", "0", "3", "5", "4.0", "17", "x"} {
		for _, label := range []string{"", "Red", "Rot", "Approved", "to print", "Lila"} {
			all["attributes "+rating+label] = []byte(lightroom(rating, label))
			for _, pick := range []string{"0", "1", "2", "3"} {
				elements := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about="" xmlns:a="http://ns.adobe.com/xap/1.0/" xmlns:k="http://www.digikam.org/ns/1.0/">` +
					"<a:Rating>" + rating + "</a:Rating>\n<a:Label>" + label + "</a:Label><k:PickLabel>" + pick + "</k:PickLabel><k:ColorLabel>0</k:ColorLabel></r:Description></r:RDF></x:xmpmeta>"
				all["elements "+rating+label+pick] = []byte(elements)
				utf16 := []byte{0xff, 0xfe}
				for _, c := range elements {
					utf16 = append(utf16, byte(c), byte(c>>8))
				}
				all["UTF-16 "+rating+label+pick] = utf16
			}
		}
	}
	return all
}

// beside writes a photo for each sidecar, some with both styles, and returns what
// the folder holds.
func beside(t testing.TB, dir string, sidecars map[string][]byte, both bool) map[string][]byte {
	t.Helper()
	k := 0
	for _, b := range sidecars {
		name := filepath.Join(dir, fmt.Sprintf("P%04d", k))
		write(t, name+".jpg", append(picture(t, k%200, photo.Meta{}), byte(k), byte(k>>8)))
		write(t, name+[]string{".xmp", ".jpg.xmp", ".XMP"}[k%3], b)
		if both && k%5 == 0 { // the other style as well, with something else in it
			write(t, name+[]string{".jpg.xmp", ".xmp", ".jpg.xmp"}[k%3], []byte(lightroom("2", "Blue")))
		}
		k++
	}
	return contents(t, dir)
}

func contents(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	all := make(map[string][]byte)
	entries, err := os.ReadDir(dir)
	check(t, err)
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		check(t, err)
		all[e.Name()] = b
	}
	return all
}

func unchanged(t testing.TB, when string, was, is map[string][]byte) {
	t.Helper()
	for name, b := range was {
		if !bytes.Equal(b, is[name]) {
			t.Fatalf("%s: %s was\n%s\nand is\n%s", when, name, b, is[name])
		}
	}
	for name := range is {
		if _, there := was[name]; !there {
			t.Fatalf("%s: %s is new:\n%s", when, name, is[name])
		}
	}
}

// marksOnly cuts out what marks may change in a sidecar.
var marksOnly = regexp.MustCompile(`\s+[\w]+:(Rating|Label|PickLabel|pick|good|Tagged)="[^"]*"|\s+xmlns:(xmp|digiKam|xmpDM|photomechanic)[0-9]*="[^"]*"|<\w+:(Rating|Label|PickLabel)/?>([^<]*</\w+:(Rating|Label|PickLabel)>)?|digiKam:ColorLabel="."|<\w+:ColorLabel>[^<]*</\w+:ColorLabel>`)

func TestOpeningChangesNoSidecarAndMarksChangeOnlyTheirOwn(t *testing.T) {
	dir := t.TempDir()
	was := beside(t, dir, foreign(t), true)
	db := database(t, t.TempDir())
	for range 2 {
		s := opened(t, dir, Options{Store: db})
		s.FlushSidecars()
		check(t, s.Close())
		unchanged(t, "opened", was, contents(t, dir))
	}
	s := opened(t, dir, Options{Store: db})
	all := make([]int, s.Len())
	for i := range all {
		all[i] = i
	}
	started := s.Decisions()
	check(t, s.Decide("", all, func(i int, d photo.Decision) photo.Decision {
		d.Flag, d.Stars, d.Label = photo.Picked, (d.Stars+1)%6, photo.Green
		return d
	}))
	s.FlushSidecars()
	changed := 0
	for name, is := range contents(t, dir) {
		if bytes.Equal(is, was[name]) {
			continue
		}
		changed++
		if bytes.HasPrefix(is, []byte{0xff, 0xfe}) {
			is, was[name] = narrow(is), narrow(was[name])
		}
		if a, b := marksOnly.ReplaceAllString(string(is), ""), marksOnly.ReplaceAllString(string(was[name]), ""); a != b {
			k := 0
			for k < min(len(a), len(b)) && a[k] == b[k] {
				k++
			}
			t.Errorf("%s: beside the marks\n%s\nbecame\n%s", name, b[max(k-99, 0):min(k+99, len(b))], a[max(k-99, 0):min(k+99, len(a))])
		}
	}
	if changed < len(all)/2 {
		t.Errorf("only %d sidecars of %d photos were told", changed, len(all))
	}
	for k, d := range s.Decisions() {
		if d.Flag != photo.Picked || d.Label != photo.Green {
			t.Fatalf("photo %d: %+v, was %+v", k, d, started[k])
		}
	}
}

// A turn that one program wrote into its sidecar is not written into another's by
// a mark; one that is made here is told to both.
func TestATurnOfOneSidecarStaysThere(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "A.jpg"), picture(t, 1, photo.Meta{}))
	write(t, filepath.Join(dir, "A.xmp"), []byte(strings.Replace(lightroom("2", "Blue"), "<rdf:Description ", `<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="8" `, 1)))
	write(t, filepath.Join(dir, "A.jpg.xmp"), []byte(lightroom("2", "Blue")))
	s := opened(t, dir, Options{Store: database(t, t.TempDir())})
	says := func(when string, orientation string, files ...string) {
		t.Helper()
		s.FlushSidecars()
		is := contents(t, dir)
		for _, f := range []string{"A.xmp", "A.jpg.xmp"} {
			told := bytes.Contains(is[f], []byte(`tiff:Orientation="`+orientation+`"`))
			if want := slices.Contains(files, f); told != want || !want && bytes.Contains(is[f], []byte("tiff:Orientation")) {
				t.Errorf("%s, %s:\n%s", when, f, is[f])
			}
		}
	}
	if d := s.Decision(0); d.Orientation != 8 {
		t.Fatalf("%+v", d)
	}
	check(t, s.Decide("", []int{0}, starred(4)))
	says("after a mark", "8", "A.xmp")
	check(t, s.Decide("", []int{0}, func(i int, d photo.Decision) photo.Decision { return s.Turned(i, d, 2) }))
	says("after a turn", "6", "A.xmp", "A.jpg.xmp")
}

// narrow is UTF-16 without its zeros.
func narrow(b []byte) []byte {
	return bytes.ReplaceAll(b[min(2, len(b)):], []byte{0}, nil)
}

// What is marked and taken back leaves every byte as it was, whatever was marked
// in between, and no new file.
func TestWhatIsTakenBackLeavesNoTrace(t *testing.T) {
	dir := t.TempDir()
	was := beside(t, dir, foreign(t), false)
	for k := range 6 {
		name := fmt.Sprintf("Q%d.jpg", k)
		b := picture(t, 220+k, photo.Meta{})
		if k%2 == 0 {
			b = rated(t, 220+k, `xmp:Rating="3" xmp:Label="Red"`)
		}
		write(t, filepath.Join(dir, name), b)
		was[name] = b
	}
	s := opened(t, dir, Options{Store: database(t, t.TempDir())})
	all := make([]int, s.Len())
	for i := range all {
		all[i] = i
	}
	started := s.Decisions()
	for k, change := range []func(int, photo.Decision) photo.Decision{pick, starred(4), reject,
		func(_ int, d photo.Decision) photo.Decision { d.Label = photo.Purple; return d },
		func(_ int, d photo.Decision) photo.Decision { return photo.Decision{} },
		starred(1),
	} {
		check(t, s.Decide("", all, change))
		if k%2 == 0 {
			s.FlushSidecars()
		}
	}
	s.FlushSidecars()
	for n := 0; ; n++ {
		what, _, err := s.Undo()
		check(t, err)
		if what == "" {
			break
		}
		if n%2 == 0 {
			s.FlushSidecars()
		}
	}
	s.FlushSidecars()
	unchanged(t, "taken back", was, contents(t, dir))
	for i, d := range s.Decisions() {
		if !d.Same(started[i]) {
			t.Errorf("%s is %s, was %s", s.Photo(i).Name, inShort(d), inShort(started[i]))
		}
	}
}

// What another program changed since the step stays, and its words come back.
func TestUndoLeavesWhatOthersChangedSince(t *testing.T) {
	dir := folderOf(t, 3, time.Minute)
	path := func(i int) string { return filepath.Join(dir, fmt.Sprintf("IMG_%04d.xmp", i)) }
	write(t, path(0), []byte(lightroom("1", "To print")))
	s := opened(t, dir, Options{Store: database(t, t.TempDir())})
	check(t, s.Decide("", []int{0, 1, 2}, func(_ int, d photo.Decision) photo.Decision {
		d.Label = photo.Red
		return d
	}))
	check(t, s.Decide("", []int{2}, starred(2)))
	s.FlushSidecars()
	for i := range 3 {
		_, err := sidecar.Change(path(i), nil, func(sidecar.State) sidecar.Fields { return sidecar.Fields{Rating: ptr(4)} })
		check(t, err)
	}
	check(t, s.Read(context.Background(), nil))
	for range 2 {
		_, _, err := s.Undo()
		check(t, err)
	}
	s.FlushSidecars()
	for i := range 3 {
		if d, said := s.Decision(i), load(t, path(i)); d.Stars != 4 || d.Label != photo.NoLabel || !said.Same(d) {
			t.Errorf("photo %d: %s, the sidecar says %s", i, inShort(d), inShort(said))
		}
	}
	if b, err := os.ReadFile(path(0)); err != nil || !strings.Contains(string(b), `Label="To print"`) {
		t.Errorf("the other program's words did not come back: %s %v", b, err)
	}
	for range 2 {
		_, _, err := s.Redo()
		check(t, err)
	}
	s.FlushSidecars()
	for i := range 3 {
		if d, said := s.Decision(i), load(t, path(i)); d.Stars != 4 || d.Label != photo.Red || !said.Same(d) {
			t.Errorf("done again, photo %d: %s, the sidecar says %s", i, inShort(d), inShort(said))
		}
	}
}

// A sidecar that another program wrote into is never taken away, not even
// between two looks at it.
func TestASidecarThatOthersWroteIntoStays(t *testing.T) {
	dir := folderOf(t, 1, time.Minute)
	path := filepath.Join(dir, "IMG_0000.xmp")
	s := opened(t, dir, Options{Store: database(t, t.TempDir())})
	check(t, s.Decide("", []int{0}, pick))
	s.FlushSidecars()
	b, err := os.ReadFile(path)
	check(t, err)
	write(t, path, bytes.Replace(b, []byte("/>"), []byte(` xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="image/jpeg"/>`), 1))
	_, _, err = s.Undo()
	check(t, err)
	check(t, s.Close())
	if b, err := os.ReadFile(path); err != nil || !strings.Contains(string(b), "image/jpeg") || load(t, path).Flag != photo.Unflagged {
		t.Errorf("%s %v", b, err)
	}
}
