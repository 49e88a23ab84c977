package library

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"culler/library/photo"
	"culler/library/sidecar"
)

// lightroom is a sidecar of another program's; rating and label are spliced in.
func lightroom(rating, label string) string {
	return `<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
   xmp:Rating="` + rating + `"
   xmp:Label="` + label + `"
   crs:Exposure2012="+0.35"/>
 </rdf:RDF>
</x:xmpmeta>
`
}

func load(t testing.TB, path string) photo.Decision {
	t.Helper()
	s, err := sidecar.Load(path)
	check(t, err)
	return s.Fields.Decision()
}

func names(t testing.TB, dir, pattern string) string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, pattern))
	check(t, err)
	for k := range paths {
		paths[k] = filepath.Base(paths[k])
	}
	return strings.Join(paths, " ")
}

// older makes a file so old that every decision is newer.
func older(t testing.TB, path string) {
	t.Helper()
	then := time.Now().Add(-time.Hour)
	check(t, os.Chtimes(path, then, then))
}

func TestSidecarsAreReadOnImport(t *testing.T) {
	dir := folderOf(t, 5, time.Minute)
	write(t, filepath.Join(dir, "IMG_0000.xmp"), []byte(lightroom("4", "Rot")))
	write(t, filepath.Join(dir, "IMG_0001.jpg.xmp"), []byte(lightroom("-1", "")))
	write(t, filepath.Join(dir, "IMG_0002.XMP"), []byte(lightroom("2", "Client")))
	write(t, filepath.Join(dir, "IMG_0003.xmp"), []byte("half a sidecar <x:xmpmeta"))
	db := database(t, t.TempDir())
	s := opened(t, dir, Options{Store: db})
	want := []photo.Decision{{Stars: 4, Label: photo.Red}, {Flag: photo.Rejected}, {Stars: 2}, {}, {}}
	for i, d := range s.Decisions() {
		if !d.Same(want[i]) || want[i] != (photo.Decision{}) && d.At.IsZero() {
			t.Errorf("photo %d: %+v, want %+v", i, d, want[i])
		}
	}
	if n := s.Notices(); len(n) != 1 || !strings.HasPrefix(n[0], "IMG_0003.xmp: ") {
		t.Errorf("notices %q", n)
	}
	if what, _, _ := s.Undo(); what != "" {
		t.Errorf("an import can be undone: %s", what)
	}
	check(t, s.Close())
	if got := names(t, dir, "*"); got != "IMG_0000.jpg IMG_0000.xmp IMG_0001.jpg IMG_0001.jpg.xmp IMG_0002.XMP IMG_0002.jpg IMG_0003.jpg IMG_0003.xmp IMG_0004.jpg" {
		t.Errorf("the folder holds %s", got)
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "IMG_0000.xmp")); string(b) != lightroom("4", "Rot") {
		t.Errorf("a sidecar that was only read became\n%s", b)
	}
	// What was taken over is a decision like any other.
	s = opened(t, dir, Options{Store: db, Sidecars: Sidecars{Mode: SidecarsOff}})
	if d := s.Decision(0); !d.Same(want[0]) {
		t.Errorf("opened again without sidecars: %+v", d)
	}
}

func TestEveryDecisionGoesIntoTheSidecarWithinASecond(t *testing.T) {
	dir := folderOf(t, 4, time.Minute)
	other := filepath.Join(dir, "IMG_0001.jpg.xmp")
	write(t, other, []byte(lightroom("2", "Rot")))
	s := opened(t, dir, Options{Store: database(t, t.TempDir())})
	began := time.Now()
	check(t, s.Decide("", []int{0, 1}, pick))
	check(t, s.Decide("", []int{0}, starred(5)))
	check(t, s.Decide("", []int{2}, reject))
	path := filepath.Join(dir, "IMG_0000.xmp")
	eventually(t, "sidecars", func() bool {
		_, a := os.Stat(path)
		_, b := os.Stat(filepath.Join(dir, "IMG_0002.xmp"))
		return a == nil && b == nil
	})
	t.Logf("written %v after the first decision", time.Since(began).Round(time.Millisecond))
	check(t, s.Close())
	if d := load(t, path); !d.Same(photo.Decision{Flag: photo.Picked, Stars: 5}) {
		t.Errorf("the first says %+v", d)
	}
	if d := load(t, filepath.Join(dir, "IMG_0002.xmp")); d.Flag != photo.Rejected {
		t.Errorf("the rejected one says %+v", d)
	}
	b, err := os.ReadFile(other)
	check(t, err)
	added := strings.ReplaceAll(` xmlns:digiKam="http://www.digikam.org/ns/1.0/" digiKam:PickLabel="3"`+
		` xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/" xmpDM:pick="1" xmpDM:good="True"`+
		` xmlns:photomechanic="http://ns.camerabits.com/photomechanic/1.0/" photomechanic:Tagged="True"`, " ", "\n   ")
	if want := strings.Replace(lightroom("2", "Rot"), `"+0.35"`, `"+0.35"`+added, 1); string(b) != want {
		t.Errorf("the other program's became\n%s", b)
	}
	if got := names(t, dir, "*.xmp"); got != "IMG_0000.xmp IMG_0001.jpg.xmp IMG_0002.xmp" {
		t.Errorf("the sidecars are %s", got)
	}
	if got := names(t, dir, ".*"); got != "" {
		t.Errorf("left behind: %s", got)
	}
}

func TestUndoGoesIntoTheSidecar(t *testing.T) {
	dir := folderOf(t, 1, time.Minute)
	s := opened(t, dir, Options{})
	path := filepath.Join(dir, "IMG_0000.xmp")
	check(t, s.Decide("", []int{0}, starred(3)))
	s.FlushSidecars()
	check(t, s.Decide("", []int{0}, starred(5)))
	s.FlushSidecars()
	if d := load(t, path); d.Stars != 5 {
		t.Errorf("decided: %+v", d)
	}
	_, _, err := s.Undo()
	check(t, err)
	s.FlushSidecars()
	if d := load(t, path); d.Stars != 3 {
		t.Errorf("undone: %+v", d)
	}
	_, _, err = s.Redo()
	check(t, err)
	check(t, s.Close()) // writes what waits
	if d := load(t, path); d.Stars != 5 {
		t.Errorf("redone: %+v", d)
	}
}

func TestTheSettingsOfSidecars(t *testing.T) {
	dir := folderOf(t, 2, time.Minute)
	write(t, filepath.Join(dir, "IMG_0001.xmp"), []byte(lightroom("4", "")))
	s := opened(t, dir, Options{Store: database(t, t.TempDir()), Sidecars: Sidecars{Mode: SidecarsOff}})
	check(t, s.Decide("", []int{0}, starred(1)))
	s.FlushSidecars()
	if got := names(t, dir, "*.xmp"); got != "IMG_0001.xmp" || s.Decision(1).Stars != 0 {
		t.Errorf("off: %s, %+v", got, s.Decision(1))
	}
	s.SetSidecars(Sidecars{Mode: SidecarsOnExport})
	s.FlushSidecars()
	check(t, s.Decide("", []int{1}, pick))
	s.FlushSidecars()
	if got := names(t, dir, "*.xmp"); got != "IMG_0001.xmp" || s.Decision(1).Stars != 4 || load(t, filepath.Join(dir, got)).Flag != 0 {
		t.Errorf("on export: %s, %+v", got, s.Decision(1))
	}
	s.SetSidecars(Sidecars{Style: sidecar.NameExt})
	s.FlushSidecars()
	if got := names(t, dir, "*.xmp"); got != "IMG_0000.jpg.xmp IMG_0001.xmp" {
		t.Errorf("on: %s", got)
	}
	if d := load(t, filepath.Join(dir, "IMG_0000.jpg.xmp")); d.Stars != 1 {
		t.Errorf("what was decided before says %+v", d)
	}
	if d := load(t, filepath.Join(dir, "IMG_0001.xmp")); d.Stars != 4 || d.Flag != photo.Picked {
		t.Errorf("the one that was there says %+v", d)
	}
	if got := s.Sidecars(); got != (Sidecars{Style: sidecar.NameExt}) {
		t.Errorf("the setting is %+v", got)
	}
}

func TestARAWAndItsJPEGShareTheSidecarOfTheRAW(t *testing.T) {
	for style, want := range map[sidecar.Style]string{sidecar.Name: "IMG_0000.xmp", sidecar.NameExt: "IMG_0000.CR2.xmp"} {
		dir := folderOf(t, 1, time.Minute)
		write(t, filepath.Join(dir, "IMG_0000.CR2"), []byte("II*\x00 not much of a RAW file"))
		write(t, filepath.Join(dir, "IMG_0000.png"), []byte("an export"))
		s := opened(t, dir, Options{Sidecars: Sidecars{Style: style}})
		if s.Len() != 2 {
			t.Fatalf("%d photos", s.Len())
		}
		pair := slices.IndexFunc(s.Photos(), func(p photo.Photo) bool { return len(p.Files) == 2 })
		check(t, s.Decide("", []int{pair}, pick))
		check(t, s.Decide("", []int{1 - pair}, reject))
		s.FlushSidecars()
		got := strings.Fields(names(t, dir, "*.xmp"))
		if len(got) != 2 || !slices.Contains(got, want) || !slices.Contains(got, "IMG_0000.png.xmp") {
			t.Errorf("%s: %s", style, got)
		}
		if load(t, filepath.Join(dir, want)).Flag != photo.Picked || load(t, filepath.Join(dir, "IMG_0000.png.xmp")).Flag != photo.Rejected {
			t.Errorf("%s: the sidecars were mixed up", style)
		}
		if got := s.SidecarFiles(pair); len(got) != 1 || filepath.Base(got[0]) != want {
			t.Errorf("%s: the pair's sidecars are %v", style, got)
		}
	}
}

func TestBothStylesAreKeptInStep(t *testing.T) {
	dir := folderOf(t, 1, time.Minute)
	a, b := filepath.Join(dir, "IMG_0000.xmp"), filepath.Join(dir, "IMG_0000.jpg.xmp")
	write(t, a, []byte(lightroom("4", "")))
	write(t, b, []byte(lightroom("0", "Blue")))
	s := opened(t, dir, Options{})
	want := photo.Decision{Stars: 4, Label: photo.Blue}
	if !s.Decision(0).Same(want) {
		t.Errorf("read as %+v", s.Decision(0))
	}
	check(t, s.Decide("", []int{0}, pick))
	s.FlushSidecars()
	want.Flag = photo.Picked
	if !load(t, a).Same(want) || !load(t, b).Same(want) {
		t.Errorf("they say %+v and %+v", load(t, a), load(t, b))
	}
}

func TestWhatAnotherProgramChangesIsMerged(t *testing.T) {
	dir, data := folderOf(t, 3, time.Minute), t.TempDir()
	path := func(i int) string { return filepath.Join(dir, fmt.Sprintf("IMG_%04d.xmp", i)) }
	db := database(t, data)
	s := opened(t, dir, Options{Store: db})
	check(t, s.Decide("", []int{0, 1, 2}, starred(3)))
	s.FlushSidecars()
	var told []Event
	var mu sync.Mutex
	s.Subscribe(func(e Event) { mu.Lock(); told = append(told, e); mu.Unlock() })

	// Another program labels the first one and the photographer picks it here.
	_, err := sidecar.Change(path(0), nil, func(sidecar.State) sidecar.Fields { return sidecar.Fields{Label: ptr("Green")} })
	check(t, err)
	check(t, s.Decide("", []int{0}, pick))
	s.FlushSidecars()
	want := photo.Decision{Flag: photo.Picked, Stars: 3, Label: photo.Green}
	if !s.Decision(0).Same(want) || !load(t, path(0)).Same(want) {
		t.Errorf("here %+v, in the sidecar %+v", s.Decision(0), load(t, path(0)))
	}
	// Both rate the second one, the photographer here at last.
	_, err = sidecar.Change(path(1), nil, func(sidecar.State) sidecar.Fields { return sidecar.Fields{Rating: ptr(1)} })
	check(t, err)
	older(t, path(1))
	check(t, s.Decide("", []int{1}, starred(5)))
	s.FlushSidecars()
	if s.Decision(1).Stars != 5 || load(t, path(1)).Stars != 5 {
		t.Errorf("here %+v, in the sidecar %+v", s.Decision(1), load(t, path(1)))
	}
	c := s.Conflicts()
	if len(c) != 1 || c[0].Photo != 1 || c[0].Theirs.Stars != 1 || c[0].Kept.Stars != 5 || !strings.Contains(c[0].Sentence, "IMG_0001") {
		t.Fatalf("conflicts %+v", c)
	}
	t.Log(c[0].Sentence)
	eventually(t, "the conflict is told", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return slices.ContainsFunc(told, func(e Event) bool { return e.Kind == Conflicted && e.Text == c[0].Sentence })
	})
	check(t, s.Close())

	// While the shoot is closed another program rejects the third one.
	_, err = sidecar.Change(path(2), nil, func(sidecar.State) sidecar.Fields { return sidecar.Fields{Rating: ptr(-1)} })
	check(t, err)
	s = opened(t, dir, Options{Store: db})
	if d := s.Decision(2); !d.Same(photo.Decision{Flag: photo.Rejected, Stars: 3}) {
		t.Errorf("rejected elsewhere: %+v", d)
	}
	// A sidecar that is deleted stays away until the next decision.
	s.Close()
	check(t, os.Remove(path(0)))
	s = opened(t, dir, Options{Store: db})
	if _, err := os.Stat(path(0)); err == nil || !s.Decision(0).Same(want) {
		t.Errorf("it came back, or the decision went: %+v", s.Decision(0))
	}
	check(t, s.Decide("", []int{0}, starred(1)))
	check(t, s.Close())
	want.Stars = 1
	if d := load(t, path(0)); !d.Same(want) {
		t.Errorf("the new one says %+v", d)
	}
}
